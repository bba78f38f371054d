import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { env } from 'node:process'
import { counsel, officer } from './people.ts'
import { root } from './workstation.ts'

/** One decided request, in words that both ways understand: documents by what their line in the list holds. */
export interface Plan {
  readonly sources: readonly string[]
  readonly custodian: string
  readonly reference: string
  readonly subject: string
  readonly emails: readonly string[]
  readonly name: string
  readonly received: string
  /** Texts of third parties, hidden wherever they stand, in all ways in which they are written. */
  readonly everywhere: readonly { readonly subject: string; readonly text: string }[]
  /** Hidden in one document, where its line in the list says so. */
  readonly once: { readonly subject: string; readonly text: string }
  /** Lines of documents that are withheld as legal advice, and that are not about the subject; by subject. */
  readonly advice: string
  readonly unrelated: string
}

/** What the form offers first, and its grounds. */
const regime = 'eu-ie'
const grounds = { third: 'EU-15(4)', advice: 'IE-162' } as const

export interface Produced {
  readonly bundle: string
  readonly passphrase: string
  readonly log: readonly Readonly<Record<string, string>>[]
  readonly seconds: number
}

type Row = { readonly document: string; readonly subject: string; readonly state: string }

/** The whole way by the `desk` command, as two people. */
export async function byCommand(folder: string, plan: Plan): Promise<Produced> {
  const phrase = (user: string): string => join(folder, `${user.split(' ')[0]}.phrase`)
  writeFileSync(phrase(officer.name), `${officer.passphrase}\n`)
  writeFileSync(phrase(counsel.name), `${counsel.passphrase}\n`)
  const run = <Result>(user: string, ...args: readonly string[]): Promise<Result> =>
    desk(folder, user, phrase(user), args) as Promise<Result>
  const o = officer.name
  await run(o, 'init')
  await run(o, 'user', 'add', counsel.name, '--role', 'legal-reviewer', '--new-passphrase-file', phrase(counsel.name))
  await run(o, 'source', 'add', ...plan.sources, '--custodian', plan.custodian)
  const named = ['--subject', plan.subject, ...plan.emails.flatMap((email) => ['--email', email]), '--name', plan.name]
  await run(o, 'matter', 'create', ...named, '--received', plan.received, '--regime', regime, '--reference', plan.reference)
  await run(o, 'collect', 'M1')
  const rows = async (text: string) => (await run<{ rows: Row[] }>(o, 'review', 'M1', '--text', text)).rows
  const docs = (found: readonly Row[]) => ['--doc', ...found.map(({ document }) => document)]
  const lines = (await run<{ rows: Row[] }>(o, 'review', 'M1')).rows
  const advice = docs(lines.filter(({ subject }) => subject.includes(plan.advice)))
  const unrelated = docs(lines.filter(({ subject }) => subject.includes(plan.unrelated)))
  await run(o, 'code', 'M1', '--all', '--as', 'responsive')
  await run(o, 'code', 'M1', ...unrelated, '--as', 'not-responsive')
  await run(o, 'code', 'M1', ...advice, '--as', 'responsive', '--privilege', 'advice')
  const released = docs(lines.filter(({ subject }) => !subject.includes(plan.advice) && !subject.includes(plan.unrelated)))
  await run(o, 'dispose', 'M1', ...released, '--as', 'release')
  await run(o, 'dispose', 'M1', ...advice, '--as', 'withhold', '--ground', grounds.advice)
  for (const { text } of plan.everywhere)
    await run(o, 'mark', 'M1', '--text', text, '--ground', grounds.third, '--everywhere', '--with-related')
  const [once] = (await rows(plan.once.text)).filter(({ subject }) => subject.includes(plan.once.subject))
  const shown = await run<{ surfaces: { id: string; text: string }[] }>(o, 'show', once?.document ?? '')
  const start = shown.surfaces.find(({ id }) => id === 'h:subject')?.text.indexOf(plan.once.text) ?? -1
  const file = join(folder, 'marks.json')
  const span = { start, end: start + plan.once.text.length }
  writeFileSync(file, JSON.stringify([{ document: once?.document, surface: 'h:subject', ...span, ground: grounds.third, note: '' }]))
  await run(o, 'mark', 'M1', '--file', file)
  await run(o, 'submit', 'M1')
  await run(counsel.name, 'approve', 'M1', '--all')
  const [bundle, letter, log] = [join(folder, 'cli.zip'), join(folder, 'cli.phrase'), join(folder, 'cli.json')]
  const began = Date.now()
  await run(o, 'produce', 'M1', '--out', bundle, '--passphrase-out', letter)
  const seconds = (Date.now() - began) / 1000
  await run(o, 'log', 'M1', '--edition', 'internal', '--format', 'json', '--out', log)
  return { bundle, passphrase: readFileSync(letter, 'utf8').trim(), log: readLog(log), seconds }
}

export function readLog(path: string): readonly Readonly<Record<string, string>>[] {
  const read = JSON.parse(readFileSync(path, 'utf8')) as { rows?: Record<string, string>[] } | Record<string, string>[]
  return Array.isArray(read) ? read : (read.rows ?? [])
}

function desk(folder: string, user: string, passphrase: string, args: readonly string[]): Promise<unknown> {
  const own = ['--json', '--workspace', join(folder, 'cli-workspace'), '--user', user, '--passphrase-file', passphrase]
  const child = spawn(process.execPath, [join(root, 'src/hosts/cli/main.ts'), ...args, ...own], {
    env: { ...env, DESK_TIME_ZONE: 'Europe/Berlin' },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const out: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  return new Promise((done, failed) => {
    child.once('close', (status) => {
      const text = Buffer.concat(out).toString('utf8')
      if (status === 0) done(JSON.parse(text))
      // Its message never holds mail.
      else failed(new Error(`desk ${args.slice(0, 2).join(' ')} ended with ${status}: ${/"message":"[^"]*"/.exec(text)?.[0] ?? ''}`))
    })
  })
}
