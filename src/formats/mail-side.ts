/**
 * formats, mail side: containers, and messages down to the bytes and the text of their parts. A door of its own within the room's: what walks sources and keeps the
 * ledger needs nothing of what documents say (PDF, Office, images), and starts without loading it. HTML is with it: items of Outlook keep bodies of it within RTF.
 */
export { type ApartBody, type ApartPart, apartParts, putTogether } from './apart.ts'
export { read7z } from './archive-7z.ts'
export { type ArchiveEntry, type ArchiveItem, innerName } from './archive-entry.ts'
export { isTarHeader, readTar } from './archive-tar.ts'
export { endsAsZip, readZip } from './archive-zip.ts'
export * from './body-parts.ts'
export { DecodeError, type DecodeFault, StreamSource, sliceSource } from './byte-stream.ts'
export { decodeText } from './charset.ts'
export { readCms } from './cms.ts'
export { allowedBytes, type ContainerLimits, containerLimits } from './container-limits.ts'
export { type DboxMessage, readDbox } from './dbox.ts'
export { unreferenced } from './dbox-map.ts'
export { readEmlx } from './emlx.ts'
export { furtherOf } from './further-headers.ts'
export { type MimeLimits, mimeLimits } from './limits.ts'
export { isMaildir, isMaildirMessageName, isMailServerFile, type MaildirName, maildirFolder, parseMaildirName } from './maildir.ts'
export { type RebuiltMessage, rebuildMessage } from './mapi-mime.ts'
export { messageBytes, unquoted } from './mbox-message.ts'
export { type MboxProfile, mboxProfile, streamSample } from './mbox-profile.ts'
export { type MessagePiece, messagePiece } from './message-piece.ts'
export { namesInUtf8 } from './old-names.ts'
export { parseMessage } from './parse-message.ts'
export { messageWithin, type PartText, partBytes, partText } from './part-content.ts'
export { decoded, isStreamed, measure, takeItem, takeStep } from './place.ts'
export { type ApartPlace, type Compression, comparePlaces, compressions, type InnerStep, type PlaceStep } from './place-step.ts'
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
export { isVolume, unreadArchive } from './unread-archive.ts'
