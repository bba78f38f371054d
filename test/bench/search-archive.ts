import { closeSync, openSync, writeSync } from 'node:fs'

/** Mulberry32: small, and the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Words with frequencies as in language (Zipf): the first are in nearly every mail, the last in one of thousands. */
const syllables = ['ba', 'ke', 'li', 'mo', 'nu', 'pa', 're', 'si', 'to', 'ul', 'va', 'zen', 'dor', 'fin', 'gal']
const vocabulary = Array.from({ length: 40_000 }, (_, at) => {
  let [rest, word] = [at + 15, '']
  while (rest > 0) {
    word += syllables[rest % syllables.length]
    rest = Math.floor(rest / syllables.length)
  }
  return word
})
for (const [at, word] of ['the', 'and', 'for', 'please', 'meeting', 'budget', 'annual', 'report', 'thanks'].entries())
  vocabulary[at * 20] = word

const subjectForms = [
  'Nora Quill',
  'Quill, Nora',
  'N. Quill',
  'Nora',
  'Norah Quill',
  'Ms Quill',
  '12345678',
  '12 34-56/78',
  'nquill@harbour.example',
]

/** Writes an mbox of so many messages among 3,000 people; some 30,000 of them, or one in five of fewer, have to do with Nora Quill, in one form or another. */
export function generateMbox(path: string, count: number): void {
  const share = Math.min(0.2, 22_000 / count)
  const file = openSync(path, 'w')
  const random = randomFrom(7)
  const pick = (bound: number): number => Math.floor(random() * bound)
  const word = (): string => vocabulary[Math.floor(vocabulary.length ** random()) - 1] ?? 'the'
  const words = (length: number): string => Array.from({ length }, word).join(' ')
  const person = (): string => {
    const at = pick(3000)
    return `Person ${vocabulary[at + 500]} <p${at}@d${at % 40}.example>`
  }
  let buffer = ''
  for (let number = 0; number < count; number++) {
    const about = random() < share ? (subjectForms[pick(subjectForms.length)] ?? '') : ''
    const from = random() < share / 10 ? 'Nora Quill <nora.quill@harbour.example>' : person()
    const date = new Date(Date.UTC(2018, 0, 1) + pick(8 * 365) * 86_400_000 + pick(86_400) * 1000).toUTCString().replace('GMT', '+0000')
    const body = Array.from({ length: 3 + pick(20) }, () => words(10)).join('\n')
    buffer += `From x@y.example Mon Jan  1 00:00:00 2018\nFrom: ${from}\nTo: ${person()}, ${person()}\nDate: ${date}\nSubject: ${words(4)}\nMessage-ID: <${number}@bench.example>\n\n${body}\n${about}\n${words(8)}\n\n`
    if (buffer.length > 4_000_000) {
      writeSync(file, buffer)
      buffer = ''
    }
  }
  writeSync(file, buffer)
  closeSync(file)
}
