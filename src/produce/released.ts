import { isShownDate } from '../formats/index.ts'
import {
  AppError,
  type DocumentId,
  type MailAddress,
  type PageRun,
  type Region,
  type Span,
  type Surface,
  unturned,
} from '../model/index.ts'
import type { ProductionDocument, ProductionInput } from './input.ts'
import { releasedMailboxes } from './mailboxes.ts'
import type { ReleasedMailbox } from './mime-encode.ts'
import { type Cut, cutHtml, cutsOf, cutText, escapeHtml } from './redaction.ts'

/** What becomes of a document. `absent`: not about the requester, so it is no part of the production. */
export type Fate = 'released' | 'redacted' | 'withheld' | 'absent'

/** A stretch of a body: the same words as plain text and as HTML. */
export interface Segment {
  readonly kind: 'text' | 'html'
  readonly text: string
  readonly html: string
}

export interface ReleasedHeader {
  readonly from: readonly ReleasedMailbox[]
  readonly to: readonly ReleasedMailbox[]
  readonly cc: readonly ReleasedMailbox[]
  readonly bcc: readonly ReleasedMailbox[]
  readonly replyTo: readonly ReleasedMailbox[]
  readonly subject: string | null
  /** UTC epoch milliseconds; null where there is none or it is redacted. */
  readonly dateMs: number | null
  /** For people: the date, or its marker, or empty. */
  readonly dateText: string
}

/** How an attachment leaves. */
export type Form = 'message' | 'native' | 'pages' | 'pixels' | 'text' | 'html' | 'placeholder'

/** A document as the reviewer approved it: all that a rendition may be made from. */
export interface Released {
  readonly source: ProductionDocument
  readonly number: string
  readonly fate: Fate
  /** In plain words, for whatever is not given in full. */
  readonly reason: string
  readonly form: Form
  /** It holds more than its rendition gives. */
  readonly lacks: boolean
  readonly header: ReleasedHeader | null
  /** The attachment's own name as released, else null. */
  readonly filename: string | null
  readonly segments: readonly Segment[]
  readonly children: readonly Released[]
}

/** Text of ours that stands in renditions: no content of any document, so the leak check knows it. */
export const phrases = {
  absentMessage: 'This message is not part of this disclosure. It is shown here only because one of its attachments is.',
  absentPart: 'Not part of this disclosure: it holds no personal data of the person who asked.',
  withheld: 'Withheld.',
  unsupported: 'Withheld: this kind of file could not be shown to a reviewer in a form that can be redacted.',
  incomplete: 'The original holds more than is shown here: notes, values of a form, other files, or content that cannot be shown.',
  redactedPart: 'Parts were redacted. Each place is marked and names its reason.',
  noBody: 'This message has no text.',
  imageHere: '[image: see the attachments of this message]',
  imageGone: '[image withheld]',
} as const

/** All families of a production, roots in order of production; each holds its attachments, nested messages theirs. */
export function releaseAll(input: ProductionInput): Released[] {
  const byId = new Map<DocumentId, ProductionDocument>(input.documents.map((document) => [document.id, document]))
  const children = new Map<DocumentId, ProductionDocument[]>()
  const roots: ProductionDocument[] = []
  for (const document of input.documents) {
    const holder = holderOf(document, byId, input.documents)
    if (holder === null) roots.push(document)
    else children.set(holder, [...(children.get(holder) ?? []), document])
  }
  const build = (document: ProductionDocument, depth: number): Released => {
    if (depth > 60)
      throw new AppError('produce/gate-closed', 'Attached messages are nested too deeply to be produced. Withhold the innermost.')
    const parts = (children.get(document.id) ?? []).sort((left, right) => comparePaths(left.part, right.part))
    return release(
      input,
      document,
      parts.map((part) => build(part, depth + 1)),
    )
  }
  return roots.map((root) => build(root, 0))
}

/** The message that carries a part: the innermost attached message whose path encloses it, else its parent. */
function holderOf(
  document: ProductionDocument,
  byId: ReadonlyMap<DocumentId, ProductionDocument>,
  all: readonly ProductionDocument[],
): DocumentId | null {
  if (document.parent === null || !byId.has(document.parent)) return null
  const slash = document.part.lastIndexOf('/')
  if (slash < 0) return document.parent
  const enclosing = all.find(
    (other) => other.parent === document.parent && other.id !== document.id && other.part === document.part.slice(0, slash),
  )
  return enclosing?.id ?? document.parent
}

