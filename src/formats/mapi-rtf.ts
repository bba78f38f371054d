import type { FileWithin } from './file-within.ts'
import { parseHtml } from './html.ts'
import type { PropertyReader } from './mapi-item.ts'
import { readRtf as readDocument } from './office/rtf.ts'
import { decompressRtf } from './rtf-compressed.ts'
import { type RtfBody, readRtf } from './rtf-html.ts'

/** The body that an item keeps as compressed RTF (PidTagRtfCompressed). */
export interface ItemRtf {
  /** Null where there is none. */
  readonly body: RtfBody | null
  readonly whole: boolean
  /** All of it. */
  read(): RtfTexts
}

interface RtfTexts {
  /** What it says, with notes, page headers and hidden text, a line each. */
  readonly lines: readonly string[]
  /** Objects set into the text. */
  readonly files: readonly FileWithin[]
}

const nothing: RtfTexts = { lines: [], files: [] }

export function itemRtf(own: PropertyReader): ItemRtf {
  const { rtf, whole } = decompressRtf(own.bytes(0x1009) ?? new Uint8Array(0))
  const body = rtf.byteLength === 0 ? null : readRtf(rtf)
  return { body, whole, read: () => (body === null ? nothing : textsOf(rtf, body)) }
}

function textsOf(rtf: Uint8Array, body: RtfBody): RtfTexts {
  const read = body.kind === 'text' ? null : readDocument(rtf)
  const content = read === null ? null : read.kind === 'html' ? parseHtml(read.html) : read.content
  const lines = (content === null ? body.text : `${content.text}\n${content.hidden}`).split('\n')
  const files = read === null ? [] : read.kind === 'html' ? read.files : read.content.files
  return { lines: lines.filter((line) => !writtenByPrograms.test(line)), files }
}

/** What Word writes into every RTF. */
const writtenByPrograms = /^(?:revision author: Unknown;?$|schema: https?:\/\/schemas\.microsoft\.com\/)/u

/**
 * The lines that say something which other texts don't: a word, or two words beside each other. So a body in another form is no other body because of how it is
 * set or broken into lines.
 */
export function saysOtherwise(lines: readonly string[], said: string): readonly string[] {
  if (lines.length === 0) return []
  const pairs = pairsOf(wordsOf(said))
  return lines.filter((line) => {
    const words = wordsOf(line)
    return words.length === 1 ? !pairs.has(words[0] as string) : [...pairsOf(words)].some((pair) => !pairs.has(pair))
  })
}

const wordsOf = (text: string): readonly string[] =>
  text
    .normalize('NFC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? []

/** Each word, and each with the one behind it. */
function pairsOf(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.flatMap((word, at) => (at === 0 ? [word] : [word, `${words[at - 1]} ${word}`])))
}
