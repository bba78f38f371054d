import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { escapedWords, indexWords } from '../../src/search/index.ts'

const words = (text: string): readonly (readonly string[])[] => escapedWords(text).map((said) => indexWords(said))

describe('what a text says in escapes', () => {
  test.each([
    ['JSON', String.raw`{"name":"J\u00fcrgen M\u00FCller","city":"K\u00f6ln"}`, [['jurgen', 'muller'], ['koln']]],
    ['JSON, beyond the first plane', String.raw`"\ud835\udc09ohn Roe"`, [['john', 'roe']]],
    ['JSON, a new line before a name', String.raw`{"text":"Hi all,\nJohn Roe called"}`, [['hi', 'all', 'john', 'roe', 'called']]],
    ['JavaScript', String.raw`name = "Mar\u{ed}a N\xfa\xf1ez"`, [['maria', 'nunez']]],
    ['XML', '<name>M&#252;ller, J&#xFC;rgen</name><name>Roe</name>', [['muller', 'jurgen']]],
    [
      'HTML in a table',
      'M&uuml;ller;&Oslash;rsted;O&apos;Brien;Wei&szlig;;Dvo&rcaron;&aacute;k',
      [['muller', 'orsted', 'o', 'brien', 'weiss', 'dvorak']],
    ],
  ] as const)('%s', (_, text, expected) => {
    expect(words(text)).toEqual(expected)
  })

  test('is nothing in most texts, and no path or entity that stands for no letter', () => {
    expect(escapedWords('Dear all, please find attached. Smith & Jones, a < b')).toEqual([])
    expect(escapedWords('x &lt; y &amp;&amp; z &gt; 0')).toEqual([])
    expect(escapedWords(String.raw`C:\Users\Public`)).toEqual([])
  })

  test('is a whole name, and no more of a long line than can belong to it', () => {
    const [said = ''] = escapedWords(`${'word '.repeat(1000)}Anna M\\u00fcller-Roe ${'word '.repeat(1000)}`)
    expect(indexWords(said).join(' ')).toContain('anna muller roe')
    expect(said.length).toBeLessThan(300)
  })

  test('never says anything twice, where what belongs to two escapes meets', () => {
    const said = escapedWords(`\\u00fc${'x'.repeat(150)}\\u00fc`)
    expect(said.map((each) => each.length)).toEqual([101, 51])
  })

  test('never says more than the text has room for, in any text', () => {
    const piece = fc.constantFrom(
      '\\u00fc',
      '&#252;',
      '&uuml;',
      '\\n',
      '\\',
      '&',
      '"',
      '<',
      'x',
      'word ',
      '\\ud835',
      '\\udc09',
      '&#9999999;',
      '\\u{ffffff}',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 300 }), (pieces) => {
        const text = pieces.join('')
        expect(escapedWords(text).join('').length).toBeLessThanOrEqual(text.length)
      }),
    )
  })

  test('a name escaped in any way and anywhere is said', () => {
    const ways = [
      (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
      (letter: string) => `&#${letter.charCodeAt(0)};`,
      (letter: string) => `&#x${letter.charCodeAt(0).toString(16)};`,
    ]
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.boolean(), fc.nat(2)), { minLength: 13, maxLength: 13 }),
        fc.string({ maxLength: 200 }),
        (how, before) => {
          const name = 'Jürgen Müller'
          const written = [...name].map((letter, at) => (how[at]?.[0] ? ways[how[at]?.[1] ?? 0]?.(letter) : letter)).join('')
          fc.pre(written !== name)
          expect(words(`${before}"${written}"`).some((said) => said.join(' ').includes('jurgen muller'))).toBe(true)
        },
      ),
    )
  })
})
