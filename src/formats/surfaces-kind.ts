import { isCompoundFile } from './cfb.ts'
import { decodeText } from './charset.ts'
import { wideCharset } from './charset-wide.ts'
import { imageType } from './image.ts'
import { isTextual, isTextWithZeros, textNames } from './textual.ts'
import { isZip } from './zip.ts'

/** `zip`: an archive, most often an Office file; `compound`: the file format of Office up to 2003 and of protected files since. */
export type AttachmentKind = 'text' | 'html' | 'pdf' | 'image' | 'zip' | 'compound' | 'rtf' | 'other'

const textTypes =
  /^(text\/(?!rtf|richtext)|message\/(delivery-status|disposition-notification|global-delivery-status)|application\/(json|xml|ics|x-yaml|yaml|x-ndjson|ld\+json|sql|csv|javascript|x-sh)$|[^/]+\/[^/]+\+(xml|json)$)/

/**
 * How an attachment is shown: by its content where that tells (PDF, pictures, text), else by its declared type, else by its name. Text that holds NUL bytes without
 * being UTF-16 isn't text, but for those between the records of what is text otherwise and says so.
 */
export function attachmentKind(type: string, filename: string | null, bytes: Uint8Array): AttachmentKind {
  if (isPdf(bytes)) return 'pdf'
  if (type === 'application/pdf' || type === 'application/x-pdf') return 'pdf'
  if (imageType(bytes) !== null) return 'image'
  if (isZip(bytes)) return 'zip'
  if (isCompoundFile(bytes.subarray(0, 8))) return 'compound'
  if (isRtf(bytes)) return 'rtf'
  if (/^image\/(png|jpe?g|gif|webp|bmp)$/.test(type)) return 'image'
  if (!looksLikeText(bytes)) return 'other'
  const name = filename ?? ''
  if (type === 'text/html' || type === 'application/xhtml+xml' || type === 'text/x-amp-html') return 'html'
  if (/\.x?html?$/i.test(name) && (type.startsWith('application/') || type.startsWith('text/'))) return 'html'
  if (textTypes.test(type) || textNames.test(name)) return 'text'
  const wide = wideCharset(bytes)
  if (!isTextual(bytes) && wide === null) return 'other'
  const { text } = decodeText(bytes.subarray(0, 512), wide ?? 'iso-8859-1')
  return /^\s*<(?:!doctype html|html)\b/i.test(text) ? 'html' : 'text'
}

/** ISO 32000-1 Annex H, note 13: the header may stand anywhere in the first 1,024 bytes. */
function isPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(1024, bytes.byteLength)).includes('%PDF-')
}

/** RTF 1.9.1: `{\\rtf`; blanks before it are forgiven, as by Word. */
function isRtf(bytes: Uint8Array): boolean {
  return /^\s*\{\\rtf/.test(Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(64, bytes.byteLength)).toString('latin1'))
}

function looksLikeText(bytes: Uint8Array): boolean {
  return !bytes.subarray(0, 4096).includes(0) || wideCharset(bytes) !== null || isTextWithZeros(bytes, 1)
}
