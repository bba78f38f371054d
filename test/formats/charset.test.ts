import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { decodeText } from '../../src/formats/index.ts'
import { unlessItHangs } from '../hang.ts'
import { fc } from '../properties.ts'
import { others, texts, western } from './charset-texts.ts'

describe('text in a declared charset', () => {
  const table: readonly (readonly [charset: string, hex: string, text: string])[] = [
    ['us-ascii', '416e6e', 'Ann'],
    ['utf-8', 'c3bc', 'ü'],
    ['UTF8', 'efbbbfc3bc', 'ü'],
    ['"iso-8859-1"', 'fc', 'ü'],
    ['iso-8859-1', '80', '€'],
    ['iso-8859-2', 'b9', 'š'],
    ['iso-8859-15', 'a4', '€'],
    ['windows-1251', 'dfedfb', 'Яны'],
    ['koi8-r', 'f1cec1', 'Яна'],
    ['gb2312', 'c4e3bac3', '你好'],
    ['gb18030', 'c4e3bac3', '你好'],
    ['big5', 'a741a66e', '你好'],
    ['shift_jis', '93fa967b', '日本'],
    ['cp932', '93fa967b', '日本'],
    ['euc-kr', 'c7d1b1db', '한글'],
    ['iso-2022-jp', '1b2442467c4b5c1b2842', '日本'],
    ['iso-2022-jp', '1b24423b331b28421b244245441b28421b28421b244242404f3a1b2842', '山田太郎'],
    ['iso-2022-jp', '1b284a1b2842411b28421b284a', 'A'],
    ['iso-2022-kr', '1b2429430e4751315b0f', '한글'],
    ['hz-gb-2312', '7e7b44633a437e7d', '你好'],
    ['utf-7', '4a2b4150772d72', 'Jür'],
    ['utf-16', 'feff00fc', 'ü'],
    ['utf-16', 'fffefc00', 'ü'],
    ['utf-16', '41006e006e00', 'Ann'],
    ['utf-16be', '0041', 'A'],
    ['utf-32', 'fffe000041000000', 'A'],
    ['cp437', '81', 'ü'],
    ['macintosh', '9f', 'ü'],
    ['ansi_x3.4-1968', '41', 'A'],
  ]
  it.each(table)('%s: %s is %j, without a problem', (charset, hex, text) => {
    const { text: read, problems } = decodeText(Buffer.from(hex, 'hex'), charset)
    expect(read).toBe(text)
    expect(problems).toEqual([])
  })

  it('is what iconv wrote, for the charsets of Europe and Asia', () => {
    const samples = {
      'windows-1250': 'žluťoučký',
      'windows-1253': 'ελληνικά',
      'windows-1254': 'ışığ',
      'windows-1255': 'שלום',
      'windows-1256': 'سلام',
      'tis-620': 'ไทย',
    }
    for (const [charset, text] of Object.entries(samples)) expect(decodeText(iconv.encode(text, charset), charset).text).toBe(text)
  })
})

