import { describe, expect, it } from 'vitest'
import { parseParameters } from '../../src/formats/parameters.ts'
import { unlessItHangs } from '../hang.ts'
import { fc } from '../properties.ts'
import { utf8 } from './mail.ts'

describe('the parameters of a header (RFC 2045 §5.1, RFC 2231)', () => {
  const table: readonly (readonly [rule: string, raw: string, expected: Readonly<Record<string, string>>])[] = [
    ['are named in any case', 'text/plain; CharSet=UTF-8', { charset: 'UTF-8' }],
    ['are quoted', 'a/b; name="a;b \\"c\\".txt"; x=y', { name: 'a;b "c".txt', x: 'y' }],
    ['are commented', 'text/plain; charset=us-ascii (Plain text); x=y', { charset: 'us-ascii', x: 'y' }],
    ['hold brackets in an unquoted file name', 'a/b; name=report (1).pdf; x=y', { name: 'report (1).pdf', x: 'y' }],
    ['hold blanks without quotes', 'a/b; name=my report.pdf', { name: 'my report.pdf' }],
    ['never close a quote', 'a/b; name="half; x=y', { name: 'half', x: 'y' }],
    ['keep a Windows path', 'a/b; name="C:\\dir\\file.txt"', { name: 'C:\\dir\\file.txt' }],
    ['are encoded words, against the RFC', 'a/b; name="=?utf-8?Q?=C3=BC.txt?="', { name: 'ü.txt' }],
    ['are raw UTF-8', `a/b; name="${utf8('ü.txt')}"`, { name: 'ü.txt' }],
    ['are extended', "a/b; filename*=utf-8'de'%C3%BC%20a.txt", { filename: 'ü a.txt' }],
    ['are continued', 'a/b; name*0="one "; name*1="two"', { name: 'one two' }],
    ['are continued out of order', 'a/b; name*1=two; name*0=one', { name: 'onetwo' }],
    ['are continued in the middle of a character', "a/b; name*0*=utf-8''%C3; name*1*=%BC.txt", { name: 'ü.txt' }],
    ['name another charset on the way', "a/b; name*0*=iso-8859-1''Zo%EB; name*1*=utf-8''%C3; name*2*=%BCx", { name: 'Zoëüx' }],
    ['name the same charset in each piece', "a/b; name*0*=utf-8''%C3; name*1*=utf-8''%BC.txt", { name: 'ü.txt' }],
    ['hold two quotes that name no charset', "a/b; name*0*=utf-8''a; name*1*=b'c'd", { name: "ab'c'd" }],
    ['are continued partly plain', 'a/b; name*0*=utf-8\'\'%C3%BC; name*1=" 100%25.txt"', { name: 'ü 100%25.txt' }],
    ['prefer the extended form', "a/b; filename=x.txt; filename*=utf-8''%C3%BC.txt", { filename: 'ü.txt' }],
    ['have an empty charset', "a/b; name*=''%C3%BC.txt", { name: 'ü.txt' }],
    ['end in a semicolon', 'a/b; x=y;', { x: 'y' }],
    ['follow the type without a semicolon', 'multipart/mixed boundary=b; x=y', { boundary: 'b', x: 'y' }],
    ['have a stray word', 'a/b; oops; x=y', { x: 'y' }],
  ]
  it.each(table)('%s: %j', (_, raw, expected) => {
    expect(Object.fromEntries(parseParameters(raw).parameters)).toEqual(expected)
  })

  it('given twice with different values are ambiguous, and the first counts', () => {
    const twice = parseParameters('multipart/mixed; boundary=a; boundary=b')
    expect(twice.boundary).toBe('a')
    expect(twice.ambiguous).toBe(true)
    expect(parseParameters('multipart/mixed; boundary=a; boundary=a').ambiguous).toBe(false)
  })
  it('keep a boundary as bytes, never decoded', () => {
    expect(parseParameters('multipart/mixed; boundary="=?utf-8?Q?x?="').boundary).toBe('=?utf-8?Q?x?=')
  })
  it('leave the value in lower case, without comments', () => {
    expect(parseParameters(' Text/(odd)Plain (really) ; x=y').value).toBe('text/plain')
  })
  it('never throw', () => {
    const signs = fc.constantFrom(';', '=', '"', '\\', '*', '0', "'", '%', 'a', '(', ')', ' ', '=?', 'name*', '999999999999')
    fc.assert(fc.property(fc.array(signs, { maxLength: 60 }), (pieces) => parseParameters(pieces.join('')).value.length >= 0))
  })
  it.each([';', '"', '(', '\\', 'a=b;', 'name*0=x;', "'", 'x*1*=;', '%41'])('take time linear in the length of %j repeated', (bomb) => {
    const text = `a/b; x=${bomb.repeat(2_000_000 / bomb.length)}`
    expect(unlessItHangs(() => parseParameters(text)).value).toBe('a/b')
  })
})
