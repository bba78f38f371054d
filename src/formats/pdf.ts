import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist'
import type { PageRun, Pixels, ProblemCode } from '../model/index.ts'
import type { FileWithin } from './file-within.ts'
import { createHiddenLines } from './html-hidden.ts'
import { canvasLibrary, pixelsOf } from './image.ts'
import { officeLimits } from './limits.ts'
import { annotationsOf, type KeptFile, type KeptLine, mayDraw, type PageAnnotations, pageAnnotations } from './pdf-annotations.ts'
import { type DrawnPage, drawnPage, type Matrix } from './pdf-glyphs.ts'
import { documentKept } from './pdf-kept.ts'
import { openPdf, type PdfLibrary, pdfLibrary, problemOf } from './pdf-open.ts'
import { signatureWords } from './pdf-signatures.ts'
import { pageText } from './pdf-text.ts'
import { cleanControls } from './surfaces-text.ts'

export interface PdfLimits {
  /** Later pages are not read (`too-large`). */
  readonly maxPages?: number
  /** False: boxes by line only, for the index, where no box is needed; saves the work of reading what a page draws. */
  readonly words?: boolean
  /** True: `files` holds the files in the file. */
  readonly files?: boolean
  /** Stops reading; what was not read is reported as `timeout`. */
  readonly signal?: AbortSignal
  /** Told of each page before it is read. */
  readonly onPage?: (number: number) => void
}

export interface PdfPage {
  /** From 1. */
  readonly number: number
  /** As shown, with the page's rotation applied. */
  readonly widthPt: number
  readonly heightPt: number
  /** Canonical text; hidden text of the page is in it too. What annotations and form fields show follows, a line each. */
  readonly text: string
  readonly runs: readonly PageRun[]
}

export interface PdfContent {
  readonly pages: readonly PdfPage[]
  /** What the file keeps beside what its pages show, a line each: `note: …`, `author: …`. */
  readonly kept: string
  /** Files in the file. */
  readonly files: readonly FileWithin[]
  readonly problems: readonly ProblemCode[]
}

/** Attack: a page tree of a million references to one page. */
const defaultMaxPages = 3_000
/** At 300 dpi an A3 page has 17 megapixels. */
const defaultMaxPixels = 40_000_000

/**
 * Reads the text of a PDF, page by page, with the place of every run on the page: all that `renderPdfPage` draws, annotations and form fields among it. Damaged or
 * password-protected files are problems; `no-text` says that a page shows no text (a scan, a stamp), `beside-pages` and `files-within` that the file holds what no
 * page shows.
 */
export async function readPdf(bytes: Uint8Array, limits: PdfLimits = {}): Promise<PdfContent> {
  const stopped = (): boolean => limits.signal?.aborted === true
  const nothing = (problem: ProblemCode): PdfContent => ({ pages: [], kept: '', files: [], problems: [problem] })
  if (stopped()) return nothing('timeout')
  const library = await pdfLibrary()
  const opened = await openPdf(bytes, limits.signal)
  if (opened.document === null) return nothing(stopped() ? 'timeout' : opened.problem)
  const pages: PdfPage[] = []
  const problems = new Set<ProblemCode>()
  const lines: KeptLine[] = []
  const named: KeptFile[] = []
  const shown = new Set<string>()
  let files: readonly FileWithin[] = []
  try {
    const count = Math.min(opened.document.numPages, limits.maxPages ?? defaultMaxPages)
    if (count < opened.document.numPages) problems.add('too-large')
    for (let number = 1; number <= count; number++) {
      if (stopped()) break
      limits.onPage?.(number)
      try {
        const { page, notes } = await readPage(library, await opened.document.getPage(number), number, limits.words !== false)
        pages.push(page)
        if (page.text.trim() === '' || notes.withoutText) problems.add('no-text')
        if (notes.cut) problems.add('too-large')
        if (notes.beside) problems.add('beside-pages')
        lines.push(...notes.kept)
        named.push(...notes.files)
        for (const id of notes.fields) shown.add(id)
      } catch (error) {
        if (!stopped()) problems.add(problemOf(error))
      }
    }
    if (!stopped()) {
      const kept = await documentKept(opened.document, shown)
      lines.push(...kept.values, ...kept.lines)
      named.push(...kept.files)
      if (kept.values.length > 0) problems.add('beside-pages')
      const signatures = signatureWords(bytes)
      lines.push(...signatures.lines)
      if (signatures.unread) problems.add('unreadable-attachment')
      if (kept.unreadForm) problems.add('unreadable-attachment')
      if (named.length > 0) problems.add('files-within')
      files = limits.files === true ? await filesOf(opened.document, named) : named.map(({ name }) => ({ name, bytes: null }))
    }
  } catch (error) {
    if (!stopped()) problems.add(problemOf(error))
  } finally {
    await opened.close()
  }
  if (stopped()) problems.add('timeout')
  // With the files come their names.
  if (limits.files !== true) for (const { name } of named) lines.push({ label: 'embedded file', value: name })
  const kept = hiddenText(lines)
  if (kept.cut) problems.add('too-large')
  return { pages, kept: kept.text, files, problems: [...problems] }
}

