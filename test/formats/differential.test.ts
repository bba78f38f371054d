import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, it } from 'vitest'
import { messageBytes, readMbox, recogniseFile } from '../../src/formats/index.ts'
import { bytesSource } from '../../src/model/index.ts'
import { corpora, describeWithCorpora } from '../corpora.ts'
import { type Difference, differenceKinds, facts } from './differences.ts'
import { hasPython, mailparserFacts, ourFacts, postalMimeFacts, pythonFacts } from './witnesses.ts'

interface Item {
  readonly name: string
  readonly bytes: Uint8Array
}

function fixtures(directory: string): Item[] {
  return readdirSync(directory).flatMap((name): Item[] => {
    const path = join(directory, name)
    if (statSync(path).isDirectory()) return fixtures(path)
    const bytes = readFileSync(path)
    return recogniseFile(bytes) === 'eml' || /\.(eml|msg)$/.test(path) ? [{ name: relative(corpora('mime'), path), bytes }] : []
  })
}

/** A fixed sequence of numbers in [0, 1), the same on every run (mulberry32). */
function sequence(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** `count` messages of an archive, drawn by a seed. */
function sample(archive: string, count: number): Item[] {
  const all = readdirSync(corpora(`archives/${archive}`)).flatMap((file) => {
    const source = bytesSource(readFileSync(corpora(`archives/${archive}/${file}`)))
    return [...readMbox(source)].filter(({ kind }) => kind === 'message').map((slice) => ({ file, source, slice }))
  })
  const next = sequence(20_180_525)
  for (let at = 0; at < count; at++) {
    const other = at + Math.floor(next() * (all.length - at))
    const [here, there] = [all[at], all[other]]
    if (here === undefined || there === undefined) throw new Error(`${archive} has fewer than ${count} messages`)
    all[at] = there
    all[other] = here
  }
  return all
    .slice(0, count)
    .map(({ file, source, slice }) => ({ name: `${file}@${slice.offset}`, bytes: messageBytes(source, slice, 'mboxrd') }))
}

/** How often each kind of difference is seen, and what no kind explains, as `witness fact name`. */
async function compare(
  items: readonly Item[],
): Promise<{ readonly counts: ReadonlyMap<string, number>; readonly unexplained: readonly string[] }> {
  const python = hasPython ? pythonFacts(items.map(({ bytes }) => bytes)) : []
  const counts = new Map<string, number>()
  const unexplained: string[] = []
  for (const [index, { name, bytes }] of items.entries()) {
    const ours = ourFacts(bytes)
    const witnesses = [
      ['mailparser', await mailparserFacts(bytes)],
      ['postal-mime', await postalMimeFacts(bytes)],
      ['CPython', hasPython ? (python[index] ?? null) : ours],
    ] as const
    for (const [witness, theirs] of witnesses) {
      if (theirs === null) {
        unexplained.push(`${witness} fails on ${name}`)
        continue
      }
      for (const fact of facts) {
        if (JSON.stringify(theirs[fact]) === JSON.stringify(ours[fact])) continue
        const one: Difference = { witness, fact, name, bytes, ours, theirs }
        const found = differenceKinds.find(({ applies }) => applies(one))
        if (found === undefined) unexplained.push(`${witness} ${fact} ${name}`)
        else counts.set(found.kind, (counts.get(found.kind) ?? 0) + 1)
      }
    }
  }
  return { counts, unexplained }
}

const tables = new Map(differenceKinds.map(({ kind, atMost }) => [kind, atMost]))

/** Kinds that are seen more often than when they were looked at, so that a new fault can't hide behind an old reason. */
function grown(counts: ReadonlyMap<string, number>, where: 'fixtures' | 'archives'): string[] {
  if (process.env['DESK_SHOW']) console.log(where, Object.fromEntries(counts))
  return [...counts].filter(([kind, count]) => count > (tables.get(kind)?.[where] ?? 0)).map(([kind, count]) => `${kind}: ${count}`)
}

describeWithCorpora(
  `our reader, beside mailparser, postal-mime and ${hasPython ? "CPython's email" : 'no CPython, which isn’t here'}`,
  () => {
    const seen = new Set<string>()

    it('differs on the fixtures of six other parsers only in kinds that were judged, each no more often than then', async () => {
      const items = fixtures(corpora('mime'))
      expect(items.length).toBeGreaterThan(600)
      const { counts, unexplained } = await compare(items)
      for (const kind of counts.keys()) seen.add(kind)
      expect(unexplained).toEqual([])
      expect(grown(counts, 'fixtures')).toEqual([])
    })

    it('differs on 5,000 messages of two archives only in kinds that were judged, each no more often than then', async () => {
      const items = [...sample('list-openbmc', 2500), ...sample('enron', 2500)]
      const { counts, unexplained } = await compare(items)
      for (const kind of counts.keys()) seen.add(kind)
      expect(unexplained).toEqual([])
      expect(grown(counts, 'archives')).toEqual([])
    })

    it.runIf(hasPython)('has no kind of difference that nothing shows', () => {
      expect(differenceKinds.filter(({ kind }) => !seen.has(kind)).map(({ kind }) => kind)).toEqual([])
    })
  },
)