function comparePaths(left: string, right: string): number {
  const numbers = (path: string) => path.split(/[./~]/).map(Number)
  const a = numbers(left)
  const b = numbers(right)
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? -1) - (b[index] ?? -1)
    if (difference !== 0) return difference
  }
  return 0
}

function release(input: ProductionInput, document: ProductionDocument, children: readonly Released[]): Released {
  const number = document.controlNumber
  const bare = { source: document, number, lacks: false, header: null, filename: null, segments: [], children }
  if (document.coding === 'undecided' || (document.coding === 'responsive' && document.disposition === null))
    throw new AppError('produce/gate-closed', `Document ${number} has no decision yet. Decide it, have it approved, then produce again.`, {
      document: number,
    })
  if (document.coding === 'not-responsive') return { ...bare, fate: 'absent', form: 'placeholder', reason: phrases.absentPart }
  if (document.disposition === 'withhold') {
    const ground = input.grounds.find((candidate) => candidate.code === document.ground)
    const why = ground === undefined ? (document.ground ?? '') : `${ground.code}: ${ground.sentence}`
    return { ...bare, fate: 'withheld', form: 'placeholder', reason: `${phrases.withheld} ${why}`.trim() }
  }
  const cuts = (surface: Surface): readonly Cut[] => cutsOf(surface, document.marks, input.grounds)
  const form = formOf(document)
  const redacted = document.marks.length > 0
  const lacks = document.incomplete === true && form !== 'native' && form !== 'placeholder'
  const name = document.surfaces.find((surface) => surface.kind === 'filename')
  const images = new Map(children.map((child) => [child.source.contentId ?? '', child]))
  const image = (contentId: string): string => {
    const child = images.get(contentId)
    const shown = child !== undefined && (child.form === 'pixels' || child.form === 'native')
    return `<span class="image">${escapeHtml(shown ? phrases.imageHere : phrases.imageGone)}</span>`
  }
  const body = form === 'message' || form === 'text' || form === 'html' ? document.surfaces.filter(isBody) : []
  return {
    ...bare,
    fate: redacted ? 'redacted' : 'released',
    form,
    lacks,
    reason: form === 'placeholder' ? phrases.unsupported : redacted ? phrases.redactedPart : lacks ? phrases.incomplete : '',
    header: form === 'message' ? headerOf(document, cuts) : null,
    filename: name?.producible === true ? unturned(cutText(name.text, cuts(name))) : null,
    segments: body.map((surface) => segmentOf(surface, cuts(surface), image)),
  }
}

function isBody(surface: Surface): boolean {
  return surface.producible && (surface.kind === 'text' || surface.kind === 'html')
}

function segmentOf(surface: Surface, cuts: readonly Cut[], image: (contentId: string) => string): Segment {
  const text = cutText(surface.text, cuts)
  if (surface.kind === 'html' && surface.tree !== null)
    return { kind: 'html', text, html: cutHtml(surface.text, surface.tree, cuts, image) }
  return { kind: 'text', text, html: `<pre>${escapeHtml(text)}</pre>` }
}

/** What an attachment may become. The native only where nothing in it is marked, it is released whole, and a reviewer asked for it. */
function formOf(document: ProductionDocument): Form {
  const has = (kind: Surface['kind']) => document.surfaces.some((surface) => surface.producible && surface.kind === kind)
  if (document.kind === 'message') return 'message'
  // An attached message, and whatever else carries one: a signed mail, an archive.
  if (document.type === 'message/rfc822' || document.type === 'message/global' || has('header'))
    return has('header') ? 'message' : has('text') ? 'text' : 'placeholder'
  if (document.nativeRelease && document.marks.length === 0 && document.disposition === 'release') return 'native'
  if (has('pdf-page')) return 'pages'
  if (has('image')) return 'pixels'
  if (has('html')) return 'html'
  if (has('text')) return 'text'
  return 'placeholder'
}

