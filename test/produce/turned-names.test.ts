import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { foresee } from '../../src/produce/foresee.ts'
import { produce, writtenAlso } from '../../src/produce/index.ts'
import { production, raw, tools } from './builder.ts'

const folder = mkdtempSync(join(tmpdir(), 'turned-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const letter = (to: string, body: string) =>
  raw(`From: Anna Berg <anna@example.org>
To: ${to}
Subject: The roof
Date: Mon, 5 Jan 2026 10:05:00 +0000
Message-ID: <turned@example.org>

${body}
`)

/** Where a name that is redacted at its first place in the body stands, as the gate foresees it. */
async function told(name: string, to: string, body: string) {
  const input = await production([letter(to, body)], { 0: { mark: [[name, 't:1']] } })
  const { places } = foresee(input)
  return { input, places: places.map(({ surface, span, text }) => `${surface} ${span === null ? 'nowhere' : text}`) }
}

describe('a name that is redacted and stands the other way round', () => {
  it.each([
    ['Will Smith', 'Smith, Will'],
    ['Smith, Will', 'Will Smith'],
    ['Will A. Smith', 'Smith, Will A.'],
    ['Smith, Will A.', 'Will A. Smith'],
    ['Wei Li', 'Li, Wei'],
    ['Li, Wei', 'Wei Li'],
    ['Li, Wei', 'Li Wei'],
    ['Wei Li', 'Li Wei'],
    ['Wei Li', 'LI Wei'],
    ['LI Wei', 'Wei Li'],
    ['Ito Ken', 'Ken Ito'],
    ['Min-ji Oh', 'Oh Min-ji'],
    ['Nagy Éva', 'Éva Nagy'],
    ['김 철수', '철수 김'],
    ['Ho An Na', 'An Na Ho'],
    ['Ho An Na', 'Ho, An Na'],
    ['Ho An Na', 'Na An Ho'],
    ['An Na Ho', 'Ho An Na'],
    ['Nguyễn Văn Anh', 'Anh Văn Nguyễn'],
    ['Kovács Anna Mária', 'Anna Mária Kovács'],
  ])('%s is told with its place: %s', async (name, turned) => {
    expect((await told(name, 'office@example.org', `Ask ${name}.\n\nThen ${turned} came.`)).places).toEqual([`t:1 ${turned}`])
  })

  it('is no list of other things', () => {
    for (const text of ['Smith', 'Smith,', 'Roe, Doe, Poe', 'Room 12, Will', 'one, two three four five'])
      expect(writtenAlso(text)).toEqual([])
  })

  it('is no passage whose words also stand the other way round', async () => {
    expect((await told('has he', 'office@example.org', 'What has he?\n\nHas he his? No, he has.')).places).toEqual(['t:1 Has he'])
    expect(
      (await told('Wei Li', 'office@example.org', 'Ask Wei Li.\n\nAsk Ann Li. Wei knows. Eli Weisz and Oli Weir, too.')).places,
    ).toEqual([])
  })
})

describe('two people side by side in a list of addresses', () => {
  it.each([
    'Ann Smith <ann.smith@example.org>, Will Roy <will@example.org>',
    'Ann Smith <a@example.org>, Will Roy <b@example.org>',
    'Ann Smith <i.b@example.org>;\n Will Roy <b@example.org>',
  ])('are not taken for a third whose name is redacted, neither beforehand nor in the bundle: %s', async (to) => {
    const { input, places } = await told('Will Smith', to, `Ask Will Smith.\n\nCc: ${to}`)
    expect(places).toEqual([])
    const made = await produce(input, { formats: ['eml', 'mbox'], out: join(folder, `${to.length}.zip`) }, tools())
    expect(made.check).toMatchObject({ passed: true, hits: [], problems: [] })
  })

  it('hide nobody who stands in such brackets, or about a tag between letters', async () => {
    const hidden = await told('Will Smith', 'office@example.org', 'Ask Will Smith.\n\nSm<a@b>ith, Will and <will.smith@example.org>, too.')
    expect(hidden.places).toEqual(['t:1 will.smith@example.org', 't:1 Smith, Will'])
  })
})
