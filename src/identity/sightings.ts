import { comparableAddress, type PersonName } from '../model/index.ts'
import { namesBesideAddresses } from './beside-address.ts'
import { fullNames, relateDisplay } from './compare-names.ts'
import { sameWord, slipsBetween } from './same-word.ts'

/** A person as some text writes them: a name, an address, or both together. */
export interface Sighting {
  readonly name: string
  /** Lower case; empty where the text gives the name alone. */
  readonly address: string
  /** `near` and `cell`: no program wrote the two together, the name only stands beside the address, or above it. */
  readonly where: 'header block' | 'card' | 'attendee' | 'text' | 'near' | 'cell'
}

const longestText = 200_000
const addressText = String.raw`[^\s<>()\[\]"',;:@]+@[^\s<>()\[\]"',;:@]+\.[^\s<>()\[\]"',;:@]*[^\s<>()\[\]"',;:@.]`
/** What stands before the bracket ends in no blank, so that a run of blanks is read once for it and not for each part of itself. */
const directory = /(?:"([^"\n]{2,80})"|([^<>"\n;:]{1,79}?[^<>"\n;:\s]))\s*<\s*(\/O=[^>\n]{5,200})>/giu
/** Without which no text has one of those, and to look for a name before each place would be for nothing. */
const directoryPath = /<\s*\/O=/iu
/** Header names of quoted and forwarded mails, in the languages whose mail programs are common here. */
const headerNames =
  'from|to|cc|bcc|sent by|x-from|x-to|x-cc|x-bcc|von|an|kopie|blindkopie|gesendet von|de|à|a|cci?|para|envoyé par|da|od|do|dw|do wiadomości|van|aan|fra|til|från|till|от|кому|копия|από|προς'
const headerLine = new RegExp(String.raw`^[>|\s]*\*?(${headerNames})\*?\s*:\*?[^\S\n]*(.*)$`, 'iu')
const bareAddress = new RegExp(addressText, 'iu')

/** Everybody whom a text's header blocks, cards, invitations and angle brackets name. In order of the text, each once. */
export function peopleInText(text: string): readonly Sighting[] {
  const found = new Map<string, Sighting>()
  const add = (name: string, address: string, where: Sighting['where']): void => {
    const sighting = { name: tidyName(name), address: comparableAddress(address.replace(/[.,;]+$/u, '')), where }
    if (sighting.name === '' && sighting.address === '') return
    const key = `${sighting.name} ${sighting.address}`
    if (!found.has(key)) found.set(key, sighting)
  }
  const read = text.slice(0, longestText)
  for (const { name, address, where } of namesBesideAddresses(read)) add(name, address, where === 'bracket' ? 'text' : where)
  if (directoryPath.test(read)) {
    for (const [, quoted, plain, path] of read.matchAll(directory)) add(quoted ?? plain ?? '', path ?? '', 'text')
  }
  for (const block of headerBlocks(read)) {
    for (const { name, address } of [block.from, ...block.others]) add(name, address, 'header block')
  }
  for (const { names, addresses } of cards(read))
    for (const name of names) for (const address of addresses.length === 0 ? [''] : addresses) add(name, address, 'card')
  if (/BEGIN:VCALENDAR/iu.test(read)) {
    for (const [, quoted, plain, address] of unfoldLines(read).matchAll(
      /^(?:ATTENDEE|ORGANIZER)[^\n]*?CN=(?:"([^"\n]*)"|([^;:\n]*))[^\n]*?:mailto:([^\s;]+)/gimu,
    )) {
      add(quoted ?? plain ?? '', address ?? '', 'attendee')
    }
  }
  return [...found.values()]
}

function unfoldLines(text: string): string {
  return text.replace(/\r?\n[ \t]/gu, '')
}

interface Card {
  readonly names: readonly string[]
  /** As written. */
  readonly addresses: readonly string[]
  readonly phones: readonly string[]
}

function cards(text: string): readonly Card[] {
  if (!/BEGIN:VCARD/iu.test(text)) return []
  return unfoldLines(text)
    .split(/END:VCARD/iu)
    .map((card) => {
      const value = (field: string): readonly string[] =>
        [...card.matchAll(new RegExp(String.raw`^(?:[\w-]+\.)?${field}(?:;[^:\n]*)?:(.+)$`, 'gimu'))].map(([, text = '']) => text.trim())
      return { names: [...value('FN'), ...value('NICKNAME')], addresses: value('EMAIL'), phones: value('TEL') }
    })
}

/** Numbers on cards of somebody: with an address of theirs, or without any and with a full name related to theirs. */
export function phonesOnCards(text: string, addresses: ReadonlySet<string>, names: readonly string[]): readonly string[] {
  const own = fullNames(names)
  const isOwn = (card: Card): boolean => {
    if (card.addresses.length > 0) return card.addresses.some((address) => addresses.has(comparableAddress(address)))
    return card.names.some((written) => relateDisplay(own, written) !== null)
  }
  return cards(text.slice(0, longestText)).flatMap((card) =>
    isOwn(card) ? card.phones.map((phone) => phone.replace(/^tel:/iu, '')).filter((phone) => /\d{4}/u.test(phone.replace(/\D/gu, ''))) : [],
  )
}

