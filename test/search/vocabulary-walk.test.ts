import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSources } from '../../src/jobs/index.ts'
import { measure } from '../../src/search/fuzzy.ts'
import { expandFuzzy } from '../../src/search/index.ts'
import { vocabularies } from '../../src/search/matching.ts'
import type { WritableDatabase } from '../../src/store/index.ts'
import { environment, freshIndex, letter, mboxOf } from '../jobs/archive.ts'
import { fc } from '../properties.ts'
import { letters } from './feature-letters.ts'

const folder = mkdtempSync(join(tmpdir(), 'desk-vocabulary-'))
let index: WritableDatabase

beforeAll(async () => {
  writeFileSync(join(folder, 'one.mbox'), Buffer.from(mboxOf(letters), 'utf8'))
  index = freshIndex(join(folder, 'index.db'))
  await addSources(environment(index), { paths: [join(folder, 'one.mbox')] })
})
afterAll(() => {
  index.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('the vocabulary walk', () => {
  it('finds exactly the words that a comparison with every word finds', () => {
    const vocabulary = index
      .prepare(
        `${vocabularies(index)
          .map((table) => `SELECT term FROM ${table}`)
          .join(' UNION ')} ORDER BY term`,
      )
      .pluck()
      .all() as string[]
    expect(vocabulary.length).toBeGreaterThan(50)
    const near = (word: string, edits: 1 | 2): string[] => vocabulary.filter((term) => plainDistance(word, term) <= edits)
    const wanted = fc.oneof(fc.constantFrom(...vocabulary.filter((term) => /^[a-z]{5,}$/u.test(term))), fc.stringMatching(/^[a-z]{5,9}$/))
    fc.assert(
      fc.property(wanted, fc.constantFrom(1 as const, 2 as const), fc.nat(8), (word, edits, at) => {
        const slipped = word.slice(0, at) + word.slice(at + 1)
        fc.pre(slipped.length >= 4)
        expect([...expandFuzzy(index, slipped, edits).words].sort()).toEqual(near(slipped, edits).sort())
      }),
      { numRuns: 300 },
    )
  })

  it('gives up a beginning only when nothing that begins so can be near', () => {
    const word = fc.stringMatching(/^[ab]{1,6}$/)
    fc.assert(
      fc.property(word, word, word, fc.constantFrom(1, 2), (wanted, given, more, edits) => {
        const { distance, dead } = measure(wanted, given, edits)
        if (distance <= edits) expect(plainDistance(wanted, given)).toBe(distance)
        else expect(plainDistance(wanted, given)).toBeGreaterThan(edits)
        if (dead !== null) expect(plainDistance(wanted, dead + more)).toBeGreaterThan(edits)
      }),
      { numRuns: 2000 },
    )
  })

  it('looks up few words of many, and counts the texts of near ones alone: those of a frequent one take long to count', async () => {
    const syllables = ['ba', 'ke', 'li', 'mo', 'nu', 'pa', 're', 'si', 'to', 'ul', 'va', 'zen', 'dor', 'fin', 'gal']
    const words = syllables.flatMap((one) => syllables.flatMap((other) => syllables.map((third) => `${one}${other}${third}`)))
    const many = freshIndex(join(folder, 'words.db'))
    writeFileSync(join(folder, 'words.mbox'), mboxOf([letter({ id: '8', body: `${words.join(' ')}\n` })]))
    await addSources(environment(many), { paths: [join(folder, 'words.mbox')] })
    const [looked, counted] = [new Set<string>(), new Set<string>()]
    const heard = new Proxy(many, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name)
        if (name !== 'prepare') return typeof value === 'function' ? value.bind(target) : value
        return (sql: string) => {
          const prepared = target.prepare(sql)
          const get = prepared.get.bind(prepared)
          prepared.get = (...asked) => {
            ;(/\bdoc\b/u.test(sql) ? counted : looked).add(String(asked[0]))
            return get(...asked)
          }
          return prepared
        }
      },
    })
    expect(expandFuzzy(heard, 'balikke', 1).words).toEqual(['balike'])
    expect([...counted]).toEqual(['balike'])
    expect(looked.size).toBeLessThan(100)
    many.close()
  })

  it('says when more words are near than are looked for', async () => {
    const many = freshIndex(join(folder, 'many.db'))
    const words = Array.from(
      { length: 150 },
      (_, at) => `kalle${String.fromCodePoint(0x3b1 + (at % 20))}${String.fromCodePoint(97 + Math.floor(at / 20))}`,
    )
    writeFileSync(
      join(folder, 'many.mbox'),
      Buffer.from(mboxOf([letter({ id: '9', headers: ['Content-Type: text/plain; charset=utf-8'], body: words.join(' ') })]), 'utf8'),
    )
    await addSources(environment(many), { paths: [join(folder, 'many.mbox')] })
    const { words: found, cut } = expandFuzzy(many, 'kallexx', 2)
    expect(found).toHaveLength(100)
    expect(cut).toBe(true)
    many.close()
  })
})

/** Optimal string alignment by the whole table. */
function plainDistance(one: string, other: string): number {
  const [a, b] = [[...one], [...other]]
  const table = Array.from({ length: a.length + 1 }, (_, row) =>
    Array.from({ length: b.length + 1 }, (__, column) => (row === 0 ? column : column === 0 ? row : 0)),
  )
  const cell = (row: number, column: number): number => table[row]?.[column] ?? Number.POSITIVE_INFINITY
  for (let row = 1; row <= a.length; row++) {
    for (let column = 1; column <= b.length; column++) {
      let cost = Math.min(
        cell(row - 1, column) + 1,
        cell(row, column - 1) + 1,
        cell(row - 1, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1),
      )
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        cost = Math.min(cost, cell(row - 2, column - 2) + 1)
      const line = table[row]
      if (line) line[column] = cost
    }
  }
  return cell(a.length, b.length)
}
