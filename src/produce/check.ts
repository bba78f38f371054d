import { readFileSync } from 'node:fs'
import type { FileReader } from '../formats/index.ts'
import { AppError, type DocumentId } from '../model/index.ts'
import { coverFiles, manifestFile } from './bundle-files.ts'
import { textsOf } from './check-decode.ts'
import { type LeakSearch, leakSearch } from './check-hits.ts'
import { checkMessage } from './check-mail.ts'
import { checkMbox } from './check-mbox.ts'
import { checkNative, checkTextWithin } from './check-native.ts'
import { furtherNeedle, type Needle } from './check-needles.ts'
import { checkPdf } from './check-pdf.ts'
import { checkPdfBoxes } from './check-pdf-boxes.ts'
import { checkBoxes, checkPng } from './check-png.ts'
import { printedOurs, scheduleOurs } from './check-printed.ts'
import { rowSearch, scheduleLayers } from './check-schedule.ts'
import { checkSourcePdf } from './check-source-pdf.ts'
import type { CheckResult } from './check-types.ts'
import { readZip, type ZipEntry, ZipProblem } from './check-zip.ts'
import type { Expectation } from './expectation.ts'
import { boxesOf } from './pixels.ts'
import { flatten, leaves, type Released } from './released.ts'
import { type PageMap, scheduleRows } from './schedule.ts'
import { OUTER_ENTRY } from './zip-write.ts'

/** Bytes that the files of a bundle may have together. */
const BUDGET = 4 * 2 ** 30

export interface CheckRequest {
  readonly path: string
  readonly passphrase: string
  /** From the matter; null where only further strings are asked about. */
  readonly expectation: Expectation | null
  readonly reader: FileReader
  /** Further strings that must be nowhere in the bundle. */
  readonly needles?: readonly string[]
}

/** What a bundle is searched for. */
interface Wanted {
  readonly needles: readonly Needle[]
  /** Redacted strings, and further ones that somebody asks about: each text once. */
  readonly redacted: number
  /** Values that the allow-lists drop of originals. */
  readonly technical: number
}

/** Everything that must be absent, and the refusal to check without anything. @throws `produce/no-needles` */
export function needlesFor(expectation: Expectation | null, further: readonly string[]): Wanted {
  const extra = further.flatMap((text) => furtherNeedle(text) ?? [])
  const technical = expectation === null ? [] : [...expectation.technical().headers, ...expectation.technical().hidden]
  const own = [...(expectation?.needles ?? []), ...extra]
  const redactions = own.filter((needle) => needle.control || needle.document === null)
  const boxes =
    expectation?.families.flatMap(flatten).some((released) => released.source.marks.some((mark) => mark.region !== null)) === true
  if (redactions.length === 0 && (expectation?.marks ?? 0) > 0 && !boxes)
    throw new AppError(
      'produce/no-needles',
      'There is nothing to search the bundle for, so a check would prove nothing: what is marked holds no letter or digit. Mark words, or withhold the document.',
    )
  if (redactions.length === 0 && technical.length === 0)
    throw new AppError(
      'produce/no-needles',
      expectation === null
        ? 'There is nothing to search the bundle for, so a check would prove nothing. Name strings that must be absent, or check a bundle that was produced in this workspace.'
        : 'There is nothing to search the bundle for, so a check would prove nothing: nothing is redacted or withheld, and the originals hold no header, id or hidden text that is left out. Redact or withhold something, or hand these documents over in another way.',
    )
  return {
    needles: [...own, ...technical],
    redacted: new Set(redactions.map((needle) => needle.canon)).size,
    technical: technical.length,
  }
}

/**
 * The leak check on a finished bundle, reread from disk: decrypted, taken apart by readers other than the writer's, searched for every needle in
 * every form, and its structure compared with what the matter says it must hold. Passes only with no hit and no problem.
 * @throws `produce/bundle-unreadable` (missing, damaged, wrong passphrase), `produce/no-needles`
 */
export async function checkBundle(request: CheckRequest): Promise<CheckResult> {
  const { expectation } = request
  const { needles, redacted, technical } = needlesFor(expectation, request.needles ?? [])
  const search = leakSearch(needles, expectation, request.reader)
  const entries = openBundle(request.path, request.passphrase, search)
  if (entries !== null) {
    if (expectation === null) await looseEntries(entries, search)
    else await checkEntries(entries, expectation, search)
  }
  return {
    passed: search.hits.length === 0 && search.problems.length === 0,
    needles: redacted,
    technicalNeedles: technical,
    layers: search.layers(),
    hits: search.hits,
    problems: search.problems,
    notes: notesOn(expectation, redacted, technical, search),
  }
}

