import { describe, expect, it } from 'vitest'
import { encodedSpans } from '../../src/produce/encoded-spans.ts'

const letters = Buffer.from('The plan: ask Ida Falk about it, and nobody else.').toString('base64')
const hex = Buffer.from('ask Ida Falk').toString('hex')

describe('a redacted text that stands encoded or broken up', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['in a link', 'See https://x.example/?q=Ida%20Falk now.\n\nBye.', ['https://x.example/?q=Ida%20Falk']],
    ['in undecoded quoted-printable', 'Ask Ida=20Falk.\nIda =46alk came.', ['Ida=20Falk.', 'Ida =46alk']],
    ['in base64', `It says ${letters} here.`, [letters]],
    [
      'in base64 on two lines',
      `It says\n${letters.slice(0, 24)}\n${letters.slice(24)}\nhere.`,
      [`${letters.slice(0, 24)}\n${letters.slice(24)}`],
    ],
    ['in hexadecimal, twice', `${hex} and\n${hex}`, [hex, hex]],
    ['in JSON', '{"a":"I\\u0064a Falk"}', ['{"a":"I\\u0064a Falk"}']],
    ['within tags', 'one two <b>Ida</b> <i>Fa</i>lk three', ['<b>Ida</b> <i>Fa</i>lk']],
  ])('has its place %s: the fewest words that read as it', (_, text, places) => {
    expect(encodedSpans(text, 'Ida Falk', []).map(({ start, end }) => text.slice(start, end))).toEqual(places)
  })

  it('has none where it is hidden, or not there', () => {
    const text = 'See https://x.example/?q=Ida%20Falk now.'
    expect(encodedSpans(text, 'Ida Falk', [{ start: 25, end: 35 }])).toEqual([])
    expect(encodedSpans(text, 'Ida Falke', [])).toEqual([])
    expect(encodedSpans('', 'Ida Falk', [])).toEqual([])
  })
})
