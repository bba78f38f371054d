import type { MessagePart } from '../model/index.ts'

/**
 * Canonical text of plain text: line ends as LF, control characters (which no one can see) as U+FFFD, lone surrogates as U+FFFD. One code unit stays
 * one, apart from line ends.
 */
export function cleanText(text: string): string {
  const unix = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
  return cleanControls(unix)
}

/** `cleanText` without touching line ends: the length stays the same. */
export function cleanControls(text: string): string {
  const visible = control.test(text) ? withoutControls(text) : text
  return visible.isWellFormed() ? visible : visible.toWellFormed()
}

const control = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/
const replacement = 0xfffd
const pieceUnits = 65_536

/** By code units: a pattern's matches, of which the engine keeps something each, are forty times a body of zeros. */
function withoutControls(text: string): string {
  const units = new Uint16Array(Math.min(pieceUnits, text.length))
  const pieces: string[] = []
  for (let from = 0; from < text.length; from += pieceUnits) {
    const count = Math.min(pieceUnits, text.length - from)
    for (let at = 0; at < count; at++) {
      const unit = text.charCodeAt(from + at)
      units[at] = (unit < 32 && unit !== 9 && unit !== 10 && unit !== 13) || unit === 127 ? replacement : unit
    }
    pieces.push(Buffer.from(units.buffer, 0, count * 2).toString('utf16le'))
  }
  return pieces.join('')
}

const parameters = {
  format: /;\s*format\s*=\s*"?([^\s";]+)/i,
  delsp: /;\s*delsp\s*=\s*"?([^\s";]+)/i,
} as const

/** A parameter of the part's Content-Type, lower case; null where absent. */
export function contentTypeParameter(part: MessagePart, name: keyof typeof parameters): string | null {
  const field = part.headers.find((header) => header.name.toLowerCase() === 'content-type')
  return field === undefined ? null : (parameters[name].exec(field.value)?.[1]?.toLowerCase() ?? null)
}

/**
 * Joins the soft-broken lines of format=flowed text (RFC 3676 §4): a line that ends with a space goes on in the next one of the same quote depth;
 * stuffed spaces are removed; the signature separator `-- ` stays a line of its own (§4.3).
 */
export function unflow(text: string, delSp: boolean): string {
  const out: string[] = []
  let openDepth = -1
  let pieces: string[] = []
  const close = (): void => {
    if (openDepth >= 0) out.push(quoted(openDepth, pieces.join('')))
    openDepth = -1
    pieces = []
  }
  for (const line of text.split('\n')) {
    const depth = /^>*/.exec(line)?.[0].length ?? 0
    const rest = line.slice(depth)
    const content = rest.startsWith(' ') ? rest.slice(1) : rest
    const signature = content === '-- '
    const soft = content.endsWith(' ') && !signature
    if (openDepth !== depth || signature) {
      close()
      openDepth = depth
    }
    pieces.push(soft && delSp ? content.slice(0, -1) : content)
    if (!soft) close()
  }
  close()
  return out.join('\n')
}

function quoted(depth: number, content: string): string {
  return depth === 0 ? content : `${'>'.repeat(depth)} ${content}`
}
