import { describe, expect, it } from 'vitest'
import { reviewDocument } from '../../src/api/commands/review-views.ts'
import { addMarks, code, conflicts, dispose, gate, markText, relatedForms, subjectForms, surfacesOf } from '../../src/jobs/index.ts'
import type { GateItem, Span } from '../../src/model/index.ts'
import { readMarks } from '../../src/store/index.ts'
import { docx, paragraph } from '../formats/office-file.ts'
import { picture } from '../produce/fixtures.ts'
import { type Mail, type Request, request, surface, third } from './request.ts'

const all = { all: true } as const
const everywhere = { ground: third, note: '', everywhere: true, evenSubject: false }

function unhidden(set: Request): GateItem {
  const line = gate(set.database, set.workspace, { available: false, hint: '' }).items.find(({ id }) => id === 'unhidden')
  if (line === undefined) throw new Error('the gate says nothing about places left standing')
  return line
}

/** Marks one span by its words in the body of a mail, and nothing else. */
function markOnly(set: Request, name: string, words: string, id = 't:1'): void {
  const text = surfacesOf(set.database, set.id(name)).find((one) => one.id === id)?.text ?? ''
  const start = text.indexOf(words)
  const span: Span = { start, end: start + words.length }
  addMarks(set.as('olga'), [{ document: set.id(name), surface: surface(id), span, ground: third, note: '' }])
}

async function decided(mails: Readonly<Record<string, Mail>>): Promise<Request> {
  const set = await request(mails)
  code(set.as('olga'), all, 'responsive')
  dispose(set.as('olga'), all, 'release')
  return set
}

const hidden = (set: Request): readonly string[] =>
  readMarks(set.database).flatMap((mark) => {
    const found = surfacesOf(set.database, mark.document).find(({ id }) => id === mark.surface)
    return mark.span === null || mark.state !== 'proposed' ? [] : [`${mark.surface} ${found?.text.slice(mark.span.start, mark.span.end)}`]
  })

