import { describe, expect, it } from 'vitest'
import { instantsOf, matchesIn, matchesInName, parseQuery, snippet, startOfDay, wantedWords } from '../../src/search/index.ts'
import { fc } from '../properties.ts'

const shown = (text: string, query: string): { text: string; marked: string[] } => {
  const made = snippet(text, wantedWords(parseQuery(query)))
  return { text: made.text, marked: made.hits.map(({ start, end }) => made.text.slice(start, end)) }
}

describe('a snippet', () => {
  it.each([
    ['Grüße aus München', 'munchen', ['München']],
    ['the Straße', 'STRASSE', ['Straße']],
    ['budgeted and budget', 'budg*', ['budgeted', 'budget']],
    ['budgeted', 'budget', []],
    ['annual\n  budget', '"annual budget"', ['annual budget']],
    ['so\u00adft hy\u00adphens', 'hyphens', ['hy\u00adphens']],
    ['契約書を送ります', '契約', ['契約']],
    ['mail jane@x.example now', 'jane@x.example', ['jane@x.example']],
    ['a b', 'a NOT b', ['a']],
  ])('of %j marks what %s looks for', (text, query, marked) => {
    expect(shown(text, query).marked).toEqual(marked)
  })

  it.each([
    ['NoraBergmannReview2024.docx', '"Nora Bergmann"', ['NoraBergmann']],
    ['NoraBergmannReview2024.docx', 'bergmann', ['Bergmann']],
    ['HRReviewBergmann.docx', 'review', ['Review']],
    ['NoraBergmannReview2024.docx', '2024', ['2024']],
    ['nora-bergmann_NoraBergmann.docx', 'nora bergmann', ['nora', 'bergmann', 'Nora', 'Bergmann']],
    ['NoraBergmannReview.docx', 'NoraBergmannReview.docx', ['NoraBergmannReview.docx']],
    ['norabergmann.docx', 'bergmann', []],
    ['JörgÄngström.txt', 'angstrom', ['Ängström']],
  ])('of a file’s name %s marks what %s finds in it', (name, query, marked) => {
    const spans = matchesInName(name, wantedWords(parseQuery(query), 'filename'))
    expect(spans.map(({ start, end }) => name.slice(start, end))).toEqual(marked)
  })

  it('shows the first match with what stands around it', () => {
    const { text, marked } = shown(`${'many words here '.repeat(200)}needle ${'and more words '.repeat(200)}`, 'needle')
    expect(marked).toEqual(['needle'])
    expect(text.length).toBeLessThan(260)
    expect(text.startsWith('… ') && text.endsWith(' …')).toBe(true)
  })

  it('is well-formed with spans inside it, in order, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), fc.stringMatching(/^[a-zä契]{1,3}$/u), (text, word) => {
        const wanted = wantedWords({ kind: 'text', field: null, text: word, prefix: true })
        const made = snippet(text, wanted)
        expect(made.text.isWellFormed()).toBe(true)
        let last = 0
        for (const { start, end } of [...made.hits]) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThan(start)
          expect(end).toBeLessThanOrEqual(made.text.length)
          last = end
        }
        for (const { start, end } of matchesIn(text, wanted)) expect(text.slice(start, end).length).toBeGreaterThan(0)
      }),
    )
  })
})

describe('a civil date in a zone', () => {
  it.each([
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
    ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
    ['2026', 'Asia/Kolkata', '2025-12-31T18:30:00Z', '2026-12-31T18:30:00Z'],
    ['2024-02', 'UTC', '2024-02-01T00:00:00Z', '2024-03-01T00:00:00Z'],
    ['2011-12-31', 'Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-31T10:00:00Z'],
  ])('%s in %s lasts from %s to %s', (date, zone, start, end) => {
    const instants = instantsOf(date, zone)
    expect([instants.start, instants.end]).toEqual([Date.parse(start), Date.parse(end)])
  })

  it('starts at one o’clock where clocks skip midnight', () => {
    expect(startOfDay(2018, 11, 4, 'America/Sao_Paulo')).toBe(Date.parse('2018-11-04T03:00:00Z'))
  })
})
