import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { readAttached as read } from './read-attached.ts'

describe('an attached text is read by the width of its letters, whatever its label says', () => {
  const table = 'Name;Straße\r\nKatherine Brennan;Hauptstraße 5\r\n'
  const wide: readonly (readonly [string, Uint8Array])[] = [
    ['UTF-16, the lower byte first', Buffer.from(table, 'utf16le')],
    ['UTF-16, the higher byte first', Buffer.from(table, 'utf16le').swap16()],
    ['UTF-16 with its mark', Buffer.from(`\ufeff${table}`, 'utf16le')],
    ['UTF-32, the lowest byte first', iconv.encode(table, 'utf-32le')],
    ['UTF-32, the highest byte first', iconv.encode(table, 'utf-32be')],
    ['UTF-32 with its mark', iconv.encode(`\ufeff${table}`, 'utf-32le')],
    ['UTF-32 with its other mark', iconv.encode(`\ufeff${table}`, 'utf-32be')],
  ]
  it.each(
    wide.flatMap(([name, content]) =>
      [undefined, 'text/csv', 'text/plain; charset=us-ascii', 'text/csv; charset=utf-8', 'text/csv; charset=iso-8859-1'].map(
        (type) => [name, type, content] as const,
      ),
    ),
  )('a table in %s, as %s', async (_, type, content) => {
    const { texts, problems } = await read(content, 'a.csv', type)
    expect(texts).toEqual([['a.csv', table.replaceAll('\r', '').trim()]])
    expect(problems).toEqual([])
  })

  it.each([
    ['Cyrillic', 'Уважаемая Катерина Бреннан!\nПришлите, пожалуйста, договор.'],
    ['Greek', 'Αγαπητή κυρία Κατερίνα,\nσας στέλνω το συμβόλαιο.'],
    ['Chinese', '尊敬的王小明先生：\n您好，请查收附件中的一份合同。谢谢。'],
    ['Japanese', 'やまだたろうさま：\nごれんらくありがとうございます。またでんわをします。'],
    ['Korean', '김철수 부장님께\n계약서를 보내 드립니다. 감사합니다.'],
    ['Chinese among Latin', '张伟明 (Wei Ming Zhang), 北京市朝阳区建国路八十八号院三号楼请签收'],
  ])('text of two bytes a character in %s, which has few zeros', async (_, text) => {
    expect((await read(Buffer.from(text, 'utf16le'), 'brief.dat')).texts).toEqual([['brief.dat', text]])
    expect((await read(Buffer.from(text, 'utf16le').swap16(), 'brief.dat')).texts).toEqual([['brief.dat', text]])
  })

  it('a page of two bytes a character', async () => {
    const page = Buffer.from('<!DOCTYPE html><p>Katherine <b>Bren</b>nan</p>', 'utf16le')
    expect(await read(page, 'export.dat')).toEqual({ texts: [['export.dat', 'Katherine Brennan']], problems: [] })
    expect((await read(page, 'a.html', 'text/html; charset=us-ascii')).texts).toEqual([['a.html', 'Katherine Brennan']])
  })

  it('a card of two bytes a character, its folded lines joined', async () => {
    const card = Buffer.from('BEGIN:VCARD\r\nFN:Katherine Bren\r\n nan\r\nEND:VCARD\r\n', 'utf16le')
    expect((await read(card, 'a.vcf', 'text/vcard')).texts[0]?.[1]).toContain('Katherine Brennan')
  })

  it.each(['山田', '山田太郎', '佐藤', '田中 一郎', '王小明先生', '김철수', 'やまだ'])(
    'text of two bytes a character as its label says, however short: %s',
    async (text) => {
      const bytes = Buffer.from(text, 'utf16le')
      expect((await read(bytes, 'a.txt', 'text/plain; charset=utf-16le')).texts).toEqual([['a.txt', text]])
      expect((await read(Buffer.from(bytes).swap16(), 'a.txt', 'text/plain; charset=utf-16be')).texts).toEqual([['a.txt', text]])
    },
  )

  it('text that calls itself UTF-16 and is none', async () => {
    for (const charset of ['utf-16', 'utf-16le', 'utf-32']) {
      const { texts, problems } = await read('Katherine Brennan called.', 'a.txt', `text/plain; charset=${charset}`)
      expect(texts).toEqual([['a.txt', 'Katherine Brennan called.']])
      expect(problems).toEqual(['wrong-charset'])
    }
  })

  it.each([
    ['windows-1252', 'utf-16', 'Sehr geehrter Herr Müller, anbei die Unterlagen.'],
    ['windows-1252', 'utf-16le', 'Sehr geehrter Herr Müller, anbei die Unterlagen!!'],
    ['windows-1251', 'utf-16', 'Договор с Катериной Бреннан. Проверка связи.'],
    ['utf-8', 'ucs-2', 'Договор с Катериной Бреннан. Проверка связи.'],
  ])('text in %s that calls itself %s: %s', async (charset, label, text) => {
    const { texts, problems } = await read(iconv.encode(text, charset), 'a.txt', `text/plain; charset=${label}`)
    expect(texts).toEqual([['a.txt', text]])
    expect(problems).toEqual(['wrong-charset'])
  })

  it.each([
    ['utf-16be', Buffer.from('Katherine Brennan', 'utf16le')],
    ['utf-16le', Buffer.from('Katherine Brennan', 'utf16le').swap16()],
  ])('text of two bytes a character whose label, %s, has them the wrong way round', async (label, content) => {
    expect((await read(content, 'a.txt', `text/plain; charset=${label}`)).texts).toEqual([['a.txt', 'Katherine Brennan']])
  })

  it.each([
    ['as long as each other', 'brennan1\0brennan2\0'.repeat(200)],
    ['of sixteen bytes', 'Jane Roe  12345\0Johann Schmidt \0'.repeat(20)],
    ['of a few bytes', 'Roe\0Doe\0'.repeat(50)],
    ['of an environment', 'HOME=/home/jane\0USER=jane.roes\0LANG=x\0SHELL=/bin/bashes\0'],
    ['of two', 'Jane Roes\0and then more text here of abc\0end'],
    ['in UTF-8', 'Müller Jürg\0Müller Jürg\0'.repeat(9)],
  ])('text in records that each end with a zero, %s', async (_, text) => {
    for (const charset of ['', '; charset=utf-16'])
      expect((await read(Buffer.from(text), 'a.txt', `text/plain${charset}`)).texts).toEqual([['a.txt', text.replaceAll('\0', '\ufffd')]])
  })

  const wideOf = (text: string): readonly Buffer[] => [
    Buffer.from(text, 'utf16le'),
    Buffer.from(text, 'utf16le').swap16(),
    iconv.encode(text, 'utf-32le'),
    iconv.encode(text, 'utf-32be'),
  ]

  it.each([
    ['a control character', 'Katherine \u0001Brennan called.', 'Katherine \ufffdBrennan called.'],
    ['a zero', 'Katherine \0Brennan called.', 'Katherine \ufffdBrennan called.'],
    ['the zeros of a torn write', `Katherine ${'\0'.repeat(40)}Brennan called.`, `Katherine ${'\ufffd'.repeat(40)}Brennan called.`],
  ])('text of two or four bytes a character with %s in it', async (_, content, text) => {
    for (const bytes of wideOf(content)) expect((await read(bytes, 'a.log', 'text/plain')).texts).toEqual([['a.log', text]])
  })

  it('text of two bytes a character in Cyrillic with a control character in it', async () => {
    const text = 'Уважаемая Катерина Бреннан! Пришлите, пожалуйста, '
    for (const bytes of wideOf(`${text}\u0001договор.`))
      expect((await read(bytes, 'a.log', 'text/plain')).texts).toEqual([['a.log', `${text}\ufffdдоговор.`]])
  })

  it('text of four bytes a character with its mark, and a byte too many at its end', async () => {
    const { texts, problems } = await read(Buffer.concat([iconv.encode('\ufeffKatherine Brennan', 'utf-32le'), Buffer.from('\n')]), 'a.txt')
    expect(texts[0]?.[1]).toContain('Katherine Brennan')
    expect(problems).toEqual(['undecodable-text'])
  })

  it.each([
    ['that stand in it, as after a crash', `${'x '.repeat(1000)}${'\0'.repeat(3000)}Katherine`, 'Katherine'],
    ['with which it was filled up', `Katherine${'\0'.repeat(4000)}`, 'Katherine'],
  ])('text of one byte a character with the zeros %s', async (_, content, text) => {
    const { texts, problems } = await read(content, 'a.log', 'text/plain')
    expect(texts[0]?.[1]).toContain(text)
    expect(problems).toEqual([])
  })

  it('text of one byte a character with zeros and a control character in it is never read as Chinese', async () => {
    for (const text of ['Jane Roe\u0001 and then more text here of abc\0 end', 'brennan1\0brenn\u00012\0'.repeat(200)])
      expect(await read(text, 'a.txt', 'text/plain')).toEqual({ texts: [['a.txt', '']], problems: ['unreadable-attachment'] })
  })
})
