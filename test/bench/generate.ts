import { closeSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * A made archive for measuring: the same bytes for the same count on every machine. Sizes, addresses, threads and quoting are distributed as in company mail: half
 * of the messages below 2 kB, a tail of long ones up to 30 kB, 3.7 kB on average; replies that quote, a small circle that writes most, a vocabulary by Zipf's law
 * with new words throughout.
 *
 * `node test/bench/generate.ts mbox|maildir|sparse|large PATH [COUNT]`: an mbox or Maildir of COUNT messages; an mbox of COUNT bytes, mostly holes; one message of COUNT bytes.
 */

/** Mulberry32: small, and the same everywhere. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const syllables = [
  'ba',
  'con',
  'der',
  'el',
  'fi',
  'gra',
  'hos',
  'in',
  'ju',
  'ka',
  'lo',
  'men',
  'nor',
  'op',
  'pla',
  'qui',
  're',
  'sta',
  'ter',
  'un',
  'ver',
  'wi',
  'zo',
]
const vocabulary = 60_000
const people = 4_000

const words: readonly string[] = Array.from({ length: vocabulary }, (_, rank) => {
  let text = ''
  for (let rest = rank + 1; rest > 0; rest = Math.floor(rest / syllables.length)) text += syllables[rest % syllables.length]
  return text
})

function word(rank: number): string {
  return words[rank % vocabulary] ?? ''
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

/** Ranks by Zipf's law, so that few words make most of the text. */
function zipf(random: () => number, count: number): number {
  return Math.min(count - 1, Math.floor(count ** random()) - 1)
}

function person(number: number): string {
  return `${capitalised(word(number * 7 + 100))} ${capitalised(word(number * 13 + 900))} <${word(number * 7 + 100)}.${word(number * 13 + 900)}@${word(number % 60)}.example>`
}

/** A line of text: a sentence of about 80 characters. */
function sentence(random: () => number, fresh: string): string {
  let text = capitalised(word(zipf(random, vocabulary)))
  for (let left = 4 + Math.floor(random() * 14); left > 0; left--) text += ` ${word(zipf(random, vocabulary))}`
  return random() < 0.06 ? `${text} ${fresh}.` : `${text}.`
}

/** The message of a number, with LF line ends. A reply quotes its parent, which it can make itself. */
export function generatedMessage(number: number, depth = 0): string {
  const random = randomFrom(number + 1)
  const parent = number > 10 && random() < 0.55 ? number - 1 - Math.floor(random() * Math.min(number - 1, 400)) : null
  const from = zipf(random, people)
  const to = Array.from({ length: 1 + Math.floor(random() ** 3 * 8) }, () => zipf(random, people))
  const sentAt = new Date(Date.UTC(2018, 0, 1) + number * 240_000 + Math.floor(random() * 200_000))
  // Most of a few lines, some of a screen, a few of many pages.
  const lines = Math.ceil(3 + random() ** 2 * 14 + random() ** 14 * 330)
  const body = Array.from({ length: lines }, (_, at) => sentence(random, at % 2 === 0 ? `ref${number}x${at}` : `no${number}`))
  const subject = word(zipf(random, vocabulary)) + (random() < 0.7 ? ` ${word(zipf(random, vocabulary))} ${number % 997}` : '')
  const id = (at: number): string => `<${at.toString(36)}.${(at * 7919).toString(36)}@mail.${word(at % 60)}.example>`
  const quoted =
    parent === null || depth > 0
      ? []
      : [
          '',
          `On ${sentAt.toUTCString()}, someone wrote:`,
          ...(generatedMessage(parent, 1).split('\n\n')[1] ?? '')
            .split('\n')
            .slice(0, 40)
            .map((line) => `> ${line}`),
        ]
  return [
    `Received: from relay${number % 9}.example (relay${number % 9}.example [192.0.2.${number % 250}]) by mail.example with ESMTPS id ${(number * 104729).toString(36)}; ${sentAt.toUTCString()}`,
    `From: ${person(from)}`,
    `To: ${to.map(person).join(',\n ')}`,
    ...(random() < 0.3 ? [`Cc: ${person(zipf(random, people))}`] : []),
    `Subject: ${parent === null ? '' : 'Re: '}${subject}`,
    `Date: ${sentAt.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: ${id(number)}`,
    ...(parent === null ? [] : [`In-Reply-To: ${id(parent)}`, `References: ${id(parent)}`]),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    [...body, ...quoted, ''].join('\n'),
  ].join('\n')
}

const fromLine = 'From sender@mail.example Mon Jan  1 00:00:00 2018\n'

/** Writes an mbox of so many messages. */
export function writeMbox(path: string, count: number): void {
  const file = openSync(path, 'w')
  let chunk: string[] = []
  for (let number = 0; number < count; number++) {
    chunk.push(`${fromLine}${generatedMessage(number).replace(/^(?=>*From )/gmu, '>')}\n`)
    if (chunk.length < 2000 && number < count - 1) continue
    writeSync(file, chunk.join(''))
    chunk = []
  }
  closeSync(file)
}

/** Writes a Maildir with folders of 10,000 messages. */
export function writeMaildir(path: string, count: number): void {
  let folder = ''
  for (let number = 0; number < count; number++) {
    if (number % 10_000 === 0) {
      folder = join(path, `.made.${number / 10_000}`)
      for (const part of ['cur', 'new', 'tmp']) mkdirSync(join(folder, part), { recursive: true })
    }
    const file = openSync(join(folder, 'cur', `${1_500_000_000 + number}.M${number % 1000}P1.made:2,S`), 'w')
    writeSync(file, generatedMessage(number))
    closeSync(file)
  }
}

/** Every message of the sparse mbox has an attachment that is a hole of so many bytes, which the file system gives as NUL. */
const holeBytes = 8 * 1024 * 1024

/** Writes an mbox of so many bytes, nearly all of it holes: it takes little room and has to be read in full. */
export function writeSparseMbox(path: string, bytes: number): void {
  const file = openSync(path, 'w')
  let at = 0
  for (let number = 0; at < bytes; number++) {
    const message = generatedMessage(number).replace(
      'Content-Type: text/plain; charset=utf-8',
      `Content-Type: multipart/mixed; boundary=hole\n\n--hole`,
    )
    const part =
      'Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=hole.bin\nContent-Transfer-Encoding: base64'
    at += writeSync(file, `${fromLine}${message}\n--hole\n${part}\n\n`, at) + holeBytes
    at += writeSync(file, '\n--hole--\n\n', at)
  }
  ftruncateSync(file, at)
  closeSync(file)
}

/** Writes one message of about so many bytes: a long text, and an attachment in base64 of three quarters of it. */
export function writeLargeMessage(path: string, bytes: number): void {
  const file = openSync(path, 'w')
  const boundary = 'made-boundary'
  const head = generatedMessage(1).split('\n\n')[0]?.replace('text/plain; charset=utf-8', `multipart/mixed; boundary=${boundary}`)
  let written = writeSync(file, `${head}\n\n--${boundary}\nContent-Type: text/plain; charset=utf-8\n\n`)
  const random = randomFrom(5)
  const fill = (until: number, line: () => string): void => {
    while (written < until) written += writeSync(file, Array.from({ length: 2000 }, line).join(''))
  }
  fill(bytes / 4, () => `${sentence(random, 'made')}\n`)
  const disposition = 'Content-Disposition: attachment; filename=made.bin\nContent-Transfer-Encoding: base64'
  written += writeSync(file, `\n--${boundary}\nContent-Type: application/octet-stream\n${disposition}\n\n`)
  const base64 = Array.from(
    { length: 76 },
    (_, at) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'[(at * 37) % 64],
  ).join('')
  fill(bytes, () => `${base64}\n`)
  writeSync(file, `\n--${boundary}--\n`)
  closeSync(file)
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [kind = '', path = '', count = '1000000'] = process.argv.slice(2)
  const writers: Readonly<Record<string, (path: string, count: number) => void>> = {
    mbox: writeMbox,
    maildir: writeMaildir,
    sparse: writeSparseMbox,
    large: writeLargeMessage,
  }
  const write = writers[kind]
  if (!write || path === '') throw new Error('usage: generate.ts mbox|maildir|sparse|large PATH [COUNT]')
  write(path, Number(count))
}
