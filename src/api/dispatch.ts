import type { z } from 'zod'
import type { JobControl, MatterId } from '../model/index.ts'
import { AppError, asId } from '../model/index.ts'
import { type OpenWorkspace, readMatter, storeError } from '../store/index.ts'
import type { Command } from './command.ts'
import type { Context, CoreState, Services } from './context.ts'
import { badInput, toAppError } from './core-errors.ts'
import { createMeter, progressKind } from './core-progress.ts'
import type { Queue } from './core-queue.ts'
import { cancelled } from './core-queue.ts'
import { type CommandName, isCommandName, loadCommand, loadedCommand } from './table.ts'
import type { CoreEvent } from './views.ts'

export interface Dispatcher {
  readonly services: Services
  readonly state: CoreState
  readonly queue: Queue
  emit(event: CoreEvent): void
  onBug(error: unknown): void
  /** Registers a running job; the result takes it out. */
  begin(job: RunningJob): () => void
  /** Refused sign-ins since the last that succeeded; the chain takes them then, since before nobody could write to it. */
  readonly refusedSignIns: { readonly atMs: number; readonly user: string }[]
  /** Set while a workspace is being opened or closed. */
  gate: Promise<unknown> | null
  /** Set while an area of the command table is being loaded. */
  loading: Promise<void> | null
}

export interface RunningJob {
  readonly id: string
  readonly listed: () => boolean
  readonly inWorkspace: boolean
  cancel(): void
}

type Entry = Command<z.ZodType, unknown>

/** Commands that open and close the workspace: alone, with every other job stopped. */
const lifecycle = new Set(['workspace.create', 'workspace.unlock', 'workspace.lock'])
/** What someone may still do whose passphrase was set by another person. */
const beforeChange = new Set(['user.changePassphrase', ...lifecycle])

let jobNumber = 0

/**
 * The one way into the core: name, schema, role, queue, handler, audit, event. Nothing else calls a handler.
 *
 * @throws AppError only
 */
export async function dispatch(core: Dispatcher, name: string, input: unknown, outer?: AbortSignal): Promise<unknown> {
  if (!isCommandName(name)) throw new AppError('api/unknown-command', 'There is no such command.')
  const askedOf = core.state.opened
  const entry = (core.loading === null ? loadedCommand(name) : null) ?? (await entryInTurn(core, name))
  const parsed = entry.input.safeParse(input)
  if (!parsed.success) throw badInput(parsed.error)

  if (!lifecycle.has(name)) return run(core, name, entry, parsed.data, askedOf, outer)
  const before = core.gate
  const { promise, resolve } = Promise.withResolvers<void>()
  core.gate = promise
  try {
    await before
    return await run(core, name, entry, parsed.data, askedOf, outer)
  } finally {
    resolve()
    if (core.gate === promise) core.gate = null
  }
}

/** The entry of a command whose area may have to be loaded; who comes meanwhile waits, so that calls begin in the order in which they came. */
async function entryInTurn(core: Dispatcher, name: CommandName): Promise<Entry> {
  while (core.loading !== null) await core.loading
  const known = loadedCommand(name)
  if (known !== null) return known
  const { promise, resolve } = Promise.withResolvers<void>()
  core.loading = promise
  try {
    return await loadCommand(name)
  } finally {
    core.loading = null
    resolve()
  }
}

