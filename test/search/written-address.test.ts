import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSources } from '../../src/jobs/index.ts'
import {
  addressesIn,
  addressWord,
  addressWords,
  expandFuzzy,
  matchesIn,
  parseQuery,
  runQuery,
  wantedWords,
} from '../../src/search/index.ts'
import type { WritableDatabase } from '../../src/store/index.ts'
import { unlessItHangs } from '../hang.ts'
import { environment, freshIndex, letter, mboxOf } from '../jobs/archive.ts'
import { fc } from '../properties.ts'

const roe = 'roe@corp.example'

const same = [
  'roe@corp.example',
  'ROE@Corp.Example',
  '<roe@corp.example>',
  'mailto:roe@corp.example?subject=x',
  '“roe@corp.example”',
  "'roe@corp.example'",
  '*roe@corp.example*',
  '_roe@corp.example_',
  'Jane Roe--roe@corp.example',
  'write to...roe@corp.example...',
  'to=roe@corp.example;',
  'Final-Recipient: rfc822;roe@corp.example',
  'roe@corp.example, jane.roe@corp.example',
  'jane.roe@corp.example-roe@corp.example',
  'roe@corp.example.Please answer',
  'roe@corp.example.\nPlease',
  'roe@corp.example.2024',
  'roe@corp.example-Jane',
  'roe @ corp.example',
  'roe\uff20corp.example',
  'roe@corp.exam\u00adple',
  'roe=corp.example@list.example',
  'Backup of roe@corp.example.pst',
  'roe@corp.example.please',
  'ROE@CORP.EXAMPLE.THANKS',
  'roe@corp.example.odt',
  '请联系roe@corp.example谢谢',
  'メールはroe@corp.exampleです',
  '이메일은 roe@corp.example입니다',
  'l’adresse d’roe@corp.example',
  "all'roe@corp.example",
  'https://list.example/leave?email=roe%40corp.example&id=1',
  'https://list.example/leave?to=mailto%3Aroe%40corp.example',
  '1.roe@corp.example',
  '12.roe@corp.example',
  'E-Mail-roe@corp.example',
  'Mail_roe@corp.example',
]
const others = [
  'jane.roe@corp.example',
  'anna-roe@corp.example',
  'anna_roe@corp.example',
  'x+roe@corp.example',
  'o’roe@corp.example',
  "o'roe@corp.example",
  'roe@corp.example.au',
  'roe@corp.example.info',
  'müroe@corp.example',
  "d'jane.roe@corp.example",
  'roe@corp.example.com, please',
  'roe@corp.example-group.com',
  'roe@mail.corp.example',
  'roe@corp.examples',
  'roe corp example',
  'https://roe.corp.example/',
  'https://list.example/?email=jane.roe%40corp.example',
  '1a.roe@corp.example',
  'a.1.roe@corp.example',
  'hotmail-roe@corp.example',
]

