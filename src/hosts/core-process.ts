import { createCore, serve } from '../api/index.ts'
import { rememberWorkspace, workspaceToOffer } from './last-workspace.ts'
import { keepMemoryOutOfDumps } from './no-core-dump.ts'
import { printServices } from './print-engine.ts'
import { systemServices } from './system-services.ts'

/**
 * The core in a process of its own, for the browser host: the database driver is synchronous, and the listener must stay awake. Talks over the
 * parent's IPC pipe and ends with it.
 */
keepMemoryOutOfDumps()
const print = printServices()
const core = createCore({ services: { ...systemServices(), ...print }, workspace: workspaceToOffer(), readInThreads: true })
rememberWorkspace(core)

async function end(): Promise<void> {
  await core.close()
  await print.closePrintEngine()
  process.exit(0)
}

serve(core, {
  // An answer to a parent that is gone is lost; what follows is `disconnect`, and the core closes in order instead of falling over.
  postMessage: (message) => void process.send?.(message, () => undefined),
  on: (_kind, listener) => process.on('message', listener),
})
process.on('disconnect', () => void end())
// The terminal's Ctrl+C goes to the whole process group; the host decides when we end.
process.on('SIGINT', () => {})
