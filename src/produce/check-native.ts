import { zstdDecompressSync } from 'node:zlib'
import { asId, type DocumentId, type ProblemCode } from '../model/index.ts'
import { oldTexts } from './check-charsets.ts'
import { compoundContent } from './check-compound.ts'
import { textsOf } from './check-decode.ts'
import { type Encoded, encodedFiles } from './check-encoded.ts'
import { gzipMember } from './check-gzip.ts'
import { checkNativePdf } from './check-native-pdf.ts'
import { isKnownPart, isPieceOfOffice, isPreview } from './check-office-parts.ts'
import { checkPacked } from './check-packed.ts'
import { checkPicture, isPicture } from './check-picture.ts'
import { isText, isWideText } from './check-text.ts'
import type { Findings, Structure } from './check-types.ts'
import { readZip, ZipProblem } from './check-zip.ts'

const BUDGET = 512 * 2 ** 20
const MAX_DEPTH = 4

/**
 * A file of a kind that is not known beforehand: text, mail, PDF, PNG, zip and Office files are taken apart; anything else cannot be looked into, and
 * so cannot be cleared, wherever it lies.
 */
export async function checkNative(
  bytes: Uint8Array,
  path: string,
  owners: readonly DocumentId[] | null,
  findings: Findings,
  depth = 0,
): Promise<void> {
  const { reader } = findings
  const toRead: (() => Promise<void>)[] = []
  takeApart(bytes, path, owners, { ...findings, read: (ask) => void toRead.push(() => ask(reader)) }, depth)
  for (const read of toRead) await read()
}

const notInWhole: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'unreadable-attachment',
  'password-protected',
  'too-large',
  'timeout',
  'out-of-memory',
  'parser-failed',
])

/** Why nobody can say what a file holds: it, or a file within, is of a kind that nothing here can take apart; or data stands behind the end of a picture, which no program shows. */
export type Opacity = 'kind' | 'behind-picture'

/**
 * Whether a file, or one within it, is of a kind that nothing here can take apart (sound, film, an old Office file, an archive that is locked): then nobody can say
 * what it holds, and the check refuses it. The same question as `checkNative` asks.
 * @param problems what the reader of documents found when the file was collected; it isn't asked again
 * @param depth of the files that it lies within
 */
export function opacityOf(bytes: Uint8Array, problems: readonly ProblemCode[] = [], depth = 0): Opacity | null {
  const found = new Set<Opacity>()
  let reads = false
  const problem = (_: string, path: string) => {
    found.add(path.includes(BEHIND_PICTURE) ? 'behind-picture' : 'kind')
  }
  const read = () => {
    reads = true
  }
  takeApart(bytes, '', null, { layer: () => undefined, problem, read }, depth)
  if (reads && problems.some((code) => notInWhole.has(code))) found.add('kind')
  return found.has('kind') ? 'kind' : (found.values().next().value ?? null)
}

/** Whether nobody can say what a file holds. */
export function isOpaque(bytes: Uint8Array, problems: readonly ProblemCode[] = [], depth = 0): boolean {
  return opacityOf(bytes, problems, depth) !== null
}

const BEHIND_PICTURE = 'bytes behind the picture'

/**
 * Whether a text holds something, in base64 or the like, that nothing here can take apart, as a file that was cut off in a bounce, or an encrypted message: the check
 * refuses such a text.
 */
export function holdsOpaqueFile(text: string): boolean {
  return encodedFiles(Buffer.from(text)).some((found) => found === null || isOpaque(found, [], 1))
}

/** Files and messages within a text, in base64 or the like: a reviewer saw their letters, not what they hold. */
export async function checkTextWithin(text: string, path: string, owners: readonly DocumentId[], findings: Findings): Promise<void> {
  for (const found of encodedFiles(Buffer.from(text))) {
    if (found === null) closed(path, findings)
    else await checkNative(found, `${path} › file within the text`, owners, findings, 1)
  }
}