describe('an address in a text', () => {
  it.each(same)('stands in %j', (text) => {
    expect(addressWords(text)).toContain(addressWord(roe))
  })

  it.each(others)('does not stand in %j, which is another', (text) => {
    expect(addressWords(text)).not.toContain(addressWord(roe))
  })

  it('is told from one with other signs between the same words', () => {
    const written = [
      'jane.roe@x.example',
      'jane-roe@x.example',
      'jane_roe@x.example',
      'jane@roe.x.example',
      'janeroe@x.example',
      'jane+roe@x.example',
    ]
    expect(new Set(written.map(addressWord)).size).toBe(written.length)
  })

  it.each(['', '@corp.example', 'roe', '"jane roe"@corp.example', 'roe@[10.0.0.1]', 'a@b@c.example'])(
    '%j is not looked for as a whole',
    (text) => {
      expect(addressWord(text)).toBeNull()
    },
  )

  it('is found wherever text without letters, digits or joints stands around it', () => {
    const part = fc.stringMatching(/^[a-z0-9]([._-]?[a-z0-9ü]){0,12}$/u)
    const domain = fc.stringMatching(/^([a-z0-9]{1,9}\.){1,3}(example|de)$/u)
    const around = fc.stringMatching(/^[\s<>(),;:"|/[\]]{0,4}$/u)
    fc.assert(
      fc.property(part, domain, around, around, (local, host, before, after) => {
        const text = `${before}${local}@${host}${after}`
        const [found] = addressesIn(text)
        expect(found?.word).toBe(addressWord(`${local}@${host}`))
        expect(text.slice(found?.start, found?.end)).toBe(`${local}@${host}`)
      }),
    )
  })

  it.each(['@', 'a@', '@a', 'a.', 'a-', 'a@a.', '-@', '=@', 'a=', '\uff20'])(
    'costs time in proportion to the text: %j repeated',
    (piece) => {
      expect(unlessItHangs(() => [...addressesIn(piece.repeat(1_000_000 / piece.length))]).length).toBeLessThanOrEqual(1_500_000)
    },
  )
})

describe('looking for an address', () => {
  const folder = mkdtempSync(join(tmpdir(), 'desk-addresses-'))
  let index: WritableDatabase
  const found = (query: string): readonly string[] =>
    runQuery(index, query, { limit: 500, offset: 0, sort: 'date', timeZone: 'UTC' })
      .hits.map(({ subject }) => subject)
      .sort()

  beforeAll(async () => {
    index = freshIndex(join(folder, 'index.db'))
    const mails = [
      ...same.map((body, at) => letter({ id: `s${at}`, subject: `same ${at}`, body: `${body}\n` })),
      ...others.map((body, at) => letter({ id: `o${at}`, subject: `other ${at}`, body: `${body}\n` })),
      letter({ id: 'q', subject: 'quoted', body: 'Yes.\n\nOn 3 May 2026, Ann wrote:\n> ask roe@corp.example\n' }),
      letter({ id: 'q2', subject: 'quoted other', body: 'Yes.\n\nOn 3 May 2026, Ann wrote:\n> ask jane.roe@corp.example\n' }),
      letter({ id: 'h', subject: 'header', from: 'Jane <roe@corp.example>', body: 'Hello\n' }),
      letter({ id: 'h2', subject: 'header other', from: 'Jane <jane.roe@corp.example>', body: 'Hello\n' }),
    ]
    const path = join(folder, 'a.mbox')
    writeFileSync(path, mboxOf(mails))
    await addSources(environment(index, { batchMessages: 100 }), { paths: [path] })
  })
  afterAll(() => {
    index.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const allSame = same.map((_, at) => `same ${at}`)

  it('finds it in headers, text and quoted text, and nobody’s whose address only ends or begins with it', () => {
    expect(found(roe)).toEqual([...allSame, 'header', 'quoted'].sort())
  })

  it('in the text alone finds it there', () => {
    expect(found(`body:${roe}`)).toEqual([...allSame, 'quoted'].sort())
  })

  it('heeds what is quoted', () => {
    expect(found(`${roe} quoted:only`)).toEqual(expect.arrayContaining(['quoted']))
    expect(found(`body:${roe} quoted:only`)).toEqual(['quoted'])
    expect(found(`body:${roe} quoted:no`)).toEqual(allSame.toSorted())
  })

  it('by its words finds whatever holds them', () => {
    expect(found('"roe corp example"')).toEqual(expect.arrayContaining(['other 0', `other ${others.length - 1}`, 'same 0', 'quoted other']))
  })

  it('shows the address and not the end of another', () => {
    const text = `jane.roe@corp.example and ${roe}, roe@corp.example.au`
    const spans = matchesIn(text, wantedWords(parseQuery(`${roe} jane`)))
    expect(spans.map(({ start, end }) => text.slice(start, end))).toEqual(['jane', roe])
  })

  it('is no word of the vocabulary, to which another word could be near', () => {
    expect(expandFuzzy(index, 'roe', 1).words).toEqual(['roe'])
  })
})
