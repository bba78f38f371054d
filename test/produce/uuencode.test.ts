import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { carriedFiles } from '../../src/produce/check-carried.ts'
import { LeakError, produce } from '../../src/produce/index.ts'
import { releaseAll } from '../../src/produce/released.ts'
import { uuencoded } from '../formats/uuencoded.ts'
import { type Decision, production, raw, tools } from './builder.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'uuencode-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const name = 'Zebulon Quist'
const message = raw(
  [
    'From: Anna Berg <anna@x.example>',
    'To: hr@x.example',
    'Subject: files',
    'Date: Mon, 5 Oct 2026 10:00:00 +0000',
    '',
    'Two files for you.',
    ...uuencoded('staff.txt', `About ${name} and Anna.\n`),
    ...uuencoded('other.txt', 'Nothing of interest here.\n'),
    'Bye.',
    '',
  ].join('\n'),
)

async function made(decisions: Record<string, Decision>) {
  const input = await production([message], decisions)
  try {
    const { check } = await produce(input, { formats: ['eml', 'mbox'], out: join(folder, 'bundle.zip') }, tools())
    return { check, released: releaseAll(input) }
  } catch (error) {
    throw error instanceof LeakError ? new Error(JSON.stringify(error.check, null, 1), { cause: error }) : error
  }
}

describe('a message with files uuencoded in its text', () => {
  it('is produced with each as a redacted attachment, its text naming them, and passes the check', async () => {
    const { check, released } = await made({ '0:1~1': { mark: [name] } })
    expect(check).toMatchObject({ passed: true, hits: [], problems: [] })
    expect(released[0]?.segments.map(({ text }) => text)).toEqual([
      'Two files for you.\n[attached file: staff.txt]\n[attached file: other.txt]\nBye.\n',
    ])
    expect(released[0]?.children.map(({ form, fate, segments }) => `${form} ${fate} ${segments.map(({ text }) => text).join()}`)).toEqual([
      expect.stringMatching(/^text redacted About \[REDACTED[^\]]*\] and Anna\.\n$/),
      'text released Nothing of interest here.\n',
    ])
  })

  it('is produced without one that is withheld', async () => {
    const { check, released } = await made({ '0:1~1': { disposition: 'withhold', ground: 'EU-15(4)', mark: [name] } })
    expect(check).toMatchObject({ passed: true })
    expect(released[0]?.children.map(({ fate }) => fate)).toEqual(['withheld', 'released'])
  })
})

describe('the check of files within a text', () => {
  it('reads them whole, cut off, and one within another; and none where the word only opens a sentence', () => {
    const read = (...lines: readonly string[]) => carriedFiles(Buffer.from(lines.join('\n'))).map((bytes) => Buffer.from(bytes).toString())
    expect(read('x', ...uuencoded('a', 'Zebulon'), 'y')).toEqual(['Zebulon'])
    expect(read(...uuencoded('a', 'Zebulon').slice(0, 2))).toEqual(['Zebulon'])
    expect(read(...uuencoded('a', 'Zebulon').slice(0, 2), ...uuencoded('b', 'Quist'))).toEqual(['Zebulon', 'Quist'])
    expect(read('begin 644 files like that', 'and then', 'end')).toEqual([])
  })
})
