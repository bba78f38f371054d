/**
 * Speed of our MIME reader on one core, beside mailparser and postal-mime, over the mailing list of the real archives:
 * `node test/bench/reader.ts [rounds]`. Figures are CPU time, so that other work on the machine counts little; the best round is shown.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { simpleParser } from 'mailparser'
import PostalMime from 'postal-mime'
import { allParts, mboxProfile, messageBytes, parseMessage, partText, readMbox } from '../../src/formats/index.ts'
import { bytesSource } from '../../src/model/index.ts'

const root = process.env['DESK_CORPORA'] ?? resolve(import.meta.dirname, '../../../shared/corpora')

/** MB (10^6 bytes) and messages a second of CPU time, in the best round. */
async function measure(name: string, messages: readonly Uint8Array[], rounds: number, read: (bytes: Uint8Array) => unknown): Promise<void> {
  const bytes = messages.reduce((sum, message) => sum + message.length, 0)
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage()
    for (const message of messages) await read(message)
    const { user, system } = process.cpuUsage(before)
    best = Math.min(best, (user + system) / 1e6)
  }
  process.stdout.write(
    `${name.padEnd(36)} ${(bytes / 1e6 / best).toFixed(0).padStart(6)} MB/s ${(messages.length / best).toFixed(0).padStart(8)} messages/s\n`,
  )
}

function readText(bytes: Uint8Array): number {
  let length = 0
  for (const { part, containers } of allParts(parseMessage(bytes))) {
    if (containers.length === 0 && part.type.startsWith('text/')) length += partText(bytes, part).text.length
  }
  return length
}

async function main(): Promise<void> {
  const rounds = Number(process.argv[2] ?? 5)
  if (!existsSync(join(root, 'archives/list-openbmc'))) {
    process.stdout.write('reader: the real archives are not beside the project; nothing measured\n')
    return
  }
  const messages: Uint8Array[] = []
  let scanned = 0
  const before = process.cpuUsage()
  for (const year of ['2024', '2025', '2026']) {
    const source = bytesSource(readFileSync(join(root, `archives/list-openbmc/${year}.mbox`)))
    scanned += source.size
    const { dialect } = mboxProfile(source)
    for (const slice of readMbox(source)) if (slice.kind === 'message') messages.push(messageBytes(source, slice, dialect))
  }
  const { user, system } = process.cpuUsage(before)
  process.stdout.write(`${messages.length} messages, ${(scanned / 1e6).toFixed(0)} MB; Node ${process.version}, best of ${rounds} rounds\n`)
  process.stdout.write(`mbox → message bytes, first time      ${(scanned / (user + system)).toFixed(0).padStart(6)} MB/s\n`)
  await measure('ours: headers and structure', messages, rounds, (bytes) => parseMessage(bytes))
  await measure('ours: and text of all text parts', messages, rounds, readText)
  const some = messages.filter((_, index) => index % 4 === 0)
  await measure('postal-mime (every 4th message)', some, Math.min(rounds, 2), (bytes) => PostalMime.parse(bytes))
  await measure('mailparser (every 4th message)', some, Math.min(rounds, 2), (bytes) =>
    simpleParser(Buffer.from(bytes), { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true }),
  )
}

await main()
