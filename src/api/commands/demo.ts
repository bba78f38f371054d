import { accessSync, constants, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { sampleRequest, writeSample } from '../../jobs/index.ts'
import { civilDateOf } from '../../law/index.ts'
import { AppError } from '../../model/index.ts'
import { cannotWrite, generatePassphrase, letterFor } from '../../produce/index.ts'
import type { Context, UntypedCore } from '../context.ts'
import type { CoreEvent, DemoView, GateView, ProducedView } from '../views.ts'
import { approveAll, decideAll } from './demo-decide.ts'
import type { Say } from './demo-steps.ts'
import { prepare, receivedDaysAgo, sayHere } from './demo-steps.ts'

const dayMs = 86_400_000
const investigator = 'Nuala Investigator'
const reviewer = 'Lorcan Reviewer'

const received = (context: Context): string => civilDateOf(context.services.now() - receivedDaysAgo * dayMs, context.services.timeZone)

/**
 * The sample request in the open workspace: sources beside the workspace, indexed, request opened and collected. A second call finds what is there.
 */
export async function openDemo(context: Context): Promise<{ matter: string }> {
  const say = sayHere(context)
  const { matters } = await say('matter.list', {})
  const known = matters.find(({ matter }) => matter.reference === sampleRequest.reference)
  if (known !== undefined) return { matter: known.matter.id }
  const { directory } = context.workspace()
  const sample = await writeSample(join(dirname(directory), `${basename(directory)}-sample`))
  const { sources } = await say('source.list', {})
  const missing = sample.sources.filter(({ path }) => !sources.some((source) => source.path === path))
  return { matter: await prepare(say, { ...sample, sources: missing }, received(context)) }
}

/**
 * The whole way on the sample archive in a workspace of its own under `out`: two people with their own passphrases, every step through the
 * command table. @throws hosts/output-exists where `out` holds something, hosts/cannot-write
 */
export async function runDemo(context: Context, out: string): Promise<DemoView> {
  if (!emptyFolder(out)) {
    throw new AppError('hosts/output-exists', 'This folder is not empty. Name a new one for the demonstration.', { path: out })
  }
  const core = context.core.another()
  const signal = context.control.signal
  const stopListening = core.on((event) => relay(context, event))
  const say: Say = async (name, input) => (await core.call(name, input, { signal })) as never
  try {
    return await play(context, core, say, out)
  } finally {
    stopListening()
    await core.close()
  }
}

/** Makes a folder where there is none; whether it is empty. @throws hosts/cannot-write, store/disk-full */
function emptyFolder(out: string): boolean {
  try {
    mkdirSync(out, { recursive: true })
    accessSync(out, constants.W_OK)
    return readdirSync(out).length === 0
  } catch (error) {
    throw cannotWrite(error, out)
  }
}

async function play(context: Context, core: UntypedCore, say: Say, out: string): Promise<DemoView> {
  const tell = (step: string) => (done: number, total: number) => context.control.report({ step, done, total, unit: 'documents' })
  const workspace = join(out, 'workspace')
  const passphrases = { [investigator]: generatePassphrase(), [reviewer]: generatePassphrase() }
  const sample = await writeSample(join(out, 'sample'))
  await say('workspace.create', { workspace, user: investigator, role: 'investigator', passphrase: passphrases[investigator] ?? '' })
  const first = generatePassphrase()
  await say('user.add', { user: reviewer, role: 'legal-reviewer', passphrase: first })

  const matter = await prepare(say, sample, received(context))
  await decideAll(say, matter, sample.truth, tell('Deciding the sample’s documents'))
  const submitted = await say('review.submit', { matter })
  if (submitted.notReady.length > 0) throw notReady(submitted.notReady.map(({ why }) => why))

  await say('workspace.unlock', { workspace, user: reviewer, passphrase: first })
  await say('user.changePassphrase', { current: first, next: passphrases[reviewer] ?? '' })
  await approveAll(say, matter, tell('Opening and approving the sample’s documents'))
  const gate = (await core.call('produce.gate', { matter })) as GateView
  if (!gate.open) throw notReady(gate.items.filter(({ ok }) => !ok).map(({ text }) => text))

  const signal = context.control.signal
  const engine = (await say('workspace.status', {})).printEngine
  const passphraseFile = join(out, 'passphrase.txt')
  const formats = engine.available ? ['eml', 'mbox', 'pdf'] : ['eml', 'mbox']
  const run = { matter, out: join(out, `${sampleRequest.reference}.zip`), passphraseOut: passphraseFile, formats }
  const produced = (await core.call('produce.run', run, { signal })) as ProducedView
  const letter = join(out, 'passphrase-letter.txt')
  writeFileSync(letter, letterOf(context, produced, passphraseFile), { mode: 0o600 })
  const internalLog = join(out, 'internal-log.csv')
  for (const [edition, format, path] of [
    ['internal', 'csv', internalLog],
    ['internal', 'json', join(out, 'internal-log.json')],
    ['requester', 'csv', join(out, 'schedule.csv')],
  ] as const) {
    await core.call('log.write', { matter, edition, format, out: path, production: produced.production }, { signal })
  }
  await say('workspace.lock', {})
  writeFileSync(join(out, 'SIGN-IN.txt'), signInNote(workspace, passphrases), { mode: 0o600 })
  return { ...produced, out, letter, passphraseFile, internalLog, workspace }
}

function letterOf(context: Context, { bundle, sha256 }: ProducedView, passphraseFile: string): string {
  return letterFor({
    reference: sampleRequest.reference,
    subjectName: sampleRequest.subject,
    producedOn: civilDateOf(context.services.now(), context.services.timeZone),
    bundleName: basename(bundle),
    sha256,
    passphrase: readFileSync(passphraseFile, 'utf8').trim(),
  })
}

/** The demonstration's people are nobody, so their passphrases may lie in a file. */
function signInNote(workspace: string, passphrases: Readonly<Record<string, string>>): string {
  const people = Object.entries(passphrases).map(([name, passphrase]) => `${name}\n    ${passphrase}\n`)
  return `The demonstration’s workspace (synthetic mail only): ${workspace}\n\n${people.join('\n')}`
}

function notReady(reasons: readonly string[]): AppError {
  return new AppError('produce/gate-closed', 'The sample request could not be finished.', { reasons: [...new Set(reasons)] })
}

/** Progress of the inner core, told as this command's own. */
function relay(context: Context, event: CoreEvent): void {
  if (event.type !== 'progress' || event.progress.state !== 'running') return
  const { step, done, total, unit } = event.progress
  context.control.report({ step, done, total, unit })
}
