import type { PDFDocumentProxy } from 'pdfjs-dist'
import type { ProblemCode } from '../model/index.ts'

export type PdfLibrary = typeof import('pdfjs-dist')

/** Loaded when the first PDF comes: it is large, and most mail has none. */
export function pdfLibrary(): Promise<PdfLibrary> {
  return import('pdfjs-dist/legacy/build/pdf.mjs') as Promise<PdfLibrary>
}

export type OpenedPdf =
  | { readonly document: PDFDocumentProxy; close(): Promise<void> }
  | { readonly document: null; readonly problem: ProblemCode }

/** A picture in a page that unpacks to more is left out of it. */
const maxPageImagePixels = 50_000_000

/** The library's own folder, whose fonts and character maps it reads itself; never a file that a document names. */
function packagePath(folder: string): string {
  const url = new URL(`../../${folder}/`, import.meta.resolve('pdfjs-dist/legacy/build/pdf.mjs'))
  const path = decodeURIComponent(url.pathname)
  return /^\/[a-z]:/i.test(path) ? path.slice(1) : path
}

/** Opens a PDF without scripts, forms of XFA, system fonts or any loading. */
export async function openPdf(bytes: Uint8Array, signal?: AbortSignal): Promise<OpenedPdf> {
  const library = await pdfLibrary()
  const task = library.getDocument({
    // A copy: the library takes the buffer over.
    data: Uint8Array.from(bytes),
    isEvalSupported: false,
    enableXfa: false,
    useSystemFonts: false,
    useWorkerFetch: false,
    disableFontFace: true,
    stopAtErrors: false,
    maxImageSize: maxPageImagePixels,
    cMapUrl: packagePath('cmaps'),
    cMapPacked: true,
    standardFontDataUrl: packagePath('standard_fonts'),
    wasmUrl: packagePath('wasm'),
    verbosity: library.VerbosityLevel.ERRORS,
  } as Parameters<PdfLibrary['getDocument']>[0])
  const abort = (): void => {
    task.destroy().catch(() => undefined)
  }
  signal?.addEventListener('abort', abort, { once: true })
  try {
    const document = await task.promise
    return {
      document,
      close: async () => {
        signal?.removeEventListener('abort', abort)
        await task.destroy()
      },
    }
  } catch (error) {
    signal?.removeEventListener('abort', abort)
    await task.destroy().catch(() => undefined)
    return { document: null, problem: problemOf(error) }
  }
}

/** The problem that an error of the library stands for. */
export function problemOf(error: unknown): ProblemCode {
  return error instanceof Error && error.name === 'PasswordException' ? 'password-protected' : 'unreadable-attachment'
}
