/**
 * The one mail address in what somebody typed or pasted: `Ann Lee <ann@x.example>`, `mailto:ann@x.example?subject=Hello` (RFC 6068), `ann@x.example,`. Null where
 * there is none or more than one: what is looked for then would be anybody's guess.
 */
export function plainAddress(given: string): string | null {
  const text = given
    .normalize('NFC')
    .replace(/\p{Cf}/gu, '')
    .replaceAll('\uff20', '@')
    .trim()
  // A local part in quotation marks (RFC 5322 §3.4.1) may hold anything.
  if (/^"[^"]+"@[^\s@"<>]+$/u.test(text)) return text
  const found = withoutLabels(text).match(/[^\s<>()[\],;:"“”„«»]+@[^\s<>()[\],;:"“”„«»?]+/gu) ?? []
  const [only, ...more] = new Set(found.map((each) => each.replace(/^['‹{*`_/|=-]+|['›}*`_/|.!-]+$/gu, '')))
  return only === undefined || more.length > 0 || only.split('@').length !== 2 ? null : only
}

/** A line of a form or a directory, of which an address is the value: `mail=ann@x.example`. A local part may hold `=`, but none is called so. */
function withoutLabels(text: string): string {
  return text.replace(/(?<![\p{L}\p{N}.+_-])(?:e-?mail|mail|addr(?:ess)?|adresse|to|from|cc|bcc|smtp|user|login)\s*=+/giu, ' ')
}
