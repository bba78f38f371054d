import { createCore, type Services, serve } from '../src/api/index.ts'
import { rememberWorkspace, systemServices, workspaceToOffer } from '../src/hosts/index.ts'
import { isPrintAnswer, type PrintRequest } from './print-channel.ts'

/** The core in Electron's utility process: off the UI thread, since the database driver is synchronous. */
const port = process.parentPort

/** Printing is asked of the main process, which alone has Electron's print engine. */
function electronPrint(): Pick<Services, 'printEngine' | 'printEngineHint'> {
  const waiting = new Map<number, { readonly done: (bytes: Uint8Array) => void; readonly failed: (reason: Error) => void }>()
  let last = 0
  port.on('message', ({ data }: { data: unknown }) => {
    if (!isPrintAnswer(data)) return
    const asked = waiting.get(data.id)
    waiting.delete(data.id)
    if (data.bytes === null) asked?.failed(new Error('printing failed'))
    else asked?.done(data.bytes)
  })
  const engine = {
    name: `Electron ${process.versions['electron'] ?? ''}`,
    print: (html: string, signal: AbortSignal): Promise<Uint8Array> =>
      new Promise((done, failed) => {
        signal.throwIfAborted()
        last += 1
        waiting.set(last, { done, failed })
        port.postMessage({ kind: 'print', id: last, html } satisfies PrintRequest)
      }),
    close: async (): Promise<void> => {},
  }
  return { printEngine: async () => engine, printEngineHint: '' }
}

const core = createCore({ services: { ...systemServices(), ...electronPrint() }, workspace: workspaceToOffer(), readInThreads: true })
rememberWorkspace(core)
serve(core, {
  postMessage: (message) => port.postMessage(message),
  on: (_kind, listener) => port.on('message', ({ data }: { data: unknown }) => listener(data)),
})
