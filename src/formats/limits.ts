/**
 * Bounds of the MIME reader. At a bound the message degrades with a problem; nothing throws and no byte of it is lost, since what is
 * not taken apart any more stays in the part that holds it.
 */
export interface MimeLimits {
  /** Attack: multiparts or messages nested by the thousand exhaust the stack of any recursive consumer. Mail in use stays below 10. */
  readonly depth: number
  /** Attack: a "sibling bomb", a megabyte of bare boundary lines, makes a hundred thousand parts, each an object and later a document. */
  readonly parts: number
  /** Attack: one header of hundreds of megabytes is decoded, indexed and shown. Per field, in bytes, folding included. */
  readonly fieldBytes: number
  /** Attack: a million one-byte headers. Per entity. */
  readonly fields: number
  /** Attack: as above, spread over many parts. Bytes of all header fields of a message, its nested messages included. */
  readonly headerBytes: number
  /** Attack: fifty messages in each other, each holding all the rest, make the reader scan the same bytes fifty times. Bytes in all. */
  readonly nestedBytes: number
  /** Attack: every part of a bomb reports a defect of its own. Problems a message. */
  readonly problems: number
}

export const mimeLimits: MimeLimits = {
  depth: 50,
  parts: 10_000,
  fieldBytes: 262_144,
  fields: 5_000,
  headerBytes: 16_777_216,
  nestedBytes: 1_073_741_824,
  problems: 500,
}

/** The limits to work with: a caller may lower them, and can neither raise them above the built-in ones nor switch them off. */
export function lowered(limits: Partial<MimeLimits>): MimeLimits {
  const bound = (name: keyof MimeLimits): number => {
    const wanted = limits[name]
    return wanted !== undefined && wanted >= 1 && wanted < mimeLimits[name] ? Math.floor(wanted) : mimeLimits[name]
  }
  return {
    depth: bound('depth'),
    parts: bound('parts'),
    fieldBytes: bound('fieldBytes'),
    fields: bound('fields'),
    headerBytes: bound('headerBytes'),
    nestedBytes: bound('nestedBytes'),
    problems: bound('problems'),
  }
}

/** Bounds of reading zip archives, Office files among them. */
export interface ZipLimits {
  /** Attack: an archive of a million empty entries. */
  readonly entries: number
  /** Attack: a directory of gigabytes, read at once. In bytes. */
  readonly directoryBytes: number
  /** Attack: one entry that unpacks to more than memory holds. In bytes. */
  readonly entryBytes: number
  /** Attack: many such entries, or entries that share the same packed bytes ("overlapping" bombs). In bytes, of all that is unpacked. */
  readonly totalBytes: number
  /** Attack: a small file that unpacks a thousandfold; documents reach tenfold, at most a hundredfold for empty tables. */
  readonly ratio: number
  /** Up to here the ratio isn't asked, in bytes: small entries of blanks compress beyond any bound. */
  readonly ratioFreeBytes: number
}

export const zipLimits: ZipLimits = {
  entries: 10_000,
  directoryBytes: 16_777_216,
  entryBytes: 134_217_728,
  totalBytes: 268_435_456,
  ratio: 200,
  ratioFreeBytes: 4_194_304,
}

/** Bounds of archives in mail, which are unpacked when the message is read, since what they hold are documents of its family. */
export const attachedZipLimits: ZipLimits = { ...zipLimits, entries: 2000, entryBytes: 67_108_864, totalBytes: 67_108_864 }

/** Bounds of reading Office files. */
export interface OfficeLimits {
  /** Attack: elements nested by the hundred thousand. The reading of a part ends there. */
  readonly depth: number
  /** Attack: a sheet of repeated cells that says "a million times the same". Characters of visible text. */
  readonly textLength: number
  /** Attack: endless markup without text. XML elements of a file, in all its parts. */
  readonly elements: number
  /** Attack: one cell in the last of sixteen thousand columns, on each row. Empty cells written before a cell, and rows of repeats. */
  readonly gap: number
  /** What is hidden is listed up to here, in characters. */
  readonly hiddenLength: number
}

export const officeLimits: OfficeLimits = {
  depth: 500,
  textLength: 20_000_000,
  elements: 8_000_000,
  gap: 64,
  hiddenLength: 2_000_000,
}
