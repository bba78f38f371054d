// Puts the stand-in in place of Electron's own module, for the main process as it was built.
import { registerHooks } from 'node:module'

const standIn = new URL('./stand-in.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: standIn, format: 'module-typescript', shortCircuit: true } : next(specifier, context),
})
