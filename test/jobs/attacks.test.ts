import { describe, expect, it } from 'vitest'
import { approvalPayload, payloadHash } from '../../src/jobs/approval-payload.ts'
import {
  approve,
  code,
  decline,
  dispose,
  gate,
  markText,
  type Signer,
  submit,
  surfacesOf,
  undo,
  type Verifier,
  view,
  voidEarlierApprovals,
} from '../../src/jobs/index.ts'
import { asId, canonicalJson, type DocumentId, type UserName } from '../../src/model/index.ts'
import { readDecision } from '../../src/store/index.ts'
import { type Request, request, third } from './request.ts'

/** What somebody tries who may open the workspace, and so can write into its databases behind the program. */
const all = { all: true } as const
const gateOf = (set: Request, verifier: Verifier = set.workspace) => gate(set.database, verifier, { available: true, hint: '' })
const shut = (set: Request, verifier?: Verifier) => gateOf(set, verifier).items.flatMap(({ id, ok }) => (ok ? [] : [id]))

async function submitted(): Promise<Request> {
  const set = await request({
    roof: { text: 'Ask Ida Falk.', attachments: [{ name: 'plan.txt', text: 'Nothing.' }] },
    garden: { text: 'Fine.' },
  })
  code(set.as('olga'), all, 'responsive')
  markText(set.as('olga'), 'Ida Falk', { ground: third, note: '', everywhere: true, evenSubject: false })
  dispose(set.as('olga'), all, 'release')
  submit(set.as('olga'))
  return set
}

async function approved(): Promise<Request> {
  const set = await submitted()
  approve(set.as('lena'), set.signerFor('lena'), all, true)
  expect(gateOf(set).open).toBe(true)
  return set
}

/** Writes an approval row by hand: as `approver`, signed with the key of `by` over what stands in the database now. */
function forge(
  set: Request,
  document: DocumentId,
  approver: string,
  by: Signer,
  written: (payload: Uint8Array) => Uint8Array = (payload) => payload,
): void {
  const approval = { approver: asId<UserName>(approver), viewed: true, atMs: 1_800_000_000_000 }
  const payload = written(approvalPayload(set.database, document, approval))
  const { lastInsertRowid } = set.database
    .prepare('INSERT INTO approval (document, hash, approver, signature, viewed, at_ms) VALUES (?, ?, ?, ?, 1, ?)')
    .run(document, payloadHash(payload), approver, by.sign(payload), approval.atMs)
  const approvalId = Number(lastInsertRowid)
  set.database.prepare("UPDATE decision SET state = 'approved', approval = ? WHERE document = ?").run(approvalId, document)
  set.database.prepare("UPDATE mark SET state = 'approved', approver = ? WHERE document = ? AND state = 'proposed'").run(approver, document)
  noted(set, document, approvalId)
}

/** What an approval signed before it signed what a document is made of beside its surfaces. */
function earlier(payload: Uint8Array): Uint8Array {
  const {
    kind: _k,
    family: _f,
    parent: _p,
    part: _a,
    type: _t,
    filename: _n,
    header: _h,
    problems: _r,
    ...rest
  } = JSON.parse(Buffer.from(payload).toString())
  return Buffer.from(canonicalJson({ ...rest, version: 1 }))
}

/** A history to go with it. */
function noted(set: Request, document: DocumentId, approval: number): void {
  const act = set.database
    .prepare("INSERT INTO act (user, at_ms, kind, words, stack, redoable) VALUES ('lena', 1, 'do', '', 'none', 0)")
    .run()
  set.database
    .prepare("INSERT INTO change (act, document, field, target, after, words) VALUES (?, ?, 'review', '', ?, '')")
    .run(act.lastInsertRowid, document, JSON.stringify({ state: 'approved', approval }))
}

const approvalOf = (set: Request, name: string): number => readDecision(set.database, set.id(name))?.review.approval ?? 0
const putBack = (set: Request, name: string, approval: number): void =>
  void set.database.prepare("UPDATE decision SET state = 'approved', approval = ? WHERE document = ?").run(approval, set.id(name))

