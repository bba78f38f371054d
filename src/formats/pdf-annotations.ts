import type { PageViewport, PDFPageProxy } from 'pdfjs-dist'
import type { PageRun } from '../model/index.ts'
import { collapse } from './html-hidden.ts'
import { drawnWords, type PlacedText } from './pdf-drawn-words.ts'
import type { DrawnAnnotation, DrawnPage, Matrix } from './pdf-glyphs.ts'
import { cleanControls } from './surfaces-text.ts'

/** A line of what a PDF keeps beside what its pages show, under a word of ours. */
export interface KeptLine {
  readonly label: string
  readonly value: string
}

/** A file that a PDF holds, by the library's id of it. */
export interface KeptFile {
  readonly id: string
  readonly name: string
}

export interface PageAnnotations {
  /** What annotations and form fields show on the page, a line for each, with boxes as those of the page's text. */
  readonly text: string
  readonly runs: readonly PageRun[]
  readonly kept: readonly KeptLine[]
  /** A reader of the file is shown a note or a value that the page as drawn doesn't show. */
  readonly beside: boolean
  readonly files: readonly KeptFile[]
  /** Something is drawn whose letters, if it has any, nobody can read. */
  readonly withoutText: boolean
  readonly cut: boolean
  /** Fields whose value stands here. */
  readonly fields: readonly string[]
}

interface TextObject {
  readonly str?: unknown
}

/** The library's annotation, as far as it concerns us; whatever it gives comes from a stranger's file. */
interface Annotation {
  readonly id: string
  readonly subtype?: string
  readonly rect?: unknown
  readonly hasAppearance?: boolean
  readonly contentsObj?: TextObject
  readonly titleObj?: TextObject
  readonly richText?: unknown
  readonly fieldName?: unknown
  readonly fieldValue?: unknown
  readonly defaultFieldValue?: unknown
  readonly alternativeText?: unknown
  readonly options?: unknown
  readonly fieldType?: unknown
  readonly exportValue?: unknown
  readonly buttonValue?: unknown
  readonly url?: unknown
  readonly unsafeUrl?: unknown
  readonly fileId?: unknown
  readonly file?: { readonly filename?: unknown; readonly description?: unknown }
  readonly richMedia?: { readonly fileId?: unknown; readonly filename?: unknown }
}

/** The annotations of a page, seen and unseen. */
export async function annotationsOf(page: PDFPageProxy): Promise<readonly Annotation[]> {
  return (await page.getAnnotations({ intent: 'any' })) as Annotation[]
}

/** Whether a page has to be drawn to know what its annotations show. */
export function mayDraw(annotations: readonly Annotation[]): boolean {
  return annotations.some(({ subtype, hasAppearance }) => hasAppearance === true || subtype === 'Widget' || subtype === 'FreeText')
}

/** Marks of a reader on the page's own text, shapes and borders: drawn without letters, and nothing is missed by that. */
const shapes =
  /^(Link|Highlight|Underline|StrikeOut|Squiggly|Line|Square|Circle|Polygon|PolyLine|Caret|Popup|Text|FileAttachment|Widget|Redact)$/

/**
 * What annotations (ISO 32000-2 §12.5) and form fields (§12.7) say. What the page draws of them is text of the page, in the places where it is drawn: what a word
 * covers where its glyphs tell, else all of the annotation, so that a mark hides at least as much as was written. What is not drawn is kept beside the page.
 */
export function pageAnnotations(annotations: readonly Annotation[], drawn: DrawnPage, viewport: PageViewport): PageAnnotations {
  const texts: string[] = []
  const runs: PageRun[] = []
  const kept: KeptLine[] = []
  const files: KeptFile[] = []
  const fields: string[] = []
  let length = 0
  let beside = false
  let withoutText = false
  let cut = false
  const keep = (label: string, value: string): boolean => {
    const text = collapse(value)
    if (text !== '') kept.push({ label, value: text })
    return text !== ''
  }
  const show = ({ text, runs: placed }: PlacedText): void => {
    if (text.trim() === '') return
    for (const run of placed) runs.push({ ...run, start: length + run.start, end: length + run.end })
    texts.push(text)
    length += text.length + 1
  }
  for (const annotation of annotations) {
    const appearance = drawn.annotations.get(annotation.id) ?? null
    const box = boxOf(annotation.rect, viewport)
    const seen = appearance === null ? { text: '', runs: [] } : drawnWords(appearance.glyphs, box, viewport.height)
    show(seen)
    if (appearance?.cut === true) cut = true
    if (appearance !== null && isPicture(annotation, appearance, seen.text)) withoutText = true
    for (const value of ownTexts(annotation)) {
      if (collapse(value) === '' || collapse(seen.text).includes(collapse(value))) continue
      // Drawn in another way than it is written (letter by letter, by a font that doesn't tell its letters, in an appearance of earlier): anywhere in its box.
      if (appearance !== null) show(wholeBox(value, box))
      else beside = keep(annotation.subtype === 'Widget' ? 'value of a form field' : 'text box', value) || beside
    }
    if (annotation.subtype === 'Widget') {
      fields.push(annotation.id)
      fieldFacts(annotation, keep)
    } else if (annotation.subtype !== 'FreeText' && annotation.subtype !== 'Popup') {
      const note = text(annotation.contentsObj?.str) || richWords(annotation.richText)
      if (!collapse(seen.text).includes(collapse(note))) beside = keep('note', note) || beside
    }
    if (annotation.subtype !== 'Popup') keep('author of a note', text(annotation.titleObj?.str))
    keep('link', text(annotation.url ?? annotation.unsafeUrl))
    for (const [id, name] of [
      [annotation.fileId, annotation.file?.filename],
      [annotation.richMedia?.fileId, annotation.richMedia?.filename],
    ])
      if (typeof id === 'string') files.push({ id, name: text(name) })
    keep('embedded file', text(annotation.file?.description))
  }
  return { text: texts.join('\n'), runs, kept, beside, files, withoutText, cut, fields }
}

