import { crc32, deflateSync } from 'node:zlib'
import type { BundleFile } from '../../src/produce/zip-write.ts'

/** How a test looks at the bytes that a mutant put in, by means of its own. */
export type View = 'raw' | 'utf-8' | 'quoted-printable' | 'base64' | 'hex' | 'utf-16' | 'inflated'

/**
 * A leak left in finished renditions, in one of the ways that `safety.md` §1 numbers. It takes the files of a clean bundle and gives them with the leak
 * in; the check must name `where`.
 */
export interface Mutant {
  readonly numbers: readonly number[]
  readonly what: string
  readonly where: RegExp
  readonly mutate: (files: readonly BundleFile[]) => readonly BundleFile[]
  /** What must stand in the bytes put in, and how it is seen there; the redacted name by any view where left out. */
  readonly proof?: readonly [View, RegExp]
  /** It holds no string that is redacted or dropped: only the structure betrays it. */
  readonly structural?: boolean
  /** Whether the whole production is needed; else the family of the file is enough, which is faster. */
  readonly whole?: boolean
}

export const FIRST = 'mail/CTRL-000001.eml'
export const SECOND = 'mail/CTRL-000002.eml'
export const HTML = 'mail/CTRL-000006.eml'
export const OTHER = 'mail/CTRL-000007.eml'
export const FILES = 'mail/CTRL-000008.eml'
export const PRINTED = 'pdf/CTRL-000001.pdf'
export const PIXELS = 'pdf/CTRL-000009.pdf'
export const PLAIN_NAME = 'Zoe Quillfeather'

export const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
export const base64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64')

export function edit(path: string, change: (text: string) => string): Mutant['mutate'] {
  return (files) =>
    files.map((file) => {
      if (file.path !== path) return file
      const before = latin(file.bytes)
      const after = change(before)
      if (after === before) throw new Error(`this mutant changes nothing in ${path}`)
      return { path, bytes: Buffer.from(after, 'latin1') }
    })
}

/** UTF-8 as the latin1 view of a file has it. */
export const utf8 = (text: string) => Buffer.from(text, 'utf8').toString('latin1')
export const header = (line: string) => (text: string) => `${utf8(line)}\r\n${text}`
/** A sentence more in the first body of a message; quoted-printable where it is not ASCII. */
export const say = (text: string) => (mail: string) => mail.replace(/(quoted-printable\r\n\r\n)/, `$1${qp(text)}\r\n`)
export const qp = (text: string) =>
  [...Buffer.from(text, 'utf8')]
    .map((byte) =>
      byte >= 0x20 && byte < 0x7f && byte !== 0x3d
        ? String.fromCharCode(byte)
        : byte === 0x0a
          ? '\r\n'
          : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('')
    .split('\r\n')
    .map((line) =>
      line
        .replace(/[ \t]$/, (blank) => `=${blank.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
        .replace(/((?:=..|[^=]){60})(?=.)/g, '$1=\r\n'),
    )
    .join('\r\n')
export const inHtml = (markup: string) => (mail: string) => {
  const at = mail.indexOf('<body>')
  if (at < 0) throw new Error('no HTML body')
  return `${mail.slice(0, at + 6)}=\r\n${qp(markup)}=\r\n${mail.slice(at + 6)}`
}
/** One more part at the end of the outermost multipart. */
export const part = (headers: string, body: string) => (mail: string) => {
  const boundary = /^Content-Type: multipart\/mixed; boundary="([^"]+)"/m.exec(mail)?.[1] ?? ''
  return mail.replace(`--${boundary}--`, `--${boundary}\r\n${headers}\r\n\r\n${body}\r\n--${boundary}--`)
}

/** The header `name` says something else. */
export const rewrite = (name: string, value: string) => (text: string) =>
  text.replace(new RegExp(`^${name}: .*(\r\n .*)*`, 'm'), () => `${name}: ${value}`)

/** A PDF object more, named by the catalog where `key` is given; the cross-reference table is left to the reader. */
export const pdfObject = (body: string, key: string | null) => (pdf: string) => {
  const withObject = pdf.replace(/xref\n0 \d+\n/, (table) => `9000 0 obj\n${body}\nendobj\n\n${table}`)
  return key === null ? withObject : withObject.replace(/\/Type \/Catalog/, `/Type /Catalog\n/${key} 9000 0 R`)
}
export const onPage = (entry: string) => (pdf: string) => pdf.replace(/\/Type \/Page\n/, `/Type /Page\n${entry}\n`)
export const stream = (content: string) => {
  const packed = deflateSync(Buffer.from(content, 'latin1')).toString('latin1')
  return `<<\n/Filter /FlateDecode\n/Length ${packed.length}\n>>\nstream\n${packed}\nendstream`
}
export const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()

export function pngWith(type: string, body: string) {
  return (bytes: Uint8Array): Buffer => {
    const data = Buffer.concat([Buffer.from(type, 'latin1'), Buffer.from(body, 'utf8')])
    const chunk = Buffer.alloc(8)
    chunk.writeUInt32BE(data.length - 4, 0)
    chunk.writeUInt32BE(crc32(data), 4)
    return Buffer.concat([bytes.subarray(0, 33), chunk.subarray(0, 4), data, chunk.subarray(4), bytes.subarray(33)])
  }
}
/** Replaces the base64 body of the part that has this file name. */
export const recode = (name: string, change: (bytes: Buffer) => Uint8Array) => (mail: string) =>
  mail.replace(
    new RegExp(`(filename="${name}"\\r\\nContent-Transfer-Encoding: base64\\r\\n\\r\\n)([A-Za-z0-9+/=\\r\\n]+?)(?=\\r\\n--)`),
    (_, head: string, body: string) => `${head}${base64(change(Buffer.from(body, 'base64'))).replace(/.{76}(?=.)/g, '$&\r\n')}`,
  )

/** A mutant of one file. */
export const mutant = (
  numbers: number | readonly number[],
  what: string,
  change: (text: string) => string,
  path = FIRST,
  more: Partial<Mutant> = {},
): Mutant => ({
  numbers: typeof numbers === 'number' ? [numbers] : numbers,
  what,
  where: new RegExp(`^${path.replaceAll('.', '\\.')}`),
  mutate: edit(path, change),
  ...more,
})
/** What proves a mutant, where it isn't the redacted name in plain. */
export const proof = (pattern: RegExp, view: View = 'raw'): Partial<Mutant> => ({ proof: [view, pattern] })
/** As `proof`, for what no search could find: it holds nothing that was redacted or dropped. */
export const shape = (pattern: RegExp, view: View = 'raw'): Partial<Mutant> => ({ proof: [view, pattern], structural: true })
