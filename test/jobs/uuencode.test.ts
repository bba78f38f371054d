import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { addSources } from '../../src/jobs/index.ts'
import { runQuery } from '../../src/search/index.ts'
import { uuencoded } from '../formats/uuencoded.ts'
import { environment, freshIndex, letter, mboxOf, temporaryFolder } from './archive.ts'

describe('a file that stands in a text as yEnc', () => {
  const told = async (...lines: readonly string[]) => {
    const path = join(temporaryFolder(), 'one.mbox')
    writeFileSync(path, mboxOf([letter({ id: '1', body: `See this:\n${lines.join('\n')}\n` })]))
    const index = freshIndex()
    await addSources(environment(index), { paths: [path] })
    return index.prepare('SELECT code, place FROM exception').all()
  }

  it('is told as not read', async () => {
    expect(await told('=ybegin line=128 size=5 name=a b.txt', 'abcde', '=yend size=5')).toEqual([
      { code: 'unreadable-attachment', place: '1' },
    ])
    expect(await told('=ybegin part=1 total=2 line=128 size=9 name=a.txt', '=ypart begin=1 end=5', 'abcde', '=yend size=5')).toHaveLength(1)
  })

  it('is none where the words stand in a sentence', async () => {
    expect(await told('A file starts with =ybegin line=128 size=5 name=a', '=ybegin ')).toEqual([])
  })
})

describe('files uuencoded in a text, when mail is taken in', () => {
  it('are documents of the message, found by their words and names; a damaged one is in the ledger', async () => {
    const whole = letter({ id: '1', body: `See this:\n${uuencoded('slates.txt', 'Katherine Brennan called.\n').join('\n')}\n` })
    const cut = letter({ id: '2', body: `${uuencoded('gutter.txt', 'Ida Falk called.\n').slice(0, -2).join('\n')}\n` })
    const path = join(temporaryFolder(), 'one.mbox')
    writeFileSync(path, mboxOf([whole, cut]))
    const index = freshIndex()
    await addSources(environment(index), { paths: [path] })
    const labels = (query: string) =>
      runQuery(index, query, { limit: 9, offset: 0, sort: 'date', timeZone: 'UTC' }).hits.map(({ subject, kind }) => [kind, subject])
    expect(labels('brennan')).toEqual([['attachment', 'slates.txt']])
    expect(labels('falk')).toEqual([['attachment', 'gutter.txt']])
    // The line in the text names the file, and so does the file.
    expect(labels('filename:slates')).toEqual([['attachment', 'slates.txt']])
    expect(index.prepare('SELECT code, place FROM exception').all()).toEqual([{ code: 'bad-uuencode', place: '1~1' }])
    index.close()
  })
})
