import type { PDFDocumentProxy } from 'pdfjs-dist'
import type { KeptFile, KeptLine } from './pdf-annotations.ts'
import { xmpWords } from './xmp-words.ts'

/** What a PDF keeps for the whole file, beside its pages. */
export interface DocumentKept {
  readonly lines: readonly KeptLine[]
  /** Values of fields that stand on no page. */
  readonly values: readonly KeptLine[]
  readonly files: readonly KeptFile[]
  /** A form of XFA whose pages only say that another program is needed. */
  readonly unreadForm: boolean
}

const most = 10_000

/**
 * Properties (ISO 32000-2 §14.3), outline (§12.3.3), scripts, embedded files (§7.11.4, portfolios among them) and form fields without a place on a page.
 * @param shown ids of the fields whose values stand on pages
 */
export async function documentKept(document: PDFDocumentProxy, shown: ReadonlySet<string>): Promise<DocumentKept> {
  const lines: KeptLine[] = []
  const values: KeptLine[] = []
  const { info, metadata } = (await document.getMetadata()) as unknown as {
    info: Readonly<Record<string, unknown>>
    metadata: { getRaw(): unknown } | null
  }
  for (const key of ['Title', 'Author', 'Subject', 'Keywords', 'Creator'])
    for (const value of strings(info[key])) lines.push({ label: key.toLowerCase(), value })
  const custom = info['Custom']
  if (typeof custom === 'object' && custom !== null)
    for (const value of Object.values(custom)) for (const one of strings(value)) lines.push({ label: 'property', value: one })
  const packet = metadata?.getRaw()
  for (const value of typeof packet === 'string' ? xmpWords(packet) : []) lines.push({ label: 'metadata', value })
  for (const value of outlineTitles(await document.getOutline())) lines.push({ label: 'bookmark', value })
  for (const scripts of ((await document.getJSActions()) as Map<string, unknown> | null)?.values() ?? [])
    for (const value of strings(scripts)) lines.push({ label: 'script', value })
  for (const [name, fields] of ((await document.getFieldObjects()) as Map<string, Field[]> | null) ?? []) {
    for (const { id, value, type } of fields) {
      if (shown.has(String(id)) || type === 'button' || type === 'checkbox' || type === 'radiobutton') continue
      for (const one of strings(value)) values.push({ label: 'value of a form field', value: one })
      lines.push({ label: 'name of a form field', value: name })
    }
    if (lines.length > most) break
  }
  const files = [...((await document.getAttachments()) ?? [])].map(([id, file]) => {
    const { filename, description } = file as { filename?: unknown; description?: unknown }
    for (const value of strings(description)) lines.push({ label: 'embedded file', value })
    return { id, name: typeof filename === 'string' ? filename : id }
  })
  return { lines, values, files, unreadForm: info['IsXFAPresent'] === true && info['IsAcroFormPresent'] !== true }
}

interface Field {
  readonly id?: unknown
  readonly value?: unknown
  readonly type?: unknown
}

function strings(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value])
    .filter((one): one is string => typeof one === 'string' && one.trim() !== '')
    .slice(0, most)
}

interface Bookmark {
  readonly title?: unknown
  readonly items?: unknown
}

function outlineTitles(items: unknown): readonly string[] {
  const titles: string[] = []
  const open: unknown[] = [items]
  while (open.length > 0 && titles.length < most) {
    const level = open.shift()
    if (!Array.isArray(level)) continue
    for (const { title, items: inner } of level as Bookmark[]) {
      titles.push(...strings(title))
      open.push(inner)
    }
  }
  return titles
}
