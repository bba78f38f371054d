import { constants, inflateSync } from 'node:zlib'
import type { DocumentId } from '../model/index.ts'
import { textsOf } from './check-decode.ts'
import { type PdfFile, PdfProblem, type PdfValue, readPdfObjects } from './check-pdf-objects.ts'
import { allowedKeys, nameSpaces, shownValues, withoutOwnWords } from './check-pdf-own.ts'
import type { Findings } from './check-types.ts'

const MAX_OPERANDS = 64 * 2 ** 20

/** A text of a page that is to be searched, and whose it is where that isn't the document of the page. */
export interface PageText {
  readonly text: string
  readonly owners?: readonly DocumentId[]
}

export interface PageTexts {
  /** The texts of each page, one by one: all of a page but what is ours. */
  readonly pages: readonly (readonly PageText[])[]
  /** What the pages say in the order in which it is read, where they give it in another (from right to left) and have the very letters of it; else null. */
  readonly said: readonly PageText[] | null
}

/** Takes what is ours from the texts of pages. */
export type Ours = (pages: readonly string[]) => PageTexts

/**
 * Takes a produced PDF apart: structure against the allow-list, every object's strings and streams, and the text that pdf.js reads. `pixels` says
 * that pages hold pictures and a footer alone.
 */
export async function checkPdf(
  bytes: Uint8Array,
  path: string,
  owners: readonly DocumentId[] | null,
  pixels: boolean,
  findings: Findings,
  ours: Ours = (pages) => ({ pages: pages.map((text) => [{ text }]), said: null }),
): Promise<PdfFile | null> {
  const text = await findings.reader.pdf(bytes)
  const { pages, said } = ours(text.pages.map((page) => page.text))
  for (const [at, shown] of pages.entries()) {
    const where = `${path} › page ${text.pages[at]?.number ?? at + 1}`
    for (const { text: plain, owners: whose = owners } of shown)
      for (const one of [{ layer: 'pdf text', text: plain }, ...fromRightToLeft(plain)])
        findings.layer({ path: where, owners: whose, noisy: false, isSaidElsewhere: said !== null, ...one })
  }
  for (const { text: plain, owners: whose = owners } of said ?? [])
    findings.layer({ path, layer: 'pdf text, as it is read', owners: whose, text: plain, noisy: false })
  if (text.problems.some((code) => code !== 'no-text')) findings.problem('undecodable', path, 'pdf.js cannot read this PDF.')
  let file: PdfFile
  try {
    file = readPdfObjects(bytes)
  } catch (error) {
    if (!(error instanceof PdfProblem)) throw error
    findings.problem('pdf-structure', path, `This PDF is not as produced: ${error.message}.`)
    // Whatever it is, what can be read of it is searched.
    for (const raw of textsOf(bytes)) findings.layer({ path, layer: 'pdf bytes', owners, text: raw, noisy: true })
    for (const part of looseStreams(bytes))
      for (const raw of textsOf(part)) findings.layer({ path, layer: 'pdf bytes', owners, text: raw, noisy: true })
    return null
  }
  checkStructure(file, path, findings)
  const trailing = [...file.trailer].flatMap(([key, value]) => shownValues(value, key))
  findings.layer({ path: `${path} › trailer`, layer: 'pdf object', owners, text: trailing.join('\n'), noisy: true })
  for (const object of file.objects.values()) {
    const where = `${path} › object ${object.id}`
    const strings = shownValues(object.value, '')
    if (strings.length > 0) findings.layer({ path: where, layer: 'pdf object', owners, text: strings.join('\n'), noisy: false })
    if (object.stream === null) continue
    const entries = object.value.kind === 'dict' ? object.value.entries : new Map<string, PdfValue>()
    if (isImage(entries)) {
      findings.layer({ path: where, layer: 'pdf image', owners, text: object.stream.toString('latin1'), noisy: true })
      continue
    }
    const isFont = entries.has('Length1') || name(entries, 'Subtype') === 'CIDFontType0C' || name(entries, 'Subtype') === 'OpenType'
    if (isFont) {
      for (const raw of textsOf(object.stream)) findings.layer({ path: where, layer: 'pdf font', owners, text: raw, noisy: true })
      continue
    }
    const content = withoutOwnWords(object.stream.toString('latin1'))
    if (content.length > MAX_OPERANDS) findings.problem('undecodable', where, 'A content stream is larger than what is checked.')
    if (/(?:^|\s)(?:[3-7])\s+Tr\b/.test(content)) findings.problem('pdf-hidden-text', where, 'Text is drawn invisibly.')
    if (/\b(?:BDC|DP|MP)\b/.test(content)) findings.problem('pdf-marked-content', where, 'The page holds marked content.')
    if (/\bBI\b[\s\S]*\bID\b/.test(content)) findings.problem('pdf-inline-image', where, 'The page holds an inline image.')
    if (/(?:^|\n)%/.test(content)) findings.problem('pdf-comment', where, 'A stream holds a comment.')
    findings.layer({ path: where, layer: 'pdf strings', owners, text: pdfStrings(content).join('\n'), noisy: true })
    findings.layer({ path: where, layer: 'pdf stream', owners, text: content, noisy: true })
  }
  if (pixels) checkPixelPages(file, path, findings)
  return file
}