/** What a box that can be ticked is worth, and says nothing. */
const switched = /^(on|off|yes|no|\d+)$/i

/** Names, helps and choices of a form field: what a reader meets while filling it in. */
function fieldFacts(annotation: Annotation, keep: (label: string, value: string) => boolean): void {
  keep('name of a form field', text(annotation.fieldName))
  keep('help of a form field', text(annotation.alternativeText))
  for (const value of strings(annotation.defaultFieldValue)) if (!switched.test(value)) keep('default of a form field', value)
  for (const value of strings([annotation.exportValue, annotation.buttonValue]))
    if (!switched.test(value)) keep('choice of a form field', value)
  for (const { exportValue, displayValue } of options(annotation)) {
    keep('choice of a form field', displayValue)
    keep('choice of a form field', exportValue)
  }
}

/** What a reader of the file sees in the annotation's own box. */
function ownTexts(annotation: Annotation): readonly string[] {
  if (annotation.subtype === 'FreeText') return [text(annotation.contentsObj?.str) || richWords(annotation.richText)]
  if (annotation.subtype !== 'Widget' || annotation.fieldType === 'Btn') return []
  const choices = options(annotation)
  return strings(annotation.fieldValue).map((value) => choices.find(({ exportValue }) => exportValue === value)?.displayValue ?? value)
}

function options({ options: given }: Annotation): readonly { readonly exportValue: string; readonly displayValue: string }[] {
  if (!Array.isArray(given)) return []
  return given.map((option: { exportValue?: unknown; displayValue?: unknown } | null) => ({
    exportValue: text(option?.exportValue),
    displayValue: text(option?.displayValue) || text(option?.exportValue),
  }))
}

function isPicture(annotation: Annotation, appearance: DrawnAnnotation, seen: string): boolean {
  if (appearance.pictures) return true
  const signature = annotation.subtype === 'Widget' && annotation.fieldType === 'Sig'
  return seen.trim() === '' && (signature || !shapes.test(annotation.subtype ?? ''))
}

type Box = Omit<PageRun, 'start' | 'end'>

function wholeBox(value: string, box: Box): PlacedText {
  const shown = cleanControls(value.replace(/\r\n?/g, '\n')).trim()
  return { text: shown, runs: [{ start: 0, end: shown.length, ...box }] }
}

/** An annotation's rectangle on the page as shown; the whole page where it says none. */
function boxOf(rect: unknown, viewport: PageViewport): Box {
  const whole = { xPt: 0, yPt: 0, widthPt: viewport.width, heightPt: viewport.height }
  if (!Array.isArray(rect) || rect.length !== 4 || !rect.every((value) => Number.isFinite(value))) return whole
  const [a, b, c, d, e, f] = viewport.transform as unknown as Matrix
  const at = (x: number, y: number): readonly [number, number] => [a * x + c * y + e, b * x + d * y + f]
  const [left, bottom, right, top] = rect as unknown as readonly [number, number, number, number]
  const [x1, y1] = at(left, bottom)
  const [x2, y2] = at(right, top)
  return {
    xPt: round(Math.min(x1, x2)),
    yPt: round(viewport.height - Math.max(y1, y2)),
    widthPt: round(Math.abs(x2 - x1)),
    heightPt: round(Math.abs(y2 - y1)),
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function strings(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string' && one !== '')
}

/** The words of rich text (§12.7.3.4), which the library gives as a tree of elements. */
function richWords(tree: unknown, depth = 0): string {
  if (tree === null || typeof tree !== 'object' || depth > 50) return ''
  const { html, value, children } = tree as { html?: unknown; value?: unknown; children?: unknown }
  const inner = Array.isArray(children) ? children.map((child) => richWords(child, depth + 1)) : []
  return [richWords(html, depth + 1), text(value), ...inner].filter((words) => words !== '').join(' ')
}

/** A hundredth of a point: the same box on every machine. */
function round(value: number): number {
  return Math.round(value * 100) / 100
}
