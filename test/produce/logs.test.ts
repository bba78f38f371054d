import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { asId, type UserName } from '../../src/model/index.ts'
import { coverText } from '../../src/produce/cover.ts'
import { writeCsv } from '../../src/produce/csv.ts'
import { letterFor, logRows, renderLog } from '../../src/produce/index.ts'
import { releaseAll } from '../../src/produce/released.ts'
import { production, raw, tools } from './builder.ts'
import { ADDRESS, htmlMail, marked, NAME, plainMail } from './mails.ts'

const input = () =>
  production([plainMail, htmlMail, raw('From: a@b.example\nSubject: Not about her\n\nx\n')], {
    0: marked,
    1: marked,
    '1:2': marked,
    '1:3': { disposition: 'withhold', ground: 'UK-19', viewed: false },
    '1:4': marked,
    2: { coding: 'not-responsive' },
  })

describe('the requester schedule', () => {
  it('lists each document that is about them, given or withheld, and none that is not', async () => {
    const { rows } = logRows(await input(), 'requester')
    expect(rows.map((row) => [row['number'], row['given'], row['codes']])).toEqual([
      ['CTRL-000001', 'in part', 'EU-15(4)'],
      ['CTRL-000002', 'in part', 'EU-15(4)'],
      ['CTRL-000003', 'in part', 'EU-15(4)'],
      ['CTRL-000004', 'withheld', 'UK-19'],
      ['CTRL-000005', 'in part', 'EU-15(4)'],
    ])
  })

  it('holds no redacted text, no hash of it, and no id made from an original', async () => {
    const given = await input()
    for (const format of ['csv', 'json'] as const) {
      const text = Buffer.from((await renderLog(given, { edition: 'requester', format }, tools())).bytes).toString('utf8')
      for (const value of [NAME, ADDRESS, 'Quillfeather', 'blob.bin']) {
        expect(text).not.toContain(value)
        for (const algorithm of ['md5', 'sha1', 'sha256']) expect(text).not.toContain(createHash(algorithm).update(value).digest('hex'))
      }
      for (const document of given.documents) for (const id of [document.id, document.sha256]) expect(text).not.toContain(id)
    }
  })
})

describe('the internal log', () => {
  it('says of every redaction who, when, why and where, and its value only as a keyed fingerprint', async () => {
    const given = await input()
    const { rows } = logRows(given, 'internal')
    const marks = given.documents.reduce((sum, document) => sum + document.marks.length, 0)
    expect(rows).toHaveLength(marks + 1)
    expect(rows[0]).toMatchObject({
      proposer: 'ines',
      approver: 'lena',
      ground: 'EU-15(4)',
      'approval signature': 'sig',
      viewed: 'yes',
      action: 'redact',
    })
    const text = JSON.stringify(rows)
    expect(text).not.toContain('Quillfeather')
    const fingerprints = rows.map((row) => row['value hmac-sha256'] ?? '')
    expect(fingerprints.filter((value) => /^[0-9a-f]{64}$/.test(value))).toHaveLength(marks)
    expect(fingerprints).not.toContain(createHash('sha256').update(NAME).digest('hex'))
  })

  it('records a document that was withheld unopened as not viewed', async () => {
    const { rows } = logRows(await input(), 'internal')
    expect(rows.find((row) => row['action'] === 'withhold')).toMatchObject({ ground: 'UK-19', viewed: 'no', document: 'CTRL-000004' })
  })

  it('records whose passphrase came from another person', async () => {
    const given = await input()
    const keeper = { user: asId<UserName>('lena'), giver: asId<UserName>('ines') }
    const documents = given.documents.map((document, at) => (at === 0 ? { ...document, givenPassphrases: [keeper] } : document))
    const told = logRows({ ...given, documents }, 'internal').rows.map((row) => [row['document'], row['passphrases given by others']])
    expect(new Set(told.filter(([document]) => document === 'CTRL-000001').map(([, given]) => given))).toEqual(new Set(['lena from ines']))
    expect(new Set(told.filter(([document]) => document !== 'CTRL-000001').map(([, given]) => given))).toEqual(new Set(['']))
  })
})

describe('a cell that a spreadsheet would run', () => {
  it.each(['=1+1', '+1', '-1', '@x', '\tx', '\rx', '\0x', '=HYPERLINK("x")'])('is neutralised: %j', (value) => {
    const [, line] = Buffer.from(writeCsv(['a'], [{ a: value }]))
      .toString('utf8')
      .split(/\r\n(?=")/)
    expect(line).toMatch(/^"'/)
    expect(line?.slice(1, -3).replaceAll('""', '')).not.toContain('"')
  })

  it('leaves other text as it is', () => {
    expect(Buffer.from(writeCsv(['a'], [{ a: 'x=1' }])).toString('utf8')).toBe('\ufeff"a"\r\n"x=1"\r\n')
  })
})

describe('the cover', () => {
  it('writes days as a letter does', async () => {
    const given = { ...(await input()), received: '2026-11-02', producedOn: '2026-11-26' }
    expect(coverText(given, releaseAll(given), ['eml'])).toMatch(/Request received: 2 November 2026\r\nProduced on: 26 November 2026\r\n/u)
  })
})

describe('the letter', () => {
  it('carries the passphrase and says to keep it apart from the bundle', () => {
    const text = letterFor({
      reference: 'R-1',
      subjectName: 'Anna Berg',
      producedOn: '2026-02-01',
      bundleName: 'b.zip',
      sha256: 'ab',
      passphrase: 'one two',
    })
    expect(text).toContain('    one two\n')
    expect(text).toMatch(/^1 February 2026\n/u)
    expect(text).toContain('apart from the file')
  })
})
