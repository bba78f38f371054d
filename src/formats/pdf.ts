import type { PageRun, Pixels, ProblemCode } from '../model/index.ts'
import { canvasLibrary, pixelsOf } from './image.ts'
import { openPdf, pdfLibrary, problemOf } from './pdf-open.ts'
import { pageText } from './pdf-text.ts'

export interface PdfLimits {
  /** Later pages are not read (`too-large`). */
  readonly maxPages?: number
  /** False: boxes by line only, for the index, where no box is needed; saves the work of reading what a page draws. */
  readonly words?: boolean
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
  /** Canonical text; hidden text of the page is in it too. */
  readonly text: string
  readonly runs: readonly PageRun[]
}

export interface PdfContent {
  readonly pages: readonly PdfPage[]
  readonly problems: readonly ProblemCode[]
}

/** Attack: a page tree of a million references to one page. */
const defaultMaxPages = 3_000
/** At 300 dpi an A3 page has 17 megapixels. */
const defaultMaxPixels = 40_000_000

/**
 * Reads the text of a PDF, page by page, with the place of every run on the page. Damaged or password-protected files are problems; `no-text` says that a page
 * shows no text (a scan).
 */
export async function readPdf(bytes: Uint8Array, limits: PdfLimits = {}): Promise<PdfContent> {
  const pages: PdfPage[] = []
  const problems = new Set<ProblemCode>()
  const stopped = (): boolean => limits.signal?.aborted === true
  if (stopped()) return { pages, problems: ['timeout'] }
  const library = await pdfLibrary()
  const opened = await openPdf(bytes, limits.signal)
  if (opened.document === null) return { pages, problems: [stopped() ? 'timeout' : opened.problem] }
  try {
    const count = Math.min(opened.document.numPages, limits.maxPages ?? defaultMaxPages)
    if (count < opened.document.numPages) problems.add('too-large')
    for (let number = 1; number <= count; number++) {
      if (stopped()) break
      limits.onPage?.(number)
      try {
        const page = await opened.document.getPage(number)
        const viewport = page.getViewport({ scale: 1 })
        const { text, runs } = await pageText(library, page, viewport, limits.words !== false)
        pages.push({ number, widthPt: viewport.width, heightPt: viewport.height, text, runs })
        if (text.trim() === '') problems.add('no-text')
        page.cleanup()
      } catch (error) {
        if (!stopped()) problems.add(problemOf(error))
      }
    }
  } finally {
    await opened.close()
  }
  if (stopped()) problems.add('timeout')
  return { pages, problems: [...problems] }
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
    await page.render({ ...target, viewport }).promise
    return pixelsOf(canvas, context)
  } catch {
    return null
  } finally {
    await opened.close()
  }
}

type RenderParameters = Parameters<import('pdfjs-dist').PDFPageProxy['render']>[0]
type HTMLCanvas = RenderParameters['canvas']
type CanvasContext = NonNullable<RenderParameters['canvasContext']>
