import { describe, expect, it } from 'vitest'
import { addMarks, code, decideMarks, dispose, markText, redo, setPrivilege, submit, undo, undoState, view } from '../../src/jobs/index.ts'
import { readDecision, readHistory, readMarks } from '../../src/store/index.ts'
import { norasCase, request, surface, third } from './request.ts'

const all = { all: true } as const

describe('coding', () => {
  it('keeps every decision: the last one counts, the earlier ones stay in the history', async () => {
    const set = await request({ roof: {} })
    code(set.as('olga'), all, 'responsive')
    code(set.as('olga'), all, 'not-responsive', { note: 'a newsletter' })
    expect(readDecision(set.database, set.id('roof'))?.coding).toEqual({ value: 'not-responsive', by: 'olga' })
    expect(readHistory(set.database, set.id('roof')).map(({ words }) => words)).toEqual([
      'Coded responsive',
      'Coded not responsive',
      'Note changed',
    ])
    expect(() => set.database.exec("UPDATE change SET words = 'x'")).toThrow(/never overwritten/)
    expect(() => set.database.exec('DELETE FROM change')).toThrow(/never deleted/)
  })

  it('refuses a document that is not in the review set', async () => {
    const set = await request({ roof: {} })
    const unknown = { documents: [`m${'0'.repeat(20)}` as never] }
    expect(() => code(set.as('olga'), unknown, 'responsive')).toThrow(expect.objectContaining({ code: 'matter/unknown-document' }))
  })

  it('says that nothing was collected yet', async () => {
    const set = await request({})
    expect(() => code(set.as('olga'), all, 'responsive')).toThrow(expect.objectContaining({ code: 'matter/nothing-collected' }))
  })
})

describe('a disposition', () => {
  it.each(['redact', 'withhold'] as const)('to %s needs a ground of the regime', async (value) => {
    const set = await request({ roof: {} })
    expect(() => dispose(set.as('olga'), all, value)).toThrow(expect.objectContaining({ code: 'matter/ground-needed' }))
    expect(() => dispose(set.as('olga'), all, value, { ground: 'UK-16' })).toThrow(expect.objectContaining({ code: 'law/unknown-ground' }))
    dispose(set.as('olga'), all, value, { ground: third })
    expect(readDecision(set.database, set.id('roof'))?.disposition).toMatchObject({ value, ground: third, by: 'olga' })
  })

  it('to release everything leaves documents with marks to be redacted, and names them', async () => {
    const set = await request({ roof: { text: 'Ask Ida Falk.' }, garden: {} })
    markText(set.as('olga'), 'Ida Falk', { ground: third, note: '', everywhere: true, evenSubject: false })
    const disposed = dispose(set.as('olga'), all, 'release')
    expect(disposed).toMatchObject({ documents: [set.id('garden')], kept: [set.id('roof')] })
    expect(readDecision(set.database, set.id('roof'))?.disposition.value).toBe('redact')
  })

  it('as the original file is for unmarked attachments that are released', async () => {
    const set = await request({ roof: { attachments: [{ name: 'plan.txt', text: 'Slates.' }] } })
    const documents = [set.id('roof')]
    expect(() => dispose(set.as('olga'), { documents }, 'release', { native: true })).toThrow(
      expect.objectContaining({ code: 'api/bad-input' }),
    )
    dispose(set.as('olga'), { documents: [set.id('roof/plan.txt')] }, 'release', { native: true })
    expect(readDecision(set.database, set.id('roof/plan.txt'))?.disposition.native).toBe(true)
  })
})

