import { exceptionTexts, votingOptions } from './mapi-blobs.ts'
import { type MapiItem, type PropertyReader, propertyNames, reader, textOf, textTypes } from './mapi-item.ts'
import { keptTexts, machinePlaces, machineSets, mailTexts, type PropertyKey, shownTexts, shownTimes } from './mapi-labels.ts'
import { peopleInEntryIds } from './mapi-members.ts'

/**
 * What items hold beside header and body. Contacts, lists, appointments, tasks and journal entries are personal data as much as mail is, and a person is found by a
 * telephone number in a contact. What Outlook shows of them is written as lines `Name: value` behind the body; all other text that stands in a property, and what
 * an owner noted on a mail, is further text (`x-outlook-property`), for what isn't known here can name a person too.
 */
export interface ItemTexts {
  /** Lines for people; empty for mail. */
  readonly lines: string
  /** `Name: value`, one line each, in order of name and value. */
  readonly further: readonly string[]
}

/** Kinds of items of which a mail program shows header and body, and nothing else. */
const mail = /^(?:$|ipm\.note|ipm\.post|ipm\.outlook\.recall|report\.)/u

/** @param said what the message says elsewhere: no further text repeats it */
export function itemTexts(item: MapiItem, own: PropertyReader, charset: string, said: string): ItemTexts {
  const places = new Map([...propertyNames(item)].map(([id, place]) => [place.toLowerCase(), id]))
  const idOf = (key: PropertyKey): number => (typeof key === 'number' ? key : (places.get(key) ?? -1))
  const texts = (labels: Labels): string[] => labels.flatMap(([label, key]) => lineOf(label, own.text(idOf(key))))
  const within = blobTexts(own, charset, idOf)
  if (mail.test(own.text(0x001a).toLowerCase())) {
    return {
      lines: '',
      further: unsaid([...texts(mailTexts), ...within, ...otherTexts(item, own, isUsers), ...reports(item, charset)], said),
    }
  }
  const members = ['address/8054', 'address/8064', 'address/8055'].flatMap((place) => own.bytes(idOf(place)) ?? [])
  const lines = [
    ...texts(shownTexts),
    ...shownTimes.flatMap(([label, key]) => lineOf(label, timeText(own.time(idOf(key))))),
    ...peopleInEntryIds(members, charset).flatMap((person) => lineOf('Member', person)),
    ...otherTexts(item, own, isUsers).sort(),
  ].join('\r\n')
  const shown = new Set([...shownTexts, ...keptTexts].map(([, key]) => key))
  const others = otherTexts(item, own, (place) => !shown.has(place) && !isUsers(place))
  return { lines, further: unsaid([...texts(keptTexts), ...within, ...others], `${said}\n${lines}`) }
}

/** Texts within binary properties. */
function blobTexts(own: PropertyReader, charset: string, idOf: (key: PropertyKey) => number): string[] {
  const text = (bytes: Uint8Array): string => textOf(bytes, charset)
  return blobs.flatMap(([label, key, read]) => {
    const bytes = own.bytes(idOf(key))
    return bytes === null ? [] : read(bytes, text).flatMap((value) => lineOf(label, value))
  })
}

const blobs = [
  ['Answer to vote by', 'common/8520', votingOptions],
  ['On another day', 'appointment/8216', exceptionTexts],
] as const

type Labels = readonly (readonly [label: string, key: PropertyKey])[]

const lineOf = (label: string, value: string): string[] => {
  const text = value
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(', ')
  return /[\p{L}\p{N}]/u.test(text) ? [`${label}: ${text}`] : []
}

/** Fields that users made have a word of their own for a name; programs call theirs by addresses. */
const isUsers = (place: string): boolean => place.startsWith('public/') && !place.includes('://')

function timeText(atMs: number | null): string {
  if (atMs === null) return ''
  return new Date(atMs)
    .toISOString()
    .replace('T', ' ')
    .replace(/:00\.000Z$/u, ' UTC')
}

/** Texts of named properties, and of those that describe people, in no table here. A field that a user made has its own name. */
function otherTexts(item: MapiItem, own: PropertyReader, wanted: (place: string) => boolean): string[] {
  const names = propertyNames(item)
  const found: string[] = []
  for (const [id, { type }] of item.properties) {
    if (!textTypes.has(type) || (id < 0x8000 && (id >> 8 !== 0x3a || shownTexts.some(([, key]) => key === id)))) continue
    const name = names.get(id) ?? id.toString(16)
    const place = name.toLowerCase()
    const [set = ''] = place.split('/')
    if (machineSets.has(set) || machinePlaces.has(place) || !wanted(place)) continue
    const value = own.text(id)
    if (!machineValue.test(value.trim())) found.push(...lineOf(name.replace(/^public\//u, ''), value))
  }
  return found
}

/** Types of addresses, kinds of items, ids and versions. */
const machineValue =
  /^(?:smtp|ex|fax|unknown|mapipdl|ipm(?:\.[\w.{}-]+)?|\{?[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\}?|\d+(?:\.\d+){0,3}|[\da-f]{16,})$/iu

/** What a report says of each recipient. */
function reports({ recipients }: MapiItem, charset: string): string[] {
  return recipients.flatMap((row) => {
    const own = reader(row, charset)
    return [0x1001, 0x0c1b].flatMap((id) => lineOf('Report', own.text(id)))
  })
}

/** Attack: thousands of texts, each looked for in megabytes of a body. In characters to look through; past them what may be said twice is. */
const maximumSought = 200_000_000

/** In order, since files keep properties in any; without what is said already, word for word. */
function unsaid(lines: readonly string[], said: string): string[] {
  const all = wordsOf(said)
  let left = maximumSought
  const isSaid = (line: string): boolean => {
    left -= all.length
    return left > 0 && all.includes(wordsOf(line.slice(line.indexOf(': ') + 2)))
  }
  return [...new Set(lines)].filter((line) => !isSaid(line)).sort()
}

const wordsOf = (text: string): string => ` ${(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')} `
