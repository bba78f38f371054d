import { createHash } from 'node:crypto'
import { ADDRESS, NAME } from './mails.ts'
import { base64, FIRST, type Mutant, mutant, PLAIN_NAME, proof, shape } from './mutant.ts'

const file = (numbers: number, path: string, what: string, change: (text: string) => string, more: Partial<Mutant> = {}): Mutant => ({
  ...mutant(numbers, what, change, path, more),
  whole: true,
})
const added = (number: number, what: string, path: string, text: string, where: RegExp): Mutant => ({
  numbers: [number],
  what,
  where,
  mutate: (files) => [...files, { path, bytes: Buffer.from(text) }],
  whole: true,
})
const hash = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('hex')

/** Leaks in the pages of ours and in the archive: `safety.md` 32, 47, 50, 51. */
export const bundleMutants: readonly Mutant[] = [
  added(32, 'a name in the archive', 'files/Quillfeather.txt', 'x', /Quillfeather/),
  mutant(
    47,
    'a marker as long as what it hides',
    (text) => text.replace(/=\?utf-8\?B\?W1JFREFD[^?]*\?=/, `=?utf-8?B?${base64('[REDACTED 16]')}?=`),
    FIRST,
    shape(/REDACTED 16/, 'base64'),
  ),
  file(50, 'schedule.csv', 'the name in the schedule', (text) => text.replace('"message"', `"message ${PLAIN_NAME}"`)),
  file(50, 'schedule.csv', 'a column more', (text) => text.replace(/\r\n/, `,"${PLAIN_NAME}"\r\n`)),
  file(50, 'schedule.csv', 'a row more', (text) => `${text}"${PLAIN_NAME}"\r\n`),
  file(50, 'schedule.csv', 'words behind a cell', (text) => text.replace('"message"', `"message" ${PLAIN_NAME}`)),
  file(50, 'schedule.json', 'a member more', (text) => text.replace('"copies": "2"', `"copies": "2", "guest": "Zo\\u00eb Quillfeather"`)),
  file(50, 'schedule.json', 'the name as a key', (text) => text.replace('"copies": "2"', `"copies": "2", "${PLAIN_NAME}": ""`)),
  ...['md5', 'sha1', 'sha256'].map((algorithm) =>
    file(
      50,
      'schedule.json',
      `an unsalted ${algorithm} of the name in the schedule`,
      (text) => text.replace('"copies": "2"', `"copies": "2", "value": "${hash(algorithm, NAME)}"`),
      proof(new RegExp(hash(algorithm, NAME))),
    ),
  ),
  file(50, 'manifest.json', 'the name in the manifest', (text) => text.replace('"counts"', `"guest": "${PLAIN_NAME}",\n "counts"`)),
  file(50, 'manifest.json', 'the name as a key of the manifest', (text) => text.replace('"counts"', `"${PLAIN_NAME}": 1,\n "counts"`)),
  file(
    50,
    'manifest.json',
    'a hash of the address in the manifest',
    (text) => text.replace('"counts"', `"guest": "${hash('sha256', ADDRESS)}",\n "counts"`),
    proof(new RegExp(hash('sha256', ADDRESS))),
  ),
  added(51, 'an index of words', 'index.txt', 'quillfeather 1, 2\n', /^index\.txt/),
  added(51, "a reviewer's note", 'notes.json', `{"note":"asked ${PLAIN_NAME}"}`, /^notes\.json/),
  file(51, 'README.txt', 'a search term on the cover', (text) => `${text}Searched for: ${PLAIN_NAME}\r\n`),
]