describe('the gate', () => {
  const cases: readonly (readonly [string, Mail, string, readonly string[]])[] = [
    ['again in the same text', { text: 'Ask Ida Falk. I say: Ida Falk.' }, 'Ida Falk', ['t:1 Ida Falk']],
    [
      'in the subject',
      { subject: 'For Bartholomew Quist', text: 'Bartholomew Quist' },
      'Bartholomew Quist',
      ['h:subject Bartholomew Quist'],
    ],
    [
      'in an address',
      { to: 'bartholomew.quist@quarry.example', text: 'Bartholomew Quist' },
      'Bartholomew Quist',
      ['h:to bartholomew.quist@quarry.example'],
    ],
    ['with the names turned round', { text: 'Ida Falk; see Falk, Ida.' }, 'Ida Falk', ['t:1 Falk, Ida']],
    ['in a quote', { text: 'Bartholomew Quist\n\n> ask Bartholomew\n> Quist' }, 'Bartholomew Quist', ['t:1 Bartholomew\n> Quist']],
    ['as digits', { text: 'Call 020 7946 0958, or 02079460958.' }, '020 7946 0958', ['t:1 02079460958']],
  ]
  it('says so of what an original file holds besides its pages, and only where the original goes out', async () => {
    const page = '<p>The plan of the roof.</p><p style="display:none">Ask Bartholomew Quist.</p>'
    const set = await decided({
      roof: { text: 'Ask Bartholomew Quist.', attachments: [{ name: 'plan.html', type: 'text/html', text: page }] },
    })
    markOnly(set, 'roof', 'Bartholomew Quist')
    expect(unhidden(set).ok).toBe(true)
    dispose(set.as('olga'), { documents: [set.id('roof/plan.html')] }, 'release', { native: true })
    const line = unhidden(set)
    expect(line).toMatchObject({ ok: false, documents: [set.id('roof/plan.html')] })
    expect(line.text).toContain('Of 1 original file release the text instead')
    // Nothing can be marked there, so no place is offered for it.
    expect(line.places?.map(({ start, end, text }) => [start, end, text])).toEqual([[0, 0, 'Bartholomew Quist']])
    dispose(set.as('olga'), { documents: [set.id('roof/plan.html')] }, 'release')
    expect(unhidden(set).ok).toBe(true)
  })

  it('says of a picture with data behind its end why its file can\u2019t leave as it is', async () => {
    const filled = Buffer.concat([picture(), Buffer.from([0, 0xc0, 0x13, 0x95, 0, 0x40]), Buffer.alloc(90)])
    const slides = docx(paragraph('Slates'), { 'word/media/image1.png': filled })
    const set = await decided({ roof: { attachments: [{ name: 'slides.docx', type: 'application/zip', bytes: slides }] } })
    dispose(set.as('olga'), { documents: [set.id('roof/slides.docx')] }, 'release', { native: true })
    const { items } = gate(set.database, set.workspace, { available: false, hint: '' })
    expect(items.find(({ id }) => id === 'originals')).toEqual({
      id: 'originals',
      ok: false,
      text: '1 document with a picture behind whose end more data stands, which no program shows: release their text or pages in place of the original file, or withhold them',
      documents: [set.id('roof/slides.docx')],
    })
  })

  it('says which original files nobody can look into, or into a file within them, until they are withheld', async () => {
    const sound = Buffer.from('RIFF\u0010\0\0\0WAVEfmt \u0001\0\u0002', 'latin1')
    const set = await decided({
      roof: {
        attachments: [
          { name: 'call.wav', type: 'audio/wav', bytes: sound },
          { name: 'list.csv', type: 'text/csv', text: 'slate;3' },
          { name: 'plan.docx', type: 'application/zip', bytes: docx(paragraph('Slates'), { 'word/media/m.bin': sound }) },
          { name: 'plain.docx', type: 'application/zip', bytes: docx(paragraph('Slates')) },
          { name: 'cut.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF-1.4\n% slates') },
        ],
      },
    })
    const line = () => gate(set.database, set.workspace, { available: false, hint: '' }).items.find(({ id }) => id === 'originals')
    expect(line()?.ok).toBe(true)
    const files = ['call.wav', 'list.csv', 'plan.docx', 'plain.docx', 'cut.pdf'].map((name) => set.id(`roof/${name}`))
    dispose(set.as('olga'), { documents: files }, 'release', { native: true })
    const closed = files.filter((_, index) => index !== 1 && index !== 3)
    expect(line()).toMatchObject({ ok: false, documents: closed })
    dispose(set.as('olga'), { documents: closed }, 'withhold', { ground: third })
    expect(line()?.ok).toBe(true)
  })

  it.each(cases)('says before a production that redacted text stands unmarked %s', async (_, mail, words, places) => {
    const set = await decided({ roof: mail })
    markOnly(set, 'roof', words)
    const line = unhidden(set)
    expect(line.ok).toBe(false)
    expect(line.documents).toEqual([set.id('roof')])
    expect(line.places?.map((place) => `${place.surface} ${place.text}`)).toEqual(places)
    expect(line.places?.[0]).toMatchObject({ controlNumber: 'CTRL-000001', ground: third })
  })

  it.each(cases)(
    'and whoever marks it that it stands in the same document, before anything is decided, %s',
    async (_, mail, words, places) => {
      const set = await request({ roof: mail })
      expect(reviewDocument(set.as('olga'), set.id('roof')).standing).toEqual([])
      markOnly(set, 'roof', words)
      const { standing } = reviewDocument(set.as('olga'), set.id('roof'))
      expect(standing.map((place) => `${place.surface} ${place.text}`)).toEqual(places)
      const marks = standing.flatMap(({ document, surface: id, start, end, ground }) =>
        id === null ? [] : [{ document, surface: id, span: { start, end }, ground, note: '' }],
      )
      addMarks(set.as('olga'), marks, true)
      expect(reviewDocument(set.as('olga'), set.id('roof')).standing).toEqual([])
    },
  )

  it('is not misled by words that stand apart in different headers', async () => {
    const set = await decided({
      roof: { text: 'Ida Falk and Bartholomew Quist', subject: 'About Bartholomew', to: 'Quist <office@quarry.example>' },
    })
    markOnly(set, 'roof', 'Bartholomew Quist')
    expect(unhidden(set).places ?? []).toEqual([])
  })

  it('says nothing of text that another document releases: that was approved there', async () => {
    const set = await decided({ roof: { text: 'Bartholomew Quist is ill.' }, garden: { text: 'Bartholomew Quist was here.' } })
    markOnly(set, 'roof', 'Bartholomew Quist')
    expect(unhidden(set)).toMatchObject({ ok: true, documents: [] })
  })

  const encoded: readonly (readonly [string, string])[] = [
    ['in a link', 'https://roofs.example/?n=Zo%C3%AB%20M%C3%BCllerstr%C3%B6m'],
    ['in quoted-printable that nobody decoded', 'Zo=C3=AB=20M=C3=BCllerstr=C3=B6m'],
    ['in quoted-printable that breaks the name, to a line without a sign', 'Zo=C3=AB=20M=C3=BCllerstr=C3=B6=\nm'],
    ['in JSON', '{"n":"Zo\\u00eb M\\u00fcllerstr\\u00f6m"}'],
    ['in HTML source', 'Zo&euml;&nbsp;M&uuml;ller<b>str</b>&#246;m'],
    ['in an encoded word', '=?utf-8?B?Wm/DqyBNw7xsbGVyc3Ryw7Zt?='],
    ['in base64', `token ${Buffer.from('{"user":"Zoë Müllerström"}').toString('base64')}`],
    ['as misread UTF-8', 'ZoÃ« MÃ¼llerstrÃ¶m'],
    ['from right to left', '\u202emörtsrellüM ëoZ\u202c'],
  ]
  it.each(encoded)(
    'says so of text that stands in another document %s, where nobody was shown it, until it is marked by hand',
    async (_, words) => {
      const set = await decided({
        roof: { text: 'Ask Zoë Müllerström.' },
        garden: { text: `Seen: ${words} today.` },
        shed: { text: 'Nothing.' },
      })
      const marked = markText(set.as('olga'), 'Zoë Müllerström', everywhere)
      expect(marked.unmarkedElsewhere).toEqual([
        { document: set.id('garden'), places: 1, why: 'not marked; written encoded, or in other letters: mark it by hand' },
      ])
      expect(unhidden(set)).toMatchObject({ ok: false, documents: [set.id('garden')] })
      expect(conflicts(set.database)).toEqual([set.id('garden')])
      markOnly(set, 'garden', words)
      expect(unhidden(set).ok).toBe(true)
      expect(conflicts(set.database)).toEqual([])
    },
  )

  it('says so where other words beside it are wrapped more deeply than is looked at', async () => {
    const words = `&${'amp;'.repeat(14)}lt; https://roofs.example/?n=Ida%20Falk`
    const set = await decided({ roof: { text: 'Ask Ida Falk.' }, garden: { text: words } })
    expect(markText(set.as('olga'), 'Ida Falk', everywhere).unmarkedElsewhere.map(({ document }) => document)).toEqual([set.id('garden')])
  })

  it.each([
    ['with a Cyrillic letter', 'Zoë Müll\u0435rström'],
    ['with letters lost', 'Zo? M?llerstr?m'],
    ['with letters lost as such', 'Zo\ufffd M\ufffdllerstr\ufffdm'],
  ])('lists a document in which the text stands %s, and whoever marked it is told', async (_, words) => {
    const set = await decided({ roof: { text: 'Ask Zoë Müllerström.' }, garden: { text: `Seen: ${words} today.` } })
    const marked = markText(set.as('olga'), 'Zoë Müllerström', everywhere)
    expect(marked.unmarkedElsewhere.map(({ document }) => document)).toEqual([set.id('garden')])
    expect(conflicts(set.database)).toEqual([set.id('garden')])
  })

  it('says nothing of what is encoded where the same text is shown and released', async () => {
    const set = await decided({ roof: { text: 'Ask Ida Falk.' }, garden: { text: 'Ida Falk wrote https://roofs.example/?n=Ida%20Falk' } })
    markOnly(set, 'roof', 'Ida Falk')
    expect(unhidden(set).ok).toBe(true)
  })

  it('holds no content in its own words, which stand in errors', async () => {
    const set = await decided({ roof: { text: 'Ida Falk, Ida Falk' } })
    markOnly(set, 'roof', 'Ida Falk')
    expect(unhidden(set).text).toBe('Redacted text stands unmarked in 1 place of 1 document: mark it there too, or remove the mark')
  })

  it('leaves out what nobody decided yet', async () => {
    const set = await request({ roof: { text: 'Ida Falk, Ida Falk' } })
    markOnly(set, 'roof', 'Ida Falk')
    expect(unhidden(set).ok).toBe(true)
    code(set.as('olga'), all, 'responsive')
    expect(unhidden(set).ok).toBe(false)
  })

  it('answers anew when a mark changed', async () => {
    const set = await decided({ roof: { text: 'Ida Falk, Ida Falk' } })
    markOnly(set, 'roof', 'Ida Falk')
    expect(unhidden(set).ok).toBe(false)
    markText(set.as('olga'), 'Ida Falk', everywhere)
    expect(unhidden(set).ok).toBe(true)
  })
})