const rightToLeft = '[\\p{Script=Arabic}\\p{Script=Hebrew}\\p{Script=Syriac}\\p{Script=Thaana}]'
/** Letters of such scripts. */
export const rightToLeftLetters = new RegExp(rightToLeft, 'gu')
/** Whether any of a text is written from right to left. */
export const isRightToLeft = (text: string): boolean => new RegExp(rightToLeft, 'u').test(text)
/** Words of such scripts that follow each other, marks and what parts them included. */
const turnedRun = new RegExp(`${rightToLeft}[\\p{M}\\p{Cf}]*(?:[^\\p{L}\\p{N}\\n]*${rightToLeft}[\\p{M}\\p{Cf}]*)+`, 'gu')

/**
 * Text of a page that is written from right to left comes out of pdf.js in the order in which it is drawn: letters and words from the left, or each word
 * as it is read and the words from the left, within a line of Latin text or all of a line. Each is turned; nothing where no such script is.
 */
function fromRightToLeft(text: string): readonly { readonly layer: string; readonly text: string }[] {
  const plain = text.normalize('NFKC')
  if (!isRightToLeft(plain)) return []
  const words = plain.replace(turnedRun, (run) =>
    run
      .split(/([^\p{L}\p{N}\p{M}\p{Cf}]+)/u)
      .reverse()
      .join(''),
  )
  return [
    { layer: 'pdf text, from right to left', text: [...text].reverse().join('') },
    { layer: 'pdf text, words from right to left', text: words },
    { layer: 'pdf text, lines from right to left', text: plain.replace(/.+/g, (line) => line.split(/(\s+)/).reverse().join('')) },
  ]
}

const name = (entries: ReadonlyMap<string, PdfValue>, key: string): string => {
  const value = entries.get(key)
  return value?.kind === 'name' ? value.text : ''
}

/** A dictionary of an image. */
export function isImage(entries: ReadonlyMap<string, PdfValue>): boolean {
  return name(entries, 'Subtype') === 'Image'
}