describe('text whose charset is missing or wrong', () => {
  it('is UTF-8 where that is valid, without a problem', () => {
    expect(decodeText(Buffer.from('ü'), null)).toEqual({ text: 'ü', charset: 'utf-8', problems: [] })
  })
  it('is windows-1252 where UTF-8 is not valid, with a problem', () => {
    expect(decodeText(Buffer.from('fc', 'hex'), null)).toEqual({ text: 'ü', charset: 'windows-1252', problems: ['unknown-charset'] })
  })
  it('with a label that nobody knows is read all the same, with a problem', () => {
    expect(decodeText(Buffer.from('fc', 'hex'), 'x-nonsense').problems).toEqual(['unknown-charset'])
    expect(decodeText(Buffer.from('ü'), 'x-nonsense')).toEqual({ text: 'ü', charset: 'utf-8', problems: ['wrong-charset'] })
    expect(decodeText(Buffer.from('plain'), 'x-nonsense').text).toBe('plain')
  })
  it.each(['base64', 'hex', 'constructor', '__proto__', 'internal', ''])('does not take %j for a charset', (label) => {
    expect(decodeText(Buffer.from('QUJD'), label).text).toBe('QUJD')
  })
  it('labelled UTF-8 but Latin-1 in truth is read as that, with a problem', () => {
    expect(decodeText(Buffer.from('gr\xfc\xdfe an alle', 'latin1'), 'utf-8')).toEqual({
      text: 'grüße an alle',
      charset: 'utf-8',
      problems: ['undecodable-text'],
    })
  })
  it('pasted together from UTF-8 and Latin-1 keeps both', () => {
    const bytes = Buffer.concat([Buffer.from('ü '), Buffer.from('\xfc', 'latin1')])
    expect(decodeText(bytes, 'utf-8').text).toBe('ü ü')
  })
  it('labelled us-ascii but 8-bit says so', () => {
    expect(decodeText(Buffer.from('ü'), 'us-ascii')).toMatchObject({ text: 'ü', problems: ['wrong-charset'] })
    expect(decodeText(Buffer.from('fc', 'hex'), 'us-ascii')).toMatchObject({ text: 'ü', problems: ['undecodable-text'] })
  })
  it('that is ASCII but for marks which are the same in all of Windows’ charsets loses nothing, whatever its label', () => {
    for (const label of [null, 'us-ascii', 'utf-8', 'x-nonsense']) {
      expect(decodeText(Buffer.from('it\x92s \x93so\x94 \x96', 'latin1'), label)).toMatchObject({
        text: 'it’s “so” –',
        problems: ['wrong-charset'],
      })
    }
  })
  it.each([
    'Dear all, Jürgen and Zoë are away. – “Soon”, said García, for £5.',
    'Liebe Kolleginnen, grüße Frau Müller und Herrn Weiß: 20 € für ½ Tag, § 5.',
    'Le prix est à vérifier, et la réunion est déplacée : « à bientôt », où que vous soyez.',
    'Él dijo que la señora Núñez firmó para el año próximo. ¿Cómo está?',
    'Não há razões para que a direcção o negue.',
    'La città è più bella di quello che si dice, perché sono lì.',
    'Vær så venlig at læse aftalen, og send det til Søren.',
    'Jag är på väg och det går bra för Åsa att läsa.',
    'Hyvä Päivi, lähetän ohessa pöytäkirjan.',
  ])('is read soundly where windows-1252 gives a text of Western Europe: %s', (text) => {
    const bytes = iconv.encode(text, 'windows-1252')
    for (const declared of [null, '', 'us-ascii', 'unknown-8bit'])
      expect(decodeText(bytes, declared)).toEqual({ text, charset: 'windows-1252', problems: ['wrong-charset'] })
    // What is labelled as something that nobody knows may be of any system.
    expect(decodeText(bytes, 'x-nonsense').problems).toEqual(['unknown-charset'])
  })
  it.each([
    ['iso-8859-2', 'Regards, Jiří Dvořák'],
    ['iso-8859-2', 'Paweł met us'],
    ['iso-8859-2', 'Ask Kučera about it'],
    ['iso-8859-2', 'Ask Łukasz about it'],
    ['iso-8859-2', 'It was 100 zł'],
    ['iso-8859-2', 'Ask Żeromski about it'],
    ['iso-8859-2', 'From Bucureşti'],
    ['iso-8859-2', 'Ask Ştefan'],
    ['iso-8859-2', 'Take the byť'],
    ['iso-8859-2', 'Her muž came'],
    ['iso-8859-2', 'The žena came'],
    ['iso-8859-2', 'The Šárka came'],
    ['windows-1250', 'Dr. Wiśniewski called'],
    ['iso-8859-9', 'Mrs Şahin called'],
    ['iso-8859-9', 'Ask Yıldız'],
    ['windows-1257', 'Ask Žukauskas'],
    ['windows-1251', 'The file is by Яна'],
    ['koi8-r', 'The file is by Яна'],
    ['windows-1253', 'A word: και'],
    ['macintosh', 'Frau Müller und Herr Weiß'],
    ['cp850', 'Frau Müller'],
    ['cp437', 'Ask José about it'],
    ['cp437', 'Frau Krämer'],
  ])('is doubtful where another charset would give other letters (%s: %s)', (charset, text) => {
    expect(decodeText(iconv.encode(text, charset), null)).toMatchObject({ charset: 'windows-1252', problems: ['unknown-charset'] })
    expect(decodeText(iconv.encode(text, charset), 'us-ascii').problems).toEqual(['undecodable-text'])
  })
  it('is judged whatever its length, in a time that grows with it alone', () => {
    const cases = [
      ['Grüße an alle. ', 'wrong-charset'],
      ['eé', 'wrong-charset'],
      ['é', 'unknown-charset'],
    ] as const
    for (const [text, problem] of cases) {
      const long = Buffer.from(text.repeat(22_000_000 / text.length), 'latin1')
      expect(unlessItHangs(() => decodeText(long, null)).problems).toEqual([problem])
    }
  })
  it('is doubtful where bytes stand in it that no text has', () => {
    for (const text of ['Zo\xeb\x81', 'Zo\xeb\0', 'GIF89a\x01Zo\xeb'])
      expect(decodeText(Buffer.from(text, 'latin1'), null).problems).toEqual(['unknown-charset'])
  })
  it('is in what the text names itself, where the bytes can’t be what is declared', () => {
    const polish = iconv.encode('Łukasz Wiśniewski', 'iso-8859-2')
    for (const declared of ['us-ascii', 'utf-8', 'x-nonsense', null])
      expect(decodeText(polish, declared, 'iso-8859-2')).toEqual({
        text: 'Łukasz Wiśniewski',
        charset: 'iso-8859-2',
        problems: ['wrong-charset'],
      })
  })
  it('is in what the text names itself, where it is labelled as of Western Europe, reads as no text of there, and can be what it names', () => {
    const reads = (bytes: Buffer, within: string) => decodeText(bytes, 'iso-8859-1', within)
    const named = [
      ['windows-1251', 'Сергей was here'],
      ['iso-8859-2', 'Łukasz Wiśniewski'],
      ['iso-8859-9', 'Bayan Şahin'],
      ['gb18030', '您好 Jane'],
      ['windows-1255', 'שלום'],
    ] as const
    for (const [charset, text] of named)
      expect(reads(iconv.encode(text, charset), charset)).toEqual({ text, charset, problems: ['wrong-charset'] })
    expect(reads(iso2022Jp('佐藤様'), 'iso-2022-jp').text).toBe('佐藤様')
    const kept = [
      ['windows-1251', 'Herr Müller hat Größe.'],
      ['iso-8859-2', 'Le prix est à vérifier pour vous.'],
      // A sign before a letter is unlikely in a text, and letters of two scripts in a word are more so.
      ['windows-1251', '©Müller, Größe'],
      ['gb18030', '©Müller, Größe'],
      // What it names it can't be.
      ['shift_jis', 'Þórður á Ísafirði'],
      ['utf-8', 'Þórður á Ísafirði'],
      ['x-nonsense', 'Þórður á Ísafirði'],
    ] as const
    for (const [within, text] of kept)
      expect(reads(iconv.encode(text, 'windows-1252'), within), text).toEqual({ text, charset: 'iso-8859-1', problems: [] })
    expect(decodeText(iconv.encode('Сергей', 'windows-1251'), 'windows-1252', 'windows-1251').text).toBe('Сергей')
    expect(reads(Buffer.from('Jane\x07'), 'windows-1251').problems).toEqual([])
  })
  it.each([
    // A server recoded the message and changed its label alone.
    ['koi8-r', 'windows-1251', 'Напоминаем: Сергей Павлов'],
    ['windows-1251', 'koi8-r', 'Напоминаем: Сергей Павлов'],
    ['iso-8859-5', 'windows-1251', 'Напоминаем: Сергей Павлов'],
    ['windows-1250', 'iso-8859-2', 'Ośmiorniczki i świąteczne życzenia'],
    ['iso-8859-2', 'windows-1250', 'Ośmiorniczki i świąteczne życzenia'],
    ['shift_jis', 'iso-8859-1', '佐藤様、会議の件です'],
    ['windows-1251', 'iso-8859-1', 'Яна'],
    ['windows-1251', 'windows-1251', 'Яна'],
    ['windows-1250', 'iso-8859-2', 'Dvořák'],
    ['windows-1251', 'x-nonsense', 'Яна'],
  ])('is in %s, its label, though it names %s itself: %s', (charset, within, text) => {
    expect(decodeText(iconv.encode(text, charset), charset, within)).toEqual({ text, charset, problems: [] })
  })
  it.each([
    ['windows-1251', 'koi8-r', 'Напоминаем: Сергей Павлов'],
    ['koi8-r', 'windows-1251', 'Напоминаем: Сергей Павлов'],
    ['windows-1250', 'iso-8859-2', 'Ośmiorniczki i świąteczne życzenia'],
    ['iso-8859-2', 'windows-1250', 'Ośmiorniczki i świąteczne życzenia'],
    ['iso-8859-1', 'windows-1251', 'Herr Müller hat Größe.'],
    // All small letters: capitals of the other, which only statistics tell.
    ['koi8-r', 'windows-1251', 'напоминаем, что отпуск сотрудника согласован с первого по пятнадцатое июля'],
  ])('is in %s, which it names itself, where its label, %s, is less likely: %s', (charset, label, text) => {
    expect(decodeText(iconv.encode(text, charset), label, charset)).toEqual({ text, charset, problems: ['wrong-charset'] })
  })
  it('is doubtful where it is as likely in its label as in what it names itself', () => {
    expect(decodeText(iconv.encode('яна', 'koi8-r'), 'koi8-r', 'windows-1251')).toEqual({
      text: 'яна',
      charset: 'koi8-r',
      problems: ['unknown-charset'],
    })
  })
  it('is UTF-8 where that is valid, and spoilt UTF-8 stays that, whatever the text names', () => {
    expect(decodeText(Buffer.from('Łukasz'), 'us-ascii', 'iso-8859-2').text).toBe('Łukasz')
    const spoilt = Buffer.concat([Buffer.from('Łukasz Wiśniewski'), Buffer.from('b6', 'hex')])
    expect(decodeText(spoilt, 'utf-8', 'iso-8859-2')).toEqual({
      text: 'Łukasz Wiśniewski¶',
      charset: 'utf-8',
      problems: ['undecodable-text'],
    })
  })
  it('labelled with a charset in which the bytes make no sense, but which are valid UTF-8, is UTF-8', () => {
    expect(decodeText(Buffer.from('žluťoučký kůň'), 'euc-kr').problems).toEqual(['wrong-charset'])
  })
  it('labelled Western European but UTF-8 throughout is UTF-8, with a problem; a text that only looks alike is left', () => {
    expect(decodeText(Buffer.from('Matterhörn, メール'), 'iso-8859-1')).toEqual({
      text: 'Matterhörn, メール',
      charset: 'utf-8',
      problems: ['wrong-charset'],
    })
    expect(decodeText(Buffer.from('Ã¼ber für', 'latin1'), 'iso-8859-1').text).toBe('Ã¼ber für')
  })
  it('never throws, whatever bytes and label', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.string({ maxLength: 30 }),
        (bytes, label) => decodeText(bytes, label).text.length >= 0,
      ),
    )
  })
})