/** @param askedOf the workspace that was open when the call came */
async function run(
  core: Dispatcher,
  name: string,
  entry: Entry,
  input: unknown,
  askedOf: OpenWorkspace | null,
  outer: AbortSignal | undefined,
): Promise<unknown> {
  // A call belongs to the session that was open when it came. While that is being changed it waits, and is not carried over to the next one.
  while (entry.allowed !== 'signed-out' && core.gate !== null) await core.gate
  const workspace = lifecycle.has(name) ? null : core.state.opened
  const stillTheirs = (): void => {
    if (entry.allowed !== 'signed-out' && (core.state.opened !== workspace || askedOf !== workspace)) throw notSignedIn()
  }
  stillTheirs()
  authorise(core, name, entry, workspace)

  const controller = new AbortController()
  const signal = outer ? AbortSignal.any([controller.signal, outer]) : controller.signal
  jobNumber += 1
  const id = `J${jobNumber}`
  const meter = createMeter(id, progressKind(name), core.services, core.emit)
  const done = core.begin({
    id,
    inWorkspace: workspace !== null && entry.allowed !== 'signed-out',
    listed: () => entry.access === 'write' || meter.reported,
    cancel: () => controller.abort(),
  })
  const turns: (() => void)[] = []
  try {
    if (signal.aborted) throw cancelled()
    if (entry.access === 'write' && !lifecycle.has(name))
      for (const keys of queueKeys(name, input)) turns.push(await core.queue.acquire(keys, signal))
    stillTheirs()
    const matter = entry.access === 'write' ? matterOf(input, null) : null
    if (workspace && matter) {
      await voidWhatIsOlder(core, workspace, matter)
      stillTheirs()
    }
    // What is decided while a bundle is made doesn't wait for it: it is looked at before anything is released.
    if (name === 'produce.run') turns.pop()?.()
    const control: JobControl = { signal, report: meter.report, checkpoint: core.services.checkpoint }
    const result = await audited(core, name, entry, input, workspace, () => entry.handler(contextOf(core, workspace, id, control), input))
    meter.end('done')
    if (entry.access === 'write') announce(core, name, matterOf(input, result))
    return result
  } catch (error) {
    const known = toAppError(error, signal, core.state.directory, core.onBug)
    meter.end(known.code === 'api/cancelled' ? 'cancelled' : 'failed')
    throw known
  } finally {
    for (const end of turns) end()
    done()
  }
}

/** @throws api/not-signed-in, api/not-allowed, store/passphrase-must-change */
function authorise(core: Dispatcher, name: string, entry: Entry, workspace: OpenWorkspace | null): void {
  if (entry.allowed === 'signed-out') return
  if (!workspace) throw notSignedIn()
  if (workspace.mustChangePassphrase && !beforeChange.has(name)) {
    throw new AppError(
      'store/passphrase-must-change',
      'Your passphrase was set by the person who added you. Choose your own first; then you can work here.',
    )
  }
  if (entry.allowed === 'anyone' || entry.allowed.includes(workspace.role)) return
  if (entry.access === 'write') record(core, workspace, name, null, 'api/not-allowed', null)
  throw new AppError('api/not-allowed', `This needs the role ${entry.allowed.join(' or ')}.`, {
    role: workspace.role,
    needed: entry.allowed,
  })
}

/** Runs a handler; a write gets its entry in the chain, whether it succeeds, fails, is stopped, or takes the process with it. */
async function audited(
  core: Dispatcher,
  name: string,
  entry: Entry,
  input: unknown,
  workspace: OpenWorkspace | null,
  handler: () => unknown,
): Promise<unknown> {
  if (entry.access === 'read') return handler()
  const payload = entry.audit ? {} : input
  if (entry.auditFirst && core.state.opened) {
    try {
      record(core, core.state.opened, name, null, 'done', payload)
    } catch (error) {
      // Locking must work on a full disk too: what can't be noted is better than mail left open.
      if (!(storeError(error, '') instanceof AppError)) throw error
    }
  }
  const begun = workspace?.audit.begin({ ...stamp(core, workspace, name, matterOf(input, null)), payload })
  let result: unknown
  try {
    result = await handler()
  } catch (error) {
    const stopped = toAppError(error, new AbortController().signal, null, () => {}).code
    const outcome = error instanceof Error && error.name === 'AbortError' ? 'api/cancelled' : stopped
    // A stopped pass has done part of its work, so what it was asked to do is kept; of a failed one only the code.
    if (stopped === 'store/wrong-passphrase' && name === 'workspace.unlock') {
      core.refusedSignIns.push({ atMs: core.services.now(), user: String((input as { user?: unknown }).user) })
    }
    if (workspace && isOpen(workspace)) {
      record(core, workspace, name, matterOf(input, null), outcome, outcome === 'api/cancelled' ? payload : null, begun)
    }
    throw error
  }
  const target = workspace ?? core.state.opened
  if (target && lifecycle.has(name)) recordRefusedSignIns(core, target, name)
  if (target && isOpen(target) && !entry.auditFirst) {
    record(core, target, name, matterOf(input, result), 'done', entry.audit ? entry.audit(input, result) : input, begun)
    if (name === 'produce.run') target.audit.checkpoint(core.services.now())
  }
  return result
}

/** Only names of users: what else was typed there may have been a passphrase. */
function recordRefusedSignIns(core: Dispatcher, workspace: OpenWorkspace, command: string): void {
  const known = workspace.users().map(({ user }) => user)
  for (const { atMs, user: typed } of core.refusedSignIns.splice(0)) {
    const user = known.find((candidate) => candidate === typed)
    if (user) workspace.audit.append({ atMs, user, command, matter: null, outcome: 'store/wrong-passphrase', payload: null })
  }
}

