import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

/** Flat names, so that a worker is found beside whichever chunk starts it. */
const flat = { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' }

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: 'node24',
      rollupOptions: {
        input: {
          main: resolve('electron/main.ts'),
          'core-process': resolve('electron/core-process.ts'),
          worker: resolve('src/jobs/worker.ts'),
          'reader-thread': resolve('src/jobs/reader-thread.ts'),
          'worker-collect': resolve('src/jobs/worker-collect.ts'),
          'worker-files': resolve('src/jobs/worker-files.ts'),
        },
        output: { format: 'es', ...flat },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rollupOptions: { input: { preload: resolve('electron/preload.ts') }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    root: 'renderer',
    base: './',
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      rollupOptions: { input: resolve('renderer/index.html') },
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  },
})
