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
