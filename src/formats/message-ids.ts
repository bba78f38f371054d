/**
 * Message-IDs of a Message-ID, In-Reply-To or References field (RFC 5322 §3.6.4), without angle brackets, in order, white space
 * inside removed (folding mailers put it there). Without any brackets, the words that hold an `@` or, alone, stand for one.
 */
export function messageIds(raw: string): string[] {
  const found: string[] = []
  let open = raw.indexOf('<')
  while (open >= 0) {
    const close = raw.indexOf('>', open + 1)
    if (close < 0) break
    const id = raw.slice(raw.lastIndexOf('<', close) + 1, close).replace(/\s+/g, '')
    if (id !== '') found.push(id)
    open = raw.indexOf('<', close + 1)
  }
  if (found.length > 0) return found
  const words = raw.split(/[\s<>,;]+/).filter((word) => word !== '')
  return words.length === 1 ? words : words.filter((word) => /^[^@"()]+@[^@"()]+$/.test(word))
}
