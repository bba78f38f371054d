import { AppError, type RenderNode, type Surface } from '../model/index.ts'
import { textualFile } from './attachment-file.ts'
import { leakSearch } from './check-hits.ts'
import { checkMessage } from './check-mail.ts'
import type { Needle } from './check-needles.ts'
import { canon, squash } from './check-normalise.ts'
import { checkPdf, isRightToLeft } from './check-pdf.ts'
import { originalLayers } from './check-technical.ts'
import { writeEml } from './eml.ts'
import type { Expectation } from './expectation.ts'
import type { ProductionDocument, ProductionInput, ProductionTools } from './input.ts'
import { pageHtml } from './page-html.ts'
import { print } from './print-readable.ts'
import { flatten, type Released, releaseAll } from './released.ts'
import { inParallel } from './render.ts'

/** Documents whose pages are printed once more without redactions, all others proved by their mail twin alone. */
const MAX_PRINTED = 25

const knownHeaders = new Set(['h:subject', 'h:from', 'h:to', 'h:cc', 'h:bcc', 'h:reply-to'])

/** Shows a surface in the twin, whatever it is: hidden text and pages as text. */
function shown(surface: Surface): Surface {
  if (surface.kind === 'header' && knownHeaders.has(surface.id)) return { ...surface, producible: true }
  if (surface.kind === 'html' && surface.tree !== null && covers(surface.tree)) return { ...surface, producible: true }
  if (surface.kind === 'filename') return { ...surface, producible: true }
  return { ...surface, kind: 'text', tree: null, producible: surface.text !== '' }
}

function covers(tree: RenderNode): boolean {
  return tree.kind === 'element'
}

/** The same documents with nothing redacted or withheld. Never written to disk, never part of a bundle. */
function unredacted(document: ProductionDocument): ProductionDocument {
  return {
    ...document,
    coding: 'responsive',
    disposition: 'release',
    marks: [],
    nativeRelease: false,
    surfaces: document.surfaces.map(shown),
  }
}

/**
 * The check is checked: on the unredacted twin every needle must be found in its own document by the very readers and search that will clear
 * the bundle. What only originals hold (dropped headers) is looked for in the original. @throws `produce/control-failed`
 */
export async function positiveControl(expectation: Expectation, tools: ProductionTools): Promise<number> {
  const { headers, hidden } = expectation.technical()
  headerControl(expectation, headers, tools)
  const wanted = [...expectation.needles.filter((needle) => needle.control), ...hidden]
  if (wanted.length === 0) return headers.length
  const touched = new Set(wanted.map((needle) => needle.document))
  const input: ProductionInput = { ...expectation.input, documents: expectation.input.documents.map((document) => unredacted(document)) }
  const search = leakSearch(wanted, null, tools.reader, true)
  const twins = releaseAll(input)
  for (const family of twins) {
    if (!flatten(family).some((released) => touched.has(released.source.id))) continue
    tools.control.signal.throwIfAborted()
    const bytes = writeEml(family, {
      seed: input.seed,
      threading: () => ({ inReplyTo: [], references: [] }),
      file: (released) => textualFile(released) ?? { filename: 'picture', type: 'application/octet-stream', bytes: new Uint8Array(0) },
    })
    await checkMessage(Buffer.from(bytes), 'twin', family, search, async () => {})
  }
  // Names that no header can carry whole (an attachment's file name where the attachment is a message) are shown on its page only.
  const missing = wanted.filter((needle) => !search.seen.has(needle) && !inPage(needle, twins))
  const printed = expectation.formats.includes('pdf') ? await printedTwins(wanted, twins, tools) : []
  const lost = [...missing, ...printed]
  if (lost.length > 0) throw failed(lost, wanted.length)
  return wanted.length + headers.length
}

/** Every value of a dropped header must be found in the original that holds it, by a reader other than the one that took it from there. */
function headerControl(expectation: Expectation, headers: readonly Needle[], tools: ProductionTools): void {
  const wanted = Map.groupBy(headers, (needle) => needle.document)
  const lost: Needle[] = []
  for (const { source } of expectation.families) {
    const needles = wanted.get(source.id)
    if (needles === undefined) continue
    tools.control.signal.throwIfAborted()
    const search = leakSearch(needles, null, tools.reader, true)
    for (const text of originalLayers(source.native()))
      search.layer({ path: 'original', layer: 'header', owners: [source.id], text, noisy: false })
    lost.push(...needles.filter((needle) => !search.seen.has(needle)))
  }
  if (lost.length > 0) throw failed(lost, headers.length)
}

function failed(lost: readonly Needle[], wanted: number): AppError {
  return new AppError(
    'produce/control-failed',
    `The leak check could not find ${lost.length} of ${wanted} strings that must be absent in an unredacted copy, so its silence would prove nothing. Nothing was released. Withhold the documents named, or report this.`,
    {
      documents: [...new Set(lost.map((needle) => needle.number))],
      surfaces: [...new Set(lost.map((needle) => `${needle.number} ${needle.surface ?? ''}`))].slice(0, 20),
    },
  )
}

function inPage(needle: Needle, twins: readonly Released[]): boolean {
  if (needle.surface !== 'n' && needle.surface !== 'h:date') return false
  const released = twins.flatMap(flatten).find((candidate) => candidate.source.id === needle.document)
  const text = canon(`${released?.filename ?? ''}\n${released?.header?.dateText ?? ''}`)
  return text.includes(needle.canon)
}

/** Needles that the print engine and pdf.js lose: looked for in printed twins of some documents that hold redactions. */
async function printedTwins(wanted: readonly Needle[], twins: readonly Released[], tools: ProductionTools): Promise<Needle[]> {
  const byDocument = new Map<string, Needle[]>()
  for (const needle of wanted) {
    if (needle.document === null || needle.surface === null || !/^(?:h:(?:subject|from|to)|[tw]:)/.test(needle.surface)) continue
    byDocument.set(needle.document, [...(byDocument.get(needle.document) ?? []), needle])
  }
  const lost: Needle[] = []
  const printable = twins
    .flatMap(flatten)
    .filter(
      (released) =>
        byDocument.has(released.source.id) && (released.form === 'message' || released.form === 'text' || released.form === 'html'),
    )
  await inParallel(printable.slice(0, MAX_PRINTED), async (released) => {
    // By how a page was read: in the order in which it is drawn, and turned where it is written from right to left.
    const texts = new Map<string, string>()
    await checkPdf(await print(tools, pageHtml(released, released)), 'twin', [released.source.id], false, {
      layer: ({ layer, text }) => {
        if (layer.startsWith('pdf text')) texts.set(layer, `${texts.get(layer) ?? ''} ${text}`)
      },
      problem: () => {},
      reader: tools.reader,
    })
    const all = [...texts.values()].map((text) => squash(canon(text)))
    const shows = (text: string): boolean => all.some((one) => one.includes(squash(canon(text))))
    // Where both directions meet in one string, a page has its words, in an order of its own.
    const isShown = ({ canon: text }: Needle): boolean =>
      shows(text) || (isRightToLeft(text) && text.split(/[^\p{L}\p{N}\p{M}]+/u).every(shows))
    lost.push(...(byDocument.get(released.source.id) ?? []).filter((needle) => !isShown(needle)))
  })
  return lost
}
