import { describe, expect, it } from 'vitest'
import { alike, code, decideAlike, dispose, markText, setPrivilege, undo } from '../../src/jobs/index.ts'
import { readDecision } from '../../src/store/index.ts'
import { plainPdf } from './hostile-pdf.ts'
import { request, third } from './request.ts'

const notice = 'The canteen is closed on Friday.\nPlease bring your own lunch.'

const table = (cells: string) => `<table><tr><th>Name</th><th>Fit</th><th>Unfit</th></tr><tr><td>Nora Quill</td>${cells}</tr></table>`

describe('near-copies of a document', () => {
  it.each([
    ['the same text', { text: notice }],
    ['wrapped elsewhere', { text: 'The canteen is closed\non Friday. Please bring your own lunch.' }],
    ['with other spaces, case and punctuation', { text: 'The  canteen is closed on FRIDAY - please bring your own lunch' }],
    ['as an answer to itself', { subject: 'Re: The roof', text: notice }],
  ])('are those that say the same: %s', async (_case, other) => {
    const set = await request({ one: { text: notice }, other, far: { text: 'The canteen is open.' } })
    const copies = (name: string) => alike(set.database, set.id(name), 'copies').map(({ id }) => id)
    expect(copies('one')).toEqual([set.id('one'), set.id('other')])
    expect(copies('other')).toEqual(copies('one'))
  })

  it.each([
    ['says more', { text: `${notice}\nThe chair is to be paid for.` }],
    ['says less', { text: 'The canteen is closed on Friday.' }],
    ['only quotes it', { text: `Thank you for telling me so.\n\n> ${notice.replaceAll('\n', '\n> ')}` }],
    ['quotes an earlier mail below', { text: `${notice}\n\nOn 2 March 2026, Ida wrote:\n> Is there lunch?` }],
    ['has another subject', { subject: 'The garden', text: notice }],
    [
      'answers below a quoted mail',
      { text: `${notice}\n\nFrom: Ida\nSent: Monday\nTo: Bo\nSubject: Lunch\n\nIs there?\nAsk Nora, she is ill.` },
    ],
    ['answers between quoted lines', { text: `${notice}\n\n> Is there lunch?\nNot for Nora.\n> And dinner?` }],
  ])('are not what %s', async (_case, other) => {
    const set = await request({ one: { text: notice }, other })
    expect(alike(set.database, set.id('one'), 'copies').map(({ id }) => id)).toEqual([set.id('one')])
  })

  it.each(['owes 10.00', 'owes -1000', 'owes 1000 %', 'owes 100 0', 'owes €1000'])('are not two with other figures: %s', async (amount) => {
    const said = (what: string) => ({ text: `The canteen ${what} since Friday.` })
    const set = await request({ one: said('owes 1000'), same: said('OWES 1000,'), other: said(amount) })
    expect(alike(set.database, set.id('one'), 'copies').map(({ id }) => id)).toEqual([set.id('one'), set.id('same')])
  })

  it('may quote the same mail, wrapped elsewhere', async () => {
    const quoting = (quoted: string) => ({ text: `${notice}\n\nIda wrote:\n${quoted}` })
    const set = await request({
      one: quoting('> Is there lunch on\n> Friday?\n>> Is Bo in?'),
      two: quoting('> Is there lunch on Friday?\n>\n> > Is Bo in?'),
      three: quoting('> Is there lunch on Friday?\n> Is Bo in?'),
    })
    expect(alike(set.database, set.id('one'), 'copies').map(({ id }) => id)).toEqual([set.id('one'), set.id('two')])
  })

  it.each([
    [
      'quote other things',
      'I agree with what stands below.\n\n> Nora gets a raise.',
      'I agree with what stands below.\n\n> Bo is ill, do not tell Nora.',
    ],
    ['let others say it', 'Ida asks for a rise.\n> Never, says Bo.', '> Ida asks for a rise.\nNever, says Bo.'],
    ['tick another box', '☑ unfit for work ☐ fit for work', '☐ unfit for work ☑ fit for work'],
    ['tick another box in ASCII', '(.) unfit for work ( ) fit for work', '( ) unfit for work (.) fit for work'],
    ['show another thumb', '👍 for the promotion of Nora', '👎 for the promotion of Nora'],
    ['ask', 'Is Nora leaving us in May?', 'Is Nora leaving us in May.'],
    ['part words elsewhere', 'Nora is now here to be seen.', 'Nora is nowhere to be seen.'],
    ['have another accent', 'Das ist schon gemacht worden.', 'Das ist schön gemacht worden.'],
    ['compare the other way', 'Nora earns < 40,000 a year', 'Nora earns > 40,000 a year'],
    ['have a sign apart from its figure', 'The balance is - 1000 today', 'The balance is 1000 today'],
    ['have a figure in brackets', 'The balance is (1000) today', 'The balance is 1000 today'],
    ['have a figure raised', 'About 10² letters came in', 'About 102 letters came in'],
    ['have a mark in another column', 'Name      Fit   Unfit\nNora       x', 'Name      Fit   Unfit\nNora             x'],
    ['have a mark behind another tab', 'Name\tFit\tUnfit\nNora\tx', 'Name\tFit\tUnfit\nNora\t\tx'],
    ['begin in another column', 'Fit for work   Unfit\nx', 'Fit for work   Unfit\n               x'],
    ['leave another place between commas empty', 'Name, fit, unfit\nNora, x, ,', 'Name, fit, unfit\nNora, , x,'],
  ])('are no two that %s', async (_case, one, two) => {
    const set = await request({ one: { text: one }, two: { text: two } })
    expect(alike(set.database, set.id('one'), 'copies').map(({ id }) => id)).toEqual([set.id('one')])
  })

  it.each([
    ['strike other words', '<p><s>unfit for work</s> fit for work</p>', '<p>unfit for work <s>fit for work</s></p>'],
    ['fill another cell', table('<td>x</td><td></td>'), table('<td></td><td>x</td>')],
    ['part cells elsewhere', table('<td>x, so far</td><td>yes</td>'), table('<td>x</td><td>so far yes</td>')],
    ['count from elsewhere', '<ol start="3"><li>Nora is to stay here</li></ol>', '<ol start="30"><li>Nora is to stay here</li></ol>'],
    ['raise a figure', '<p>about 10<sup>2</sup> letters came in</p>', '<p>about 102 letters came in</p>'],
    [
      'colour other words',
      '<p>Red goes: <span style="color:red">Nora</span> <span style="color:green">Ida</span></p>',
      '<p>Red goes: <span style="color:green">Nora</span> <span style="color:red">Ida</span></p>',
    ],
    [
      'quote other words',
      '<p>Never at all.</p><blockquote>Ask Ida today.</blockquote>',
      '<blockquote>Never at all.</blockquote><p>Ask Ida today.</p>',
    ],
  ])('are no two that %s in HTML', async (_case, one, two) => {
    const attachments = [{ name: 'a.txt', text: 'x' }]
    const set = await request({ one: { html: one, attachments }, same: { html: one, attachments }, two: { html: two, attachments } })
    expect(alike(set.database, set.id('one'), 'copies').map(({ id }) => id)).toEqual([set.id('one'), set.id('same')])
  })

  it.each([
    ['tables with commas', 'a.csv', 'Name,Fit,Unfit\nNora,,x', 'Name,Fit,Unfit\n,Nora,x'],
    ['tables with commas and blanks', 'a.csv', 'Name, Fit, Unfit\nNora, x, ', 'Name, Fit, Unfit\nNora, , x'],
    ['tables with a comma at an end', 'a.csv', 'Name,Fit\nNora Quill,', 'Name,Fit\n,Nora Quill'],
    ['tables with tabs', 'a.tsv', 'Name\tFit\tUnfit\nNora\tx\t', 'Name\tFit\tUnfit\nNora\t\tx'],
  ])('are no two %s that have a cell elsewhere', async (_case, name, one, two) => {
    const withFile = (text: string, body: string) => ({ text: body, attachments: [{ name, text }] })
    const set = await request({ one: withFile(one, 'Here.'), same: withFile(one, 'Again.'), two: withFile(two, 'New.') })
    const copies = alike(set.database, set.id(`one/${name}`), 'copies').map(({ id }) => id)
    expect(copies).toEqual([set.id(`one/${name}`), set.id(`same/${name}`)])
  })

  it('are no two PDFs of the same words whose bytes differ: something else may be drawn', async () => {
    const withFile = (text: string, behind: string) => {
      const bytes = Buffer.concat([plainPdf('The same words on both.'), Buffer.from(behind)])
      return { text, attachments: [{ name: 'a.pdf', type: 'application/pdf', bytes }] }
    }
    const set = await request({ one: withFile('Here.', ''), same: withFile('Again.', ''), other: withFile('New.', '%2\n') })
    const copies = alike(set.database, set.id('one/a.pdf'), 'copies').map(({ id }) => id)
    expect(copies).toEqual([set.id('one/a.pdf'), set.id('same/a.pdf')])
  })

  it('are no two messages with other files attached', async () => {
    const withFile = (text: string) => ({ text: 'See the file attached.', attachments: [{ name: 'a.txt', text }] })
    const set = await request({
      one: withFile('The salaries of all.'),
      same: withFile('The salaries of all.'),
      other: withFile('The menu of the week.'),
    })
    expect(alike(set.database, set.id('one'), 'copies').map(({ id }) => id)).toEqual([set.id('one'), set.id('same')])
  })

  it('are no two mails that say next to nothing', async () => {
    const set = await request({ one: { text: 'Thanks!' }, other: { text: 'Thanks!' } })
    expect(alike(set.database, set.id('one'), 'copies')).toHaveLength(1)
  })

  it('are attachments whatever they are called, and no message', async () => {
    const set = await request({
      one: { text: notice, attachments: [{ name: 'a.txt', text: 'Minutes of the meeting of May.' }] },
      two: { text: 'See there, again.', attachments: [{ name: 'b.txt', text: 'Minutes of the meeting of May.' }] },
      three: { text: 'Minutes of the meeting of May.' },
    })
    expect(alike(set.database, set.id('one/a.txt'), 'copies').map(({ id }) => id)).toEqual([set.id('one/a.txt'), set.id('two/b.txt')])
  })
})

