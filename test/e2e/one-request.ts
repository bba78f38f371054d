import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { type DeskHome, passphrases } from '../desk.ts'
import { signIn } from './people.ts'
import { approveEach, showQueue } from './steps/approve.ts'
import { lock } from './steps/people.ts'
import { produce } from './steps/produce.ts'
import { findAndCollect, goTo, newRequest, openRequest } from './steps/request.ts'
import * as review from './steps/review.ts'

/** One decided request, in words that both ways understand: documents by what their line in the list holds. */
export interface Plan {
  readonly reference: string
  readonly subject: string
  readonly emails: readonly string[]
  readonly name: string
  readonly received: string
  /** What is collected, in the language of the query line. */
  readonly query: string
  /** Texts of third parties, hidden wherever they stand, in all ways in which they are written. */
  readonly everywhere: readonly { readonly subject: string; readonly text: string }[]
  /** Hidden at one place of one document: in the value of a header, or in the body. */
  readonly once: readonly { readonly subject: string; readonly text: string; readonly where: 'header' | 'body' }[]
  /** Subjects of documents that are withheld as legal advice, and that are not about the subject. */
  readonly advice: string
  readonly unrelated: string
}

/** What the form offers first, and its grounds. */
const regime = 'eu-ie'
const grounds = { third: 'EU-15(4)', advice: 'IE-162' } as const
/** The same grounds by their words on the screen. */
const thirdParty = 'third party'

type Fields = Readonly<Record<string, unknown>>

/** What a request came to. */
export interface Ended {
  readonly bundle: string
  readonly passphrase: string
  /** The internal log, a record for each row. */
  readonly log: readonly Fields[]
}

type Row = { readonly document: string; readonly subject: string } & Fields

/** The whole way by the `desk` command, as two people. */
export async function byCommand(home: DeskHome, plan: Plan): Promise<Ended> {
  const run = <Result>(...args: readonly string[]): Promise<Result> => home.done<Result>('officer', args)
  const named = ['--subject', plan.subject, ...plan.emails.flatMap((email) => ['--email', email]), '--name', plan.name]
  await run('matter', 'create', ...named, '--received', plan.received, '--regime', regime, '--reference', plan.reference)
  await run('collect', 'M1', '--query', plan.query)
  const lines = (await run<{ rows: Row[] }>('review', 'M1')).rows
  const of = (subject: string) => lines.filter((line) => line.subject.includes(subject))
  const docs = (found: readonly Row[]) => ['--doc', ...found.map(({ document }) => document)]
  const [advice, unrelated] = [of(plan.advice), of(plan.unrelated)]
  const released = lines.filter((line) => !advice.includes(line) && !unrelated.includes(line))
  await run('code', 'M1', ...docs(released), '--as', 'responsive')
  await run('code', 'M1', ...docs(unrelated), '--as', 'not-responsive')
  await run('code', 'M1', ...docs(advice), '--as', 'responsive', '--privilege', 'advice')
  await run('dispose', 'M1', ...docs(released), '--as', 'release')
  await run('dispose', 'M1', ...docs(advice), '--as', 'withhold', '--ground', grounds.advice)
  for (const { text } of plan.everywhere)
    await run('mark', 'M1', '--text', text, '--ground', grounds.third, '--everywhere', '--with-related')
  const marks: Fields[] = []
  for (const { subject, text, where } of plan.once) {
    const document = of(subject)[0]?.document ?? ''
    const { surfaces } = await run<{ surfaces: { id: string; text: string }[] }>('show', document)
    const surface = surfaces.find(({ id, text: held }) => id.startsWith('h:') === (where === 'header') && held.includes(text))
    const start = surface?.text.indexOf(text) ?? -1
    marks.push({ document, surface: surface?.id, start, end: start + text.length, ground: grounds.third, note: '' })
  }
  const file = join(home.folder, 'marks.json')
  writeFileSync(file, JSON.stringify(marks))
  await run('mark', 'M1', '--file', file)
  await run('submit', 'M1')
  await home.done('counsel', ['approve', 'M1', '--all'])
  const [bundle, phrase, log] = ['zip', 'phrase', 'json'].map((kind) => join(home.folder, `bundle.${kind}`)) as [string, string, string]
  await run('produce', 'M1', '--out', bundle, '--passphrase-out', phrase)
  await run('log', 'M1', '--edition', 'internal', '--format', 'json', '--out', log)
  return { bundle, passphrase: readFileSync(phrase, 'utf8').trim(), log: readLog(log) }
}

