/**
 * What may hold mail and is not read, by what it begins with: frames of lz4 before 1.0, lzip, compress, cpio (newc, odc), ar, cabinets; MMDF and Babyl, which are
 * mailboxes.
 */
const beginnings: readonly RegExp[] = [
  /^\x02\x21\x4c\x18/,
  /^LZIP\x01/,
  /^\x1f\x9d/,
  /^07070[12][0-9A-Fa-f]{104}/,
  /^070707[0-7]{70}/,
  /^!<arch>\n/,
  /^MSCF\0\0\0\0/,
  /^\x01\x01\x01\x01\r?\n/,
  /^BABYL OPTIONS:/,
]
const longest = 120

/** Kinds that nothing here reads. */
const unreadName = /^(?!\._).*\.(?:lzma|lz|Z|cpio|cab|arj|lzh|ace)$/isu
/** Volumes as archivers name them (`.7z.002`, `.z01`, `.r00`), and as split(1) does: digits, or letters from `aa` on. */
const volumeName =
  /^(?!\._).*\.(?:(?:zip|7z|rar|tar(?:\.\w+)?|t?gz|t?bz2?|t?xz|t?zst|lz4|pst|ost|mbox|mbx|olm)[._-](?:0?\d{2,3}|part\d{1,4}|a[a-z]|[b-d](?!b)[a-z]|a[ab][a-z])|z\d{2}|r\d{2})$/isu
/** Kinds that are read, and that their content would have shown. */
const readName = /^(?!\._).*\.(?:zip|7z|rar|tar|tgz|tbz2?|txz|tzst|gz|bz2|xz|zst|lz4)$/isu

/** Whether a file's name is that of one of several files into which another was split. */
export function isVolume(name: string): boolean {
  return volumeName.test(name)
}

/**
 * Why a file that nothing recognised may hold mail all the same: it is an archive, a compressed file or a mailbox of a kind that isn't read, a further volume of
 * one, or by its name one whose beginning is damaged. Null for any other.
 */
export function unreadArchive(head: Uint8Array, name: string): 'unsupported-archive' | 'damaged-archive' | null {
  const beginning = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, longest)).toString('latin1')
  if (beginnings.some((each) => each.test(beginning)) || unreadName.test(name) || isVolume(name)) return 'unsupported-archive'
  return readName.test(name) ? 'damaged-archive' : null
}
