import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { onTestFinished } from 'vitest'
import { type Core, type CoreClient, connect, createCore, type Services, serve } from '../../src/api/index.ts'
import { cheapKdf } from '../store/home.ts'

export const phrases = { anna: 'anna keeps seven green lanterns', ben: 'ben reads beneath the old lime' } as const

export const services: Services = {
  printEngine: async () => null,
  printEngineHint: 'Install a browser.',
  printEngineAvailable: () => false,
  now: () => Date.now(),
  timeZone: 'Europe/Berlin',
  checkpoint: () => {},
  kdf: cheapKdf,
}

export interface Bench {
  readonly folder: string
  /** The client under test. */
  readonly core: CoreClient
  readonly bugs: unknown[]
  readonly events: unknown[]
}

/** A core reached as a host would reach it: in process, or over a channel that carries structured clones. */
export function bench(transport: 'in process' | 'over a channel', given: Partial<Services> = {}): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'desk-api-'))
  const bugs: unknown[] = []
  const events: unknown[] = []
  const inner: Core = createCore({ services: { ...services, ...given }, onBug: (bug) => bugs.push(bug) })
  let core: CoreClient = inner
  let ports: readonly { close(): void }[] = []
  if (transport === 'over a channel') {
    const { port1, port2 } = new MessageChannel()
    serve(inner, port1)
    core = connect(port2)
    ports = [port1, port2]
  }
  core.on((event) => events.push(event))
  onTestFinished(async () => {
    await inner.close()
    for (const port of ports) port.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return { folder, core, bugs, events }
}

/** Makes a workspace of Anna, an investigator, who is signed in then. */
export async function annasWorkspace(core: CoreClient, workspace: string): Promise<void> {
  await core.call('workspace.create', { workspace, user: 'anna', role: 'investigator', passphrase: phrases.anna })
}

/** What crosses of a failure. */
export async function failure(call: Promise<unknown>): Promise<{ code: string; message: string; details: Record<string, unknown> }> {
  try {
    await call
  } catch (error) {
    return error as never
  }
  throw new Error('the call succeeded')
}