function readLog(path: string): readonly Fields[] {
  const read = JSON.parse(readFileSync(path, 'utf8')) as { rows?: Fields[] } | Fields[]
  return 'rows' in read ? (read.rows ?? []) : (read as Fields[])
}

/** What was decided, as the request's own record has it: a line for each document, and each mark with the text that it hides. */
export interface Decided {
  readonly documents: readonly Fields[]
  readonly marks: readonly Fields[]
}

/** Reads the decisions of a home's request back. Apart from ids of marks, times and who had opened what, nothing is left out. */
export async function decided(home: DeskHome): Promise<Decided> {
  const { rows } = await home.done<{ rows: Row[] }>('officer', ['review', 'M1'])
  const { marks } = await home.done<{ marks: Fields[] }>('officer', ['marks', 'M1'])
  return {
    documents: rows.map(({ viewed: _viewed, ...row }) => row),
    marks: marks
      .map(({ id: _id, group: _group, createdAtMs: _at, ...mark }) => mark)
      .sort((left, right) => (place(left) < place(right) ? -1 : 1)),
  }
}

const place = ({ document, surface, start }: Fields): string => `${document} ${surface} ${String(start).padStart(9, '0')}`

/** The officer's half in the workstation: request, collecting, decisions, marks, submitting. The sources are indexed already. */
export async function decideInWorkstation(page: Page, plan: Plan): Promise<void> {
  await signIn(page, 'officer', passphrases.officer)
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
  await newRequest(page, { ...plan, names: [plan.name], identifiers: [] })
  const total = await findAndCollect(page, plan.query)
  await goTo(page, 'Review')
  await page.locator('.review[data-document]').waitFor()
  for (const { subject, text } of plan.everywhere) {
    await review.openDocument(page, subject)
    await review.focusPaper(page)
    const panel = await review.selectText(page, text)
    await page.keyboard.press('e')
    await panel.getByRole('checkbox', { name: 'Also where the same person is written otherwise' }).check()
    await review.mark(page, panel, thirdParty)
    await panel.waitFor({ state: 'hidden' })
  }
  for (const { subject, text, where } of plan.once) {
    await review.openDocument(page, subject)
    await review.focusPaper(page)
    const panel = await review.selectText(page, text, where)
    await review.mark(page, panel, thirdParty)
    await panel.waitFor({ state: 'hidden' })
  }
  await decideEach(page, plan, total)
  await review.submit(page)
}

/** Goes through the list from its first line to its last, by keys. */
async function decideEach(page: Page, plan: Plan, total: number): Promise<void> {
  const rows = page.getByRole('listbox', { name: 'Documents' }).getByRole('option')
  for (let at = 0; at < total; at += 1) {
    const row = rows.nth(at)
    const line = (await row.textContent()) ?? ''
    const id = (await row.getAttribute('id')) ?? ''
    await row.click()
    await page.locator(`.review[data-document="${id.replace(/^document-/, '')}"]`).waitFor()
    if (line.includes(plan.advice)) await review.withholdAsAdvice(page)
    else {
      await page.keyboard.press(line.includes(plan.unrelated) ? 'n' : 'o')
      await page.locator(`[id="${id}"]`).getByRole('img').first().waitFor()
    }
  }
}

/** The other person's half: signs in, reads each document to its end, approves. Gives how many. */
export async function approveInWorkstation(page: Page, reference: string): Promise<number> {
  await lock(page)
  await signIn(page, 'counsel', passphrases.counsel)
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
  await openRequest(page, reference)
  await goTo(page, 'Approve')
  let approved = 0
  for (const queue of ['By document', 'Withheld'] as const) {
    await showQueue(page, queue)
    approved += await approveEach(page)
  }
  return approved
}

/** Back to the officer, who produces and writes the internal log. */
export async function produceInWorkstation(page: Page, reference: string, folder: string): Promise<Ended> {
  await lock(page)
  await signIn(page, 'officer', passphrases.officer)
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
  await openRequest(page, reference)
  await goTo(page, 'Produce')
  const bundle = join(folder, 'bundle.zip')
  const { passphrase } = await produce(page, bundle)
  const log = join(folder, 'bundle.json')
  await page.getByRole('button', { name: 'Internal redaction log' }).click()
  const dialog = page.getByRole('dialog', { name: 'Internal redaction log' })
  await dialog.getByRole('combobox', { name: 'Format' }).click()
  await page.getByRole('option', { name: 'JSON' }).click()
  await dialog.getByRole('textbox', { name: 'Write to' }).fill(log)
  await dialog.getByRole('button', { name: 'Write', exact: true }).click()
  await page.getByText(/rows? written to/).waitFor()
  return { bundle, passphrase, log: readLog(log) }
}