describe('“everywhere”', () => {
  it('covers what the leak check takes for the same text, so that the gate has nothing to say', async () => {
    const set = await decided({
      roof: {
        from: 'Bartholomew Quist <bartholomew.quist@quarry.example>',
        subject: 'Bartholomew Quist',
        text: 'Quist, Bartholomew\n\n> bartholomew.quist@quarry.example wrote',
        attachments: [{ name: 'Bartholomew_Quist.txt', text: 'by Bartholomew Quist' }],
      },
    })
    markText(set.as('olga'), 'Bartholomew Quist', everywhere)
    expect([...hidden(set)].sort()).toEqual([
      'h:from Bartholomew Quist',
      'h:from bartholomew.quist@quarry.example',
      'h:subject Bartholomew Quist',
      'n Bartholomew_Quist',
      't:1 Quist, Bartholomew',
      't:1 bartholomew.quist@quarry.example',
      't:2 Bartholomew Quist',
    ])
    expect(unhidden(set)).toMatchObject({ ok: true })
  })

  it.each(['Anne-Marie Smith', "Sean O'Brien", 'Sean O\u2019Brien', 'D\u2019Angelo (Ida) Falk', 'नरेन्द्र कुमार', 'สมชาย ใจดี', 'A+B. Falk'])(
    'marks a name with signs in it wherever it stands, and no more: %s',
    async (name) => {
      const set = await decided({ roof: { text: `Talk to ${name}, said ${name}.` }, garden: { text: 'Nobody.' } })
      const made = markText(set.as('olga'), name, { ...everywhere, related: true })
      expect(made.marks).toHaveLength(2)
      expect(new Set(hidden(set).map((place) => place.slice(place.indexOf(' ') + 1)))).toEqual(new Set([name]))
    },
  )

  it('offers the other forms of the same person, counted, and marks them when asked', async () => {
    const mails = {
      roof: {
        from: 'Bartholomew J. Quist <barty@quarry.example>',
        text: 'Bartholomew Quist came. B. Quist left. Write to barty@quarry.example; ask Bartholomew John Quist.',
      },
      garden: { from: 'Nora Quill <nora.quill@harbour.example>', text: 'barty@quarry.example' },
    }
    const set = await decided(mails)
    const made = markText(set.as('olga'), 'Bartholomew Quist', everywhere)
    expect(made.marks).toHaveLength(1)
    expect(made.related).toEqual([
      { form: 'barty@quarry.example', why: 'an address of this name', places: 3, documents: 2 },
      { form: 'B. Quist', why: 'initial and surname', places: 1, documents: 1 },
      { form: 'Bartholomew J. Quist', why: 'with a middle name', places: 1, documents: 1 },
      { form: 'Bartholomew John Quist', why: 'with a middle name', places: 1, documents: 1 },
    ])
    const again = markText(set.as('olga'), 'Bartholomew Quist', { ...everywhere, related: true })
    expect(again.related).toEqual([])
    expect(new Set(hidden(set).map((place) => place.slice(place.indexOf(' ') + 1)))).toEqual(
      new Set(['Bartholomew Quist', 'barty@quarry.example', 'B. Quist', 'Bartholomew J. Quist', 'Bartholomew John Quist']),
    )
  })

  it('never offers the data subject\u2019s own forms', async () => {
    const set = await decided({ roof: { text: 'Nora Quill, nora.quill@harbour.example, and Nora Berg with N. Berg' } })
    expect(relatedForms(set.database, 'Nora Berg', subjectForms(set.database)).map(({ form }) => form)).toEqual(['N. Berg'])
    expect(relatedForms(set.database, 'Nora Quill', subjectForms(set.database))).toEqual([])
  })
})
