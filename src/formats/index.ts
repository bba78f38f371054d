/**
 * formats: bytes → messages, parts, text. Mail side: mbox, Maildir, eml, the offset-based MIME reader and charsets; document side:
 * HTML, PDF, images. Pure: files reach it as a ByteSource, and damaged input comes out as problems or exceptions, never as a throw.
 */
export { type ApartBody, type ApartPart, apartParts, putTogether } from './apart.ts'
export { read7z } from './archive-7z.ts'
export { type ArchiveEntry, type ArchiveItem, innerName } from './archive-entry.ts'
export { isTarHeader, readTar } from './archive-tar.ts'
export { endsAsZip, readZip } from './archive-zip.ts'
export * from './body-parts.ts'
export { DecodeError, type DecodeFault, StreamSource, sliceSource } from './byte-stream.ts'
export { decodeText } from './charset.ts'
export { allowedBytes, type ContainerLimits, containerLimits } from './container-limits.ts'
export { type DboxMessage, readDbox } from './dbox.ts'
export { unreferenced } from './dbox-map.ts'
export { readEmlx } from './emlx.ts'
export { directReader, type FileReader } from './file-reader.ts'
export { furtherOf } from './further-headers.ts'
export { maxHtmlLength, type ParsedHtml, parseHtml } from './html.ts'
export { decodeImage, encodePng, type ImageInfo, imageInfo, imageType, maxImagePixels } from './image.ts'
export { type MimeLimits, mimeLimits } from './limits.ts'
export { isMaildir, isMaildirMessageName, isMailServerFile, type MaildirName, maildirFolder, parseMaildirName } from './maildir.ts'
export { type RebuiltMessage, rebuildMessage } from './mapi-mime.ts'
export { messageBytes, unquoted } from './mbox-message.ts'
export { type MboxProfile, mboxProfile, streamSample } from './mbox-profile.ts'
export { parseMessage } from './parse-message.ts'
export { messageWithin, type PartText, partBytes, partText } from './part-content.ts'
export { type PdfContent, type PdfLimits, type PdfPage, type RenderOptions, readPdf, renderPdfPage } from './pdf.ts'
export { decoded, isStreamed, measure, takeItem, takeStep } from './place.ts'
export { type ApartPlace, type Compression, comparePlaces, compressions, type InnerStep, type PlaceStep } from './place-step.ts'
export { type QuoteBox, type QuotedText, splitQuoted } from './quoted-text.ts'
export { readablePieces, readEntry } from './read-entry.ts'
export { type MboxSlice, readMbox } from './read-mbox.ts'
export { listPst, type PstContents } from './read-pst.ts'
export {
  type ContentKind,
  compressionOf,
  isPackage,
  isText,
  promisedByName,
  recogniseBytes,
  recogniseContent,
  recogniseFile,
} from './recognise.ts'
export * from './surfaces.ts'
export { type AttachmentKind, attachmentKind } from './surfaces-kind.ts'
export { isVolume, unreadArchive } from './unread-archive.ts'
