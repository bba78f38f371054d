import { describe, expect, it } from 'vitest'
import { approvalQueue } from '../../src/api/commands/review-views.ts'
import { addMarks, approvalGroups, approve, code, decideGroup, decideMarks, dispose, markText, submit, undo } from '../../src/jobs/index.ts'
import type { Verifier } from '../../src/jobs/signatures.ts'
import { asId, type UserName } from '../../src/model/index.ts'
import { readHistory, readMarks } from '../../src/store/index.ts'
import { all, approved, everywhere, gateOf, open, shut, stateOf, submitted } from './approved.ts'
import { type Request, request, surface, third } from './request.ts'

describe('approval', () => {
  it('is another person\u2019s, with a legal reviewer among the two, and opens the gate', async () => {
    const set = await approved()
    expect([stateOf(set, 'roof'), stateOf(set, 'garden')]).toEqual(['approved', 'approved'])
    expect(readMarks(set.database)).toMatchObject([{ state: 'approved', proposer: 'olga', approver: 'lena' }])
    expect(gateOf(set).open).toBe(true)
  })

  it('of one\u2019s own proposal is refused', async () => {
    const set = await submitted()
    expect(() => approve(set.as('olga'), set.signerFor('olga'), all, true)).toThrow(
      expect.objectContaining({ code: 'matter/own-proposal' }),
    )
  })

  it('by one legal reviewer of their own proposal is refused too', async () => {
    const set = await request({ roof: {} })
    code(set.as('lena'), all, 'not-responsive')
    submit(set.as('lena'))
    expect(() => approve(set.as('lena'), set.signerFor('lena'), all, true)).toThrow(
      expect.objectContaining({ code: 'matter/own-proposal' }),
    )
    expect(approve(set.as('piet'), set.signerFor('piet'), all, true).approved).toBe(1)
  })

  it('by two investigators is refused', async () => {
    const set = await submitted()
    expect(() => approve(set.as('piet'), set.signerFor('piet'), all, true)).toThrow(
      expect.objectContaining({ code: 'matter/needs-legal-reviewer' }),
    )
  })

  it('by an auditor is refused, whoever proposed', async () => {
    const set = await request({ roof: {} })
    code(set.as('lena'), all, 'not-responsive')
    submit(set.as('lena'))
    const auditor = { ...set.as('piet'), user: asId<UserName>('aude'), role: 'auditor' } as const
    expect(() => approve(auditor, set.signerFor('piet'), all, true)).toThrow(
      expect.objectContaining({ code: 'matter/needs-legal-reviewer' }),
    )
    expect(approvalQueue(auditor, set.workspace)).toMatchObject({ own: 1, documents: [] })
  })

  it('refuses who added a single mark to it, and approves the rest', async () => {
    const set = await submitted()
    addMarks(set.as('lena'), [{ document: set.id('garden'), surface: surface('t:1'), span: { start: 0, end: 7 }, ground: third, note: '' }])
    dispose(set.as('olga'), { documents: [set.id('garden')] }, 'redact', { ground: third })
    submit(set.as('olga'))
    const { approved: number, refused } = approve(set.as('lena'), set.signerFor('lena'), all, true)
    expect(number).toBe(1)
    expect(refused).toMatchObject([{ document: set.id('garden') }])
    expect(approve(set.as('marc'), set.signerFor('marc'), all, true).approved).toBe(1)
  })

  it('refuses who removed a mark and submitted the document themselves', async () => {
    const set = await submitted()
    decideMarks(set.as('lena'), [readMarks(set.database)[0]?.id ?? ('K0' as never)], 'remove', { everywhere: false })
    dispose(set.as('olga'), { documents: [set.id('roof')] }, 'release')
    submit(set.as('lena'))
    expect(() => approve(set.as('lena'), set.signerFor('lena'), { documents: [set.id('roof')] }, true)).toThrow(
      expect.objectContaining({ code: 'matter/own-proposal' }),
    )
  })

  describe('of a document in which two people proposed something', () => {
    const roof = (set: Request) => ({ documents: [set.id('roof')] })
    const refused = (set: Request, person: 'olga' | 'lena') =>
      expect(() => approve(set.as(person), set.signerFor(person), roof(set), true)).toThrow(
        expect.objectContaining({ code: 'matter/own-proposal' }),
      )
    /** Lena removes one of Olga's two marks, adds one of her own, and submits: neither may approve. */
    async function waitingForEachOther(): Promise<Request> {
      const set = await request({ roof: { text: 'Ask Ida Falk or Bo Lind.' }, garden: {} })
      code(set.as('olga'), all, 'responsive')
      markText(set.as('olga'), 'Ida Falk', everywhere)
      markText(set.as('olga'), 'Lind', everywhere)
      dispose(set.as('olga'), { documents: [set.id('garden')] }, 'release')
      submit(set.as('olga'))
      decideMarks(set.as('lena'), [readMarks(set.database, { document: set.id('roof') })[1]?.id ?? ('K0' as never)], 'remove', {
        everywhere: false,
      })
      addMarks(set.as('lena'), [{ document: set.id('roof'), surface: surface('t:1'), span: { start: 0, end: 3 }, ground: third, note: '' }])
      submit(set.as('lena'))
      refused(set, 'olga')
      refused(set, 'lena')
      return set
    }

    it('is the one\u2019s, once the other has opened it and submitted all of it as theirs', async () => {
      const set = await waitingForEachOther()
      const before = submit(set.as('olga'))
      // Whoever works at a terminal is told where a document is opened, and who else can help.
      const why =
        'you and lena both proposed something in it: open all of it in the workstation (desk open), then submit it as yours; or let somebody who proposed nothing in it approve it'
      expect(before).toEqual({ submitted: 0, notReady: [{ document: set.id('roof'), why }] })
      open(set, 'olga')
      expect(submit(set.as('olga'))).toEqual({ submitted: 1, notReady: [] })
      expect(readMarks(set.database, { document: set.id('roof'), states: ['proposed'] }).map(({ proposer }) => proposer)).toEqual([
        'olga',
        'olga',
      ])
      expect(readHistory(set.database, set.id('roof')).map(({ words }) => words)).toContain(
        'Submitted for approval anew, with what lena proposed or removed',
      )
      refused(set, 'olga')
      expect(approve(set.as('lena'), set.signerFor('lena'), roof(set), true).approved).toBe(1)
      expect(submit(set.as('olga')).submitted).toBe(0)
      expect(gateOf(set).items.find(({ id }) => id === 'signatures')).toMatchObject({ ok: true })
    })

    it('is offered to the one who did not submit it, and to nobody else, and taken over alone', async () => {
      const set = await waitingForEachOther()
      const queue = (person: 'olga' | 'lena') => approvalQueue(set.as(person), set.workspace)
      expect(queue('olga').takeOver.map(({ document, viewed }) => [document, viewed])).toEqual([[set.id('roof'), false]])
      expect(queue('lena').takeOver).toEqual([])
      expect([queue('olga').ownShared, queue('lena').ownShared]).toEqual([1, 1])
      open(set, 'olga')
      expect(queue('olga').takeOver.map(({ viewed }) => viewed)).toEqual([true])
      code(set.as('olga'), { documents: [set.id('garden')] }, 'not-responsive')
      expect(submit(set.as('olga'), new Set([set.id('roof')]))).toEqual({ submitted: 1, notReady: [] })
      expect(stateOf(set, 'garden')).toBe('open')
      expect(queue('olga').ownShared).toBe(0)
      expect(queue('lena').documents.map(({ document }) => document)).toContain(set.id('roof'))
    })

    it('is never the one\u2019s who submitted last, however often they submit', async () => {
      const set = await waitingForEachOther()
      open(set, 'lena')
      expect(submit(set.as('lena')).submitted).toBe(0)
      refused(set, 'lena')
      refused(set, 'olga')
    })

    it('makes marks that the one had accepted wait for the other', async () => {
      const set = await waitingForEachOther()
      const [hers] = approvalGroups(set.as('olga'))
      expect(() => decideGroup(set.as('olga'), set.workspace, hers?.group ?? '', 'approve')).not.toThrow()
      open(set, 'olga')
      submit(set.as('olga'))
      expect(readMarks(set.database, { states: ['approved'] })).toEqual([])
      expect(readMarks(set.database).filter(({ proposer, approver }) => proposer === approver)).toEqual([])
    })

    it('goes back to both when the taking over is undone, and an approval given since is void', async () => {
      const set = await waitingForEachOther()
      open(set, 'olga')
      submit(set.as('olga'))
      approve(set.as('lena'), set.signerFor('lena'), roof(set), true)
      undo(set.as('olga'))
      expect(stateOf(set, 'roof')).not.toBe('approved')
      expect(gateOf(set).open).toBe(false)
    })
  })
})

