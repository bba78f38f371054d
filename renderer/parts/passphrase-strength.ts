const common = /pass(word|phrase)?|qwert|letmein|admin|welcome|12345|abcde|secret|monkey|dragon/gi

/**
 * A cautious estimate of a passphrase's strength, 0 (too weak) to 3 (strong): bits by character classes and by words, less what
 * repeats or is common. The store decides what it takes; this only tells while one types.
 */
export function passphraseStrength(passphrase: string): 0 | 1 | 2 | 3 {
  const plain = passphrase
    .normalize('NFKC')
    .replace(common, 'x')
    .replace(/(.)\1+/gu, '$1')
  const words = plain.split(/[\s._-]+/u).filter((word) => word.length > 2)
  const distinct = new Set(words.map((word) => word.toLowerCase())).size
  const classes = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}\s]/u].filter((kind) => kind.test(plain)).length
  const symbols = new Set(plain).size
  const byCharacter = Math.min(plain.length, symbols * 2) * (classes <= 1 ? 2.6 : classes === 2 ? 3.4 : 4.2)
  // Words that people choose are worth less than diceware's 12.9 bits.
  const byWord = distinct * 11
  const bits = words.length >= 3 ? Math.min(byCharacter, Math.max(byWord, 0) + classes * 2) : byCharacter
  if (passphrase.length < 12 || bits < 36) return 0
  if (bits < 45) return 1
  return bits < 60 ? 2 : 3
}