function headerOf(document: ProductionDocument, cuts: (surface: Surface) => readonly Cut[]): ReleasedHeader {
  const surface = (id: string) => document.surfaces.find((candidate) => candidate.id === id && candidate.producible)
  const mailboxes = (id: string, addresses: readonly MailAddress[] = []) => {
    const found = surface(id)
    if (found === undefined) return []
    return releasedMailboxes(found.text, cuts(found), addresses).map((mailbox) => ({
      ...mailbox,
      name: unturned(mailbox.name),
      address: mailbox.address === null ? null : unturned(mailbox.address),
    }))
  }
  const subject = surface('h:subject')
  const date = surface('h:date')
  const dateCuts = date === undefined ? [] : cuts(date)
  const atMs = document.header?.dateMs ?? null
  const usable = date !== undefined && dateCuts.length === 0 && atMs !== null && Math.abs(atMs) < 8e13
  return {
    from: mailboxes('h:from', document.header?.from),
    to: mailboxes('h:to', document.header?.to),
    cc: mailboxes('h:cc', document.header?.cc),
    bcc: mailboxes('h:bcc', document.header?.bcc),
    replyTo: mailboxes('h:reply-to'),
    subject: subject === undefined ? null : unturned(cutText(subject.text, cuts(subject))),
    dateMs: usable ? atMs : null,
    dateText: date === undefined ? '' : (dateCuts[0]?.marker ?? unturned(date.text)),
  }
}

/** A mail's date in the form of ours in which it is given; null where there is none, it is redacted, or the mail says something else instead. */
export function shownDate({ header }: Released): string | null {
  return header !== null && isShownDate({ id: 'h:date', text: header.dateText }) ? header.dateText : null
}

/** Whether anything of the family leaves: then it has a rendition. */
export function leaves(released: Released): boolean {
  return released.fate === 'released' || released.fate === 'redacted' || released.children.some(leaves)
}

/** The document and all that it carries, depth first. */
export function flatten(released: Released): Released[] {
  return [released, ...released.children.flatMap(flatten)]
}

/**
 * Everything of a document that a reviewer approved to leave, as text: what the leak check may find in its renditions. Empty for what is
 * withheld.
 */
export function approvedText(input: Pick<ProductionInput, 'grounds'>, released: Released): string {
  if (released.fate === 'withheld' || released.fate === 'absent' || released.form === 'placeholder') return released.filename ?? ''
  const { source } = released
  return source.surfaces
    .filter((surface) => surface.producible)
    .map((surface) =>
      cutText(
        surface.text,
        [...cutsOf(surface, source.marks, input.grounds), ...boxed(surface, released)].sort((a, b) => a.start - b.start),
      ),
    )
    .join('\n')
}

/** What a page's boxes hide of its text: gone with the pixels. */
export function boxed(surface: Surface, released: Released): readonly Cut[] {
  const regions = released.source.marks.flatMap((mark) => (mark.surface === surface.id && mark.region !== null ? [mark.region] : []))
  return passagesUnder(surface, regions).map((span) => ({ ...span, marker: '' }))
}

/**
 * The passages of a page that boxes touch. A page's runs are single words, and a word by itself ("a", "no") is not what the box hides: runs that
 * follow each other on a line are one passage. Lines and columns stay apart.
 */
export function passagesUnder(surface: Surface, boxes: readonly Region[]): readonly Span[] {
  const passages: Span[] = []
  for (const run of (surface.page?.runs ?? []).filter((one) => boxes.some((box) => touches(one, box)))) {
    const last = passages.at(-1)
    if (last !== undefined && run.start >= last.end && /^[^\S\n]*$/u.test(surface.text.slice(last.end, run.start)))
      passages[passages.length - 1] = { start: last.start, end: run.end }
    else passages.push({ start: run.start, end: run.end })
  }
  return passages
}

/** Whether a text run and a marked box of its page overlap at all (PDF points, bottom-left origin). */
function touches(run: PageRun, box: Region): boolean {
  return run.xPt < box.x + box.width && run.xPt + run.widthPt > box.x && run.yPt < box.y + box.height && run.yPt + run.heightPt > box.y
}
