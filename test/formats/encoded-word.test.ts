import { describe, expect, it } from 'vitest'
import { decodeHeaderText } from '../../src/formats/encoded-word.ts'
import { unlessItHangs } from '../hang.ts'
import { fc } from '../properties.ts'
import { utf8 } from './mail.ts'

describe('header text', () => {
  const table: readonly (readonly [rule: string, raw: string, expected: string])[] = [
    ['without encoded words is as it stands', 'Re: plain = text?', 'Re: plain = text?'],
    ['decodes Q', '=?iso-8859-1?Q?Keld_J=F8rn?=', 'Keld Jørn'],
    ['decodes B, in either case of the letter', '=?UTF-8?b?w5xiZXI=?=', 'Über'],
    ['keeps text around a word', 'Re: =?utf-8?Q?=C3=BCber?= us', 'Re: über us'],
    ['drops white space between words (RFC 2047 §6.2)', '=?utf-8?Q?a?= \t =?utf-8?Q?b?=', 'ab'],
    ['keeps white space between a word and text', '=?utf-8?Q?a?= b', 'a b'],
    ['keeps an encoded blank between words', '=?utf-8?Q?a_?= =?utf-8?Q?b?=', 'a b'],
    ['joins a character split over two words', '=?utf-8?B?w5w=?= =?utf-8?B?4oI=?= =?utf-8?B?rA==?=', 'Ü€'],
    ['joins across B and Q', '=?utf-8?B?4oI=?= =?utf-8?Q?=AC?=', '€'],
    ['changes charset between words', '=?koi8-r?B?8c7B?= =?utf-8?Q?=C3=BC?=', 'Янаü'],
    ['takes a language (RFC 2231 §5)', '=?us-ascii*en?Q?Ann?=', 'Ann'],
    ['reads a question mark inside Q, against the RFC', '=?utf-8?Q?what?_=C3=BC?=', 'what? ü'],
    ['reads blanks inside Q, against the RFC', '=?utf-8?Q?a b?=', 'a b'],
    ['reads ISO-2022-JP', '=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=', '日本'],
    [
      'joins words of ISO-2022-JP, each with its own shifts',
      '=?ISO-2022-JP?B?GyRCOzMbKEI=?=\r\n =?ISO-2022-JP?B?GyRCRURCQE86GyhC?=',
      '山田太郎',
    ],
    ['reads a word in an unknown charset by its bytes', '=?nonsense?Q?=C3=BC?=', 'ü'],
    ['keeps what only looks like a word', '=?utf-8?X?abc?= =?x', '=?utf-8?X?abc?= =?x'],
    ['keeps a word that never ends', '=?utf-8?Q?abc', '=?utf-8?Q?abc'],
    ['reads an empty word as nothing', 'a =?utf-8?Q??= b', 'a  b'],
    ['is raw UTF-8', utf8('Grüße'), 'Grüße'],
    ['is raw Latin-1', 'Gr\xfc\xdfe', 'Grüße'],
    ['mixes raw bytes and words', `${utf8('ü')} =?utf-8?Q?=C3=A4?=`, 'ü ä'],
  ]
  it.each(table)('%s: %j', (_, raw, expected) => {
    expect(decodeHeaderText(raw)).toBe(expected)
  })

  it('in raw 8-bit is read in the charset of the body', () => {
    expect(decodeHeaderText('\xf1\xce\xc1', 'koi8-r')).toBe('Яна')
  })

  it('encoded in B words cut at any byte comes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 9 }), (text, step) => {
        const bytes = Buffer.from(text.toWellFormed(), 'utf8')
        const words: string[] = []
        for (let at = 0; at < bytes.length; at += step) words.push(`=?utf-8?B?${bytes.subarray(at, at + step).toString('base64')}?=`)
        expect(decodeHeaderText(words.join('\r\n '))).toBe(text.toWellFormed())
      }),
    )
  })

  it.each(['=?', '=?a?q?', '=?a?q?x?= ', '=?utf-8?b?', '?=', '=?a?b?w5w=?='])('takes time linear in the length of %j repeated', (bomb) => {
    const text = bomb.repeat(1_000_000 / bomb.length)
    expect(unlessItHangs(() => decodeHeaderText(text)).length).toBeGreaterThan(0)
  })
})
