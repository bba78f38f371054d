import { createHash } from 'node:crypto'
import { countsOf, coverText, type Format } from './cover.ts'
import { writeCsv } from './csv.ts'
import type { ProductionInput } from './input.ts'
import type { Released } from './released.ts'
import { type PageMap, type Row, scheduleColumns, scheduleRows } from './schedule.ts'
import type { BundleFile } from './zip-write.ts'

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** The pages of ours that are text: cover and schedule. */
export function coverFiles(
  input: ProductionInput,
  families: readonly Released[],
  formats: readonly Format[],
  pages: PageMap,
): BundleFile[] {
  const rows = scheduleRows(input, families, pages)
  return [
    { path: 'README.txt', bytes: Buffer.from(`\ufeff${coverText(input, families, formats)}`, 'utf8') },
    { path: 'schedule.csv', bytes: writeCsv(scheduleColumns, rows) },
    { path: 'schedule.json', bytes: scheduleJson(input, rows) },
  ]
}

export function scheduleJson(input: ProductionInput, rows: readonly Row[]): Uint8Array {
  return Buffer.from(`${JSON.stringify({ reference: input.reference, producedOn: input.producedOn, documents: rows }, null, 1)}\n`, 'utf8')
}

/** The list of all other files with their hashes, the counts, and the page map. Holds control numbers only: ids are made from originals. */
export function manifestFile(
  input: ProductionInput,
  families: readonly Released[],
  formats: readonly Format[],
  pages: PageMap,
  files: readonly BundleFile[],
): BundleFile {
  const { givenPassphrase, ...counts } = countsOf(families)
  const manifest = {
    version: 1,
    reference: input.reference,
    production: input.production,
    producedOn: input.producedOn,
    formats,
    // Left out where there is none: a bundle from before it was counted holds the same bytes.
    counts: givenPassphrase === 0 ? counts : { ...counts, givenPassphrase },
    pages: [...pages.values()].reduce((sum, page) => sum + page.pages, 0),
    pageMap: [...pages].map(([number, page]) => ({ number, first: page.first, last: page.last })),
    auditHead: input.auditHead,
    files: files.map((file) => ({ path: file.path, bytes: file.bytes.length, sha256: sha256(file.bytes) })),
  }
  return { path: 'manifest.json', bytes: Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`, 'utf8') }
}

/** What all page numbers of a production begin with. */
export function pagePrefix(reference: string): string {
  return (
    reference
      .replace(/[^A-Za-z0-9-]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 40) || 'PAGE'
  )
}

/** Names the pages of a production: `REF-000001` on, after those of earlier productions of the matter. */
export function pageNumbers(input: Pick<ProductionInput, 'reference' | 'pagesBefore'>): (count: number) => string[] {
  const prefix = pagePrefix(input.reference)
  let next = (input.pagesBefore ?? 0) + 1
  return (count) => Array.from({ length: count }, () => `${prefix}-${String(next++).padStart(6, '0')}`)
}

/** What a rendition is made from, as a key for the cache: another decision, another key. */
export function renditionKey(input: ProductionInput, kind: string, parts: readonly unknown[]): string {
  return `${kind}/${createHash('sha256').update(input.seed).update(JSON.stringify(parts)).digest('hex')}`
}

/** Everything of a document and of what it carries that its renditions depend on. */
export function renditionFacts(released: Released): unknown {
  const { source } = released
  return [
    source.id,
    released.number,
    released.fate,
    released.form,
    released.reason,
    released.header,
    released.filename,
    released.segments,
    released.form === 'pages' || released.form === 'pixels' || released.form === 'native'
      ? [
          source.sha256,
          source.surfaces.map((surface) => surface.hash),
          source.marks.map((mark) => [mark.surface, mark.span, mark.region, mark.ground]),
        ]
      : null,
    released.children.map(renditionFacts),
  ]
}