async function readPage(
  library: PdfLibrary,
  page: PDFPageProxy,
  number: number,
  words: boolean,
): Promise<{ readonly page: PdfPage; readonly notes: PageAnnotations }> {
  const viewport = page.getViewport({ scale: 1 })
  const annotations = await annotationsOf(page)
  const empty: DrawnPage = { glyphs: [], annotations: new Map() }
  const drawn = words || mayDraw(annotations) ? await drawnPage(library, page, viewport.transform as unknown as Matrix) : empty
  const own = await pageText(page, viewport, words ? drawn.glyphs : [])
  const notes = pageAnnotations(annotations, drawn, viewport)
  const start = own.text === '' ? 0 : own.text.length + 1
  const text = notes.text === '' ? own.text : own.text === '' ? notes.text : `${own.text}\n${notes.text}`
  const runs = [...own.runs, ...notes.runs.map((run) => ({ ...run, start: run.start + start, end: run.end + start }))]
  page.cleanup()
  return { page: { number, widthPt: viewport.width, heightPt: viewport.height, text, runs }, notes }
}

/** Attack: an embedded file that unpacks to more than memory holds; the file's reader is bounded in memory, and this bounds what it hands on. In bytes. */
const maxFileBytes = 67_108_864

async function filesOf(document: PDFDocumentProxy, named: readonly KeptFile[]): Promise<readonly FileWithin[]> {
  const files: FileWithin[] = []
  let left = maxFileBytes
  for (const { id, name } of new Map(named.map((file) => [file.id, file])).values()) {
    const content: unknown = await document.getAttachmentContent(id).catch(() => null)
    const bytes = content instanceof Uint8Array && content.byteLength <= left ? content : null
    left -= bytes?.byteLength ?? 0
    files.push({ name, bytes })
  }
  return files
}

function hiddenText(lines: readonly KeptLine[]): { readonly text: string; readonly cut: boolean } {
  const hidden = createHiddenLines(officeLimits.hiddenLength)
  for (const { label, value } of lines) hidden.add(label, cleanControls(value))
  return { text: hidden.text(), cut: hidden.cut() }
}

export interface RenderOptions {
  readonly dpi: number
  /** The page is rendered smaller when it would have more. */
  readonly maxPixels?: number
  readonly signal?: AbortSignal
}

/** Renders one page to pixels, on white. Null where the file or the page can't be read. Nothing is loaded and no script of it runs. */
export async function renderPdfPage(bytes: Uint8Array, number: number, options: RenderOptions): Promise<Pixels | null> {
  const opened = await openPdf(bytes, options.signal)
  if (opened.document === null) return null
  try {
    if (number < 1 || number > opened.document.numPages) return null
    const page = await opened.document.getPage(number)
    const full = page.getViewport({ scale: options.dpi / 72 })
    const shrink = Math.min(1, Math.sqrt((options.maxPixels ?? defaultMaxPixels) / (full.width * full.height)))
    const viewport = shrink < 1 ? page.getViewport({ scale: (options.dpi / 72) * shrink }) : full
    const { createCanvas } = await canvasLibrary()
    const canvas = createCanvas(Math.max(1, Math.floor(viewport.width)), Math.max(1, Math.floor(viewport.height)))
    const context = canvas.getContext('2d')
    context.fillStyle = '#ffffff'
    context.fillRect(0, 0, canvas.width, canvas.height)
    // The canvas library has the same drawing interface as a browser's, under types of its own.
    const target = { canvas: canvas as unknown as HTMLCanvas, canvasContext: context as unknown as CanvasContext }
    // Annotations and form fields as well: `readPdf` reads what they show from the same list of drawing operators.
    const { AnnotationMode } = await pdfLibrary()
    await page.render({ ...target, viewport, annotationMode: AnnotationMode.ENABLE }).promise
    return pixelsOf(canvas, context)
  } catch {
    return null
  } finally {
    await opened.close()
  }
}

type RenderParameters = Parameters<PDFPageProxy['render']>[0]
type HTMLCanvas = RenderParameters['canvas']
type CanvasContext = NonNullable<RenderParameters['canvasContext']>