/** ISO-2022-JP by its 8-bit twin: runs of pairs between escapes (RFC 1468). */
function iso2022Jp(text: string): Buffer {
  const twin = iconv.encode(text, 'euc-jp').toString('latin1')
  return Buffer.from(
    twin.replace(
      /[\x80-\xff]+/g,
      (run) => `\x1b$B${[...run].map((byte) => String.fromCharCode(byte.charCodeAt(0) & 0x7f)).join('')}\x1b(B`,
    ),
    'latin1',
  )
}

describe('a text of some length in a charset that it does not say', () => {
  const encode = (text: string, charset: string): Buffer => (charset === 'iso-2022-jp' ? iso2022Jp(text) : iconv.encode(text, charset))
  const made = texts.flatMap(([charsets, list]) => charsets.flatMap((charset) => list.map((text) => [charset, text] as const)))

  it.each(made)('(%s) is read in it, with a problem: undeclared, or declared as what it can’t be', (charset, text) => {
    expect(text.length).toBeGreaterThanOrEqual(200)
    const bytes = encode(text, charset)
    const sevenBit = charset === 'iso-2022-jp'
    for (const declared of sevenBit ? [null, 'us-ascii', 'x-unknown'] : [null, 'us-ascii', 'utf-8', 'x-unknown', 'x-nonsense'])
      expect(decodeText(bytes, declared)).toEqual({ text, charset, problems: ['wrong-charset'] })
  })

  it.each(western)('that is windows-1252 stays that: %s', (text) => {
    const bytes = iconv.encode(text, 'windows-1252')
    for (const declared of [null, 'us-ascii', 'utf-8']) expect(decodeText(bytes, declared).text).toBe(text)
    expect(decodeText(bytes, null).charset).toBe('windows-1252')
    // The letters of Icelandic are those of Turkish, in another charset.
    expect(decodeText(bytes, null).problems).toEqual([/[ðþý]/u.test(text) ? 'unknown-charset' : 'wrong-charset'])
  })

  it.each(others)('that is none of those guessed (%s) is not taken for one', (charset, text) => {
    const bytes = iconv.encode(text, charset)
    expect(decodeText(bytes, null)).toMatchObject({ charset: 'windows-1252', problems: ['unknown-charset'] })
  })

  it('that is in a charset only for a word or two is left', () => {
    expect(
      decodeText(Buffer.concat([Buffer.from('Dear all, as '), iconv.encode('Яна', 'koi8-r'), Buffer.from(' said.')]), null).charset,
    ).toBe('windows-1252')
  })

  it('that is UTF-8 but for a few bytes stays UTF-8', () => {
    const [, [russian = '']] = texts[0] ?? [[], []]
    const bytes = Buffer.concat([Buffer.from(russian), Buffer.from([0xfc]), Buffer.from(russian).subarray(0, 99)])
    expect(decodeText(bytes, 'utf-8')).toMatchObject({ charset: 'utf-8', problems: ['undecodable-text'] })
    expect(decodeText(bytes, 'utf-8').text.startsWith(russian)).toBe(true)
  })

  it('of any size is judged by its beginning, in a time that does not grow', () => {
    const [, [russian = '']] = texts[0] ?? [[], []]
    const bytes = iconv.encode(russian.repeat(20_000), 'koi8-r')
    expect(decodeText(bytes, null).charset).toBe('koi8-r')
  })
})
