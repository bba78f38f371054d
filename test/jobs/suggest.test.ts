import { describe, expect, it } from 'vitest'
import { suggest } from '../../src/jobs/index.ts'
import { readMarks } from '../../src/store/index.ts'
import { norasCase, request } from './request.ts'

const control = { signal: new AbortController().signal, report: () => {}, checkpoint: () => {} }

describe('suggestions in mail whose headers hold bare addresses', () => {
  it('find the names that the addresses spell, with why, and no desk\u2019s', async () => {
    const text = 'Ask Susan Scott or Ermis, Frank. The Service Desk knows. Nora Quill asked.'
    const set = await request({
      bare: { from: 'susan.scott@quarry.example', to: 'frank.p.ermis@quarry.example, service.desk@quarry.example', text },
    })
    await suggest(set.as('olga'), ['person'], control)
    const found = readMarks(set.database, { states: ['suggested'] }).filter(({ surface }) => surface.startsWith('t:'))
    expect(found.map(({ span }) => text.slice(span?.start, span?.end))).toEqual(['Susan Scott', 'Ermis, Frank'])
    for (const { origin } of found) {
      expect(origin.why).toContain('address spells')
      expect(origin.score).toBeLessThan(0.8)
    }
  })

  it('take the name of a header where there is one', async () => {
    const set = await request({ shown: { from: 'Sue Scott <susan.scott@quarry.example>', text: 'Susan Scott and Sue Scott.' } })
    await suggest(set.as('olga'), ['person'], control)
    const found = readMarks(set.database, { states: ['suggested'] }).filter(({ surface }) => surface.startsWith('t:'))
    expect(found.map(({ origin }) => origin.why?.includes('spells'))).not.toContain(true)
  })
})

describe('suggestions in a list or a quotation', () => {
  it('find in full whoever writes elsewhere in the request, by a first name with less weight, and by no word in small letters', async () => {
    const list = 'AF-0118;Declan Moriarty;30\nAF-0119;Tansey, Orla;31\nAF-0120;Nora Quill;32\nDeclan is late. The moriarty declan rule.\n'
    const set = await request({
      late: { from: 'Declan Moriarty <declan@quarry.example>', to: 'Orla Tansey <orla@quarry.example>', text: 'Late.' },
      list: { from: 'pay@quarry.example', to: 'hr@quarry.example', attachments: [{ name: 'pay.csv', type: 'text/csv', text: list }] },
    })
    await suggest(set.as('olga'), ['person'], control)
    const found = readMarks(set.database, { document: set.id('list/pay.csv'), states: ['suggested'] })
    expect(found.map(({ span }) => list.slice(span?.start, span?.end))).toEqual(['Declan Moriarty', 'Tansey, Orla', 'Declan'])
    const [whole, turned, first] = found
    for (const one of [whole, turned]) expect(one?.origin.why).toContain('elsewhere in the request')
    expect(first?.origin).toMatchObject({ why: 'a given name alone', score: 0.4 })
  })
})

describe('suggestions where a header shows no person', () => {
  it('are none for a desk called like its address or a firm of two words, and both people of a couple', async () => {
    const text = 'Dispatch will call. All staff read it. Paper and Depot prices. Rob Frost, Lisa Frost.'
    const set = await request({
      desks: {
        from: 'Dispatch <dispatch@quarry.example>',
        to: 'All staff <all-staff@quarry.example>, Paper & Carton Depot <offers@depot.example>, Rob & Lisa Frost <frosts@web.example>',
        text,
      },
    })
    await suggest(set.as('olga'), ['person'], control)
    const found = readMarks(set.database, { states: ['suggested'] }).filter(({ surface }) => surface.startsWith('t:'))
    expect(found.map(({ span }) => text.slice(span?.start, span?.end))).toEqual(['Rob Frost', 'Lisa Frost'])
  })

  it('are none for what only looks like an address: the name of an appointment or a message', async () => {
    const text = 'UID:2024-3@quarry.example\nMessage-ID: <a1@quarry.example>\nORGANIZER:mailto:sue@quarry.example\n'
    const set = await request({ invite: { text } })
    await suggest(set.as('olga'), ['email'], control)
    const found = readMarks(set.database, { states: ['suggested'] }).filter(({ surface }) => surface.startsWith('t:'))
    expect(found.map(({ span }) => text.slice(span?.start, span?.end))).toEqual(['sue@quarry.example'])
  })

  it('are none for a short name of the subject, in another script too, that nobody decided about', async () => {
    const subject = { ...norasCase, name: 'Katherine Quill' }
    const text = 'Katie called. Уважаемая Катерина, да. Катя и Оксана.'
    const set = await request({ short: { text } }, subject)
    await suggest(set.as('olga'), ['person'], control)
    const found = readMarks(set.database, { states: ['suggested'] }).filter(({ surface }) => surface.startsWith('t:'))
    expect(found.map(({ span }) => text.slice(span?.start, span?.end))).toEqual(['Оксана'])
  })
})

describe('the subject’s own numbers and addresses', () => {
  const others = 'tel. +353 87 765 4321, GB29 NWBK 6016 1331 9268 19 and sue+news@quarry.example'
  it.each([
    [
      'an IBAN',
      { identifiers: ['DE89370400440532013000'] },
      'DE89 3704 0044 0532 0130 00, DE89370400440532013000 and DE89 3704 0044\n0532 0130 00',
    ],
    ['an IBAN given in groups', { identifiers: ['DE89 3704 0044 0532 0130 00'] }, 'DE89370400440532013000 or de89-3704-0044-0532-0130-00'],
    ['an IBAN given with a word before it', { identifiers: ['IBAN DE89370400440532013000'] }, 'IBAN DE89 3704 0044 0532 0130 00'],
    ['a customer number that looks like a telephone', { identifiers: ['087-123-4567'] }, 'No. 087 123 4567, 0871234567'],
    ['a telephone', { phones: ['+353 87 123 4567'] }, '087 123 4567, 00353 87 1234567, (087) 123-4567, +353 (0)87 123 4567, tel: 1234567'],
    ['a mailbox', {}, 'nora.quill+news@harbour.example, NORA.QUILL@harbour.example'],
  ])('are never suggested, however written, and other people’s are: %s', async (_what, more, written) => {
    const text = `Nora gave ${written}.\n\nSue gave ${others}.`
    const set = await request({ roof: { text } }, { ...norasCase, identifiers: [], ...more })
    await suggest(set.as('olga'), ['iban', 'card', 'phone', 'email'], control)
    const found = readMarks(set.database, { states: ['suggested'] }).filter(({ surface }) => surface.startsWith('t:'))
    expect(found.map(({ span }) => text.slice(span?.start, span?.end)).sort()).toEqual(
      others
        .replace('tel. ', '')
        .split(/, | and /u)
        .sort(),
    )
  })
})
