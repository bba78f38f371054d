import { familyContents, surfacesOf } from '../../src/jobs/index.ts'
import { ground } from '../../src/law/index.ts'
import type { Mark, Surface } from '../../src/model/index.ts'
import { type ReadableDatabase, readDecisions, readDocuments, readMarks, type StoredDocument } from '../../src/store/index.ts'

/** `address` null: taken out. */
export interface ModelMailbox {
  readonly name: string
  readonly address: string | null
}

/** What the request's own database says of a document: what of it was released, in no format. */
export interface ModelDocument {
  readonly number: string
  readonly id: string
  /** Control number of the message that carries it; null for a message of its own. */
  readonly carrier: string | null
  readonly type: string
  readonly fate: 'given' | 'withheld' | 'not included'
  readonly ground: string | null
  /** Null for what is no message. */
  readonly header: {
    readonly from: readonly ModelMailbox[]
    readonly to: readonly ModelMailbox[]
    readonly cc: readonly ModelMailbox[]
    readonly subject: string | null
    readonly date: string
    readonly dateMs: number | null
  } | null
  readonly filename: string | null
  /** Its bodies, or a text attachment's text, a blank line between them. */
  readonly text: string
  readonly bodies: readonly ('text' | 'html')[]
  /** Shown page by page or as a picture, and released as such. */
  readonly pictured: boolean
  readonly native: boolean
  readonly sha256: string
  /** Of what is released as pixels: the original file. Else null. */
  readonly original: Uint8Array | null
  /** Its approved marks. */
  readonly marks: readonly Mark[]
  /** Every text that they took out of it. */
  readonly removed: readonly string[]
  readonly messageId: string | null
  readonly answers: readonly string[]
}

/** Marker of a ground, as the glossary of the cover page gives it. */
export const markerOf = (code: string): string => `[REDACTED – ${ground(code).short}]`

/** A text without its marked spans, written anew: nothing of the producer's. Marks that touch make one place. */
function masked(text: string, marks: readonly Mark[], from = 0, to = text.length): string {
  let out = ''
  let at = from
  let lastEnd = -1
  for (const { span, ground: code } of [...marks].sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0))) {
    if (span === null || span.end <= from || span.start >= to) continue
    if (span.start > lastEnd) out += text.slice(at, Math.max(at, span.start)) + markerOf(code)
    at = Math.max(at, Math.min(span.end, to))
    lastEnd = Math.max(lastEnd, span.end)
  }
  return out + text.slice(at, to)
}

/** Every `name <address>` of a header's text, in order. */
function mailboxes(surface: Surface | undefined, marks: readonly Mark[]): ModelMailbox[] {
  const text = surface?.text ?? ''
  return [...text.matchAll(/(?:([^<>,;]*?)\s*<([^<>]+)>|([^\s<>,;]+@[^\s<>,;]+))(?:[,;]\s*|$)/gu)].map((found) => {
    const shown = found[1] ?? ''
    const address = found[2] ?? found[3] ?? ''
    const start = found.index + found[0].indexOf(shown)
    const addressAt = text.indexOf(address, start + shown.length)
    const hidden = marks.find(({ span }) => span !== null && span.start < addressAt + address.length && span.end > addressAt)
    const name = masked(text, marks, start, start + shown.length)
    if (hidden === undefined) return { name, address }
    return { name: name === '' ? markerOf(hidden.ground) : name, address: null }
  })
}

/** Reads a request's review set as decided, in order of control numbers. */
export function releasedModel(database: ReadableDatabase): ModelDocument[] {
  const decisions = readDecisions(database)
  const documents = readDocuments(database)
  const contents = familyContents(database)
  const carrierOf = ({ parent, part }: StoredDocument): string | null => {
    if (parent === null) return null
    const around = documents.find((other) => other.parent === parent && other.part === part.slice(0, Math.max(0, part.lastIndexOf('/'))))
    return (around ?? documents.find(({ id }) => id === parent))?.controlNumber ?? null
  }
  return documents.map((document): ModelDocument => {
    const decision = decisions.get(document.id)
    if (decision === undefined) throw new Error(`${document.controlNumber} is undecided`)
    const surfaces = surfacesOf(database, document.id)
    const approved = readMarks(database, { states: ['approved'] }).filter((mark) => mark.document === document.id)
    const marksOf = (surface: Surface | undefined): Mark[] => approved.filter((mark) => mark.surface === surface?.id)
    const named = (id: string): Surface | undefined => surfaces.find((surface) => surface.id === id && surface.producible)
    const people = (id: string): ModelMailbox[] => mailboxes(named(id), marksOf(named(id)))
    const textOf = (surface: Surface | undefined): string | null => (surface === undefined ? null : masked(surface.text, marksOf(surface)))
    const bodies = surfaces.filter(({ kind, producible }) => producible && (kind === 'text' || kind === 'html'))
    const date = named('h:date')
    const pictured = surfaces.some(({ kind, producible }) => producible && (kind === 'pdf-page' || kind === 'image'))
    const isMessage = surfaces.some(({ kind }) => kind === 'header')
    return {
      number: document.controlNumber,
      id: document.id,
      carrier: carrierOf(document),
      type: document.type,
      fate: decision.coding.value === 'not-responsive' ? 'not included' : decision.disposition.value === 'withhold' ? 'withheld' : 'given',
      ground: decision.disposition.ground,
      header: isMessage
        ? {
            from: people('h:from'),
            to: people('h:to'),
            cc: people('h:cc'),
            subject: textOf(named('h:subject')),
            date: textOf(date) ?? '',
            dateMs: marksOf(date).length > 0 ? null : (document.header?.dateMs ?? document.dateMs),
          }
        : null,
      filename: textOf(surfaces.find(({ kind, producible }) => kind === 'filename' && producible)),
      text: bodies.map((surface) => textOf(surface)).join('\n\n'),
      bodies: bodies.map(({ kind }) => (kind === 'html' ? 'html' : 'text')),
      pictured,
      native: decision.disposition.native && approved.length === 0,
      sha256: document.sha256,
      original: pictured ? contents(document).bytes() : null,
      marks: approved,
      removed: approved.flatMap(({ span, surface }) =>
        span === null ? [] : [surfaces.find(({ id }) => id === surface)?.text.slice(span.start, span.end) ?? ''],
      ),
      messageId: document.header?.messageId ?? null,
      answers: [...(document.header?.inReplyTo ?? [])],
    }
  })
}
