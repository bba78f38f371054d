import type { DocumentId } from '../model/index.ts'
import { textualFile } from './attachment-file.ts'
import { identityNeedles, type Needle, needlesOf, wordsOf } from './check-needles.ts'
import { canon } from './check-normalise.ts'
import { type Technical, technicalOf } from './check-technical.ts'
import { type Format, ownTexts } from './cover.ts'
import type { ProductionInput } from './input.ts'
import { approvedText, flatten, leaves, type Released, releaseAll } from './released.ts'
import { scheduleWords } from './schedule.ts'

/** A file that a bundle must hold, and the document that it shows; null for pages of ours. */
export interface ExpectedFile {
  readonly path: string
  readonly kind: 'eml' | 'mbox' | 'pdf' | 'native' | 'cover' | 'schedule' | 'manifest'
  readonly released: Released | null
}

/** What a finished bundle is checked against, from the matter alone and not from what was rendered. */
export interface Expectation {
  readonly input: ProductionInput
  readonly formats: readonly Format[]
  readonly families: readonly Released[]
  readonly byId: ReadonlyMap<DocumentId, Released>
  readonly files: readonly ExpectedFile[]
  readonly needles: readonly Needle[]
  /** What the allow-lists drop; read from the originals when first asked for, and only by the check of a bundle. */
  readonly technical: () => Technical
  readonly marks: number
  readonly unsearchable: number
  /** Texts of ours, in canonical form, longest first. */
  readonly own: readonly string[]
  readonly approved: (document: DocumentId) => string
  /** The document and all that leaves with it: its family from the root. */
  readonly familyOf: (document: DocumentId) => readonly Released[]
}

/** The file names of a production: control numbers, so that no name of a document shows in the archive. */
export function filesOf(families: readonly Released[], formats: readonly Format[]): ExpectedFile[] {
  const leaving = families.filter(leaves)
  const files: ExpectedFile[] = [
    { path: 'README.txt', kind: 'cover', released: null },
    { path: 'schedule.csv', kind: 'schedule', released: null },
    { path: 'schedule.json', kind: 'schedule', released: null },
    { path: 'manifest.json', kind: 'manifest', released: null },
  ]
  if (formats.includes('eml'))
    for (const family of leaving) files.push({ path: `mail/${family.number}.eml`, kind: 'eml', released: family })
  if (formats.includes('mbox')) files.push({ path: 'mail.mbox', kind: 'mbox', released: null })
  if (formats.includes('pdf')) {
    files.push({ path: 'schedule.pdf', kind: 'schedule', released: null })
    for (const released of leaving.flatMap(flatten)) {
      if (released.fate !== 'released' && released.fate !== 'redacted') continue
      if (released.form === 'native') files.push({ path: `files/${nativePath(released)}`, kind: 'native', released })
      else if (released.form !== 'placeholder') files.push({ path: `pdf/${released.number}.pdf`, kind: 'pdf', released })
    }
  }
  return files
}

function nativePath(released: Released): string {
  const extension = /\.[A-Za-z0-9]{1,8}$/.exec(textualFile(released)?.filename ?? '')?.[0] ?? '.bin'
  return `${released.number}${extension.toLowerCase()}`
}

/** What a production must hold and must not hold. */
export function expectationOf(input: ProductionInput, formats: readonly Format[]): Expectation {
  const families = releaseAll(input)
  const all = families.flatMap(flatten)
  const byId = new Map(all.map((released) => [released.source.id, released]))
  const own = [...new Set(ownTexts(input, families, formats).map((text) => canon(text).trim()))].sort(
    (left, right) => right.length - left.length,
  )
  const ownWords = new Set([...own, ...scheduleWords].flatMap((text) => [...wordsOf(canon(text))]))
  const found = all.map((released) => needlesOf(input, released))
  const cache = new Map<DocumentId, string>()
  const relatives = new Map(families.flatMap((family) => flatten(family).map((released, _, whole) => [released.source.id, whole] as const)))
  let technical: Technical | null = null
  return {
    input,
    formats,
    families,
    byId,
    files: filesOf(families, formats),
    // A single word that our own texts hold proves nothing by being found; the redaction that it comes from is looked for whole.
    needles: [
      ...found.flatMap(({ needles }) => needles).filter((needle) => needle.everywhere || !ownWords.has(needle.canon)),
      ...all.flatMap((released, index) => identityNeedles(released, found[index]?.needles ?? [])),
    ],
    technical: () => {
      technical ??= technicalOf(families, own)
      return technical
    },
    familyOf: (document) => relatives.get(document) ?? [],
    marks: all.filter((released) => released.fate === 'redacted').reduce((sum, released) => sum + released.source.marks.length, 0),
    unsearchable: found.reduce((sum, { unsearchable }) => sum + unsearchable, 0),
    own,
    approved: (document) => {
      const known = cache.get(document)
      if (known !== undefined) return known
      const released = byId.get(document)
      const text = released === undefined ? '' : approvedText(input, released)
      cache.set(document, text)
      return text
    },
  }
}