describe('deciding once', () => {
  const copies = { one: { text: notice }, two: { text: notice }, far: { text: 'The canteen is open.' } }

  it('gives all the same coding, privilege and outcome, and leaves the others alone', async () => {
    const set = await request(copies)
    const only = { documents: [set.id('one')] }
    code(set.as('olga'), only, 'responsive')
    setPrivilege(set.as('olga'), only, 'advice')
    dispose(set.as('olga'), only, 'withhold', { ground: third })
    const documents = alike(set.database, set.id('one'), 'copies').map(({ id }) => id)
    expect(decideAlike(set.as('piet'), set.id('one'), documents)).toMatchObject({ changed: 1, documents: [set.id('two')], kept: [] })
    expect(readDecision(set.database, set.id('two'))).toMatchObject({
      coding: { value: 'responsive', by: 'piet' },
      privilege: { value: 'advice', by: 'piet' },
      disposition: { value: 'withhold', ground: third, by: 'piet' },
    })
    expect(readDecision(set.database, set.id('one'))?.coding.by).toBe('olga')
    expect(readDecision(set.database, set.id('far'))?.coding.value).toBe('undecided')
  })

  it('is one step: one undo takes all of it back', async () => {
    const set = await request({ ...copies, three: { text: notice } })
    code(set.as('olga'), { documents: [set.id('one')] }, 'not-responsive')
    decideAlike(set.as('olga'), set.id('one'), [set.id('two'), set.id('three')])
    expect(undo(set.as('olga')).undone).toBe('decide 2 documents like CTRL-000001')
    const coding = (name: string) => readDecision(set.database, set.id(name))?.coding.value
    expect([coding('one'), coding('two'), coding('three')]).toEqual(['not-responsive', 'undecided', 'undecided'])
  })

  it('neither releases what is marked nor redacts what is not, and names it', async () => {
    const set = await request({ one: { text: notice }, two: { text: notice }, marked: { text: `${notice} Ida Falk` } })
    code(set.as('olga'), { documents: [set.id('one')] }, 'responsive')
    dispose(set.as('olga'), { documents: [set.id('one')] }, 'release')
    markText(set.as('olga'), 'Ida Falk', { ground: third, note: '', everywhere: true, evenSubject: false })
    expect(decideAlike(set.as('olga'), set.id('one'), [set.id('two'), set.id('marked')]).kept).toEqual([set.id('marked')])
    expect(readDecision(set.database, set.id('marked'))).toMatchObject({
      coding: { value: 'responsive' },
      disposition: { value: 'redact' },
    })
    expect(decideAlike(set.as('olga'), set.id('marked'), [set.id('two')]).kept).toEqual([set.id('two')])
    expect(readDecision(set.database, set.id('two'))?.disposition.value).toBe('release')
  })

  it('needs a decision to go by', async () => {
    const set = await request(copies)
    expect(() => decideAlike(set.as('olga'), set.id('one'), [set.id('two')])).toThrow(expect.objectContaining({ code: 'matter/undecided' }))
  })

  it('of a thread is for everything in it, attachments too', async () => {
    const set = await request({ one: { attachments: [{ name: 'a.txt', text: 'x' }] }, far: {} })
    expect(alike(set.database, set.id('one'), 'thread').map(({ id }) => id)).toEqual([set.id('one'), set.id('one/a.txt')])
  })
})
