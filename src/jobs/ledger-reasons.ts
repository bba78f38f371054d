import type { ExceptionCode } from '../model/index.ts'

/** What an exception means for people. Fixed sentences: nothing of the mail is ever in one. */
export interface ExceptionReason {
  readonly reason: string
  readonly whatToDo: string
  /** A message with this problem counts as partly read. */
  readonly partial: boolean
  /**
   * Whether a rescan may read it otherwise as things stand: what was in the way may be gone, a message that was not taken in is tried again. `once changed`: only
   * after somebody put another file there.
   */
  readonly rescan: 'never' | 'if not taken in' | 'once changed' | 'yes'
}

const ask = 'Look at the message in its source, and ask whoever keeps the archive for another copy if it matters.'
const raw = 'Open the raw message to see all of it.'
const nothing = 'Nothing to do; it is noted for completeness.'
const again =
  'Rescan the source to try again, best while the machine has little else to do. If that fails too, look at the message in its source.'
const readable = 'Make it readable and rescan the source.'

const note = (reason: string, whatToDo: string = nothing): ExceptionReason => ({ reason, whatToDo, partial: false, rescan: 'never' })
const loss = (reason: string, whatToDo: string = ask): ExceptionReason => ({ reason, whatToDo, partial: true, rescan: 'never' })
/** What may be another when it is looked at again: rights, a lock, a disk that wasn't there. */
const passing = (reason: ExceptionReason): ExceptionReason => ({ ...reason, rescan: 'yes' })
/** What stays what it is until somebody puts something else in its place. */
const lasting = (reason: ExceptionReason): ExceptionReason => ({ ...reason, rescan: 'once changed' })
/** What a message may not fail of again. */
const retried = (reason: ExceptionReason): ExceptionReason => ({ ...reason, rescan: 'if not taken in' })