describe('a mark', () => {
  it('makes a released or undecided document one to be redacted, and the history says so', async () => {
    const set = await request({ roof: { text: 'Ask Ida Falk.' } })
    dispose(set.as('olga'), all, 'release')
    addMarks(set.as('olga'), [{ document: set.id('roof'), surface: surface('t:1'), span: { start: 4, end: 12 }, ground: third, note: '' }])
    expect(readDecision(set.database, set.id('roof'))?.disposition).toMatchObject({ value: 'redact', ground: third })
    expect(readHistory(set.database, set.id('roof')).map(({ words }) => words)).toContain('To be redacted, because a mark was added')
  })

  it('leaves a document that is withheld withheld', async () => {
    const set = await request({ roof: { text: 'Ask Ida Falk.' } })
    dispose(set.as('olga'), all, 'withhold', { ground: third })
    markText(set.as('olga'), 'Ida Falk', { ground: third, note: '', everywhere: true, evenSubject: false })
    expect(readDecision(set.database, set.id('roof'))?.disposition.value).toBe('withhold')
  })

  it.each([
    ['beyond the text', { start: 0, end: 900 }],
    ['turned round', { start: 5, end: 5 }],
    ['of white space', { start: 3, end: 4 }],
    ['through a character', { start: 13, end: 14 }],
  ])('is refused when its span lies %s', async (_why, span) => {
    const set = await request({ roof: { text: 'Ask Ida Falk \u{1F600}.' } })
    const mark = { document: set.id('roof'), surface: surface('t:1'), span, ground: third, note: '' }
    expect(() => addMarks(set.as('olga'), [mark])).toThrow(expect.objectContaining({ code: 'matter/bad-span' }))
  })

  it('is refused as a box on text', async () => {
    const set = await request({ roof: {} })
    const region = { page: 1, x: 0, y: 0, width: 10, height: 10 }
    const mark = { document: set.id('roof'), surface: surface('t:1'), region, ground: third, note: '' }
    expect(() => addMarks(set.as('olga'), [mark])).toThrow(expect.objectContaining({ code: 'matter/bad-span' }))
  })

  it('on a surface that the document has not is refused, and nothing of the same act is kept', async () => {
    const set = await request({ roof: { text: 'Ask Ida Falk.' } })
    const good = { document: set.id('roof'), surface: surface('t:1'), span: { start: 4, end: 12 }, ground: third, note: '' }
    expect(() => addMarks(set.as('olga'), [good, { ...good, surface: surface('t:9') }])).toThrow(
      expect.objectContaining({ code: 'matter/unknown-surface' }),
    )
    expect(readMarks(set.database)).toEqual([])
  })

  it('on the subject\u2019s own name is refused unless it is meant', async () => {
    const set = await request({ roof: { text: 'Nora Quill called.' } })
    const mark = { document: set.id('roof'), surface: surface('t:1'), span: { start: 0, end: 10 }, ground: third, note: '' }
    expect(() => addMarks(set.as('olga'), [mark])).toThrow(expect.objectContaining({ code: 'matter/protected-subject' }))
    expect(addMarks(set.as('olga'), [mark], true).marks).toHaveLength(1)
  })

  it('is never deleted: removed, it stays as superseded', async () => {
    const set = await request({ roof: { text: 'Ask Ida Falk.' } })
    const { marks } = markText(set.as('olga'), 'Ida Falk', { ground: third, note: '', everywhere: true, evenSubject: false })
    decideMarks(set.as('olga'), marks, 'remove', { everywhere: false })
    expect(readMarks(set.database)).toMatchObject([{ state: 'superseded' }])
    expect(() => set.database.exec('DELETE FROM mark')).toThrow(/never deleted/)
  })
})