describe('an approval written into the database by hand', () => {
  it('is worth something only where a second person’s own key signed it (the control of these tests)', async () => {
    const set = await submitted()
    for (const name of ['roof', 'roof/plan.txt', 'garden']) forge(set, set.id(name), 'lena', set.signerFor('lena'))
    expect(shut(set)).toEqual([])
  })

  it.each([
    ['the proposer’s key under the reviewer’s name', 'lena', 'olga'],
    ['another investigator’s key under the reviewer’s name', 'lena', 'piet'],
    ['the proposer’s own key and name', 'olga', 'olga'],
    ['another investigator’s own key and name: neither of the two a legal reviewer', 'piet', 'piet'],
    ['the name of nobody', 'nobody', 'lena'],
  ] as const)('keeps the gate shut: %s', async (_how, approver, by) => {
    const set = await submitted()
    for (const name of ['roof', 'roof/plan.txt', 'garden']) forge(set, set.id(name), approver, set.signerFor(by))
    expect(shut(set)).toContain('signatures')
  })
})

describe('a signature used again', () => {
  it('for another request keeps the gate shut, though document, number and decisions are the same', async () => {
    const [one, other] = [await approved(), await submitted()]
    const rows = one.database.prepare('SELECT * FROM approval').all() as Record<string, unknown>[]
    const insert = 'INSERT INTO approval VALUES (@id, @document, @hash, @approver, @signature, @viewed, @at_ms, @payload)'
    const replay = (): void => {
      for (const row of rows) {
        other.database.prepare(insert).run(row)
        noted(other, row['document'] as DocumentId, Number(row['id']))
      }
      other.database.exec(
        "UPDATE decision SET state = 'approved', approval = (SELECT id FROM approval WHERE approval.document = decision.document)",
      )
      other.database.exec("UPDATE mark SET state = 'approved', approver = 'lena'")
    }
    other.database.exec("UPDATE matter SET id = 'M2'")
    replay()
    expect(shut(other, one.workspace)).toContain('signatures')
    // The control: for the request that it was given for, it holds.
    other.database.exec("UPDATE matter SET id = 'M1'")
    expect(shut(other, one.workspace)).toEqual([])
  })

  it('after it was withdrawn with a comment keeps the gate shut', async () => {
    const set = await approved()
    const approval = approvalOf(set, 'garden')
    decline(set.as('lena'), set.id('garden'), 'I was wrong.')
    putBack(set, 'garden', approval)
    expect(shut(set)).toContain('signatures')
  })

  it('after a later approval keeps the gate shut', async () => {
    const set = await approved()
    const approval = approvalOf(set, 'garden')
    dispose(set.as('olga'), { documents: [set.id('garden')] }, 'withhold', { ground: third })
    submit(set.as('olga'))
    approve(set.as('marc'), set.signerFor('marc'), { documents: [set.id('garden')] }, true)
    dispose(set.as('olga'), { documents: [set.id('garden')] }, 'release')
    putBack(set, 'garden', approval)
    expect(shut(set)).toContain('signatures')
  })

  it('after the approval was undone keeps the gate shut until somebody signs anew', async () => {
    const set = await approved()
    undo(set.as('lena'))
    expect(shut(set)).toEqual(['approved'])
    approve(set.as('lena'), set.signerFor('lena'), all, true)
    expect(shut(set)).toEqual([])
  })
})

