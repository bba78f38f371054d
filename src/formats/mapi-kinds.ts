import type { MapiItem, PropertyReader } from './mapi-item.ts'

/**
 * What items other than mail hold beside their body: contacts, appointments, tasks. They are personal data as much as mail is, and a person is found by
 * a telephone number in a contact. Written as lines `Name: value` behind the body. Names and ids: MS-OXPROPS.
 */
const contactTexts: readonly (readonly [string, number])[] = [
  ['Name', 0x3001],
  ['Given name', 0x3a06],
  ['Surname', 0x3a11],
  ['Nickname', 0x3a4f],
  ['Company', 0x3a16],
  ['Department', 0x3a18],
  ['Job title', 0x3a17],
  ['Business phone', 0x3a08],
  ['Home phone', 0x3a09],
  ['Mobile phone', 0x3a1c],
  ['Other phone', 0x3a1f],
  ['Pager', 0x3a21],
  ['Business fax', 0x3a24],
  ['Home fax', 0x3a25],
  ['Business phone 2', 0x3a1b],
  ['Home phone 2', 0x3a2f],
  ['Home street', 0x3a5d],
  ['Home city', 0x3a59],
  ['Home state', 0x3a5c],
  ['Home postal code', 0x3a5b],
  ['Home country', 0x3a5a],
  ['Postal address', 0x3a15],
  ['Street', 0x3a29],
  ['City', 0x3a27],
  ['State', 0x3a28],
  ['Postal code', 0x3a2a],
  ['Country', 0x3a26],
  ['Spouse', 0x3a48],
  ['Manager', 0x3a4e],
  ['Assistant', 0x3a30],
  ['Business web page', 0x3a51],
  ['Personal web page', 0x3a50],
  ['Profession', 0x3a46],
  ['Office', 0x3a19],
]
const contactTimes: readonly (readonly [string, number])[] = [
  ['Birthday', 0x3a42],
  ['Anniversary', 0x3a41],
]
/** By their place in a set of named properties, hexadecimal. */
const namedTexts: readonly (readonly [string, string])[] = [
  ['E-mail 1', 'address/8083'],
  ['E-mail 1 name', 'address/8080'],
  ['E-mail 2', 'address/8093'],
  ['E-mail 2 name', 'address/8090'],
  ['E-mail 3', 'address/80a3'],
  ['E-mail 3 name', 'address/80a0'],
  ['Instant messaging', 'address/8062'],
  ['Work address', 'address/801b'],
  ['Home address', 'address/801a'],
  ['Other address', 'address/801c'],
  ['Location', 'appointment/8208'],
  ['All attendees', 'appointment/8238'],
  ['Required attendees', 'appointment/823b'],
  ['Optional attendees', 'appointment/823c'],
  ['Recurrence', 'appointment/8232'],
  ['Task owner', 'task/811f'],
]
const namedTimes: readonly (readonly [string, string])[] = [
  ['Start', 'appointment/820d'],
  ['End', 'appointment/820e'],
  ['Task start', 'task/8104'],
  ['Task due', 'task/8105'],
  ['Task completed', 'task/810f'],
  ['Reminder', 'common/8502'],
]

/** Lines for people; empty for mail. */
export function itemFields(item: MapiItem, own: PropertyReader): string {
  const kind = own.text(0x001a).toLowerCase()
  const contact = kind.startsWith('ipm.contact') || kind.startsWith('ipm.distlist')
  if (!contact && !/^ipm\.(?:appointment|task|activity|schedule)/u.test(kind)) return ''
  const named = (place: string): number => item.names.get(place) ?? -1
  const time = (atMs: number | null): string =>
    atMs === null
      ? ''
      : new Date(atMs)
          .toISOString()
          .replace('T', ' ')
          .replace(/:00\.000Z$/u, ' UTC')
  const lines = [
    ...(contact ? contactTexts : []).map(([label, id]) => [label, own.text(id)]),
    ...(contact ? contactTimes : []).map(([label, id]) => [label, time(own.time(id))]),
    ...namedTexts.map(([label, place]) => [label, own.text(named(place))]),
    ...namedTimes.map(([label, place]) => [label, time(own.time(named(place)))]),
  ]
  return lines
    .flatMap(([label, value]) => (value === '' || value === undefined ? [] : [`${label}: ${value.replace(/\s*\r?\n\s*/gu, ', ')}`]))
    .join('\r\n')
}