describe('marking a text everywhere', () => {
  it('reaches header values, file names and attachments, on token boundaries, as one group', async () => {
    const set = await request({
      roof: {
        subject: 'Falk and the roof',
        text: 'Falk says: falk! Falkland is far.',
        attachments: [{ name: 'Falk.txt', text: 'by FALK' }],
      },
    })
    const marked = markText(set.as('olga'), 'Falk', { ground: third, note: '', everywhere: true, evenSubject: false })
    const marks = readMarks(set.database)
    expect(marks.map(({ surface: id, span }) => `${id} ${span?.start}`)).toEqual(['h:subject 0', 't:1 0', 't:1 11', 'n 0', 't:2 3'])
    expect(new Set(marks.map(({ group }) => group)).size).toBe(1)
    expect(marked).toMatchObject({ documents: 2 })
    expect(marked.unmarkedElsewhere).toEqual([{ document: set.id('roof'), places: 1, why: '1 place inside a longer word or number' }])
  })

  it('leaves out the subject\u2019s own places, and says so', async () => {
    const set = await request({ roof: { text: 'Nora Quill and her brother Per Quill.' } })
    const marked = markText(set.as('olga'), 'Quill', { ground: third, note: '', everywhere: true, evenSubject: false })
    expect(readMarks(set.database).map(({ surface: id, span }) => `${id} ${span?.start}`)).toEqual(['t:1 31'])
    expect(marked.unmarkedElsewhere).toContainEqual({ document: set.id('roof'), places: 3, why: 'the data subject\u2019s own data' })
  })

  describe('the subject\u2019s own given name or surname by itself', () => {
    const at = (text: string, words: string) => {
      const start = text.indexOf(words)
      return { surface: surface('t:1'), span: { start, end: start + words.length }, ground: third, note: '' }
    }
    it.each([
      ['Dear Nora, thanks.', 'Nora'],
      ['hi nora, thanks.', 'nora'],
      ['We asked Ms Quill about it.', 'Quill'],
      ['They are Nora\u2019s.', 'Nora'],
    ])('is only marked when it is meant: %s', async (text, words) => {
      const set = await request({ roof: { text } })
      const mark = { document: set.id('roof'), ...at(text, words) }
      expect(() => addMarks(set.as('olga'), [mark])).toThrow(expect.objectContaining({ code: 'matter/protected-subject' }))
      expect(readMarks(set.database)).toEqual([])
      expect(addMarks(set.as('olga'), [mark], true).marks).toHaveLength(1)
    })

    it.each([
      ['Ask Nora Other about it.', 'Nora'],
      ['Ask Nora Other about it.', 'Nora Other'],
      ['We met Tom Quill there.', 'Quill'],
      ['We met Tom Quill there.', 'Tom Quill'],
      ['On the list: Quill, Tom.', 'Quill'],
      ['Write to nora.other@quarry.example.', 'nora.other@quarry.example'],
      ['Norah knows.', 'Norah'],
    ])('is no question within somebody else\u2019s name: %s (%s)', async (text, words) => {
      const set = await request({ roof: { text } })
      expect(addMarks(set.as('olga'), [{ document: set.id('roof'), ...at(text, words) }]).marks).toHaveLength(1)
    })

    it('is not suggested elsewhere once it was marked all the same', async () => {
      const subject = { ...norasCase, name: 'Katherine Quill' }
      const set = await request({ roof: { text: 'Dear Katherine, thanks.' }, garden: { text: 'Hello Katherine, it rains.' } }, subject)
      addMarks(set.as('olga'), [{ document: set.id('roof'), ...at('Dear Katherine, thanks.', 'Katherine') }], true)
      expect(readMarks(set.database, { states: ['suggested'] })).toEqual([])
    })
  })

  it('takes back what was suggested for being the same passage when the last mark of it is removed, and undo brings both back', async () => {
    const set = await request({
      roof: { text: 'Ask Ida Falk.' },
      garden: { text: 'Ida Falk was here.' },
      shed: { text: 'Ida Falk again.' },
    })
    const markIn = (name: string, start: number) =>
      addMarks(set.as('olga'), [
        { document: set.id(name), surface: surface('t:1'), span: { start, end: start + 8 }, ground: third, note: '' },
      ]).marks
    const suggested = () => readMarks(set.database, { states: ['suggested'] }).map(({ document }) => document)
    const first = markIn('roof', 4)
    const second = markIn('garden', 0)
    decideMarks(set.as('olga'), first, 'remove', { everywhere: false })
    expect(suggested()).toContain(set.id('shed'))
    decideMarks(set.as('olga'), second, 'remove', { everywhere: false })
    expect(suggested()).toEqual([])
    undo(set.as('olga'))
    expect(suggested()).toContain(set.id('shed'))
  })

  it('in one document says in which others it stands unmarked', async () => {
    const set = await request({ roof: { text: 'Ask Ida Falk.' }, garden: { text: 'Ida Falk again, and Ida Falk.' } })
    const options = { ground: third, note: '', document: set.id('roof'), everywhere: false, evenSubject: false }
    const marked = markText(set.as('olga'), 'Ida Falk', options)
    expect(marked).toMatchObject({ documents: 1, unmarkedElsewhere: [{ document: set.id('garden'), places: 2, why: 'not marked' }] })
  })

  it('does not mark twice what is marked', async () => {
    const set = await request({ roof: { text: 'Ask Ida Falk.' } })
    const everywhere = { ground: third, note: '', everywhere: true, evenSubject: false }
    markText(set.as('olga'), 'Ida Falk', everywhere)
    expect(markText(set.as('olga'), 'Ida Falk', everywhere).marks).toEqual([])
    expect(readMarks(set.database)).toHaveLength(1)
  })
})

