import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSources } from '../../src/jobs/index.ts'
import { findDocuments } from '../../src/search/find-documents.ts'
import { frequentWords, readFrequentWords } from '../../src/search/frequent-words.ts'
import { phrase, warmUp } from '../../src/search/index.ts'
import type { WritableDatabase } from '../../src/store/index.ts'
import { environment, freshIndex, letter, mboxOf } from '../jobs/archive.ts'

const nothingStops = () => {}

describe('the words that most documents have', () => {
  const folder = mkdtempSync(join(tmpdir(), 'desk-frequent-'))
  let index: WritableDatabase
  const taken = async (name: string, bodies: readonly string[]): Promise<void> => {
    writeFileSync(join(folder, name), mboxOf(bodies.map((body, at) => letter({ id: `${name}${at}`, subject: `No. ${at}`, body }))))
    await addSources(environment(index), { paths: [join(folder, name)] })
  }
  beforeAll(async () => {
    index = freshIndex(join(folder, 'index.db'))
    await taken(
      'one.mbox',
      Array.from(
        { length: 40 },
        (_, at) => `The ${at % 2 === 0 ? 'gannets' : 'stones'} ${at === 7 ? 'plover' : ''} ${'the '.repeat(at)}\n`,
      ),
    )
  })
  afterAll(() => {
    index.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const found = (word: string, stop = nothingStops) => findDocuments(index, phrase(word), { timeZone: 'UTC', stop }).found.length
  /** One who waits for what is known, and not for the engine. */
  const impatient = () => {
    let looks = 0
    return () => {
      looks++
      if (looks > 1) throw new Error('given up')
    }
  }

  it('are told by some texts: by how many have them, not how often', () => {
    expect(frequentWords(index, nothingStops).slice(0, 3)).toEqual(['the', 'gannets', 'stones'])
    expect(frequentWords(index, nothingStops)).not.toContain('plover')
  })

  it('are found without asking the engine once they were looked for, and are looked for anew when documents came', async () => {
    warmUp(index)
    expect(() => found('gannets', impatient())).toThrow('given up')
    readFrequentWords(index, nothingStops)
    expect(found('gannets', impatient())).toBe(20)
    expect(found('the', impatient())).toBe(40)
    expect(() => found('plover', impatient())).toThrow('given up')
    expect(found('plover')).toBe(1)
    await taken('two.mbox', ['The gannets again.\n'])
    expect(found('gannets')).toBe(21)
    expect(found('the')).toBe(41)
  })

  it('can be given up between two words', () => {
    expect(() =>
      readFrequentWords(index, () => {
        throw new Error('given up')
      }),
    ).toThrow('given up')
  })
})
