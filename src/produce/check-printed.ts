import { plainOfMarkup } from './check-decode.ts'
import { canon, squash } from './check-normalise.ts'
import { isRightToLeft, type Ours, type PageText, rightToLeftLetters } from './check-pdf.ts'
import { pageHead, pageTail } from './page-html.ts'
import type { Released } from './released.ts'
import { type PageMap, type Row, scheduleColumns, scheduleTitle } from './schedule.ts'

/** Letters and digits by which a page is compared with what it must say; of scripts from right to left none, since a page has them in an order of its own. */
function lettersOf(text: string): string {
  return squash(canon(text)).replace(rightToLeftLetters, '')
}

interface Parted {
  readonly taken: string
  readonly rest: readonly string[]
}

/** Takes a text away where pages begin, or end, letter by letter; null where they say anything else there. */
function take(pages: readonly string[], text: string, from: 'start' | 'end'): Parted | null {
  const isStart = from === 'start'
  let wanted = lettersOf(text)
  const rest = [...pages]
  const taken: string[] = []
  for (const at of isStart ? pages.keys() : [...pages.keys()].reverse()) {
    if (wanted === '') break
    const characters = [...(pages[at] ?? '')]
    let count = 0
    while (wanted !== '' && count < characters.length) {
      const letters = lettersOf(characters[isStart ? count : characters.length - 1 - count] ?? '')
      if (!(isStart ? wanted.startsWith(letters) : wanted.endsWith(letters))) return null
      wanted = isStart ? wanted.slice(letters.length) : wanted.slice(0, wanted.length - letters.length)
      count++
    }
    const cut = isStart ? count : characters.length - count
    const [before, after] = [characters.slice(0, cut).join(''), characters.slice(cut).join('')]
    taken.push(isStart ? before : after)
    rest[at] = isStart ? after : before
  }
  return wanted === '' ? { taken: taken.join('\n'), rest } : null
}

/** What was not compared of a text that was taken away. */
function uncompared(text: string): string {
  return (text.match(rightToLeftLetters) ?? []).length === 0
    ? ''
    : text.replace(/[\p{L}\p{N}]/gu, (letter) => (lettersOf(letter) === '' ? letter : ' '))
}

/** Letters of a text whatever their order; figures aside, since a page numbers the items of its lists. */
function lettersInAnyOrder(texts: readonly string[]): string {
  return [...squash(canon(texts.join('\n'))).replace(/\p{N}+/gu, '')].sort().join('')
}

/**
 * Whether pages have the very letters of what they must say, and not in the order in which it is read. A page draws what is written from right to left from the left, line
 * by line, so that no place on it is known by the words around it; but where no letter is more or less, nothing else can be on it either.
 */
function isSaidInAnotherOrder(pages: readonly string[], said: readonly string[]): boolean {
  return said.some(isRightToLeft) && lettersInAnyOrder(pages) === lettersInAnyOrder(said)
}

/** The names of the pages of a document, in order, from the first that the map gives. */
function pageNames(map: PageMap, number: string): readonly string[] {
  const range = map.get(number)
  const first = /^(.*-)(\d+)$/.exec(range?.first ?? '')
  if (range === undefined || first === null) return []
  const [, prefix = '', digits = ''] = first
  return Array.from({ length: range.pages }, (_, at) => `${prefix}${String(Number(digits) + at).padStart(digits.length, '0')}`)
}

function withoutFooters(pages: readonly string[], names: readonly string[]): readonly string[] {
  return pages.map((page, at) => take([page], names[at] ?? '', 'end')?.rest[0] ?? page)
}

/**
 * What the pages of a document say that isn't ours: page numbers, control numbers, labels and the mail's date are taken away where each page says them letter
 * by letter as it must, since a redacted word may be one of them. Whatever is not so stays as it stands.
 */
export function printedOurs(released: Released, family: Released, map: PageMap): Ours {
  return (printed) => {
    let pages = withoutFooters(printed, pageNames(map, released.number))
    const whole = pages
    const values: PageText[] = []
    const said: PageText[] = []
    if (released.form !== 'pages' && released.form !== 'pixels') {
      const rows = [...pageHead(released, family), ...pageTail(released)]
      said.push(...rows.flatMap(({ value, isOurs, of }) => (isOurs ? [] : [{ text: value, ...(of && { owners: [of.source.id] }) }])))
      const body = released.segments.map(({ kind, text, html }) => (kind === 'html' ? plainOfMarkup(html) : text)).join('\n')
      if (isSaidInAnotherOrder(whole, [...rows.map(({ label, value }) => `${label} ${value}`), body])) said.push({ text: body })
      else said.length = 0
      for (const [from, rows] of [['start', pageHead(released, family)] as const, ['end', pageTail(released)] as const]) {
        const parted = take(pages, rows.map(({ label, value }) => `${label} ${value}`).join('\n'), from)
        if (parted === null) continue
        pages = parted.rest
        for (const { value, isOurs, of } of rows) if (!isOurs) values.push({ text: value, ...(of && { owners: [of.source.id] }) })
        values.push({ text: uncompared(parted.taken) })
      }
    }
    return { pages: pages.map((text, at) => (at === 0 ? [...values, { text }] : [{ text }])), said: said.length === 0 ? null : said }
  }
}

/**
 * What the printed schedule says besides what it must: nothing, where its pages read letter by letter as the rows of this production. These are searched
 * cell by cell, each as a page of its own document.
 */
export function scheduleOurs(reference: string, rows: readonly Row[]): Ours {
  const heads = scheduleColumns.join('\n')
  const cells = rows.flatMap((row) => scheduleColumns.map((column) => row[column] ?? ''))
  return (printed) => {
    const pages = printed.map((page, at) => (at === 0 ? page : (take([page], heads, 'start')?.rest[0] ?? page)))
    const parted = take(pages, [scheduleTitle(reference), heads, ...cells].join('\n'), 'start')
    // Each cell is searched besides, as a page of its own document.
    const said = isSaidInAnotherOrder(pages, [scheduleTitle(reference), heads, ...cells]) ? [] : null
    if (parted === null) return { pages: printed.map((text) => [{ text }]), said }
    return { pages: parted.rest.map((text, at) => (at === 0 ? [{ text: uncompared(parted.taken) }, { text }] : [{ text }])), said }
  }
}
