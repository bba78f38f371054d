import type { DocumentId } from '../model/index.ts'
import { type AttachmentFile, safeName, textualFile } from './attachment-file.ts'
import { coverFiles, manifestFile, pageNumbers, renditionFacts, renditionKey } from './bundle-files.ts'
import { type Threading, writeEml } from './eml.ts'
import type { Expectation } from './expectation.ts'
import type { ProductionInput, ProductionTools } from './input.ts'
import { writeMbox } from './mbox.ts'
import { pageHtml, tableHtml } from './page-html.ts'
import { fromPixels, fromPrint, pageCount } from './pdf.ts'
import { imagePage, pdfPages, pngOf } from './pixels.ts'
import { print, printReadable } from './print-readable.ts'
import { flatten, leaves, type Released } from './released.ts'
import { type PageMap, scheduleColumns, scheduleRows, scheduleTitle } from './schedule.ts'
import { messageIdFor } from './seeds.ts'
import type { BundleFile } from './zip-write.ts'

/** Everything that a bundle holds, and the page map. */
export interface Rendered {
  readonly files: readonly BundleFile[]
  readonly pages: PageMap
}

/** Threads among the documents of this production: references to what is not in it are left out. */
export function threadingOf(input: ProductionInput): (released: Released) => Threading {
  const known = new Map<string, DocumentId>()
  for (const document of input.documents) {
    const id = document.header?.messageId
    if (id !== null && id !== undefined && document.coding === 'responsive' && !known.has(id)) known.set(id, document.id)
  }
  const fresh = (ids: readonly string[], self: DocumentId) =>
    [...new Set(ids.flatMap((id) => known.get(id) ?? []))].filter((id) => id !== self).map((id) => messageIdFor(input.seed, id))
  return ({ source }) => ({
    inReplyTo: fresh(source.header?.inReplyTo ?? [], source.id),
    references: fresh(source.header?.references ?? [], source.id),
  })
}

/** The PDF and PNG renditions of attachments as a mail carries them, by document; each made once and kept in the cache. */
export async function attachmentFiles(
  input: ProductionInput,
  families: readonly Released[],
  tools: Pick<ProductionTools, 'cache' | 'control' | 'reader'>,
): Promise<(released: Released) => AttachmentFile> {
  const made = new Map<DocumentId, AttachmentFile>()
  for (const released of families.filter(leaves).flatMap(flatten)) {
    if (released.form !== 'pages' && released.form !== 'pixels') continue
    tools.control.signal.throwIfAborted()
    const name = safeName(released.filename ?? '', released.number)
    const pixels = released.form === 'pixels'
    const extension = pixels ? '.png' : '.pdf'
    const bytes = await cached(tools, renditionKey(input, 'attachment', [renditionFacts(released)]), async () =>
      pixels
        ? await pngOf(await imagePage(released, tools.reader))
        : await fromPixels(
            await pdfPages(released, tools.reader, tools.control.signal),
            input.seed,
            `attachment:${released.source.id}`,
            null,
          ),
    )
    made.set(released.source.id, {
      filename: name.toLowerCase().endsWith(extension) ? name : `${name}${extension}`,
      type: pixels ? 'image/png' : 'application/pdf',
      bytes,
    })
  }
  return (released) => {
    const file = textualFile(released) ?? made.get(released.source.id)
    if (file === undefined) throw new Error('assertion failed: every attachment has a rendition')
    return file
  }
}

async function cached(
  tools: Pick<ProductionTools, 'cache' | 'control'>,
  key: string,
  make: () => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const known = tools.cache.get(key)
  if (known !== null) return known
  const bytes = await make()
  tools.cache.put(key, bytes)
  tools.control.checkpoint('produce/rendered')
  return bytes
}

/** Renders every file of the bundle, in an order that is the same in every run. */
export async function renderAll(expectation: Expectation, tools: ProductionTools): Promise<Rendered> {
  const { input, formats, families } = expectation
  const { control } = tools
  const leaving = families.filter(leaves)
  const file = await attachmentFiles(input, families, tools)
  const files: BundleFile[] = []
  const messages: Uint8Array[] = []
  const threading = threadingOf(input)
  if (formats.includes('eml') || formats.includes('mbox')) {
    for (const [index, family] of leaving.entries()) {
      control.signal.throwIfAborted()
      const bytes = writeEml(family, { seed: input.seed, threading, file })
      messages.push(bytes)
      if (formats.includes('eml')) files.push({ path: `mail/${family.number}.eml`, bytes })
      if (index % 50 === 0) control.report({ step: 'Writing messages', done: index, total: leaving.length, unit: 'documents' })
    }
  }
  if (formats.includes('mbox')) files.push({ path: 'mail.mbox', bytes: writeMbox(messages) })
  const pages = new Map<string, { first: string; last: string; pages: number }>()
  if (formats.includes('pdf')) files.push(...(await pdfFiles(expectation, tools, pages, file)))
  files.push(...coverFiles(input, families, formats, pages))
  files.push(manifestFile(input, families, formats, pages, files))
  return { files, pages }
}

