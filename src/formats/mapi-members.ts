import { textOf } from './mapi-item.ts'

/** Provider of a one-off entry id (MS-OXCDATA 2.2.5.1) and of an address-book one (2.2.5.2), as stored. */
const oneOff = Buffer.from('812b1fa4bea310199d6e00dd010f5402', 'hex')
const addressBook = Buffer.from('dca740c8c042101ab4b908002b2fe182', 'hex')
const unicodeFlag = 0x8000

/**
 * The people in entry ids, as `Name <address>`: of a list's members (MS-OXOCNTC 2.2.2.2), whether they stand in values of their own, in wrapped ids, or in
 * the stream of long lists. Ids are found by who made them, since each is preceded by another length. Equal ones once, in the order in which they stand.
 */
export function peopleInEntryIds(stored: readonly Uint8Array[], charset: string): readonly string[] {
  const found = new Set<string>()
  const known = new Set<string>()
  for (const bytes of stored) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    for (let at = buffer.indexOf(oneOff); at >= 0; at = buffer.indexOf(oneOff, at)) {
      const person = readOneOff(buffer, at + oneOff.length, charset)
      // Cut off: nothing whole follows either.
      if (person === null) break
      const written = personText(person)
      if (written !== '') found.add(written)
      known.add(person.address.toLowerCase())
      at = person.end
    }
  }
  // Who is in the organisation's directory has a name in a one-off id too; where that is missing there is the address alone.
  for (const bytes of stored) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    for (let at = buffer.indexOf(addressBook); at >= 0; at = buffer.indexOf(addressBook, at)) {
      const start = at + addressBook.length + 8
      const end = buffer.indexOf(0, start)
      if (end < 0) break
      const address = buffer.toString('latin1', start, end)
      if (address.startsWith('/') && !known.has(address.toLowerCase())) found.add(address)
      at = end
    }
  }
  return [...found]
}

function personText({ name, address }: { readonly name: string; readonly address: string }): string {
  return name === '' || name === address ? address : address === '' ? name : `${name} <${address}>`
}

interface OneOff {
  readonly name: string
  readonly address: string
  readonly end: number
}

/** Version and flags, then name, type of address and address, each ended by a zero. */
function readOneOff(buffer: Buffer, start: number, charset: string): OneOff | null {
  if (start + 4 > buffer.length) return null
  const wide = (buffer.readUInt16LE(start + 2) & unicodeFlag) !== 0
  const texts: string[] = []
  let at = start + 4
  while (texts.length < 3) {
    const end = zeroAt(buffer, at, wide)
    if (end < 0) return null
    texts.push(textOf(buffer.subarray(at, end), wide ? 'utf-16le' : charset))
    at = end + (wide ? 2 : 1)
  }
  return { name: texts[0] ?? '', address: texts[2] ?? '', end: at }
}

function zeroAt(buffer: Buffer, start: number, wide: boolean): number {
  if (!wide) return buffer.indexOf(0, start)
  for (let at = start; at + 2 <= buffer.length; at += 2) if (buffer[at] === 0 && buffer[at + 1] === 0) return at
  return -1
}
