/**
 * A file's name with the words that people write together parted, as `NoraBergmannReview2024.docx`: at a capital after a small letter, before the last capital of
 * several that a small letter follows (`HRReview`), and between letters and digits. Null where nothing is to part.
 */
export function partedName(name: string): string | null {
  const parted = name.replace(
    /(?<=\p{Ll}\p{M}*)(?=\p{Lu})|(?<=\p{Lu}\p{M}*)(?=\p{Lu}\p{M}*\p{Ll})|(?<=\p{L}\p{M}*)(?=\p{Nd})|(?<=\p{Nd})(?=\p{L})/gu,
    ' ',
  )
  return parted === name ? null : parted
}
