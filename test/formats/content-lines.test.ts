import { describe, expect, it } from 'vitest'
import { indexText, surfacesOfAttachment } from '../../src/formats/index.ts'
import { asId, type DocumentId } from '../../src/model/index.ts'
import { mail, utf8 } from './mail.ts'

async function read(type: string, ...lines: readonly string[]): Promise<readonly [text: string, problems: readonly string[]]> {
  const attachment = { part: '2', type, filename: 'file', bytes: mail(...lines), charset: null }
  const { surfaces, problems } = await surfacesOfAttachment(asId<DocumentId>('d'), attachment)
  return [indexText(surfaces).body, problems.map(({ code }) => code)]
}
const calendar = (...lines: readonly string[]) => read('text/calendar', 'BEGIN:VCALENDAR', ...lines, 'END:VCALENDAR')
const card = (version: string, ...lines: readonly string[]) =>
  read('text/vcard', 'BEGIN:VCARD', `VERSION:${version}`, ...lines, 'END:VCARD')

describe('a calendar or card is read as people see it', () => {
  it.each([
    ['DESCRIPTION:Zeile\\nicsnewline', 'DESCRIPTION:Zeile\nicsnewline'],
    ['SUMMARY:Roof\\, gutter\\; slates \\\\ \\N1', 'SUMMARY:Roof, gutter; slates \\ \n1'],
    ['ATTENDEE;CN="Roe: Jane ^\'JR^\'":mailto:jane@x.example', 'ATTENDEE;CN="Roe: Jane "JR"":mailto:jane@x.example'],
    ['ATTACH:file:///C:\\new\\roof.txt', 'ATTACH:file:///C:\\new\\roof.txt'],
  ])('escapes undone: %s', async (line, text) => {
    expect(await calendar(line)).toEqual([`BEGIN:VCALENDAR\n${text}\nEND:VCALENDAR`, []])
  })

  it.each([
    ['within a word', ['SUMMARY:Katherine Bren', ' nan called'], 'SUMMARY:Katherine Brennan called'],
    ['by a tab', ['SUMMARY:Katherine Bren', '\tnan called'], 'SUMMARY:Katherine Brennan called'],
    ['within a character', ['SUMMARY:Zo\xc3', ' \xab'], 'SUMMARY:Zoë'],
    ['within an escape', ['SUMMARY:Roof\\', ' , gutter'], 'SUMMARY:Roof, gutter'],
  ])('folded lines joined: %s', async (_, lines, text) => {
    expect(await calendar(...lines)).toEqual([`BEGIN:VCALENDAR\n${text}\nEND:VCALENDAR`, []])
  })

  it('a card of version 2.1 folds at blanks, which stay', async () => {
    expect((await card('2.1', 'NOTE:Katherine', ' Brennan'))[0]).toContain('NOTE:Katherine Brennan')
    expect((await card('3.0', 'NOTE:Kath', ' erine'))[0]).toContain('NOTE:Katherine')
  })

  it.each([
    ['N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;Hans', 'M\u00fcller;Hans'],
    ['N;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:M=FCller', 'M\u00fcller'],
    ['item1.FN;QUOTED-PRINTABLE:M=C3=BCller', 'M\u00fcller'],
    ['NOTE;ENCODING=QUOTED-PRINTABLE:Katherine Bren=\r\nnan called=0D=0Atwice', 'Katherine Brennan called\ntwice'],
    [`FN;ENCODING=b:${Buffer.from(utf8('Müller'), 'latin1').toString('base64')}`, 'M\u00fcller'],
    [`FN;BASE64:\r\n ${Buffer.from('Katherine Brennan').toString('base64')}\r\n`, 'Katherine Brennan'],
  ])('encoded values decoded: %s', async (line, text) => {
    const [found, problems] = await card('2.1', line)
    expect(found.slice(found.indexOf(':', found.indexOf('VERSION:2.1') + 11) + 1)).toContain(text)
    expect(problems).toEqual([])
  })

  it('files in it are named, and told: they are not read', async () => {
    const picture = Buffer.from('89504e470d0a1a0a0000000d4948445200000010000000100802000000', 'hex').toString('base64')
    const other = Buffer.from([0, 1, 2, 3, 4, 5, 6]).toString('base64')
    expect((await card('3.0', `PHOTO;ENCODING=b:${picture}`, 'FN:Jane'))[1]).toEqual(['no-text'])
    const [text, problems] = await calendar(`ATTACH;FMTTYPE=application/pdf;ENCODING=BASE64;VALUE=BINARY:${other}`)
    expect(text).toContain('[file, 7 bytes, not shown]')
    expect(problems).toEqual(['unreadable-attachment'])
    expect((await card('4.0', `PHOTO:data:image/png;base64,${picture}`))[1]).toEqual(['no-text'])
  })

  it('is told by its content, whatever its type says; other text stays as it is', async () => {
    expect((await read('text/plain', 'BEGIN:VCARD', 'NOTE:Kath', ' erine', 'END:VCARD'))[0]).toContain('Katherine')
    expect((await read('text/plain', 'NOTE:Kath', ' erine\\n'))[0]).toBe('NOTE:Kath\n erine\\n')
  })

  it('survives lines that are none', async () => {
    for (const line of ['', ':', ';;;:', 'FN', 'FN;"', 'FN;ENCODING=QUOTED-PRINTABLE:a=', ' ', 'X;ENCODING=B:=====']) {
      expect((await card('2.1', line, 'FN:Jane'))[0]).toContain('Jane')
    }
  })
})
