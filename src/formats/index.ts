/**
 * formats: bytes → messages, parts, text. Mail side: mbox, Maildir, eml, the offset-based MIME reader and charsets; document side:
 * HTML, PDF, images. Pure: files reach it as a ByteSource, and damaged input comes out as problems or exceptions, never as a throw.
 */
export { type CfbEntry, isWhole, openCompoundFile } from './cfb.ts'
export { directReader, type FileReader } from './file-reader.ts'
export { maxHtmlLength, type ParsedHtml, parseHtml } from './html.ts'
export { decodeImage, encodePng, type ImageInfo, imageInfo, imageType, maxImagePixels } from './image.ts'
export * from './mail-side.ts'
export { type PdfContent, type PdfLimits, type PdfPage, type RenderOptions, readPdf, renderPdfPage } from './pdf.ts'
export { type QuoteBox, type QuotedText, splitQuoted } from './quoted-text.ts'
export * from './surfaces.ts'
export { type AttachmentKind, attachmentKind } from './surfaces-kind.ts'
