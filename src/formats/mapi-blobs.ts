/** Texts within binary properties of Outlook: the answers of a vote, what single dates of a series are called. What of them is damaged ends them. */

/** Reads numbers and texts one after the other. */
class Cursor {
  private at = 0
  private readonly bytes: Buffer

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  skip(count: number): void {
    this.at += count
    if (this.at > this.bytes.byteLength) throw new RangeError('cut')
  }

  number(width: 1 | 2 | 4): number {
    const value = this.bytes.readUIntLE(this.at, width)
    this.at += width
    return value
  }

  take(count: number): Buffer {
    const start = this.at
    this.skip(count)
    return this.bytes.subarray(start, start + count)
  }

  unicode(characters: number): string {
    return this.take(characters * 2).toString('utf16le')
  }
}

function asFarAsItGoes(read: (found: string[]) => void): readonly string[] {
  const found: string[] = []
  try {
    read(found)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  return found
}

/** Kinds of verbs that are an answer to a vote; the others are Reply, Forward and their like. */
const voteVerb = 4

/** The answers that a mail offers (PidLidVerbStream, MS-OXOMSG 2.2.1.74). `text`: decodes what is in the item's code page, where the stream has nothing else. */
export function votingOptions(bytes: Uint8Array, text: (bytes: Uint8Array) => string): readonly string[] {
  const plain: string[] = []
  const wide = asFarAsItGoes((found) => {
    const cursor = new Cursor(bytes)
    cursor.skip(2)
    const kinds: number[] = []
    for (let left = cursor.number(4); left > 0; left--) {
      const kind = cursor.number(4)
      kinds.push(kind)
      const name = cursor.take(cursor.number(1))
      if (kind === voteVerb) plain.push(text(name))
      // Class of the answer, a text that is empty, the name once more, and how it is sent.
      for (let each = 0; each < 3; each++) cursor.skip(cursor.number(1))
      cursor.skip(29)
    }
    cursor.skip(2)
    for (const kind of kinds) {
      const name = cursor.unicode(cursor.number(1))
      cursor.skip(cursor.number(1) * 2)
      if (kind === voteVerb) found.push(name)
    }
  })
  return wide.length < plain.length ? plain : wide
}

/** Of an exception of a series, what differs from it (MS-OXOCAL 2.2.1.44.2). */
const other = { subject: 0x1, location: 0x10 } as const
/** Of the other things, four bytes each, that may differ: kind of meeting, reminder, whether there is one; busy, attachments, all day, colour. */
const between = [0x2, 0x4, 0x8] as const
const behind = [0x20, 0x40, 0x80, 0x100] as const

/** Subjects and places that single dates of a series have (PidLidAppointmentRecur, MS-OXOCAL 2.2.1.44). `text`: as above. */
export function exceptionTexts(bytes: Uint8Array, text: (bytes: Uint8Array) => string): readonly string[] {
  const plain: string[] = []
  const wide = asFarAsItGoes((found) => {
    const cursor = new Cursor(bytes)
    cursor.skip(6)
    const pattern = cursor.number(2)
    cursor.skip(14)
    // By day, by day of the week or month, by the nth weekday of a month.
    cursor.skip(pattern === 0 ? 0 : (pattern & 0x7) === 3 ? 8 : 4)
    cursor.skip(12)
    for (const _ of ['deleted', 'modified']) cursor.skip(cursor.number(4) * 4)
    cursor.skip(12)
    const version = cursor.number(4)
    cursor.skip(8)
    const all: number[] = []
    for (let left = cursor.number(2); left > 0; left--) {
      cursor.skip(12)
      const flags = cursor.number(2)
      all.push(flags)
      const own = (): void => {
        cursor.skip(2)
        plain.push(text(cursor.take(cursor.number(2))))
      }
      if (flags & other.subject) own()
      cursor.skip(4 * between.filter((flag) => flags & flag).length)
      if (flags & other.location) own()
      cursor.skip(4 * behind.filter((flag) => flags & flag).length)
    }
    cursor.skip(cursor.number(4))
    for (const flags of all) {
      if (version >= 0x3009) cursor.skip(cursor.number(4))
      cursor.skip(cursor.number(4))
      if ((flags & (other.subject | other.location)) === 0) continue
      cursor.skip(12)
      if (flags & other.subject) found.push(cursor.unicode(cursor.number(2)))
      if (flags & other.location) found.push(cursor.unicode(cursor.number(2)))
      cursor.skip(cursor.number(4))
    }
  })
  return wide.length < plain.length ? plain : wide
}
