import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { IngestEnvironment } from '../../src/jobs/index.ts'
import type { JobControl } from '../../src/model/index.ts'
import { matching } from '../../src/search/index.ts'
import { documentText, openIndex, shardNames, shardSpan, threadOf, type WritableDatabase } from '../../src/store/index.ts'

/** A folder that is removed when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'desk-ingest-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface Letter {
  readonly id: string
  readonly from?: string
  readonly to?: string
  readonly cc?: string
  readonly bcc?: string
  readonly date?: string
  readonly subject?: string
  readonly body?: string
  readonly headers?: readonly string[]
}

/** A message in bytes, LF line ends. */
export function letter(given: Letter): string {
  const lines = [
    `From: ${given.from ?? 'Anna Berg <anna@berg.example>'}`,
    `To: ${given.to ?? 'Otto Lind <otto@lind.example>'}`,
    ...(given.cc === undefined ? [] : [`Cc: ${given.cc}`]),
    ...(given.bcc === undefined ? [] : [`Bcc: ${given.bcc}`]),
    `Date: ${given.date ?? 'Mon, 4 May 2026 10:00:00 +0200'}`,
    `Subject: ${given.subject ?? `Letter ${given.id}`}`,
    `Message-ID: <${given.id}@berg.example>`,
    ...(given.headers ?? []),
  ]
  return `${lines.join('\n')}\n\n${given.body ?? `Text of letter ${given.id}.\n`}`
}

export const fromLine = 'From anna@berg.example Mon May  4 10:00:00 2026\n'

/** An mbox of messages, with the empty line that writers put after each. */
export function mboxOf(messages: readonly string[]): string {
  return messages.map((message) => `${fromLine}${message.endsWith('\n') ? message : `${message}\n`}\n`).join('')
}

/** Writes files below a folder; a name with `/` makes the folders. */
export function writeTree(folder: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content, typeof content === 'string' ? 'latin1' : undefined)
  }
  return folder
}

/** An index of its own, removed when the test ends, or the one at the path. */
export function freshIndex(path = join(temporaryFolder(), 'index.db')): WritableDatabase {
  return openIndex(path, { key: new Uint8Array(32).fill(9), create: true })
}

export interface TestControl extends JobControl {
  readonly passed: string[]
  readonly reports: { readonly step: string; readonly done: number; readonly total: number | null }[]
}

/** A control that remembers; `onCheckpoint` may throw or abort. */
export function control(signal: AbortSignal = new AbortController().signal, onCheckpoint: (name: string) => void = () => {}): TestControl {
  const passed: string[] = []
  const reports: TestControl['reports'] = []
  return {
    signal,
    passed,
    reports,
    report: (report) => reports.push(report),
    checkpoint: (name) => {
      passed.push(name)
      onCheckpoint(name)
    },
  }
}

/** What a pass works with in tests: one worker, small batches. */
export function environment(index: WritableDatabase, given: Partial<IngestEnvironment> = {}): IngestEnvironment {
  return { index, control: control(), now: () => 1_790_000_000_000, batchMessages: 3, pool: { workers: 1 }, ...given }
}

/** Rows of the text shards that no document names: none, once a pass has ended. */
export function leftRows(index: WritableDatabase): readonly unknown[] {
  return shardNames.flatMap((name, at) =>
    ['search', 'place'].flatMap((table) => {
      const row = `rowid + ${(at + 1) * shardSpan}`
      return index.prepare(`SELECT ${row} FROM ${name}.${table} WHERE ${row} NOT IN (SELECT text FROM document)`).pluck().all()
    }),
  )
}

/** Everything of an index that must be the same after an interrupted pass and after an undisturbed one. */
export function contents(index: WritableDatabase): Readonly<Record<string, unknown>> {
  const rows = (sql: string): unknown[] => index.prepare(sql).all()
  const words = matching('"text"')
  // In which links threads were joined depends on what came together; which are one doesn't.
  // In which row of which shard a text lies depends on who read it first; that it is there and found doesn't.
  const documents = (rows('SELECT * FROM document ORDER BY number') as { readonly number: number; readonly thread: string }[]).map(
    (row) => ({
      ...row,
      thread: threadOf(index, row.thread),
      text: documentText(index, row.number),
    }),
  )
  return {
    sources: rows('SELECT number, kind, path, label, custodian, state FROM source ORDER BY number'),
    containers: rows('SELECT * FROM container ORDER BY number'),
    documents,
    instances: rows('SELECT * FROM instance ORDER BY number'),
    participants: rows(
      `SELECT address.address, role, document, display_name.name FROM participant JOIN address ON address.number = participant.address
       JOIN display_name ON display_name.number = participant.name ORDER BY document, role, address.address, display_name.name`,
    ),
    leftRows: leftRows(index),
    exceptions: rows(
      'SELECT source, container, locator, code, place, part, counted, length FROM exception ORDER BY source, locator, code, place',
    ),
    words: index.prepare(`${words.sql} ORDER BY 1`).all(...words.values),
  }
}