describe('two legal reviewers of whom one brought in the other', () => {
  it.each([
    ['the one who was added', 'lena', 'nora'],
    ['the one who added', 'nora', 'lena'],
    ['one who was added by somebody whom they added', 'lena', 'otto'],
  ] as const)('are not two people: %s can’t approve', async (_who, proposer, approver) => {
    const set = await submitted()
    code(set.as(proposer), all, 'not-responsive')
    submit(set.as(proposer))
    open(set, approver)
    expect(() => approve(set.as(approver), set.signerFor(approver), all)).toThrow(
      expect.objectContaining({ code: 'matter/own-proposal', message: expect.stringContaining('brought') }),
    )
  })

  it('leave the approval to anybody else, and what one of the two approved of an investigator’s stands', async () => {
    const set = await submitted()
    open(set, 'nora')
    approve(set.as('nora'), set.signerFor('nora'), all)
    expect(shut(set)).toEqual([])
  })

  it('keep the gate shut where an approval of that kind is in the database all the same', async () => {
    const set = await submitted()
    code(set.as('lena'), all, 'not-responsive')
    submit(set.as('lena'))
    open(set, 'marc')
    approve(set.as('marc'), set.signerFor('marc'), all)
    expect(shut(set)).toEqual([])
    const addedBy: Verifier['addedBy'] = (user) => (user === 'marc' ? asId('lena') : user)
    expect(shut(set, { ...set.workspace, addedBy })).toContain('signatures')
    const broughtBackBy: Verifier['broughtBackBy'] = (user) => (user === 'marc' ? [asId('lena')] : [])
    expect(shut(set, { ...set.workspace, broughtBackBy })).toContain('signatures')
  })

  describe('of whom one brought the other back after they had approved', () => {
    /** Marc approved what Lena proposed in one document, and what Olga proposed in the other; then Lena gave him access again. */
    async function broughtBack() {
      const set = await request({ roof: {}, garden: {} })
      code(set.as('olga'), { documents: [set.id('roof')] }, 'not-responsive')
      code(set.as('lena'), { documents: [set.id('garden')] }, 'not-responsive')
      submit(set.as('olga'), new Set([set.id('roof')]))
      submit(set.as('lena'), new Set([set.id('garden')]))
      open(set, 'marc')
      approve(set.as('marc'), set.signerFor('marc'), all)
      expect(shut(set)).toEqual([])
      const broughtBackBy: Verifier['broughtBackBy'] = (user) => (user === 'marc' ? [asId('lena')] : [])
      const workspace = { ...set.workspace, broughtBackBy }
      const users = (['olga', 'piet', 'lena', 'marc', 'nora'] as const).map((user) => ({
        user: asId<UserName>(user),
        role: set.as(user).role,
        ended: null as object | null,
      }))
      return {
        set,
        workspace,
        users,
        queue: (person: 'piet' | 'lena' | 'marc') => approvalQueue(set.as(person), workspace, users),
        signer: (person: 'piet' | 'marc') => ({ ...set.signerFor(person), broughtBackBy }),
      }
    }

    it('are named at the gate with what happened, and only of what the one proposed', async () => {
      const { set, workspace } = await broughtBack()
      const line = gateOf(set, workspace).items.find(({ id }) => id === 'signatures')
      expect(line).toMatchObject({ ok: false, documents: [set.id('garden')] })
      expect(line?.text).toBe(
        '1 document approved by marc, who does not count as a second person beside who proposed since lena gave marc access again: let somebody else open Approve and approve anew',
      )
    })

    it('are told in Approve, which offers the documents to somebody else and names who that can be', async () => {
      const { set, workspace, users, queue } = await broughtBack()
      expect(queue('piet')).toMatchObject({ lapsed: ['marc'], own: 0, withheld: [] })
      expect(queue('piet').documents.map(({ document }) => document)).toEqual([set.id('garden')])
      // Nora was added by Lena.
      for (const person of ['lena', 'marc'] as const) {
        expect(queue(person)).toMatchObject({ lapsed: ['marc'], own: 1, ownFor: ['olga', 'piet'], documents: [] })
      }
      const ended = users.map((person) => (person.user === 'piet' || person.user === 'olga' ? { ...person, ended: {} } : person))
      expect(approvalQueue(set.as('lena'), workspace, ended).ownFor).toEqual([])
    })

    it('are followed by another person, who approves anew and opens the gate', async () => {
      const { set, workspace, queue, signer } = await broughtBack()
      expect(() => approve(set.as('marc'), signer('marc'), all, true)).toThrow(expect.objectContaining({ code: 'matter/own-proposal' }))
      open(set, 'piet')
      expect(approve(set.as('piet'), signer('piet'), all)).toMatchObject({ approved: 1, unviewed: 0, refused: [] })
      expect(shut(set, workspace)).toEqual([])
      expect(queue('piet')).toMatchObject({ lapsed: [], own: 0, documents: [] })
    })
  })
})
