import { Parser } from 'htmlparser2'
import { decodeText } from '../charset.ts'
import { type OfficeLimits, officeLimits } from '../limits.ts'

/** An element's attributes by local name (`w:val` as `val`) and, where they have a prefix, by full name too. One without a prefix goes first. */
export type Attributes = Readonly<Record<string, string>>

/** The attribute of that local name that has a prefix, whichever it is: `r:id` beside `id`. */
export function prefixed(attributes: Attributes, name: string): string | undefined {
  const key = Object.keys(attributes).find((candidate) => candidate.endsWith(`:${name}`))
  return key === undefined ? undefined : attributes[key]
}

export interface XmlHandler {
  /** @param name local name: prefixes are the writer's choice */
  open(name: string, attributes: Attributes): void
  close(name: string): void
  text(value: string): void
}

/** Allowance for the elements of all parts of a file. */
export interface XmlBudget {
  elements: number
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1)

/**
 * Reads a part of an Office file. Tokens are htmlparser2's in its XML mode, which knows the five entities of XML and numbers, and
 * resolves no other: a document type, its entities and anything external are passed over. What is not well-formed is read as far as it goes.
 *
 * @returns false where the limits ended the reading
 */
export function readXml(bytes: Uint8Array, handler: XmlHandler, budget: XmlBudget, limits: OfficeLimits = officeLimits): boolean {
  let depth = 0
  let stopped = false
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        depth++
        budget.elements--
        // The parser looks through its open elements for each end tag: depth without bound would cost the square of it.
        if (depth > limits.depth || budget.elements < 0) {
          stopped = true
          parser.pause()
        }
        if (stopped) return
        const own: Record<string, string> = Object.create(null) as Record<string, string>
        for (const key in attributes) {
          own[key] = attributes[key] ?? ''
          if (key.includes(':') && attributes[local(key)] === undefined) own[local(key)] = attributes[key] ?? ''
        }
        handler.open(local(name), own)
      },
      onclosetag(name) {
        depth--
        if (!stopped) handler.close(local(name))
      },
      ontext(value) {
        if (!stopped) handler.text(value)
      },
    },
    { xmlMode: true, decodeEntities: true, recognizeSelfClosing: true },
  )
  const source = xmlText(bytes)
  // In pieces, so that a reading that was stopped ends early.
  for (let at = 0; at < source.length && !stopped; at += 65_536) parser.write(source.slice(at, at + 65_536))
  if (!stopped) parser.end()
  return !stopped
}

/** XML 1.0 §4.3.3: a byte order mark, else the declaration, else UTF-8. */
function xmlText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeText(bytes.subarray(2), 'utf-16le').text
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeText(bytes.subarray(2), 'utf-16be').text
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 200)).toString('latin1')
  const declared = /^<\?xml[^>]{0,100}encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(head)?.[1] ?? 'utf-8'
  return decodeText(bytes, /^utf-?16/i.test(declared) ? 'utf-8' : declared).text
}
