import { describe, expect, it } from 'vitest'
import { base64Bytes, quotedPrintableBytes } from '../../src/formats/transfer-encoding.ts'
import { uuencodedBytes } from '../../src/formats/uuencode.ts'
import { fc } from '../properties.ts'

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

describe('base64 (RFC 2045 §6.8)', () => {
  const table: readonly (readonly [rule: string, input: string, output: string, problems: readonly string[]])[] = [
    ['decodes', 'QW5u', 'Ann', []],
    ['decodes lines', 'QW5u\r\nQW5u\r\n', 'AnnAnn', []],
    ['decodes padding', 'QQ==', 'A', []],
    ['decodes nothing', '', '', []],
    ['goes on after padding, and says so', 'QQ==QUI=', 'AAB', ['data-after-padding']],
    ['goes on after padding on a later line, and says so', 'QQ==\r\nQw==\r\n', 'AC', ['data-after-padding']],
    ['ignores foreign characters, and says so', 'Q-W5!u', 'Ann', ['bad-base64']],
    ['decodes without its padding, and says so', 'QUI', 'AB', ['base64-padding']],
    ['tells a cut from padding left out by bits that are left over: three characters', 'QUJ', 'AB', ['bad-base64']],
    ['and two', 'QU', 'A', ['bad-base64']],
    ['decodes with too little padding, and says so', 'QQ=', 'A', ['base64-padding']],
    ['shrugs at padding that nothing needs, and says so', 'QUJD=', 'ABC', ['base64-padding']],
    ['decodes what one character too few leaves, and says so', 'QUJDR', 'ABC', ['bad-base64']],
    ['shrugs at too much padding, and says so', 'QQ====', 'A', ['base64-padding']],
  ]
  it.each(table)('%s: %j', (_, input, output, problems) => {
    const decoded = base64Bytes(Buffer.from(input))
    expect(latin(decoded.bytes)).toBe(output)
    expect(decoded.problems).toEqual(problems)
  })
  it('is the inverse of encoding, in lines of any length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 80 }), (bytes, width) => {
        const lines = (
          Buffer.from(bytes)
            .toString('base64')
            .match(new RegExp(`.{1,${width}}`, 'g')) ?? []
        ).join('\r\n')
        expect(base64Bytes(Buffer.from(lines))).toEqual({ bytes, problems: [] })
      }),
    )
  })
})

describe('quoted-printable (RFC 2045 §6.7)', () => {
  const table: readonly (readonly [rule: string, input: string, output: string, problems: readonly string[]])[] = [
    ['decodes', 'J=C3=BCrgen', 'J\xc3\xbcrgen', []],
    ['decodes small letters', '=c3=bc', '\xc3\xbc', []],
    ['joins soft breaks', 'one=\r\ntwo=\nthree', 'onetwothree', []],
    ['joins soft breaks with blanks behind them', 'one= \t\r\ntwo', 'onetwo', []],
    ['removes white space at the end of a line', 'one \t\r\ntwo  ', 'one\r\ntwo', []],
    ['keeps an encoded blank at the end of a line', 'one=20\r\ntwo', 'one \r\ntwo', []],
    ['keeps blanks before a soft break', 'one =\r\ntwo', 'one two', []],
    ['ends in a soft break', 'one=', 'one', []],
    ['keeps an = that starts nothing, and says so', 'a=b =XY', 'a=b =XY', ['bad-quoted-printable']],
    ['keeps raw 8-bit', 'J\xfcrgen', 'J\xfcrgen', []],
  ]
  it.each(table)('%s: %j', (_, input, output, problems) => {
    const decoded = quotedPrintableBytes(Buffer.from(input, 'latin1'))
    expect(latin(decoded.bytes)).toBe(output)
    expect(decoded.problems).toEqual(problems)
  })
  it('is the inverse of encoding every byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const encoded = [...bytes].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
        expect(Buffer.from(quotedPrintableBytes(Buffer.from(encoded)).bytes)).toEqual(Buffer.from(bytes))
      }),
    )
  })
})

describe('uuencode', () => {
  it('decodes what stands between begin and end, and nothing around it', () => {
    const { bytes, problems } = uuencodedBytes(Buffer.from('see below\nbegin 644 cat.txt\n#0V%T\n`\nend\nbye\n'))
    expect(latin(bytes)).toBe('Cat')
    expect(problems).toEqual([])
  })
  it('decodes lines whose trailing blanks were cut off', () => {
    expect(latin(uuencodedBytes(Buffer.from('begin 644 x\n#   \n#\n`\nend\n')).bytes)).toBe('\0\0\0\0\0\0')
  })
  it('without begin leaves the bytes as they are, and says so', () => {
    expect(uuencodedBytes(Buffer.from('plain'))).toMatchObject({ problems: ['unknown-encoding'] })
  })
  it('without end gives what is there, and says so', () => {
    const { bytes, problems } = uuencodedBytes(Buffer.from('begin 644 cat.txt\n#0V%T\n'))
    expect(latin(bytes)).toBe('Cat')
    expect(problems).toEqual(['bad-uuencode'])
  })
})

describe('every decoder', () => {
  it('takes any bytes without throwing and gives no more than it took', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        for (const decode of [base64Bytes, quotedPrintableBytes, uuencodedBytes]) {
          expect(decode(bytes).bytes.length).toBeLessThanOrEqual(bytes.length)
        }
      }),
    )
  })
})