/** Every code with its reason. */
export const exceptionReasons: Readonly<Record<ExceptionCode, ExceptionReason>> = {
  'no-headers': note('The message has no header fields.', raw),
  'no-date': note('The message has no date; searches by date don’t find it.'),
  'bad-date': note('The date can’t be read; searches by date don’t find the message.'),
  'duplicate-header': note('A header field that may occur once occurs twice; mail programs differ in which they show.', raw),
  'header-too-long': loss('A header field is longer than the limit and was read in part.', raw),
  'too-many-headers': loss('The message has more header fields than the limit; the rest was not read.', raw),
  'too-many-parts': loss('The message has more parts than the limit; the rest was not taken apart.', raw),
  'too-deep': loss('Parts are nested deeper than the limit; the innermost were not taken apart.', raw),
  'too-large': loss('The content is larger than the limit and was not read in whole.'),
  'cut-short': loss(
    'The message is larger than the limit: only its beginning was read, and this may go on behind it.',
    'Look at the rest in its source. It can’t be released or redacted here: withhold it, and disclose it in another way where it must be.',
  ),
  'half-read': loss(
    'The message was read while it was still being written to its mailbox: it ends where the file ended then. It was read again since, in whole.',
    'Use the whole message, which was taken in beside it.',
  ),
  'missing-boundary': loss('The message says that it has parts but not where they begin.', raw),
  'unclosed-multipart': note('The last part has no end mark; the message may have been cut off.', raw),
  'unknown-encoding': loss('A part is encoded in a way that isn’t known.'),
  'quoted-encoding': note('The encoding of a part is written in quotes; mail programs differ in whether they decode it.', raw),
  'bad-base64': loss('A part is damaged: it isn’t valid base64.'),
  'base64-padding': note('The padding at the end of a base64 part is missing or too long; nothing of the part is lost by it.'),
  'bad-uuencode': loss('A file in a text is damaged: its uuencoding has no end, or lines that aren’t valid.'),
  'data-after-padding': note('Data follows the end of a base64 part; mail programs differ in whether they read it.', raw),
  'bad-quoted-printable': note('A part isn’t valid quoted-printable; it was read as far as possible.', raw),
  'wrong-charset': note('A text isn’t in the character set that it names, or it names none; it was read in the one that its bytes tell.'),
  'unknown-charset': loss('The character set of a text isn’t known; it was read by guess.'),
  'undecodable-text': loss('A text holds bytes that its character set doesn’t have; they are shown as �.'),
  'ambiguous-structure': note('The structure can be read in more than one way.', raw),
  'hidden-preamble': note('Text stands before the first part, where mail programs don’t show it.', raw),
  'hidden-epilogue': note('Text stands after the last part, where mail programs don’t show it.', raw),
  encrypted: loss('The content is encrypted and was not read.', 'Ask its sender or a recipient for the text, or for the key.'),
  'unreadable-attachment': loss(
    'An attachment, or part of it, could not be read: it is damaged, or of a kind that isn’t read.',
    'Open the file with the program that wrote it, or ask for a copy in another format.',
  ),
  // RFC 2046 §5.2.3; attachments by reference of Outlook.
  'attachment-missing': loss(
    'The message doesn’t hold the content of an attachment: it names a file that is kept elsewhere, or the content is missing in the mail store.',
    'Ask whoever keeps the mailbox for the file; its name, or where it lay, is the text of the attachment.',
  ),
  // RFC 2046 §5.2.2.
  'piece-of-message': loss(
    'The message was sent in several pieces, and this is one of them. The first is read as far as it goes, the text of the others as it stands; pieces aren’t put together, so an attachment that goes on in another piece is read in none, and neither is what is encoded behind the first.',
    'The pieces are one thread, and each is listed by its number. Open them in a mail program that puts message/partial together, save the whole message, and add it; or ask the sender for the attachments.',
  ),
  'password-protected': loss('An attachment is protected with a password and was not read.', 'Ask for the password or an open copy.'),
  'no-text': note(
    'A picture, a scan, a sound or a film holds no text: searches don’t find what it shows.',
    'Look at it when its message is reviewed.',
  ),
  'files-within': loss(
    'A file holds other files. They are searched as far as they can be read, but they are no documents of their own and can’t be redacted or produced.',
    'Look at what the reviewer is shown of them. Where they belong to the answer, release the original, or disclose them in another way.',
  ),
  'beside-pages': note(
    'A PDF holds notes or form values that its pages don’t show. They are searched and shown to the reviewer, and never produced.',
    'Look at them when the message is reviewed. Where they belong to the answer, release the original, or disclose them in another way.',
  ),
  timeout: passing(loss('Reading took longer than the limit and was given up.', again)),
  'out-of-memory': passing(loss('Reading took more memory than the limit and was given up.', again)),
  'parser-failed': retried(loss('The reader failed on this message.', 'Look at the message in its source, and report the fault.')),
  'unreadable-file': passing(note('The file or folder can’t be read.', `Check its rights and the disk. ${readable}`)),
  'not-mail': note('The file isn’t mail and was left alone.', nothing),
  'not-as-named': lasting(
    note(
      'The name says that the file is mail, but it is empty, damaged, or holds something else.',
      'Look at the file. If it should be mail, ask for another copy, put it in its place, and rescan the source.',
    ),
  ),
  'unfinished-delivery': passing(note('The file is an unfinished delivery (in “tmp”) and was left alone.', nothing)),
  'symlink-refused': note(
    'A symbolic link was not followed: it may lead out of the source.',
    'Add what it points to as a source of its own, if it belongs here.',
  ),
  'special-file-refused': note('It is a device, pipe or socket, not a file.', nothing),
  'name-leads-out': note('The name leads out of the source and was not followed.', 'Rename it in a copy of the archive and add that.'),
  'bytes-before-first-message': note(
    'Bytes that belong to no message stand here.',
    'Look at the place in the file; it may be a damaged message.',
  ),
  'empty-message': note('There is nothing where a message is announced.', nothing),
  'damaged-item': loss(
    'This item of a mail store is damaged and can’t be rebuilt.',
    'Repair a copy with the program that wrote it (for a PST: scanpst), and add that.',
  ),
  'damaged-in-store': loss(
    'Part of this message is damaged in its mail store: it was read as far as it goes, and words, people or files of it may be missing or wrong.',
    'Repair a copy with the program that wrote it (for a PST: scanpst), and add that.',
  ),
  vanished: passing(
    note(
      'It was there before and is gone now, or was changed since.',
      'What was read of it stays, but it can’t be collected. Restore it or mount the disk again, and rescan the source.',
    ),
  ),
  moved: note(
    'It was there before and is not now. Every message that was read from it stands elsewhere in the sources: it was moved, renamed or deleted as a copy.',
  ),
  'changed-while-read': passing(
    note('It changed while it was read, or since.', 'Close the mail program that writes to it, or add a copy. Then rescan the source.'),
  ),
  'attachments-apart': lasting(
    loss(
      'Apple Mail keeps an attachment of this message in a file of its own, which is not there, or not in whole.',
      'Add the folder that holds both “Messages” and “Attachments”, or have Mail load the attachment from its server; then rescan the source.',
    ),
  ),
  'stray-attachment': note(
    'The file lies among the attachments that Apple Mail keeps apart, but no message here lacks it.',
    'Look at the file: it may be a copy of an attachment, or belong to a message that is missing.',
  ),
  expunged: lasting(
    note(
      'Its owner deleted the message; it is in no mailbox, only not yet purged from the store, and was not taken in.',
      'If deleted mail is within the scope, have it restored to a mailbox, and rescan the source.',
    ),
  ),
  'damaged-archive': lasting(
    note(
      'The archive or compressed file is damaged or cut off here; what stands before was read, what comes after was not.',
      'Ask for another copy of it, put it in its place, and rescan the source.',
    ),
  ),
  'outside-directory': lasting(
    note(
      'The archive’s own directory doesn’t list what stands here: files that were left out of it, or bytes of something else. Files that could be made out were read.',
      'Look at the place in the file. If it matters, ask for another copy of it, put it in its place, and rescan the source.',
    ),
  ),
  'not-as-declared': lasting(
    note(
      'The archive gives another size or checksum for this file than it has: bytes of it may be wrong or missing. It was read as it stands.',
      'Ask for another copy of the archive, put it in its place, and rescan the source.',
    ),
  ),
  'damaged-store': note(
    'Part of the mail store is damaged, and messages in it may be missing.',
    'Repair a copy with the program that wrote it (for a PST: scanpst), and add that.',
  ),
  'unsupported-archive': note(
    'This kind of archive, compression or mailbox isn’t read, or it goes on in another file; it may hold mail.',
    'Unpack it with the program that wrote it, and add the folder. Where it was split into several files (.001, .00, .aa), join them first: “cat mail.tar.gz.* > mail.tar.gz”.',
  ),
  'protected-archive': lasting(
    note(
      'The archive is protected with a password and was not read; it may hold mail.',
      'Ask for the password, replace it with an open copy, and rescan the source.',
    ),
  ),
  'expands-too-much': note(
    'It expands to more than the limit, as an attack would; reading was given up.',
    'If it is no attack, unpack it yourself and add the folder.',
  ),
  'nested-too-deep': note('Archives are nested deeper than the limit; the innermost were not opened.', 'Unpack it and add what is inside.'),
  'too-many-entries': note('The archive has more entries than the limit; the rest was not read.', 'Unpack it and add the folder.'),
  'too-large-inside': note(
    'A mail store of this kind can’t be read inside an archive when it is this large.',
    'Unpack the archive and add the folder.',
  ),
  'lying-content-length': note('Content-Length says something else than the separators; the separators were followed.', raw),
}

/** By which a message counts as read in part. */
export const partialCodes: readonly ExceptionCode[] = (Object.keys(exceptionReasons) as ExceptionCode[]).filter(
  (code) => exceptionReasons[code].partial,
)

/**
 * What an exception means where it was told: a message that was `counted` was not taken in, and is tried again by every rescan. `gone`: it tells of one message that
 * was deleted where the rest of its folder or mailbox stands, so that nothing is in the way that could go.
 */
export function meaningOf(
  code: ExceptionCode,
  { counted, gone }: { readonly counted: boolean; readonly gone: boolean },
): Pick<ExceptionReason, 'reason' | 'whatToDo'> & { readonly rescanHelps: boolean } {
  const { reason, whatToDo, rescan } = exceptionReasons[code]
  if (rescan !== 'if not taken in' || !counted) return { reason, whatToDo, rescanHelps: rescan === 'yes' && !gone }
  return { reason, whatToDo: `Rescan the source to try again. ${whatToDo}`, rescanHelps: true }
}
