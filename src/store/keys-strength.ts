import { AppError } from '../model/index.ts'

const minimumCharacters = 12
const minimumDistinct = 6

/**
 * Refuses passphrases that a guesser tries first. scrypt makes a guess dear; length and variety make guesses many.
 *
 * @throws store/passphrase-weak
 */
export function requireStrongPassphrase(passphrase: string, user: string): void {
  const characters = [...passphrase.normalize('NFKC')]
  const plain = passphrase.normalize('NFKC').toLowerCase().trim()
  const name = user.normalize('NFKC').toLowerCase()
  if (characters.length < minimumCharacters) {
    throw weak(`A passphrase needs at least ${minimumCharacters} characters. Four or more unrelated words make a good one.`)
  }
  if (new Set(plain).size < minimumDistinct || isSequence(plain)) {
    throw weak('This passphrase repeats itself or runs along the keyboard. Four or more unrelated words make a good one.')
  }
  if (plain.replaceAll(name, '').replace(/[\s\d]/g, '').length < 5) {
    throw weak('This passphrase is little more than the user name. Four or more unrelated words make a good one.')
  }
}

/** `abcdefghijkl`, `123456789012`, `qwertyuiopas` and their reverses. */
function isSequence(text: string): boolean {
  const runs = ['abcdefghijklmnopqrstuvwxyz'.repeat(2), '01234567890'.repeat(3), 'qwertyuiopasdfghjklzxcvbnm', 'qwertzuiopasdfghjklyxcvbnm']
  const reversed = [...text].reverse().join('')
  return runs.some((run) => run.includes(text) || run.includes(reversed))
}

function weak(message: string): AppError {
  return new AppError('store/passphrase-weak', message, { minimumCharacters })
}