/** Pages that the engine lays out at once: it works in processes of its own. */
const PRINTED_AT_ONCE = 4

/** Runs `work` over all items, a few at a time; the first failure stops the rest. */
export async function inParallel<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  let next = 0
  let failed = false
  const lane = async () => {
    while (next < items.length && !failed) {
      const item = items[next++]
      if (item === undefined) continue
      try {
        await work(item)
      } catch (error) {
        failed = true
        throw error
      }
    }
  }
  const lanes = await Promise.allSettled(Array.from({ length: PRINTED_AT_ONCE }, lane))
  const broken = lanes.find((result) => result.status === 'rejected')
  if (broken !== undefined) throw broken.reason
}

async function pdfFiles(
  expectation: Expectation,
  tools: ProductionTools,
  pages: Map<string, { first: string; last: string; pages: number }>,
  file: (released: Released) => AttachmentFile,
): Promise<BundleFile[]> {
  const { input, families } = expectation
  const wanted = expectation.files.flatMap(({ path, kind, released }) =>
    (kind === 'pdf' || kind === 'native') && released !== null ? [{ path, kind, released }] : [],
  )
  const familyOf = new Map(families.flatMap((family) => flatten(family).map((released) => [released.source.id, family] as const)))
  const printed = new Map<DocumentId, Uint8Array>()
  const printable = wanted.filter(({ kind, released }) => kind === 'pdf' && released.form !== 'pages' && released.form !== 'pixels')
  await inParallel(printable, async ({ released }) => {
    tools.control.signal.throwIfAborted()
    const family = familyOf.get(released.source.id) ?? released
    const key = renditionKey(input, 'print', [renditionFacts(released), family.number])
    // Printed once; its numbers depend on what comes before it, so they are set afterwards.
    printed.set(released.source.id, await cached(tools, key, () => printReadable(tools, input, released, pageHtml(released, family))))
    tools.control.report({ step: 'Making pages', done: printed.size, total: printable.length, unit: 'documents' })
  })
  const numbers = pageNumbers(input)
  const files: BundleFile[] = []
  for (const { path, kind, released } of wanted) {
    tools.control.signal.throwIfAborted()
    if (kind === 'native') {
      files.push({ path, bytes: file(released).bytes })
      continue
    }
    const made = await numbered(input, tools, released, printed.get(released.source.id) ?? null, numbers)
    pages.set(released.number, made.range)
    files.push({ path, bytes: made.pdf })
  }
  const rows = scheduleRows(input, families, pages)
  const schedule = await print(tools, tableHtml(scheduleTitle(input.reference), scheduleColumns, rows))
  files.push({ path: 'schedule.pdf', bytes: await fromPrint(schedule, input.seed, 'schedule', null) })
  return files
}

async function numbered(
  input: ProductionInput,
  tools: ProductionTools,
  released: Released,
  printed: Uint8Array | null,
  numbers: (count: number) => string[],
): Promise<{ pdf: Uint8Array; range: { first: string; last: string; pages: number } }> {
  const range = (names: readonly string[]) => ({ first: names[0] ?? '', last: names.at(-1) ?? '', pages: names.length })
  if (printed !== null) {
    const names = numbers(await pageCount(printed))
    return { pdf: await fromPrint(printed, input.seed, `pdf:${released.source.id}`, names), range: range(names) }
  }
  const names = numbers(
    released.form === 'pages' ? released.source.surfaces.filter((surface) => surface.producible && surface.page !== null).length : 1,
  )
  const key = renditionKey(input, 'pdf', [renditionFacts(released), names])
  const pdf = await cached(tools, key, async () => {
    const sheets =
      released.form === 'pages' ? await pdfPages(released, tools.reader, tools.control.signal) : [await imagePage(released, tools.reader)]
    return await fromPixels(sheets, input.seed, `pdf:${released.source.id}`, names)
  })
  return { pdf, range: range(names) }
}
