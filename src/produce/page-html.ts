import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { unturned } from '../model/index.ts'
import { placeholderText } from './attachment-file.ts'
import { pageLabels } from './cover.ts'
import { escapeHtml } from './redaction.ts'
import { type Released, shownDate } from './released.ts'
import { peopleText, type Row } from './schedule.ts'

const subsets: readonly (readonly [string, string])[] = [
  ['cyrillic-ext', 'U+0460-052F,U+1C80-1C8A,U+20B4,U+2DE0-2DFF,U+A640-A69F,U+FE2E-FE2F'],
  ['cyrillic', 'U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116'],
  ['greek-ext', 'U+1F00-1FFF'],
  ['greek', 'U+0370-0377,U+037A-037F,U+0384-038A,U+038C,U+038E-03A1,U+03A3-03FF'],
  [
    'vietnamese',
    'U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB',
  ],
  [
    'latin-ext',
    'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF',
  ],
  [
    'latin',
    'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
  ],
]

let faces: string | null = null

/** The bundled font as data: URIs, so that printing opens no file and no connection. Scripts that it lacks fall to the system's fonts. */
function fontFaces(): string {
  faces ??= subsets
    .flatMap(([name, range]) =>
      // Static weights: a variable font would be drawn glyph by glyph, which is slow to check and reads worse aloud.
      [
        [400, '100 500'],
        [600, '501 900'],
      ].map(([file, weights]) => {
        const path = fileURLToPath(new URL(`../../resources/fonts/inter-${name}-${file}-normal.woff2`, import.meta.url))
        const data = readFileSync(path).toString('base64')
        return `@font-face{font-family:Inter;font-weight:${weights};src:url(data:font/woff2;base64,${data}) format('woff2');unicode-range:${range}}`
      }),
    )
    .join('')
  return faces
}

const style = `
@page{size:A4;margin:18mm 16mm 24mm 16mm}
*{box-sizing:border-box;max-width:100%}
html{font:10pt/1.45 Inter,'Noto Sans','Noto Sans CJK SC','Noto Sans Arabic','Noto Sans Hebrew','Noto Sans Devanagari','Noto Sans Thai','DejaVu Sans','Noto Color Emoji',sans-serif;color:#111;background:#fff;font-variant-ligatures:none}
body{margin:0;overflow-wrap:anywhere}
table.head{border-collapse:collapse;width:100%;margin:0 0 6mm;border-bottom:.6pt solid #888}
table.head th{text-align:left;font-weight:600;color:#444;width:26mm;vertical-align:top;padding:0 3mm 1.2mm 0}
table.head td{vertical-align:top;padding:0 0 1.2mm}
pre{white-space:pre-wrap;font:inherit;margin:0}
.redacted{background:#111;color:#fff;padding:0 .25em;border-radius:1pt;font-size:.92em}
.note{color:#444;font-size:8.5pt;margin:6mm 0 0;border-top:.6pt solid #bbb;padding-top:2mm}
.image{color:#444;font-style:normal}
table.rows{border-collapse:collapse;width:calc(100% - 1pt);font-size:7pt}
table.rows th{font-weight:600}
table.rows th::first-letter{text-transform:uppercase}
table.rows th,table.rows td{border:.4pt solid #999;padding:1mm;text-align:left;vertical-align:top}
table.rows .words,table.rows .number{overflow-wrap:normal}
table.rows .number{white-space:nowrap}
table.rows tr{break-inside:avoid}
table.rows th.figures,table.rows td.figures{text-align:right;font-variant-numeric:tabular-nums}
table.rows + h2{margin-top:6mm}
h2{font-size:10pt;margin:0 0 2mm;break-after:avoid}
.record{break-inside:avoid;border-top:.6pt solid #888;margin-top:3mm;padding-top:1.5mm;font-size:8pt}
.record dl{display:grid;grid-template-columns:repeat(3,26mm minmax(0,1fr));gap:.5mm 3mm;margin:0}
.record dt{color:#444}
.record dd{margin:0}
h1{font-size:13pt;margin:0 0 4mm}
`