function closed(path: string, findings: Pick<Findings, 'problem'>): void {
  findings.problem(
    'undecodable',
    path,
    'Something in this text is encrypted or encoded in a way that cannot be looked into, so it cannot be cleared. Mark its letters, or withhold it.',
  )
}

/** In place of a part's name: the file stands in a text, encoded. */
const WITHIN_TEXT = ''

/** @param part its name in an Office file, where it is a part of one */
function takeApart(
  bytes: Uint8Array,
  path: string,
  owners: readonly DocumentId[] | null,
  findings: Structure,
  depth: number,
  part: string | null = null,
): void {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const magic = data.subarray(0, 8).toString('latin1')
  if (/^\s*\{\\rtf/.test(data.subarray(0, 64).toString('latin1'))) readable(bytes, path, owners, findings)
  if (magic.startsWith('PK')) {
    if (depth >= MAX_DEPTH) {
      findings.problem('undecodable', path, 'Archives are nested too deeply to be checked.')
      return
    }
    const outside: Uint8Array[] = []
    const aside: Parameters<typeof readZip>[1]['aside'] = (what, found) => {
      if (what === 'bytes outside of entries') outside.push(found)
      else for (const text of textsOf(found)) findings.layer({ path, layer: what, owners, text, noisy: what === 'zip extra field' })
    }
    try {
      const entries = readZip(bytes, { passphrase: null, strict: false, budget: BUDGET, aside })
      if (part !== WITHIN_TEXT || !isPieceOfOffice(entries)) readable(bytes, path, owners, findings)
      for (const entry of entries) {
        const where = `${path} › ${depth === 0 ? 'entry' : 'inner entry'}`
        for (const text of [entry.name, ...oldTexts(entry.nameBytes)])
          findings.layer({ path: where, layer: 'entry name', owners, text, noisy: false })
        if (!entry.name.endsWith('/') || entry.bytes.length > 0) takeApart(entry.bytes, where, owners, findings, depth + 1, entry.name)
      }
      // A file before an archive, behind it, or hidden between its entries.
      for (const found of outside) takeApart(found, `${path} › bytes outside of entries`, owners, findings, depth + 1)
    } catch (error) {
      if (!(error instanceof ZipProblem)) throw error
      readable(bytes, path, owners, findings)
      findings.problem('undecodable', path, `An archive cannot be checked: ${error.message}.`)
    }
    return
  }
  const inner = (found: Uint8Array, where: string, name: string | null = null) => {
    if (depth >= MAX_DEPTH) findings.problem('undecodable', path, 'Files are nested too deeply to be checked.')
    else takeApart(found, `${path} › ${where}`, owners, findings, depth + 1, name)
  }
  if (magic.startsWith('%PDF-')) {
    checkNativePdf(data, path, owners, findings, (found) => inner(found, 'embedded file'))
    return
  }
  const unpacked = compressed(data)
  if (unpacked !== null) {
    for (const text of textsOf(unpacked.names)) findings.layer({ path, layer: 'names of a compressed file', owners, text, noisy: false })
    inner(unpacked.bytes, 'compressed file')
    if (unpacked.behind.some((byte) => byte !== 0)) inner(unpacked.behind, 'bytes behind the compressed file')
    return
  }
  if (isPicture(data)) {
    const behind = checkPicture(data, path, owners, findings, (found) => inner(found, 'file within the picture'))
    if (part !== null && isPreview(part, data)) {
      for (const read of textsOf(behind)) findings.layer({ path, layer: 'bytes', owners, text: read, noisy: true })
      checkPacked(Buffer.from(behind), path, owners, findings, (found) => inner(found, 'file behind the picture'))
    } else if (behind.some((byte) => byte !== 0)) inner(behind, BEHIND_PICTURE)
    return
  }
  const compound = part === WITHIN_TEXT ? compoundContent(data) : null
  if (compound !== null) {
    findings.layer({ path, layer: 'entry name', owners, text: compound.names.join('\n'), noisy: false })
    for (const stream of compound.streams) inner(stream, 'stream')
    // Between its streams stands whatever was in memory when it was written.
    for (const read of textsOf(bytes)) findings.layer({ path, layer: 'bytes', owners, text: read, noisy: true })
    checkPacked(data.subarray(8), path, owners, findings, (found) => inner(found, 'file between streams'))
    return
  }
  if (!isText(bytes) && !(part !== null && isKnownPart(part, data))) {
    findings.problem(
      'undecodable',
      path,
      'A file of this kind cannot be looked into, so it cannot be cleared. Withhold it, or release its text.',
    )
    for (const read of textsOf(bytes)) findings.layer({ path, layer: 'bytes', owners, text: read, noisy: true })
    return
  }
  // RFC 5545 §3.1 folds lines by bytes, also inside a character.
  const [text = ''] = textsOf(bytes)
  const unfolded = /^BEGIN:V/im.test(text) ? textsOf(Buffer.from(data.toString('latin1').replace(/\r?\n[ \t]/g, ''), 'latin1')) : []
  for (const read of [...textsOf(bytes), ...unfolded, ...oldTexts(bytes)])
    findings.layer({ path, layer: 'text', owners, text: read, noisy: false })
  const files: Encoded[] = encodedFiles(isWideText(bytes) ? Buffer.from(textsOf(bytes).join('\n')) : data)
  for (const found of files) {
    if (found === null) closed(path, findings)
    else inner(found, 'file within the text', WITHIN_TEXT)
  }
}

interface Compressed {
  /** What its headers say. */
  readonly names: Uint8Array
  readonly bytes: Uint8Array
  readonly behind: Uint8Array
}

/** What a file of gzip (RFC 1952) or zstd (RFC 8878) holds, and what stands behind it; null for any other. Members of gzip that follow each other are one file. */
function compressed(data: Buffer): Compressed | null {
  if (data[0] === 0x1f && data[1] === 0x8b) return gzip(data)
  if (data.length < 4 || data.readUInt32LE(0) !== 0xfd2fb528) return null
  try {
    const { buffer, engine } = zstdDecompressSync(data, { maxOutputLength: BUDGET, info: true }) as unknown as {
      buffer: Uint8Array
      engine: { bytesWritten: number }
    }
    return { names: new Uint8Array(0), bytes: buffer, behind: data.subarray(engine.bytesWritten) }
  } catch {
    return null
  }
}

function gzip(data: Buffer): Compressed | null {
  const [names, contents]: [Buffer[], Buffer[]] = [[], []]
  let [at, left] = [0, BUDGET]
  for (;;) {
    const member = left <= 0 ? null : gzipMember(data.subarray(at), left)
    if (member === null) break
    names.push(member.names)
    contents.push(member.buffer)
    at += member.length
    left -= member.buffer.length
  }
  return at === 0 ? null : { names: Buffer.concat(names), bytes: Buffer.concat(contents), behind: data.subarray(at) }
}

/** An Office or RTF file as it reads: in its markup a name may be cut into many pieces, by formatting or by the checker of spelling. */
function readable(bytes: Uint8Array, path: string, owners: readonly DocumentId[] | null, findings: Structure): void {
  findings.read(async (reader) => {
    const { surfaces, problems } = await reader.surfaces(asId('check'), { part: '1', type: '', filename: null, bytes })
    for (const { kind, text } of surfaces)
      findings.layer({ path, layer: kind === 'hidden' ? 'hidden text' : 'document text', owners, text, noisy: false })
    // Files within the file are taken apart as what they are.
    if (problems.some(({ code }) => code !== 'no-text' && code !== 'files-within'))
      findings.problem('undecodable', path, 'An Office file cannot be read in whole.')
  })
}