describe('the same passage in a quote', () => {
  it('is suggested when it is marked, however it is wrapped and quoted, and never twice', async () => {
    const set = await request({
      roof: { text: 'Her brother is ill again and cannot work this month.' },
      reply: { text: 'Thanks.\r\n\r\n> Her brother is ill again\r\n> and cannot work this month.' },
    })
    const mark = { document: set.id('roof'), surface: surface('t:1'), span: { start: 0, end: 41 }, ground: third, note: '' }
    addMarks(set.as('olga'), [mark])
    const suggested = readMarks(set.database, { states: ['suggested'] })
    expect(suggested).toMatchObject([{ document: set.id('reply'), surface: 't:1', origin: { kind: 'rule', by: 'same-passage' } }])
    decideMarks(set.as('olga'), [suggested[0]?.id ?? ('K0' as never)], 'dismiss', { everywhere: false })
    addMarks(set.as('olga'), [{ ...mark, span: { start: 0, end: 41 } }])
    expect(readMarks(set.database, { states: ['suggested'] })).toEqual([])
  })
})

describe('deciding a suggestion', () => {
  it('everywhere accepts the same text in all documents and marks what nothing had suggested', async () => {
    const set = await request({
      roof: { text: 'The roofer is called Ida Falk, they say.' },
      garden: { text: 'Ida Falk came.' },
      reply: { text: '> Ida Falk came.' },
    })
    const mark = { document: set.id('garden'), surface: surface('t:1'), span: { start: 0, end: 8 }, ground: third, note: '' }
    const { marks } = addMarks(set.as('olga'), [mark])
    const [first] = readMarks(set.database, { states: ['suggested'] })
    decideMarks(set.as('olga'), [first?.id ?? ('K0' as never)], 'accept', { everywhere: true })
    expect(readMarks(set.database, { states: ['proposed'] })).toHaveLength(3)
    expect(marks).toHaveLength(1)
  })

  it('everywhere groups what one act did, and no other act shares its group, though it added no mark or was undone', async () => {
    const set = await request({
      roof: { text: 'Her brother is ill again.' },
      reply: { text: '> Her brother is ill again.' },
      garden: { text: 'Their cousin has lost the house.' },
      answer: { text: '> Their cousin has lost the house.' },
      shed: { text: 'Ask Ida Falk.' },
    })
    const mark = (family: string, end: number) => ({ document: set.id(family), surface: surface('t:1'), span: { start: 0, end } })
    addMarks(set.as('olga'), [{ ...mark('roof', 24), ground: third, note: '' }])
    addMarks(set.as('olga'), [{ ...mark('garden', 31), ground: third, note: '' }])
    const suggested = readMarks(set.database, { states: ['suggested'] })
    expect(suggested.map(({ document }) => document)).toEqual([set.id('reply'), set.id('answer')])
    const everywhere = { ground: third, note: '', everywhere: true, evenSubject: false }
    for (const { id } of suggested) decideMarks(set.as('olga'), [id], 'accept', { everywhere: true })
    const undone = markText(set.as('olga'), 'Ask', everywhere).marks
    undo(set.as('olga'))
    markText(set.as('olga'), 'Ida Falk', everywhere)
    const groups = readMarks(set.database).map(({ id, group }) => ({ id, group }))
    const given = groups.filter(({ group }) => group !== null)
    expect(given.map(({ id }) => id)).toEqual(expect.arrayContaining([...suggested.map(({ id }) => id), ...undone]))
    expect(given).toHaveLength(4)
    expect(new Set(given.map(({ group }) => group)).size).toBe(4)
  })
})