describe('the review set itself', () => {
  it('is known to lack an attachment that was taken out of it', async () => {
    const set = await approved()
    set.database.pragma('foreign_keys = OFF')
    set.database.prepare('DELETE FROM decision WHERE document = ?').run(set.id('roof/plan.txt'))
    set.database.prepare('DELETE FROM document WHERE id = ?').run(set.id('roof/plan.txt'))
    expect(shut(set)).toContain('collected')
  })

  it('is known to lack its last family', async () => {
    const set = await approved()
    set.database.pragma('foreign_keys = OFF')
    for (const table of ['decision', 'surface', 'instance'])
      set.database.prepare(`DELETE FROM ${table} WHERE document = ?`).run(set.id('garden'))
    set.database.prepare('DELETE FROM document WHERE id = ?').run(set.id('garden'))
    expect(shut(set)).toContain('collected')
  })

  it('is not produced where the row of a document’s decisions is gone', async () => {
    const set = await approved()
    set.database.prepare('DELETE FROM decision WHERE document = ?').run(set.id('garden'))
    expect(() => gateOf(set)).toThrow(expect.objectContaining({ code: 'produce/gate-closed' }))
  })

  it('keeps the gate shut where two documents changed numbers', async () => {
    const set = await approved()
    set.database.exec(
      'UPDATE document SET number = -1 WHERE number = 1; UPDATE document SET number = 1 WHERE number = 3; UPDATE document SET number = 3 WHERE number = -1',
    )
    expect(shut(set)).toContain('signatures')
  })

  it.each([
    ['addresses', 'roof', "header = replace(header, '@', '@else.')"],
    ['date', 'roof', "header = json_set(header, '$.dateMs', 1000000000000)"],
    ['type', 'roof/plan.txt', "type = 'message/rfc822'"],
    ['kind', 'roof/plan.txt', "kind = 'message'"],
    ['place in the mail', 'roof/plan.txt', "part = '7'"],
    ['mail that it is attached to', 'roof/plan.txt', 'parent = NULL'],
    ['file name', 'roof/plan.txt', "filename = 'other.txt'"],
    ['list of what could not be read', 'roof/plan.txt', `problems = '[{"code":"files-within","where":"2"}]'`],
  ])('keeps the gate shut where a document’s own facts were changed: %s', async (_, name, change) => {
    const set = await approved()
    const { changes } = set.database.prepare(`UPDATE document SET ${change} WHERE id = ?`).run(set.id(name))
    expect(changes).toBe(1)
    expect(shut(set)).toContain('signatures')
    expect(gateOf(set).items.find(({ id }) => id === 'signatures')?.documents).toEqual([set.id(name)])
  })

  it('is approved anew where a signature says less than one does now', async () => {
    const set = await submitted()
    for (const name of ['roof', 'roof/plan.txt', 'garden']) forge(set, set.id(name), 'lena', set.signerFor('lena'), earlier)
    expect(gateOf(set).items.find(({ ok }) => !ok)).toMatchObject({
      id: 'signatures',
      text: expect.stringContaining('submit and approve again'),
    })
    expect(voidEarlierApprovals(set.as('olga'))).toHaveLength(3)
    submit(set.as('olga'))
    approve(set.as('lena'), set.signerFor('lena'), all, true)
    expect(gateOf(set).open).toBe(true)
    expect(voidEarlierApprovals(set.as('olga'))).toEqual([])
  })

  it('keeps the gate shut while one attachment of a family is undecided', async () => {
    const set = await approved()
    code(set.as('olga'), { documents: [set.id('roof/plan.txt')] }, 'undecided')
    expect(shut(set)).toEqual(['coded', 'approved'])
    expect(gateOf(set).items.find(({ id }) => id === 'coded')?.documents).toEqual([set.id('roof/plan.txt')])
  })
})

describe('a role that changed between approval and production', () => {
  it.each([
    ['a reviewer who is no more than an investigator now', () => 'investigator' as const],
    ['a reviewer who may only look now', () => 'auditor' as const],
  ])('keeps the gate shut: %s', async (_what, role) => {
    const set = await approved()
    const demoted: Verifier = { ...set.workspace, roleOf: (user) => (user === 'lena' ? role() : set.workspace.roleOf(user)) }
    expect(shut(set, demoted)).toContain('signatures')
  })

  it('is no way in for a reviewer’s approval by somebody whose surfaces were shown to another', async () => {
    const set = await submitted()
    for (const name of ['roof', 'roof/plan.txt', 'garden']) {
      const document = set.id(name)
      view(
        set.as('marc'),
        document,
        surfacesOf(set.database, document).map(({ id }) => id),
      )
    }
    expect(() => approve(set.as('lena'), set.signerFor('lena'), all)).toThrow(expect.objectContaining({ code: 'matter/not-viewed' }))
  })
})