function page(body: string, landscape = false): string {
  const sheet = landscape ? style.replace('size:A4', 'size:A4 landscape') : style
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><style>${fontFaces()}${sheet}</style></head><body>${body}</body></html>`
}

/** Text whose markers are shown as markers. */
function marked(text: string): string {
  return escapeHtml(text).replace(/\[REDACTED – [^\]]{1,200}\]/g, '<span class="redacted">$&</span>')
}

/** A line of a printed page: words of ours before a value, which are words of ours too, or of the document. */
export interface PageLine {
  readonly label: string
  readonly value: string
  readonly isOurs: boolean
  /** Whose words the value holds, where not the page's own document's. */
  readonly of?: Released
}

/** What stands above a document's text on its page. */
export function pageHead(released: Released, family: Released): readonly PageLine[] {
  const { header } = released
  const line = (label: string, value: string, isOurs = false): PageLine => ({ label, value, isOurs })
  const lines =
    header === null
      ? [line('Name', released.filename ?? ''), line(pageLabels[2], released === family ? '' : family.number, true)]
      : [
          line('From', peopleText(header.from)),
          line('To', peopleText(header.to)),
          line('Cc', peopleText(header.cc)),
          line('Bcc', peopleText(header.bcc)),
          line('Reply-To', peopleText(header.replyTo)),
          line('Date', header.dateText, shownDate(released) !== null),
          line('Subject', header.subject ?? ''),
        ]
  return [line('Document', released.number, true), ...lines].filter(({ value }) => value !== '')
}

/** What stands below it: the attachments by number and name, and what the markers are. */
export function pageTail(released: Released): readonly PageLine[] {
  const line = (label: string, value: string, isOurs: boolean): PageLine => ({ label, value, isOurs })
  const attachments = released.children.flatMap((child) => [
    { ...line(child.number, child.filename ?? '', false), of: child },
    ...(child.form === 'placeholder' ? [line('', child.reason, true)] : []),
  ])
  return [
    ...(attachments.length === 0 ? [] : [line(pageLabels[1], '', true), ...attachments]),
    ...(released.fate === 'redacted' ? [line(pageLabels[0], '', true)] : []),
  ]
}

/** A document as a page to print: header block, body, list of attachments. Fixed markers are in it before it is laid out. */
export function pageHtml(released: Released, family: Released): string {
  const head = pageHead(released, family)
    .map(({ label, value }) => `<tr><th>${label}</th><td dir="auto">${marked(value)}</td></tr>`)
    .join('')
  const body = released.segments
    .map((segment) => `<div dir="auto">${segment.kind === 'text' ? `<pre>${marked(segment.text)}</pre>` : segment.html}</div>`)
    .join('<hr>')
  const list = released.children.map(
    (child) =>
      `<li>${escapeHtml(child.number)} <bdi>${marked(child.filename ?? '')}</bdi> ${escapeHtml(child.form === 'placeholder' ? child.reason : '')}</li>`,
  )
  const attachments = list.length === 0 ? '' : `<div class="note">${pageLabels[1]}<ul>${list.join('')}</ul></div>`
  const note = released.fate === 'redacted' ? `<p class="note">${pageLabels[0]}</p>` : ''
  const held = released.form === 'placeholder' ? `<pre>${escapeHtml(placeholderText(released))}</pre>` : body
  return page(`<table class="head">${head}</table>${held}${attachments}${note}`)
}

/** Nothing of so few characters is broken: a page number with its prefix, the offset of a zone, a code. */
const unbroken = 20
/** Characters that fit beside each other on a landscape sheet, the padding of a column counted as two. */
const sheetWidth = 180

/** Among longer values that may break, one of so few characters still stays on its line. */
const short = 11

/** How the values of a column may break: numbers nowhere, words of ours and dates between words, addresses and names of files anywhere, but for short ones. */
type Breaking = 'number' | 'words' | 'long' | 'anywhere'

/** A column: how its values break, and the characters that it gets at least. */
interface Column {
  readonly kind: Breaking
  readonly atLeast: number
}

/** What a column of addresses or names takes of the sheet's room where there is some: sentences beside it would leave it none. */
const roomForLong = 24

/** The columns' ways of breaking. What can't be broken must not be wider than the sheet: the widest columns give way. */
function breakings(columns: readonly string[], rows: readonly Row[]): readonly Column[] {
  const measured = columns.map((column) => {
    const values = rows.map((row) => row[column] ?? '')
    const words = values.flatMap((value) => value.split(/\s+/u))
    const heading = Math.min(unbroken, longest(column.split(/\s+/u)))
    const [whole, pieces] = [longest(words), longest(words.flatMap((word) => word.split('-')))]
    const isNumber = whole <= unbroken && words.length === values.length
    const kind = isNumber ? 'number' : pieces <= unbroken ? 'words' : 'long'
    const width = { number: whole, words: pieces, long: longest(values.filter(({ length }) => length <= short)) }[kind]
    return { kind: kind as Breaking, width: Math.max(heading, width), heading }
  })
  let total = measured.reduce((sum, { width }) => sum + width + 2, 0)
  for (const column of measured.toSorted((one, other) => other.width - one.width)) {
    if (total <= sheetWidth) break
    total -= column.width - column.heading
    column.kind = 'anywhere'
  }
  const long = measured.filter(({ kind }) => kind === 'long')
  // Half of what is left: the sentences beside them need some, too.
  const spare = long.length === 0 ? 0 : Math.max(0, sheetWidth - total) / 2 / long.length
  return measured.map(({ kind, width }) => ({ kind, atLeast: kind === 'long' ? Math.min(roomForLong, Math.floor(width + spare)) : 0 }))
}

function cell(value: string, kind: Breaking, more: string): string {
  const style = kind !== 'long' ? kind : value.length <= short ? 'number' : 'anywhere'
  const html = marked(unturned(value))
  return `<td dir="auto" class="${style}${more}">${style === 'anywhere' ? breakable(html) : html}</td>`
}

/** Lets addresses and names of files break behind their signs, before they break within a word. */
function breakable(html: string): string {
  return html.replace(/(?<=\w)([@._-])(?=\w)/gu, '$1<wbr>')
}

function longest(parts: readonly string[]): number {
  return parts.reduce((most, { length }) => Math.max(most, length), 0)
}

/** One thing to know beside a table. */
interface Note {
  readonly name: string
  readonly value: string
}

function notesHtml(notes: readonly Note[]): string {
  const items = notes.map(({ name, value }) => `<li>${escapeHtml(name)}: <bdi>${escapeHtml(unturned(value))}</bdi></li>`).join('')
  return items === '' ? '' : `<ul>${items}</ul>`
}

/** A log as a landscape table, with what has to be known beside it as a list below. */
export function tableHtml(title: string, columns: readonly string[], rows: readonly Row[], notes: readonly Note[] = []): string {
  const heads = columns.map((column) => [column, column] as const)
  return page(`<h1>${escapeHtml(title)}</h1>${rowsHtml(heads, rows)}${notesHtml(notes)}`, true)
}

/** Parts of a wide table below each other, the first column before each of them; a row without any value in a part is left out there. */
export function tablesHtml(
  title: string,
  first: string,
  tables: readonly { readonly heading: string; readonly columns: readonly (readonly [column: string, head: string])[] }[],
  rows: readonly Row[],
  notes: readonly Note[],
): string {
  const parts = tables.map(({ heading, columns }) => {
    const within = rows.filter((row) => columns.some(([column]) => (row[column] ?? '') !== ''))
    return `<h2>${escapeHtml(heading)}</h2>${rowsHtml([[first, first], ...columns], within)}`
  })
  return page(`<h1>${escapeHtml(title)}</h1>${parts.join('')}${notesHtml(notes)}`, true)
}

const figure = /^\d[\d.,]*$/

function rowsHtml(heads: readonly (readonly [column: string, head: string])[], rows: readonly Row[]): string {
  const columns = heads.map(([column]) => column)
  const broken = breakings(columns, rows)
  const figures = columns.map((column) => rows.every((row) => row[column] === undefined || row[column] === '' || figure.test(row[column])))
  const style = (at: number): string => (figures[at] === true ? ' figures' : '')
  const head = heads
    .map(([, name], at) => {
      const words = longest(name.split(/\s+/u)) > unbroken ? 'anywhere' : 'words'
      const { atLeast = 0 } = broken[at] ?? {}
      return `<th class="${words}${style(at)}"${atLeast > 0 ? ` style="min-width:${atLeast}ch"` : ''}>${escapeHtml(name)}</th>`
    })
    .join('')
  const cells = (row: Row): string =>
    columns.map((column, at) => cell(row[column] ?? '', broken[at]?.kind ?? 'anywhere', style(at))).join('')
  const body = rows.map((row) => `<tr>${cells(row)}</tr>`).join('')
  return `<table class="rows"><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`
}

/** What fits beside each other on a sheet, and what a column's head can hold without a break. */
const mostColumns = 14
const longestHeadWord = 24

/** Whether a table of these columns is wider than a sheet. */
export function isTooWide(columns: readonly string[]): boolean {
  return columns.length > mostColumns || columns.some((column) => column.split(/\s/u).some((word) => word.length > longestHeadWord))
}

/** A table of more columns than a sheet is wide: each row as a record of its own, what is empty left out. */
export function recordsHtml(title: string, columns: readonly string[], rows: readonly Row[], notes: readonly Note[] = []): string {
  const records = rows.map((row) => {
    const facts = columns.filter((column) => (row[column] ?? '') !== '')
    const list = facts.map((column) => `<dt>${escapeHtml(column)}</dt><dd dir="auto">${marked(unturned(row[column] ?? ''))}</dd>`).join('')
    return `<div class="record"><dl>${list}</dl></div>`
  })
  return page(`<h1>${escapeHtml(title)}</h1>${records.join('')}${notesHtml(notes)}`, true)
}

/** Each character on a line of its own: what comes back as text has a glyph. */
export function glyphProbeHtml(characters: readonly string[]): string {
  return page(characters.map((character) => `<p>${escapeHtml(character)}</p>`).join(''))
}
