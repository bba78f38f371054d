/**
 * Recall and precision of the recognizers on sentences labelled by others (`labelled/presidio_generated_large.json`), for one phone region:
 * `node test/bench/detect.ts [region]`. A hit counts when it overlaps a label of its type; names aren't measured, since they need the headers.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { detect } from '../../src/detect/index.ts'

interface Sentence {
  readonly full_text: string
  readonly spans: readonly { readonly entity_type: string; readonly start_position: number; readonly end_position: number }[]
}
const labels: Readonly<Record<string, string>> = { email: 'EMAIL_ADDRESS', phone: 'PHONE_NUMBER', iban: 'IBAN_CODE', card: 'CREDIT_CARD' }

/** What one recognizer did: hits that meet a label, labels met, and all of both. */
export interface Score {
  readonly type: string
  readonly labels: number
  readonly found: number
  readonly exact: number
  readonly hits: number
  readonly wrong: number
  readonly recall: number
  readonly precision: number
}

/** Scores of each type over the sentences. */
export function scores(sentences: readonly Sentence[], region: string): Score[] {
  return Object.entries(labels).map(([type, label]) => {
    let all = 0
    let found = 0
    let exact = 0
    let hitCount = 0
    let wrong = 0
    for (const { full_text: text, spans } of sentences) {
      const hits = detect(text, { region }).filter((hit) => hit.type === type)
      const wanted = spans.filter((span) => span.entity_type === label)
      const meets = (start: number, end: number) => (span: Sentence['spans'][number]) =>
        span.start_position < end && start < span.end_position
      all += wanted.length
      hitCount += hits.length
      wrong += hits.filter((hit) => !wanted.some(meets(hit.start, hit.end))).length
      for (const span of wanted) {
        if (hits.some((hit) => meets(hit.start, hit.end)(span))) found++
        if (hits.some((hit) => hit.start === span.start_position && hit.end === span.end_position)) exact++
      }
    }
    return { type, labels: all, found, exact, hits: hitCount, wrong, recall: found / all, precision: (hitCount - wrong) / hitCount }
  })
}

/** The labelled sentences; null where they are not on this machine. */
export function sentences(): readonly Sentence[] | null {
  const root = process.env['DESK_CORPORA'] ?? resolve(import.meta.dirname, '../../../shared/corpora')
  const file = join(root, 'labelled/presidio_generated_large.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}

if (import.meta.main) {
  const region = process.argv[2] ?? 'US'
  const input = sentences()
  if (input === null) throw new Error('the labelled sentences are not on this machine')
  const started = performance.now()
  const rows = scores(input, region)
  const characters = input.reduce((sum, { full_text: text }) => sum + text.length, 0)
  console.table(rows)
  console.log(
    `region ${region}; ${((characters * rows.length) / 1e3 / (performance.now() - started)).toFixed(2)} million characters a second`,
  )
}