/** A display name without quotes, quoting marks, bullets and the words that join it to what stands before. */
function tidyName(written: string): string {
  return written
    .replace(/<.*$|^\s*@.*$|^\s*\p{L}[\p{L}\p{N}]*:\s+/gu, '')
    .replace(/^[\s>|*•·\d.,:/–-]+|(?<![\s*,])[\s*,]+$/gu, '')
    .replace(/^['"]+|['"]+$/gu, '')
    .replace(/^(?:and|und|et|cc|to|from|at|um|à)\s+/iu, '')
    .trim()
}

export interface HeaderBlock {
  readonly from: { readonly name: string; readonly address: string }
  readonly others: readonly { readonly name: string; readonly address: string }[]
  /** Where the text below the block starts. */
  readonly end: number
}

/** The header blocks that mail programs put above quoted and forwarded mails: lines of `From:`, `To:` … within a few lines of each other. */
export function headerBlocks(text: string): readonly HeaderBlock[] {
  const blocks: HeaderBlock[] = []
  let open: { from: HeaderBlock['from'] | null; others: { name: string; address: string }[]; end: number; gap: number } | null = null
  const close = (): void => {
    if (open?.from) blocks.push({ from: open.from, others: open.others, end: open.end })
    open = null
  }
  let at = 0
  for (const line of text.split('\n')) {
    const start = at
    at += line.length + 1
    const match = headerLine.exec(line.length > 2000 ? line.slice(0, 2000) : line)
    // A field may be empty within a block; one that begins with it is none.
    if (match === null || (open === null && !/\S/u.test(match[2] ?? ''))) {
      if (open !== null && ++open.gap > 4) close()
      continue
    }
    const field = (match[1] ?? '').toLowerCase()
    const isFrom = /^(?:x-)?(?:from|von|de|da|od|van|fra|från|от|από)$/u.test(field)
    const people = listedPeople(match[2] ?? '')
    if (isFrom && field !== 'x-from') close()
    open ??= { from: null, others: [], end: at, gap: 0 }
    open.gap = 0
    open.end = Math.max(at, start)
    if (isFrom && people[0] !== undefined) {
      open.from =
        open.from === null ? people[0] : { name: open.from.name || people[0].name, address: open.from.address || people[0].address }
    } else open.others.push(...people)
  }
  close()
  return blocks
}

/** The people of one header line. Commas part them, but for `Surname, Given` where semicolons or brackets do. */
export function listedPeople(line: string): readonly { readonly name: string; readonly address: string }[] {
  const bracketed = [...line.matchAll(/(?:"([^"]*)"\s*|([^<>;[\]"]*?))[<[(]([^<>\][()]+)[>\])]/gu)].map(
    ([, quoted, plain, bracket = '']) => {
      const inner = bracket.trim().replace(/^mailto:/iu, '')
      return {
        name: tidyName((quoted ?? plain ?? '').replace(/^[\s,;]+/u, '')),
        address: inner.includes('@') || /^\/o=/iu.test(inner) ? inner.toLowerCase() : '',
      }
    },
  )
  if (bracketed.some(({ address }) => address !== '')) return bracketed.filter(({ name, address }) => name !== '' || address !== '')
  const items = line.includes(';') ? line.split(';') : /@\S+\s*,/u.test(line) ? line.split(',') : [line]
  return items.flatMap((item) => {
    const address = bareAddress.exec(item)?.[0] ?? ''
    const name = tidyName(address === '' ? item : item.replace(address, ''))
    return name === '' && address === '' ? [] : [{ name: name.length > 80 ? '' : name, address: address.toLowerCase() }]
  })
}

/** A name with the one before a marriage behind it: `Jane Roe (née Smith)`, `Jane Roe, geb. Smith`. */
const withFormer =
  /\p{Lu}[\p{L}\p{M}'’.-]{0,40}(?:[ \t]+(?:\p{Lu}[\p{L}\p{M}'’.-]{0,40}|van|von|de|der|den|di|da|la|le)){1,4}(?:,?[ \t]+|[ \t]*\()(?:née?|nee|born|geb\.?|geborene?|z domu|урожд\p{L}*\.?)[ \t]+\p{Lu}[\p{L}\p{M}'’-]+\)?/gu

const capital = String.raw`\p{Lu}[\p{L}\p{M}'’.-]*`
const run = new RegExp(
  String.raw`${capital}(?:[ \t]+(?:\([^()\n]{2,20}\)|[“"][^”"\n]{2,20}[”"]|${capital}|van|von|vom|zu|de|der|den|del|di|da|du|la|le))*(?:,[ \t]*${capital}(?:[ \t]+${capital})?)?`,
  'gu',
)

/**
 * Full names in running text that relate to a name of the subject, as written there: with middle names and initials, double surnames and pet names
 * in brackets that no table could foresee.
 */
export function namesInText(text: string, names: readonly string[]): readonly string[] {
  const own = fullNames(names)
  const wanted = new Set(own.flatMap((name) => name.family.split(/[\s-]+/u).map(sameWord)))
  const found = new Set<string>()
  const read = text.slice(0, longestText)
  for (const [written] of read.matchAll(run)) {
    const words = written.split(/\s+/u)
    const last = words.findIndex((word) => word.split('-').some((part) => isWanted(sameWord(part), wanted)))
    if (last < 0) continue
    if (/,$/u.test(words[last] ?? '')) consider(words.slice(last, last + 3), own, found)
    for (let start = Math.max(0, last - 3); start < last; start++) {
      if (consider(words.slice(start, last + 1), own, found)) break
    }
  }
  for (const [written] of read.matchAll(withFormer)) if (relateDisplay(own, written) !== null) found.add(written)
  return [...found]
}

function isWanted(word: string, wanted: ReadonlySet<string>): boolean {
  return wanted.has(word) || [...wanted].some((each) => slipsBetween(each, word) !== null)
}

function consider(words: readonly string[], own: readonly PersonName[], found: Set<string>): boolean {
  const written = words.join(' ').replace(/[.,]+$/u, '')
  if (relateDisplay(own, written) === null) return false
  found.add(written)
  return true
}
