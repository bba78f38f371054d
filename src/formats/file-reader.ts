import type { DocumentId, Pixels } from '../model/index.ts'
import { decodeImage } from './image.ts'
import { type PdfContent, type PdfLimits, type RenderOptions, readPdf, renderPdfPage } from './pdf.ts'
import { type AttachmentInput, type AttachmentSurfaces, surfacesOfAttachment } from './surfaces.ts'

/** Takes apart files that strangers sent. What can't be read is a problem or null, never a throw. */
export interface FileReader {
  surfaces(document: DocumentId, attachment: AttachmentInput, limits?: PdfLimits): Promise<AttachmentSurfaces>
  pdf(bytes: Uint8Array, limits?: PdfLimits): Promise<PdfContent>
  /** One page as pixels; null where it can't be drawn. */
  page(bytes: Uint8Array, number: number, options: RenderOptions): Promise<Pixels | null>
  /** A picture as pixels; null where it can't be decoded. */
  image(bytes: Uint8Array): Promise<Pixels | null>
}

/** Reads in this very thread, with nothing to stop a file that never ends or takes all memory: for workers, which can be killed, and for bytes of our own. */
export const directReader: FileReader = {
  surfaces: surfacesOfAttachment,
  pdf: readPdf,
  page: renderPdfPage,
  image: (bytes) => decodeImage(bytes),
}
