/**
 * formats: bytes → messages, parts, text. Mail side: mbox, Maildir, eml, the offset-based MIME reader and charsets; document side:
 * HTML, PDF, images. Pure: files reach it as a ByteSource, and damaged input comes out as problems or exceptions, never as a throw.
 */
export * from './body-parts.ts'
export { decodeText } from './charset.ts'
export { maxHtmlLength, type ParsedHtml, parseHtml } from './html.ts'
export { decodeImage, encodePng, type ImageInfo, imageInfo, imageType, maxImagePixels } from './image.ts'
export { type MimeLimits, mimeLimits } from './limits.ts'
export { isMaildir, isMaildirMessageName, type MaildirName, maildirFolder, parseMaildirName } from './maildir.ts'
export { messageBytes } from './mbox-message.ts'
export { type MboxProfile, mboxProfile } from './mbox-profile.ts'
export { parseMessage } from './parse-message.ts'
export { type PartText, partBytes, partText } from './part-content.ts'
export { type PdfContent, type PdfLimits, type PdfPage, type RenderOptions, readPdf, renderPdfPage } from './pdf.ts'
export { type QuotedText, splitQuoted } from './quoted-text.ts'
export { type MboxSlice, readMbox } from './read-mbox.ts'
export { recogniseBytes, recogniseFile } from './recognise.ts'
export * from './surfaces.ts'
