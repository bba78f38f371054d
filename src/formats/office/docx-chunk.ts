import { decodeText } from '../charset.ts'
import { wideCharset } from '../charset-wide.ts'
import { parseHtml } from '../html.ts'
import type { OfficePackage } from './package.ts'
import type { OfficeWriter } from './writer.ts'

/**
 * A file that Word shows in the place of its mention (`altChunk`, ECMA-376 part 1 §17.17.2.1): a page or a plain text is written there; of another kind it is a file
 * within the file.
 */
export function writeChunk(pack: OfficePackage, part: string, out: OfficeWriter): void {
  const bytes = pack.bytes(part)
  const type = pack.contentType(part)
  const html = /html/.test(type) || /\.x?html?$/i.test(part)
  if (bytes === null || !(html || type === 'text/plain' || /\.txt$/i.test(part))) {
    out.file(part, bytes)
    return
  }
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(1024, bytes.byteLength)).toString('latin1')
  const declared = html ? (/<meta\s[^>]{0,200}charset\s*=\s*["']?([a-z0-9_:-]{2,40})/i.exec(head)?.[1] ?? null) : null
  const { text, problems } = decodeText(bytes, wideCharset(bytes) ?? declared)
  for (const problem of problems) out.problem(problem)
  const page = html ? parseHtml(text) : null
  for (const line of (page?.text ?? text).split(/\r?\n/)) {
    out.paragraph()
    out.text(line)
    out.endParagraph()
  }
  for (const line of page?.hidden.split('\n') ?? []) {
    // Listed under a word already: `link: …`.
    const [, label = 'not shown', value = ''] = /^([^:]+): (.*)$/.exec(line) ?? []
    out.note(label, value)
  }
  for (const code of page?.problems ?? []) out.problem(code)
}
