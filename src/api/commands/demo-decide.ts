import type { Truth, TruthMessage } from '../../jobs/index.ts'
import type { DocumentId } from '../../model/index.ts'
import { assert } from '../../model/index.ts'
import type { ReviewRow } from '../views.ts'
import type { Say } from './demo-steps.ts'

const pageLength = 1000
const marksACall = 500
const wordDocument = /officedocument|msword/u

/** All rows of the review set. */
export async function allRows(say: Say, matter: string): Promise<readonly ReviewRow[]> {
  const rows: ReviewRow[] = []
  for (;;) {
    const page = await say('review.list', { matter, limit: pageLength, offset: rows.length })
    rows.push(...page.rows)
    if (page.rows.length === 0 || rows.length >= page.total) return rows
  }
}

interface Decided {
  readonly row: ReviewRow
  readonly message: TruthMessage
  /** An attachment's file name; null for the message itself. */
  readonly filename: string | null
}

/**
 * Decides every document as a careful person who knows the company would: from the truth beside the sample, through the same commands as
 * everybody. `told` hears how far it is.
 */
export async function decideAll(say: Say, matter: string, truth: Truth, told: (done: number, total: number) => void): Promise<void> {
  const byMessageId = new Map(truth.messages.map((message) => [message.messageId, message]))
  const rows = await allRows(say, matter)
  const families = new Map<DocumentId, TruthMessage>()
  for (const row of rows.filter(({ kind }) => kind === 'message')) {
    const shown = await say('document.show', { document: row.document })
    const message = byMessageId.get(shown.header?.messageId ?? '')
    assert(message !== undefined, 'every message of the sample has its truth')
    families.set(row.document, message)
  }
  const decided: Decided[] = []
  for (const row of rows) {
    const message = families.get(row.family)
    assert(message !== undefined, 'every attachment of the sample has its message')
    const filename = row.kind === 'attachment' ? (await say('review.document', { matter, document: row.document })).filename : null
    decided.push({ row, message, filename })
  }
  await codeAll(say, matter, decided)
  let done = 0
  for (const one of decided) {
    if (one.message.about === 'subject') await decideOne(say, matter, one)
    told(++done, decided.length)
  }
  await dismissRest(say, matter)
}

async function codeAll(say: Say, matter: string, decided: readonly Decided[]): Promise<void> {
  const group = (wanted: (one: Decided) => boolean): DocumentId[] => decided.filter(wanted).map(({ row }) => row.document)
  const own = group(({ message }) => message.about === 'subject' && !message.privileged)
  const advice = group(({ message }) => message.about === 'subject' && message.privileged)
  const others = group(({ message }) => message.about !== 'subject')
  if (own.length > 0) await say('review.code', { matter, selection: { documents: own }, coding: 'responsive' })
  if (advice.length > 0) {
    await say('review.code', {
      matter,
      selection: { documents: advice },
      coding: 'responsive',
      privilege: 'advice',
      note: 'Advice of the company’s solicitors.',
    })
  }
  if (others.length > 0) await say('review.code', { matter, selection: { documents: others }, coding: 'not-responsive' })
}

async function decideOne(say: Say, matter: string, { row, message, filename }: Decided): Promise<void> {
  const document = row.document
  const selection = { documents: [document] }
  if (message.disposition === 'withhold') {
    await say('review.dispose', { matter, selection, disposition: 'withhold', ground: message.ground ?? '' })
    return
  }
  const attachment = filename === null ? undefined : message.attachments.find(({ name }) => name === filename)
  const redactions = filename === null || attachment === undefined ? message.redact : attachment.redact
  let marked = 0
  for (const { text, ground, why } of redactions) {
    marked += (await say('mark.text', { matter, document, text, ground, note: why })).marks.length
  }
  const [first] = redactions
  if (marked > 0 && first !== undefined) {
    await say('review.dispose', { matter, selection, disposition: 'redact', ground: first.ground })
    return
  }
  const native = row.kind === 'attachment' && wordDocument.test((await say('review.document', { matter, document })).type)
  await say('review.dispose', { matter, selection, disposition: 'release', ...(native ? { native: true } : {}) })
}

/** What nobody took up is dismissed: colleagues in their work, whom she wrote with herself. */
async function dismissRest(say: Say, matter: string): Promise<void> {
  const { marks } = await say('mark.list', { matter })
  const open = marks.filter(({ state }) => state === 'suggested').map(({ id }) => id)
  for (let at = 0; at < open.length; at += marksACall) {
    await say('mark.decide', { matter, marks: open.slice(at, at + marksACall), decision: 'dismiss' })
  }
}

/** The second person opens every document that waits, and approves it. */
export async function approveAll(say: Say, matter: string, told: (done: number, total: number) => void): Promise<void> {
  const rows = (await allRows(say, matter)).filter(({ state }) => state === 'submitted')
  for (const [index, { document }] of rows.entries()) {
    const shown = await say('review.document', { matter, document })
    const surfaces = shown.surfaces.map(({ id }) => id)
    await say('review.viewed', { matter, document, surfaces })
    told(index + 1, rows.length)
  }
  await say('approval.approve', { matter, selection: { all: true } })
}
