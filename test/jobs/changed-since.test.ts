import { describe, expect, it } from 'vitest'
import { approvalQueue, reviewDocument } from '../../src/api/commands/review-views.ts'
import {
  addMarks,
  approvalGroups,
  approve,
  changedSinceApproval,
  code,
  decideGroup,
  decideMarks,
  decline,
  dispose,
  markText,
  submit,
  surfacesOf,
  undo,
  view,
} from '../../src/jobs/index.ts'
import { asId, type DocumentChange, type MarkId } from '../../src/model/index.ts'
import { readMarks } from '../../src/store/index.ts'
import { type Request, request, surface, third } from './request.ts'

const all = { all: true } as const
const secret = 'EU-12(5)'
const address = 'boss@evil.example'
const body = `Write to ${address}, or ask Ida Falk.`
const marking = { ground: third, note: '', everywhere: true, evenSubject: false }

/** One message with two marks, submitted by Olga and opened by Lena. */
async function waiting(): Promise<Request> {
  const set = await request({ roof: { text: body } })
  code(set.as('olga'), all, 'responsive')
  for (const text of [address, 'Ida Falk']) markText(set.as('olga'), text, marking)
  submit(set.as('olga'))
  open(set)
  return set
}

/** Lena is shown the message as it stands now. */
function open(set: Request): void {
  view(
    set.as('lena'),
    set.id('roof'),
    surfacesOf(set.database, set.id('roof')).map(({ id }) => id),
  )
}

async function approved(): Promise<Request> {
  const set = await waiting()
  approve(set.as('lena'), set.signerFor('lena'), all)
  return set
}

const since = (set: Request) => changedSinceApproval(set.database, set.id('roof'))
const inShort = (change: DocumentChange) =>
  'place' in change ? `${change.kind}: ${change.place.text}` : `${change.kind}: ${JSON.stringify([change.from, change.to])}`
const changes = (set: Request) => since(set)?.changes.map(inShort)
const roof = (set: Request) => ({ documents: [set.id('roof')] })
const addressIn = (set: Request): MarkId => readMarks(set.database)[0]?.id ?? asId<MarkId>('K0')
const at = (text: string) => ({ start: body.indexOf(text), end: body.indexOf(text) + text.length })
const mark = (set: Request, text: string, ground = third) =>
  addMarks(set.as('olga'), [{ document: set.id('roof'), surface: surface('t:1'), span: at(text), ground, note: '' }])
const remove = (set: Request, id = addressIn(set)) => decideMarks(set.as('olga'), [id], 'remove', { everywhere: false })

describe('what changed since a reviewer saw a document', () => {
  it('is nothing to speak of before anybody approved or declined it', async () => {
    const set = await waiting()
    expect(since(set)).toBeNull()
    expect(approvalQueue(set.as('lena'), set.workspace).changed).toEqual([])
  })

  it('is empty while it stands as approved', async () => {
    expect(since(await approved())).toMatchObject({ decision: 'approved', by: 'lena', seen: true, changes: [] })
  })

  it('names a text that is no longer redacted, where it stands, and who removed the mark; in the document and in the queue', async () => {
    const set = await approved()
    remove(set)
    submit(set.as('olga'))
    expect(reviewDocument(set.as('lena'), set.id('roof')).changedSinceApproval).toMatchObject({
      decision: 'approved',
      by: 'lena',
      changes: [
        {
          kind: 'disclosed',
          ground: third,
          by: 'olga',
          place: {
            surface: 't:1',
            span: at(address),
            before: 'Write to ',
            text: address,
            after: expect.stringMatching(/^, or ask Ida Falk\./u),
          },
        },
      ],
    })
    expect(approvalQueue(set.as('lena'), set.workspace).changed).toEqual([set.id('roof')])
    open(set)
    approve(set.as('lena'), set.signerFor('lena'), all)
    expect(changes(set)).toEqual([])
  })

  it('names what is newly redacted, and on which other ground something is', async () => {
    const set = await approved()
    mark(set, 'Write')
    decideMarks(set.as('olga'), [addressIn(set)], 'accept', { ground: secret, everywhere: false })
    expect(changes(set)).toEqual([`ground: ${address}`, 'hidden: Write'])
    expect(since(set)?.changes[0]).toMatchObject({ from: third, to: secret })
  })

  it('names another outcome, coding and note, each from what to what', async () => {
    const set = await approved()
    dispose(set.as('olga'), roof(set), 'withhold', { ground: secret })
    code(set.as('piet'), roof(set), 'responsive', { note: 'Ask counsel.' })
    expect(changes(set)?.map((line) => line.split(':')[0])).toEqual(['disposition', 'note'])
    expect(since(set)?.changes[0]).toMatchObject({
      from: { value: 'redact', ground: third },
      to: { value: 'withhold', ground: secret },
      by: 'olga',
    })
    code(set.as('piet'), roof(set), 'not-responsive')
    expect(changes(set)).toContain('coding: ["responsive","not-responsive"]')
  })

  it('counts what a text is covered by, not marks: a part that another mark still hides is not disclosed', async () => {
    const set = await approved()
    remove(set)
    mark(set, 'boss')
    expect(changes(set)).toEqual(['disclosed: @evil.example'])
    mark(set, '@evil.example')
    expect(changes(set)).toEqual([])
  })

  it('tells of a mark made anew on another ground as that', async () => {
    const set = await approved()
    remove(set)
    mark(set, address, secret)
    expect(changes(set)).toEqual([`ground: ${address}`])
  })

  it('is empty again when the change was taken back', async () => {
    const set = await approved()
    remove(set)
    undo(set.as('olga'))
    expect(changes(set)).toEqual([])
  })

  it('goes back to what was declined', async () => {
    const set = await waiting()
    decline(set.as('lena'), set.id('roof'), 'Her first name, too.')
    remove(set)
    expect(since(set)).toMatchObject({ decision: 'declined', by: 'lena', seen: true })
    expect(changes(set)).toEqual([`disclosed: ${address}`])
  })

  it('tells of marks that a reviewer declined as a group: the next one has not seen them gone', async () => {
    const set = await waiting()
    const group = approvalGroups(set.as('lena')).find(({ text }) => text === address)?.group ?? ''
    decideGroup(set.as('lena'), set.workspace, group, 'decline', 'Known to the requester.')
    expect(since(set)).toMatchObject({ decision: 'declined', seen: false, changes: [{ kind: 'disclosed', by: 'lena' }] })
  })

  it('is not forgotten because it came back with a group, or was approved unopened', async () => {
    const set = await approved()
    remove(set)
    submit(set.as('olga'))
    decideGroup(set.as('lena'), set.workspace, approvalGroups(set.as('lena'))[0]?.group ?? '', 'decline', 'On another ground.')
    decideMarks(set.as('olga'), [asId<MarkId>('K2')], 'accept', { ground: secret, everywhere: false })
    submit(set.as('olga'))
    expect(changes(set)).toEqual([`disclosed: ${address}`, 'ground: Ida Falk'])
    approve(set.as('marc'), set.signerFor('marc'), all, true)
    expect(changes(set)).toEqual([`disclosed: ${address}`, 'ground: Ida Falk'])
  })

  it('does not count from an approval that was taken back', async () => {
    const set = await approved()
    remove(set)
    submit(set.as('olga'))
    open(set)
    approve(set.as('lena'), set.signerFor('lena'), all)
    undo(set.as('lena'))
    expect(changes(set)).toEqual([`disclosed: ${address}`])
  })
})