function notesOn(expectation: Expectation | null, redacted: number, technical: number, search: LeakSearch): string[] {
  const left = expectation?.technical().left ?? 0
  return [
    ...(redacted === 0
      ? [
          `Nothing was redacted or withheld: the bundle was searched for the ${technical} values of the originals that are never given alone.`,
        ]
      : []),
    ...((expectation?.unsearchable ?? 0) > 0
      ? [
          `${expectation?.unsearchable} redactions cover no text that could be searched for; pictures under them were checked to be of one colour.`,
        ]
      : []),
    ...(search.released() > 0
      ? [
          `${search.released()} values that are dropped from headers or hidden also stand in text that was released; there, and only there, they were let pass.`,
        ]
      : []),
    ...(left > 0 ? [`${left} values of dropped headers are more than can be searched for; the structure of every file was checked.`] : []),
    'Proved: the strings listed are absent. Not proved: that the right ones were chosen, nor that context cannot identify.',
  ]
}

function openBundle(path: string, passphrase: string, search: LeakSearch): ZipEntry[] | null {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    throw new AppError(
      'produce/bundle-unreadable',
      'The bundle cannot be read. Check that it is there and that you may read it.',
      { path },
      error,
    )
  }
  let inner: ZipEntry[]
  try {
    inner = readZip(bytes, { passphrase, strict: true, budget: BUDGET })
  } catch (error) {
    if (error instanceof ZipProblem)
      throw new AppError('produce/bundle-unreadable', `This is not a bundle of ours: ${error.message}.`, { path }, error)
    throw error
  }
  const [content] = inner
  if (content === undefined || inner.length !== 1 || content.name !== OUTER_ENTRY) {
    search.problem('zip', OUTER_ENTRY, 'The outer archive holds something else than its one entry.')
    return null
  }
  try {
    return readZip(content.bytes, { passphrase: null, strict: true, budget: BUDGET })
  } catch (error) {
    if (!(error instanceof ZipProblem)) throw error
    search.problem('zip', OUTER_ENTRY, `The archive is not as produced: ${error.message}.`)
    for (const text of textsOf(content.bytes)) search.layer({ path: OUTER_ENTRY, layer: 'zip bytes', owners: null, text, noisy: true })
    try {
      return readZip(content.bytes, { passphrase: null, strict: false, budget: BUDGET })
    } catch {
      return null
    }
  }
}

/** A bundle without its matter: every file is read by its kind, and searched for the strings asked about. */
async function looseEntries(entries: readonly ZipEntry[], search: LeakSearch): Promise<void> {
  for (const entry of entries) {
    search.layer({ path: entry.name, layer: 'file name', owners: null, text: entry.name, noisy: false })
    await checkNative(entry.bytes, entry.name, null, search)
  }
}

async function checkEntries(entries: readonly ZipEntry[], expectation: Expectation, search: LeakSearch): Promise<void> {
  const { families, formats } = expectation
  const byName = new Map(
    entries.map((entry) => [entry.name, Buffer.from(entry.bytes.buffer, entry.bytes.byteOffset, entry.bytes.byteLength)]),
  )
  const wanted = new Set(expectation.files.map((file) => file.path))
  for (const entry of entries) {
    if (wanted.has(entry.name)) continue
    search.problem('unexpected-file', entry.name, 'The bundle holds a file that is no part of this production.')
    search.layer({ path: entry.name, layer: 'file name', owners: null, text: entry.name, noisy: false })
    await checkNative(entry.bytes, entry.name, null, search)
  }
  for (const path of wanted) if (!byName.has(path)) search.problem('missing-file', path, 'The bundle lacks a file of this production.')
  const map = scheduleLayers(byName.get('schedule.json'), byName.get('schedule.csv'), expectation, search)
  const checkFile = (bytes: Uint8Array, path: string, child: Released) => checkAttachment(bytes, path, child, search)
  const leaving = families.filter(leaves)
  for (const released of leaving.flatMap(flatten))
    if (released.form === 'pages') checkSourcePdf(released, `pdf/${released.number}.pdf`, expectation, search)
  for (const file of expectation.files) {
    const bytes = byName.get(file.path)
    if (bytes === undefined) continue
    if (file.kind === 'eml' && file.released !== null) await checkMessage(bytes, file.path, file.released, search, checkFile)
    else if (file.kind === 'mbox') {
      const messages = checkMbox(bytes, file.path, leaving.length, search)
      for (const [index, message] of messages.entries()) {
        const family = leaving[index]
        if (family === undefined) continue
        const twin = byName.get(`mail/${family.number}.eml`)
        // Byte for byte the message that was checked already.
        if (twin?.equals(message) === true) continue
        await checkMessage(message, `${file.path} › message ${index + 1}`, family, search, checkFile)
      }
    } else if (file.kind === 'pdf' && file.released !== null) {
      const { released } = file
      const pixels = released.form === 'pages' || released.form === 'pixels'
      const [root = released] = expectation.familyOf(released.source.id)
      const parsed = await checkPdf(bytes, file.path, [released.source.id], pixels, search, printedOurs(released, root, map))
      if (pixels && parsed !== null) checkPdfBoxes(parsed, file.path, released, search)
      // A page breaks base64 into lines of its own, so what its text carries is taken from the text that was released.
      for (const { text } of released.segments) await checkTextWithin(text, file.path, [released.source.id], search)
    } else if (file.kind === 'native' && file.released !== null) await checkAttachment(bytes, file.path, file.released, search)
  }
  checkCover(byName, expectation, map, search)
  const everyone = families.flatMap(flatten).map((released) => released.source.id)
  const printed = byName.get('schedule.pdf')
  if (printed !== undefined) {
    const rows = scheduleRows(expectation.input, families, map)
    for (const row of rows) rowSearch(expectation, search)('schedule.pdf', row)
    await checkPdf(printed, 'schedule.pdf', everyone, false, search, scheduleOurs(expectation.input.reference, rows))
  }
  checkManifest(byName, entries, expectation, map, formats, search)
}

