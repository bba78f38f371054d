/**
 * Whether what stands between the streams of a PDF is only what a PDF may hold there (ISO 32000-2 §7.2): tokens in ASCII, with other bytes within strings, names and the comment
 * that marks the file as binary. Other bytes belong to no object; nothing shows them, and what is packed in them can't be searched.
 */
export function holdsLooseBytes(outside: string): boolean {
  const firstObject = /\d\s+obj\b/.exec(outside)?.index ?? 0
  // Each alternative is one token, so that a bracket in a comment opens no string.
  const tokens = /%[^\r\n]*|\((?:\\[\s\S]|[^\\()])*|\)|\/[^\s()<>[\]{}/%\0]*|[^%()/]+/g
  let depth = 0
  for (const { 0: token, index } of outside.matchAll(tokens)) {
    if (depth > 0 && !token.startsWith('(') && token !== ')') continue
    if (token.startsWith('(')) depth++
    else if (token === ')') depth = Math.max(0, depth - 1)
    else if (token.startsWith('%')) {
      if (beyondAscii.test(token) && (index > firstObject || token.length > MAX_MARK)) return true
    } else if (token.startsWith('/')) {
      if (controls.test(token) || (beyondAscii.test(token) && token.length > MAX_NAME)) return true
    } else if (beyondAscii.test(token) || controls.test(token)) return true
  }
  return false
}

const beyondAscii = /[^\0-\x7e]/
/** White space of §7.2.3 is none of these. */
const controls = /[\x01-\x08\x0b\x0e-\x1f]/
const MAX_NAME = 128
const MAX_MARK = 32