function record(
  core: Dispatcher,
  workspace: OpenWorkspace,
  command: string,
  matter: MatterId | null,
  outcome: string,
  payload: unknown,
  begun?: number,
): void {
  workspace.audit.append({ ...stamp(core, workspace, command, matter), outcome, payload }, begun)
  if (matter) workspace.noteWrite(matter)
}

function stamp(core: Dispatcher, workspace: OpenWorkspace, command: string, matter: MatterId | null) {
  return { atMs: core.services.now(), user: workspace.user, command, matter }
}

/** The name under which the chain records that an older copy of a request's file was found; no command has it. */
const olderCopyEntry = 'matter.older'

/** The same of approvals that an earlier version of the program signed. */
const earlierApprovalsEntry = 'matter.earlierApprovals'

/**
 * An older copy of a request's file brings approvals back that were void, and a newer program asks more of an approval: before anything is written to the request,
 * these are void. Loaded here, since most commands need nothing of what requests need.
 */
async function voidWhatIsOlder(core: Dispatcher, workspace: OpenWorkspace, matter: MatterId): Promise<void> {
  const { voidEarlierApprovals, voidOlderCopy } = await import('../jobs/index.ts')
  const { user, role } = workspace
  const database = workspace.matter(matter)
  const reviewer = () => ({ database, user, role, nowMs: core.services.now(), regime: readMatter(database).regime })
  if (workspace.isOlder(matter))
    record(core, workspace, olderCopyEntry, matter, 'store/older-copy', { documents: voidOlderCopy(reviewer()) })
  const documents = voidEarlierApprovals(reviewer())
  if (documents.length > 0) record(core, workspace, earlierApprovalsEntry, matter, 'done', { documents })
  // Before the write and after it (`record`): a copy made before either is older.
  workspace.noteWrite(matter)
}

function isOpen(workspace: OpenWorkspace): boolean {
  return workspace.main.open
}

function contextOf(core: Dispatcher, workspace: OpenWorkspace | null, job: string, control: JobControl): Context {
  return {
    workspace: () => {
      if (!workspace) throw notSignedIn()
      return workspace
    },
    reader: () => {
      const { reader } = core.state
      if (!workspace || core.state.opened !== workspace || reader === null) throw notSignedIn()
      return reader
    },
    user: workspace?.user ?? null,
    role: workspace?.role ?? null,
    services: core.services,
    control,
    job,
    emit: core.emit,
    core: core.state,
  }
}

/**
 * Writes to one request wait for each other; so do those to the sources, and those to the workspace. Bundles of one request wait for each other, and deleting it for
 * them. Sets of keys, to be waited for one after the other.
 */
function queueKeys(name: string, input: unknown): readonly (readonly string[])[] {
  const matter = matterOf(input, null)
  if (matter) return [...(bundling.has(name) ? [[`bundle:${matter}`]] : []), [`matter:${matter}`]]
  if (name.startsWith('source.')) return [['sources']]
  if (name === 'demo.open') return [['sources', 'workspace']]
  return name === 'demo.run' ? [] : [['workspace']]
}

const bundling: ReadonlySet<string> = new Set(['produce.run', 'matter.delete'])

function matterOf(input: unknown, result: unknown): MatterId | null {
  for (const holder of [input, result]) {
    const matter = (holder as { matter?: unknown } | null | undefined)?.matter
    if (typeof matter === 'string' && /^M\d+$/.test(matter)) return asId<MatterId>(matter)
  }
  return null
}

/** Where a command's effect shows, by the first word of its name; reviewing is the rest. */
const areas = new Map<string, (CoreEvent & { type: 'changed' })['area']>([
  ['workspace', 'workspace'],
  ['user', 'workspace'],
  ['source', 'sources'],
  ['ledger', 'audit'],
  ['demo', 'matters'],
  ['matter', 'matters'],
  ['produce', 'matters'],
  ['audit', 'audit'],
])

function announce(core: Dispatcher, name: string, matter: MatterId | null): void {
  const room = name.split('.', 1)[0] ?? ''
  const area = areas.get(room) ?? 'review'
  core.emit({ type: 'changed', area, matter })
  if (area !== 'audit') core.emit({ type: 'changed', area: 'audit', matter: null })
}

function notSignedIn(): AppError {
  return new AppError('api/not-signed-in', 'Sign in to the workspace first.')
}
