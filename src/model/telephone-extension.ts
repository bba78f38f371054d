/** An extension behind a telephone number. `[start, end)`: its digits, in UTF-16 code units of the text. */
export interface Extension {
  readonly start: number
  readonly end: number
}

/** Words for an extension, as they stand in signatures and directories of Europe and America; with and without accents, as no text is folded here. */
const words = [
  'extensi[oó]n|extens[aã]o|extension|exten|extn|ext|xtn',
  'durchwahl|dwl?|nebenstelle|nst|apparat|app|hausruf|klappe',
  'poste|interne|interno|interior|int|anexo|ramal|local',
  'toestel|tst|lokal(?:nummer)?|lok|anknytning|anknytn|ankn|alanumero',
  'wewn[eę]trzny|wewn|wew|linka|klapka|kl|mell[eé]k|dahili',
  'доб(?:авочный)?|внутр?|εσωτ(?:ερικ[όο])?|内線|内线|分機|分机|내선',
].join('|')
const blank = String.raw`[^\S\n]`
const number = String.raw`(?:${blank}?(?:no|nr|num|number|nummer|n[°º])\.?)?`
/** A word may stand in the next line; a bare `x` or `#` can't. */
const worded = String.raw`${blank}{0,4}\n?${blank}{0,4}[,;/(–—-]?${blank}{0,2}(?:${words})\.?${number}${blank}{0,4}[:=#.–-]?${blank}{0,2}`
const marked = String.raw`${blank}{0,2}[,;(]?${blank}?(?:x\.?|#)${blank}?`
const behind = new RegExp(String.raw`\)?(?:${worded}|${marked})(\d{1,6})(?![\p{L}\p{N}])`, 'iuy')
const whole = new RegExp(String.raw`^([\s+(]*\d[\d\s()./–-]*?)\)?(?:${worded}|${marked})(\d{1,6})\)?$`, 'iu')
const written = new RegExp(`^(?:${words}|x|no|nr|num|number|nummer|[内線线分機机내선])$`, 'iu')
/** A number that is dialled has so many digits; behind fewer, `x 12` and `int 12` mean anything. */
const fewest = 6

/** The extension that a text has behind a number that ends at `at`, named as one by a word, `x` or `#`; null where none is. */
export function extensionBehind(text: string, at: number): Extension | null {
  behind.lastIndex = at
  const digits = behind.exec(text)?.[1]
  return digits === undefined ? null : { start: behind.lastIndex - digits.length, end: behind.lastIndex }
}

/** A telephone number with its extension, where the whole of `text` is one: `020 7946 0100 ext. 12`, `+49 6131 1234 Durchwahl 56`. */
export function withExtension(text: string): { readonly number: string; readonly extension: string } | null {
  const [, head = '', extension = ''] = whole.exec(text.normalize('NFKC').trim()) ?? []
  return head.replace(/\D/gu, '').length < fewest ? null : { number: head.trim(), extension }
}

/** Whether a word, or a sign of one, may stand between a number and its extension. */
export function isOfExtension(word: string): boolean {
  return written.test(word)
}