function checkStructure(file: PdfFile, path: string, findings: Findings): void {
  const problem = (code: string, message: string) => findings.problem(code, path, message)
  for (const key of file.trailer.keys()) if (!['Size', 'Root', 'Info', 'ID'].includes(key)) problem('pdf-key', `The trailer holds /${key}.`)
  const reached = new Set<string>()
  const walk = (value: PdfValue, holder: string): void => {
    if (value.kind === 'ref') {
      if (reached.has(value.text)) return
      reached.add(value.text)
      const object = file.objects.get(value.text)
      if (object === undefined) problem('pdf-structure', 'An object is named that is not there.')
      else walk(object.value, holder)
    } else if (value.kind === 'array') for (const item of value.items) walk(item, holder)
    else if (value.kind === 'dict') {
      for (const [key, member] of value.entries) {
        if (nameSpaces.has(holder)) {
          if (!/^[A-Za-z][A-Za-z0-9_.+-]{0,40}$/.test(key)) problem('pdf-key', 'A resource has an unexpected name.')
        } else if (!allowedKeys.has(key)) problem('pdf-key', `A dictionary holds /${/^[A-Za-z0-9]{1,30}$/.test(key) ? key : '…'}.`)
        walk(member, key)
      }
    }
  }
  for (const [key, value] of file.trailer) walk(value, key)
  for (const object of file.objects.values()) if (!reached.has(object.id)) problem('pdf-orphan', `Object ${object.id} belongs to nothing.`)
  const info = file.trailer.get('Info')
  const held = info?.kind === 'ref' ? file.objects.get(info.text)?.value : undefined
  if (held?.kind !== 'dict' || [...held.entries.keys()].join() !== 'Producer')
    problem('pdf-metadata', 'The document information holds more than a producer.')
  const root = file.trailer.get('Root')
  const catalog = root?.kind === 'ref' ? file.objects.get(root.text)?.value : undefined
  if (catalog?.kind !== 'dict' || [...catalog.entries.keys()].sort().join() !== 'Pages,Type')
    problem('pdf-catalog', 'The catalog holds more than pages.')
  for (const object of file.objects.values()) {
    if (object.value.kind !== 'dict' || name(object.value.entries, 'Type') !== 'Page') continue
    for (const key of object.value.entries.keys())
      if (!['Type', 'Parent', 'MediaBox', 'Resources', 'Contents'].includes(key)) problem('pdf-key', `A page holds /${key}.`)
  }
}

/** Rebuilt pages hold pictures and the footer's font: no font, mask or form of an original. */
function checkPixelPages(file: PdfFile, path: string, findings: Findings): void {
  for (const object of file.objects.values()) {
    if (object.value.kind !== 'dict') continue
    const { entries } = object.value
    if (entries.has('SMask') || entries.has('Mask') || entries.has('Alternates'))
      findings.problem('pdf-mask', `${path} › object ${object.id}`, 'A picture has a mask or an alternate.')
    if (name(entries, 'Type') === 'Font' && (name(entries, 'BaseFont') !== 'Helvetica' || entries.has('FontDescriptor')))
      findings.problem('pdf-font', `${path} › object ${object.id}`, 'A page that was rebuilt from pixels has a font.')
    if (name(entries, 'Subtype') === 'Form')
      findings.problem('pdf-form', `${path} › object ${object.id}`, 'A page that was rebuilt from pixels holds a drawing.')
  }
}

/** Strings of a content stream, those of one TJ array joined. */
export function pdfStrings(content: string): string[] {
  const out: string[] = []
  const one = (token: string) =>
    token.startsWith('<')
      ? Buffer.from(token.replace(/[<>\s]/g, ''), 'hex').toString('latin1')
      : token
          .slice(1, -1)
          .replace(/\\([0-7]{1,3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8) & 0xff))
          .replace(/\\(.)/gs, '$1')
  const pattern = /\[((?:\s*(?:\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]*>|[-+.\d]+))*)\s*\]|\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]+>/gs
  for (const match of content.matchAll(pattern)) {
    const tokens = match[1] === undefined ? [match[0]] : (match[1].match(/\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]*>/gs) ?? [])
    const joined = tokens.map(one).join('')
    if (joined.trim() !== '') out.push(...textsOf(Buffer.from(joined, 'latin1')))
  }
  return out
}

/** Streams of a PDF that the strict reader refused, found by their keywords. */
function looseStreams(bytes: Uint8Array): Buffer[] {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const found: Buffer[] = []
  for (let at = data.indexOf('stream'); at >= 0 && found.length < 20_000; at = data.indexOf('stream', at + 6)) {
    if (data.subarray(at - 3, at).toString('latin1') === 'end') continue
    const start = at + (data[at + 6] === 0x0d ? 8 : 7)
    const end = data.indexOf('endstream', start)
    if (end < 0) break
    found.push(data.subarray(start, end))
  }
  return found.flatMap((raw) => [raw, ...inflated(raw)])
}

function inflated(raw: Buffer): Buffer[] {
  try {
    return [inflateSync(raw, { maxOutputLength: 64 * 2 ** 20, finishFlush: constants.Z_SYNC_FLUSH })]
  } catch {
    return []
  }
}
