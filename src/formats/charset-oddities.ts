/** Words of two scripts, as come out where bytes are read in a charset that isn't theirs: `Mьller`. */
export const mixedWord =
  /[a-z][\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Thai}]|[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Thai}][a-z]|[a-z][\p{Script=Han}\p{Script=Hangul}][a-z]/iu

/**
 * What is hardly ever written, and comes out where bytes are read in a charset that isn't theirs: control characters beyond ASCII (windows-1250 read as ISO 8859-2), signs that
 * touch letters (`w±ska`), capitals behind small letters (`оПХБЕР`, windows-1251 read as KOI8-R and the other way round), words of two scripts.
 */
const odd: readonly RegExp[] = [
  /[\x80-\x9f]/gu,
  /(?<=\p{L})(?![\x00-\x7f])[\p{S}\p{No}]|(?![\x00-\x7f])[\p{S}\p{No}](?=\p{L})/gu,
  /\p{Ll}\p{Lu}/gu,
  new RegExp(mixedWord, 'giu'),
]

/** Enough to compare two readings of the same bytes. */
const comparedLength = 100_000

/** How much of what is hardly ever written a text has. To be compared with another reading of the same bytes, whose ASCII is the same. */
export function oddities(text: string): number {
  const head = text.slice(0, comparedLength)
  return odd.reduce((count, form) => count + (head.match(form)?.length ?? 0), 0)
}
