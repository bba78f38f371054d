/** How files begin that are no text, so that base64 or hexadecimal of them reads as noise. The last are too short to be looked for inside. */
export const longMagics = [
  'PK\x03\x04',
  '%PDF-',
  '\x89PNG\r\n\x1a\n',
  '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
  '{\\rtf',
  '7z\xbc\xaf\x27\x1c',
  'Rar!\x1a\x07',
  '\xfd7zXZ\0',
]
const firstMagics = ['\xff\xd8\xff', 'GIF8', '\x1f\x8b\x08', '\x28\xb5\x2f\xfd']
/** bzip2 tells its kind by too few bytes (`BZh9`), a file by those that begin its first block. */
const bzip2 = /^BZh[1-9]1AY&SY/
const MAX_FILES = 500

/** Whether bytes begin as a file that is no text does. */
export function beginsAsFile(data: Buffer): boolean {
  const head = data.subarray(0, 16).toString('latin1')
  return [...longMagics, ...firstMagics].some((magic) => head.startsWith(magic)) || bzip2.test(head)
}

/** Files that a text carries, in base64 at any alignment, hexadecimal or uuencoding, by how they begin. */
export function carriedFiles(data: Buffer): Uint8Array[] {
  // XML writes line ends within an attribute as references (XML 1.0 §3.3.3).
  const text = data.toString('latin1').replace(/&#(?:x[ad]|1[03]);/gi, '\n')
  const found: Buffer[] = []
  const add = (bytes: Buffer) => {
    const view = bytes.toString('latin1')
    const starts = longMagics.map((magic) => view.indexOf(magic)).filter((at) => at >= 0)
    if (firstMagics.some((magic) => view.startsWith(magic)) || bzip2.test(view)) starts.push(0)
    if (starts.length > 0 && found.length < MAX_FILES) found.push(bytes.subarray(Math.min(...starts)))
  }
  for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{24,}(?:\r?\n[> \t]*[A-Za-z0-9+/_-]+)*/g)) {
    const clean = run
      .replace(/\r?\n[> \t]*/g, '')
      .replaceAll('-', '+')
      .replaceAll('_', '/')
    for (let skip = 0; skip < 4; skip++) add(Buffer.from(clean.slice(skip), 'base64'))
  }
  for (const [run] of text.matchAll(/(?:[0-9a-fA-F]{2}\s*){24,}/g)) add(Buffer.from(run.replace(/\s/g, ''), 'hex'))
  // Up to the end, to another one, or to where the text ends: a block that was cut off is read as far as it goes, by other readers too.
  for (const body of text.split(/^begin [0-7]{3,4} [^\r\n]*\r?\n/m).slice(1)) {
    const bytes = uudecoded(body.split(/^end[ \t]*\r?$/m, 1)[0] ?? '')
    if (bytes !== null && found.length < MAX_FILES) found.push(bytes)
  }
  return found
}

/**
 * uuencoding (POSIX `uuencode`): a length, then groups of four characters for three bytes. Lines of prose after the word `begin` are no data: null where the
 * first line is none, since no reader takes a file from there.
 */
function uudecoded(body: string): Buffer | null {
  const out: number[] = []
  for (const [index, line] of body.split(/\r?\n/).entries()) {
    const value = (at: number) => ((line.charCodeAt(at) || 32) - 32) & 63
    const length = line === '' ? 0 : value(0)
    const digits = Math.ceil(length / 3) * 4
    const isData = /^[ -`]*$/.test(line) && line.length <= digits + 3
    if (index === 0 && (!isData || (line.length - 1) * 2 < digits)) return null
    if (!isData) continue
    const bytes: number[] = []
    for (let at = 1; bytes.length < length; at += 4) {
      const group = (value(at) << 18) | (value(at + 1) << 12) | (value(at + 2) << 6) | value(at + 3)
      bytes.push((group >> 16) & 255, (group >> 8) & 255, group & 255)
    }
    out.push(...bytes.slice(0, length))
  }
  return Buffer.from(out)
}
