import {
  type AttachmentInput,
  type AttachmentSurfaces,
  directReader,
  type PdfContent,
  type PdfLimits,
  type RenderOptions,
} from '../formats/index.ts'
import type { DocumentId, Pixels, Problem } from '../model/index.ts'
import { withStrays } from './strays.ts'
import type { Step } from './worker-loop.ts'

/** What a reader's worker is asked; without signals, which can't be sent. Each page of a PDF is one step. */
export type ReaderTask =
  | {
      readonly kind: 'surfaces'
      readonly document: DocumentId
      readonly attachment: AttachmentInput
      readonly limits: Omit<PdfLimits, 'signal' | 'onPage'>
      /** For the whole file; what was read until then is kept. */
      readonly timeoutMs: number
    }
  | { readonly kind: 'pdf'; readonly bytes: Uint8Array; readonly limits: Omit<PdfLimits, 'signal' | 'onPage'> }
  | { readonly kind: 'page'; readonly bytes: Uint8Array; readonly number: number; readonly options: Omit<RenderOptions, 'signal'> }
  | { readonly kind: 'image'; readonly bytes: Uint8Array }

export type ReaderResult = AttachmentSurfaces | PdfContent | Pixels | null

/** The surfaces of an attachment; what pdf.js gave up without saying so is a problem of its own. */
export async function readRisky(document: DocumentId, attachment: AttachmentInput, limits: PdfLimits): Promise<AttachmentSurfaces> {
  const { result, strayed } = await withStrays(() => directReader.surfaces(document, attachment, limits))
  if (!strayed || result.problems.some(({ code }) => code !== 'no-text')) return result
  const stray: Problem = { code: 'unreadable-attachment', where: attachment.part }
  return { ...result, problems: [...result.problems, stray] }
}

/** Reads one file. What pdf.js gave up without saying so is a problem of its own. */
export async function readerTask(task: ReaderTask, onStep: Step): Promise<ReaderResult> {
  switch (task.kind) {
    case 'surfaces': {
      const limits = { ...task.limits, signal: AbortSignal.timeout(task.timeoutMs), onPage: onStep }
      return readRisky(task.document, task.attachment, limits)
    }
    case 'pdf': {
      const { result, strayed } = await withStrays(() => directReader.pdf(task.bytes, { ...task.limits, onPage: onStep }))
      return strayed && !result.problems.includes('unreadable-attachment')
        ? { ...result, problems: [...result.problems, 'unreadable-attachment'] }
        : result
    }
    case 'page':
      return directReader.page(task.bytes, task.number, task.options)
    case 'image':
      return directReader.image(task.bytes)
  }
}