describe('undo', () => {
  it('takes back acts in words, to any depth, and redo does them again', async () => {
    const set = await request({ roof: { text: 'Ask Ida Falk.' } })
    code(set.as('olga'), all, 'responsive')
    markText(set.as('olga'), 'Ida Falk', { ground: third, note: '', everywhere: true, evenSubject: false })
    expect(undoState(set.as('olga')).canUndo).toBe("mark 'Ida Falk' everywhere")
    expect(undo(set.as('olga'))).toEqual({
      undone: "mark 'Ida Falk' everywhere",
      canUndo: 'code 1 document responsive',
      canRedo: "mark 'Ida Falk' everywhere",
    })
    expect(readDecision(set.database, set.id('roof'))?.disposition.value).toBeNull()
    undo(set.as('olga'))
    expect(undo(set.as('olga')).undone).toBeNull()
    expect(redo(set.as('olga')).undone).toBe('code 1 document responsive')
    redo(set.as('olga'))
    expect(readMarks(set.database, { states: ['proposed'] })).toHaveLength(1)
    expect(readDecision(set.database, set.id('roof'))).toMatchObject({ coding: { value: 'responsive' }, disposition: { value: 'redact' } })
  })

  it('tells of marks in the history by their text and place, never by an id', async () => {
    const set = await request({ roof: { subject: 'For Ida Falk', text: 'Ask Ida Falk.' } })
    markText(set.as('olga'), 'Ida Falk', { ground: third, note: '', everywhere: true, evenSubject: false })
    undo(set.as('olga'))
    const words = readHistory(set.database, set.id('roof')).map((entry) => entry.words)
    expect(words).toContain("'Ida Falk' in the subject: marked (EU-15(4))")
    expect(words).toContain("'Ida Falk' in the text: marked (EU-15(4))")
    expect(words).toContain("Undid: 'Ida Falk' in the text: marked (EU-15(4))")
    expect(words.join()).not.toMatch(/\bK\d/u)
  })

  it('is of one\u2019s own acts, and leaves what somebody else has changed since', async () => {
    const set = await request({ roof: {}, garden: {} })
    code(set.as('olga'), all, 'responsive')
    code(set.as('piet'), { documents: [set.id('roof')] }, 'not-responsive')
    undo(set.as('olga'))
    expect(readDecision(set.database, set.id('roof'))?.coding.value).toBe('not-responsive')
    expect(readDecision(set.database, set.id('garden'))?.coding.value).toBe('undecided')
  })

  it('has nothing to redo after a new act', async () => {
    const set = await request({ roof: {} })
    code(set.as('olga'), all, 'responsive')
    undo(set.as('olga'))
    setPrivilege(set.as('olga'), all, 'advice')
    expect(redo(set.as('olga')).undone).toBeNull()
  })
})

describe('submitting', () => {
  it('says of every document that is not ready why', async () => {
    const set = await request({ open: {}, bare: {}, unmarked: {}, marked: { text: 'Ask Ida Falk.' }, secret: {}, ready: {}, other: {} })
    const one = (name: string) => ({ documents: [set.id(name)] })
    for (const name of ['bare', 'unmarked', 'marked', 'secret', 'ready']) code(set.as('olga'), one(name), 'responsive')
    code(set.as('olga'), one('other'), 'not-responsive')
    dispose(set.as('olga'), one('unmarked'), 'redact', { ground: third })
    markText(set.as('olga'), 'Ida Falk', { ground: third, note: '', everywhere: true, evenSubject: false })
    for (const name of ['marked', 'secret', 'ready']) dispose(set.as('olga'), one(name), 'release')
    setPrivilege(set.as('olga'), one('secret'), 'advice')
    const { submitted, notReady } = submit(set.as('olga'))
    expect(submitted).toBe(2)
    expect(notReady.map(({ document, why }) => [document, why])).toEqual([
      [set.id('open'), 'not coded yet: responsive or not?'],
      [set.id('bare'), 'no disposition yet: release, redact or withhold?'],
      [set.id('unmarked'), 'to be redacted, but nothing is marked'],
      [set.id('marked'), 'to be released, but 1 place in it is marked'],
      [set.id('secret'), 'flagged as privileged: withhold or redact it, or take the flag away'],
    ])
    expect(readDecision(set.database, set.id('ready'))?.review.state).toBe('submitted')
  })
})

describe('viewing', () => {
  it('counts each surface once, a person at a time, and refuses a surface that is not there', async () => {
    const set = await request({ roof: {} })
    const surfaces = ['h:subject', 'h:from', 'h:subject']
    expect(view(set.as('olga'), set.id('roof'), surfaces).changed).toBe(2)
    expect(view(set.as('olga'), set.id('roof'), surfaces).changed).toBe(0)
    expect(view(set.as('lena'), set.id('roof'), ['h:subject']).changed).toBe(1)
    expect(() => view(set.as('lena'), set.id('roof'), ['t:7'])).toThrow(expect.objectContaining({ code: 'matter/unknown-surface' }))
  })
})