async function checkAttachment(bytes: Uint8Array, path: string, child: Released, search: LeakSearch): Promise<void> {
  const owners: DocumentId[] = [child.source.id]
  if (child.form === 'pages') {
    const parsed = await checkPdf(bytes, path, owners, true, search)
    if (parsed !== null) checkPdfBoxes(parsed, path, child, search)
  } else if (child.form === 'pixels') {
    const pixels = checkPng(bytes, path, owners, search)
    const surface = child.source.surfaces.find((candidate) => candidate.kind === 'image')
    if (pixels !== null && surface !== undefined) checkBoxes(pixels, boxesOf(surface, child, pixels.widthPx, pixels.heightPx), path, search)
  } else if (child.form === 'native') {
    if (!Buffer.from(bytes).equals(Buffer.from(child.source.native())))
      search.problem('content-differs', path, 'This native is another file than was released.')
    await checkNative(bytes, path, owners, search)
  } else search.problem('content-differs', path, 'This attachment should not be here.')
}

/** Cover and schedule: equal to what the matter says, and searched. */
function checkCover(byName: ReadonlyMap<string, Buffer>, expectation: Expectation, pages: PageMap, search: LeakSearch): void {
  const { input, families, formats } = expectation
  for (const file of coverFiles(input, families, formats, pages)) {
    const found = byName.get(file.path)
    if (found !== undefined && !found.equals(file.bytes)) {
      search.problem('content-differs', file.path, 'This page says something else than the matter.')
      for (const text of textsOf(found)) search.layer({ path: file.path, layer: 'text', owners: null, text, noisy: false })
    }
  }
  const cover = byName.get('README.txt')
  if (cover !== undefined)
    for (const text of textsOf(cover)) search.layer({ path: 'README.txt', layer: 'text', owners: null, text, noisy: false })
}

function checkManifest(
  byName: ReadonlyMap<string, Buffer>,
  entries: readonly ZipEntry[],
  expectation: Expectation,
  pages: PageMap,
  formats: Expectation['formats'],
  search: LeakSearch,
): void {
  const found = byName.get('manifest.json')
  if (found === undefined) return
  const others = entries.filter((entry) => entry.name !== 'manifest.json').map((entry) => ({ path: entry.name, bytes: entry.bytes }))
  const wanted = manifestFile(expectation.input, expectation.families, formats, pages, others)
  // Byte for byte what was worked out from the request and the other files, it holds figures, days and names of files of ours, and nothing of any
  // document: a number that is redacted somewhere may well be one of them.
  if (found.equals(wanted.bytes)) return
  search.problem('manifest', 'manifest.json', 'The manifest does not list the files of this bundle as they are.')
  search.layer({ path: 'manifest.json', layer: 'json', owners: null, text: manifestTexts(found.toString('utf8')), noisy: false })
}

/** Members of a manifest of ours; the values of hashes of whole files tell nothing that those don't. */
const manifestKeys = new Set(
  (
    'version reference production producedOn formats counts pages pageMap auditHead files path bytes sha256 number first last entries hash ' +
    'documents redacted withheld notIncluded notViewed givenPassphrase'
  ).split(' '),
)

/** What a manifest says, its own words aside. */
function manifestTexts(json: string): string {
  const walk = (value: unknown): string[] =>
    value !== null && typeof value === 'object'
      ? Object.entries(value).flatMap(([key, member]) => [
          ...(Array.isArray(value) || manifestKeys.has(key) ? [] : [key]),
          ...(key === 'sha256' ? [] : walk(member)),
        ])
      : [String(value)]
  try {
    return walk(JSON.parse(json)).join('\n')
  } catch {
    return json
  }
}
