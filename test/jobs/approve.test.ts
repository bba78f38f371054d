import { describe, expect, it } from 'vitest'
import {
  addMarks,
  approvalGroups,
  approve,
  code,
  decideGroup,
  decideMarks,
  decline,
  dispose,
  markText,
  type Reviewer,
  rowsOf,
  setPrivilege,
  submit,
  surfacesOf,
  undo,
} from '../../src/jobs/index.ts'
import { readApproval, readDecision, readDocuments, readMarks, surfacesNotViewed } from '../../src/store/index.ts'
import { approved, everywhere, gateOf, open, shut, stateOf, submitted } from './approved.ts'
import { type Request, request, surface, third } from './request.ts'

const all = { all: true } as const

describe('approval', () => {
  it('of what was not opened is refused unless it is said, and then recorded as unopened', async () => {
    const set = await submitted()
    expect(() => approve(set.as('lena'), set.signerFor('lena'), all)).toThrow(expect.objectContaining({ code: 'matter/not-viewed' }))
    expect(approve(set.as('lena'), set.signerFor('lena'), all, true)).toMatchObject({ approved: 2, unviewed: 2 })
    const approval = readDecision(set.database, set.id('roof'))?.review.approval
    expect(readApproval(set.database, approval ?? 0)?.viewed).toBe(false)
    expect(gateOf(set).items.find(({ id }) => id === 'viewed')).toMatchObject({
      ok: true,
      text: '2 documents approved without having been opened; the manifest will say so',
      documents: [set.id('roof'), set.id('garden')],
    })
  })

  it('counts as opened only for the person who opened it', async () => {
    const set = await submitted()
    open(set, 'marc')
    expect(() => approve(set.as('lena'), set.signerFor('lena'), all)).toThrow(expect.objectContaining({ code: 'matter/not-viewed' }))
  })

  describe('of what somebody else changed since it was opened', () => {
    const bodyMark = (set: Request) => [
      { document: set.id('garden'), surface: surface('t:1'), span: { start: 0, end: 7 }, ground: third, note: '' },
    ]
    const refusedAfter = async (change: (set: Request) => unknown): Promise<readonly string[]> => {
      const set = await approved()
      change(set)
      submit(set.as('olga'))
      expect(rowsOf(set.database, set.as('lena').user, readDocuments(set.database)).filter(({ viewed }) => !viewed)).toHaveLength(1)
      expect(() => approve(set.as('lena'), set.signerFor('lena'), { documents: [set.id('garden')] })).toThrow(
        expect.objectContaining({ code: 'matter/not-viewed' }),
      )
      const missing = surfacesNotViewed(set.database, set.as('lena').user, set.id('garden'))
      open(set, 'lena')
      expect(approve(set.as('lena'), set.signerFor('lena'), { documents: [set.id('garden')] })).toMatchObject({ approved: 1, unviewed: 0 })
      return missing
    }

    it('waits until the surface with the new mark was shown again', async () => {
      const missing = await refusedAfter((set) => {
        addMarks(set.as('olga'), bodyMark(set))
        dispose(set.as('olga'), { documents: [set.id('garden')] }, 'redact', { ground: third })
        undo(set.as('olga'))
      })
      expect(missing.length).toBeGreaterThan(0)
    })

    it('waits until the surface that lost a mark was shown again', async () => {
      const set = await submitted()
      const body = [{ ...bodyMark(set)[0], document: set.id('roof') }] as ReturnType<typeof bodyMark>
      addMarks(set.as('olga'), body)
      submit(set.as('olga'))
      open(set, 'lena')
      const mark = readMarks(set.database, { document: set.id('roof') }).find(({ surface: on }) => on === surface('t:1'))
      decideMarks(set.as('olga'), [mark?.id ?? ('K0' as never)], 'remove', { everywhere: false })
      expect(surfacesNotViewed(set.database, set.as('lena').user, set.id('roof'))).toEqual([surface('t:1')])
      expect(surfacesNotViewed(set.database, set.as('olga').user, set.id('roof'))).toEqual(
        surfacesOf(set.database, set.id('roof')).map(({ id }) => id),
      )
    })

    it('waits until the whole document was shown again where its decision was changed', async () => {
      const missing = await refusedAfter((set) => dispose(set.as('olga'), { documents: [set.id('garden')] }, 'withhold', { ground: third }))
      expect(missing.length).toBeGreaterThan(1)
    })

    it('does not forget what the changing person was shown', async () => {
      const set = await submitted()
      open(set, 'olga')
      addMarks(set.as('olga'), bodyMark(set))
      expect(surfacesNotViewed(set.database, set.as('olga').user, set.id('garden'))).toEqual([])
    })
  })

  it('of what nobody submitted is refused', async () => {
    const set = await request({ roof: {} })
    expect(() => approve(set.as('lena'), set.signerFor('lena'), all, true)).toThrow(
      expect.objectContaining({ code: 'matter/not-submitted' }),
    )
  })
})

describe('any change to an approved document voids its approval', () => {
  const changes: Readonly<Record<string, (who: Reviewer, set: Request) => unknown>> = {
    'another coding': (who, set) => code(who, { documents: [set.id('roof')] }, 'not-responsive'),
    'a privilege flag': (who, set) => setPrivilege(who, { documents: [set.id('roof')] }, 'advice'),
    'another disposition': (who, set) => dispose(who, { documents: [set.id('roof')] }, 'withhold', { ground: third }),
    'another ground': (who, set) => dispose(who, { documents: [set.id('roof')] }, 'redact', { ground: 'EU-12(5)' }),
    'a note': (who, set) => code(who, { documents: [set.id('roof')] }, 'responsive', { note: 'seen' }),
    'a further mark': (who, set) =>
      addMarks(who, [{ document: set.id('roof'), surface: surface('t:1'), span: { start: 0, end: 3 }, ground: third, note: '' }]),
    'a removed mark': (who, set) => decideMarks(who, [readMarks(set.database)[0]?.id ?? ('K0' as never)], 'remove', { everywhere: false }),
    'an accepted mark with another ground': (who, set) =>
      decideMarks(who, [readMarks(set.database)[0]?.id ?? ('K0' as never)], 'accept', { ground: 'EU-12(5)', everywhere: false }),
    'an undone act': (who) => undo(who),
  }
  it.each(Object.keys(changes))('%s', async (name) => {
    const set = await approved()
    changes[name]?.(set.as('olga'), set)
    const touched = name === 'an undone act' ? ['roof', 'garden'] : ['roof']
    for (const document of touched) expect(stateOf(set, document)).toBe('open')
    if (touched.length === 1) expect(stateOf(set, 'garden')).toBe('approved')
    expect(readMarks(set.database, { states: ['approved'] })).toEqual([])
    expect(gateOf(set).open).toBe(false)
  })

  it('and undoing that change brings it back to waiting, never to approved', async () => {
    const set = await approved()
    setPrivilege(set.as('olga'), { documents: [set.id('roof')] }, 'advice')
    undo(set.as('olga'))
    expect(stateOf(set, 'roof')).toBe('submitted')
    expect(shut(set)).toEqual(['approved'])
  })

  it('except a suggestion, and opening it', async () => {
    const set = await approved()
    open(set, 'olga')
    expect(stateOf(set, 'roof')).toBe('approved')
  })
})

describe('declining', () => {
  it('needs a comment, and brings the document back with it', async () => {
    const set = await approved()
    expect(() => decline(set.as('lena'), set.id('roof'), ' ')).toThrow(expect.objectContaining({ code: 'matter/comment-needed' }))
    decline(set.as('lena'), set.id('roof'), 'Her address, too.')
    expect(stateOf(set, 'roof')).toBe('declined')
    expect(readMarks(set.database)).toMatchObject([{ state: 'proposed' }])
    expect(submit(set.as('olga')).notReady).toEqual([{ document: set.id('roof'), why: 'declined, and nothing was changed since' }])
  })

  it('is refused for what was not submitted', async () => {
    const set = await request({ roof: {} })
    expect(() => decline(set.as('lena'), set.id('roof'), 'No.')).toThrow(expect.objectContaining({ code: 'matter/not-submitted' }))
  })
})

describe('a group of marks', () => {
  it('shows others\u2019 proposals by text with the words around, never one\u2019s own', async () => {
    const set = await submitted()
    expect(approvalGroups(set.as('lena'))).toMatchObject([
      {
        text: 'Ida Falk',
        ground: third,
        proposer: 'olga',
        documents: 1,
        decided: 0,
        places: [{ before: 'Ask ', text: 'Ida Falk', controlNumber: 'CTRL-000001' }],
      },
    ])
    expect(approvalGroups(set.as('olga'))).toEqual([])
  })

  it('approved covers the marks and not their documents', async () => {
    const set = await submitted()
    const [group] = approvalGroups(set.as('lena'))
    decideGroup(set.as('lena'), set.workspace, group?.group ?? '', 'approve')
    expect(readMarks(set.database)).toMatchObject([{ state: 'approved', approver: 'lena' }])
    expect(stateOf(set, 'roof')).toBe('submitted')
    expect(() => decideGroup(set.as('piet'), set.workspace, group?.group ?? '', 'approve')).toThrow(
      expect.objectContaining({ code: 'matter/needs-legal-reviewer' }),
    )
  })

  it('declined no longer counts, and its documents come back with the comment', async () => {
    const set = await submitted()
    const [group] = approvalGroups(set.as('lena'))
    const declineIt = (comment: string) => decideGroup(set.as('lena'), set.workspace, group?.group ?? '', 'decline', comment)
    expect(() => declineIt('')).toThrow(expect.objectContaining({ code: 'matter/comment-needed' }))
    declineIt('She is known to the requester.')
    expect(readMarks(set.database)).toMatchObject([{ state: 'declined' }])
    expect([stateOf(set, 'roof'), stateOf(set, 'garden')]).toEqual(['declined', 'submitted'])
  })

  it('accepted by one person takes the approval that another gave since with it when it is undone', async () => {
    const set = await submitted()
    const [group] = approvalGroups(set.as('marc'))
    decideGroup(set.as('marc'), set.workspace, group?.group ?? '', 'approve')
    approve(set.as('lena'), set.signerFor('lena'), all, true)
    undo(set.as('marc'))
    expect([stateOf(set, 'roof'), stateOf(set, 'garden')]).toEqual(['open', 'approved'])
    expect(shut(set)).toContain('approved')
  })

  it('accepted in a document that still waits leaves it waiting when it is undone', async () => {
    const set = await submitted()
    const [group] = approvalGroups(set.as('marc'))
    decideGroup(set.as('marc'), set.workspace, group?.group ?? '', 'approve')
    undo(set.as('marc'))
    expect(stateOf(set, 'roof')).toBe('submitted')
  })
})

describe('the gate', () => {
  it('is closed over an empty review set', async () => {
    const set = await request({})
    expect(shut(set)).toEqual(['collected'])
  })

  it('is closed while anything is not coded, not disposed of, or not approved', async () => {
    const set = await request({ roof: { text: 'Ask Ida Falk.' }, garden: {} })
    expect(shut(set)).toEqual(['coded', 'approved'])
    code(set.as('olga'), all, 'responsive')
    expect(shut(set)).toEqual(['disposed', 'approved'])
    dispose(set.as('olga'), all, 'withhold', { ground: third })
    expect(shut(set)).toEqual(['approved'])
    submit(set.as('olga'))
    approve(set.as('lena'), set.signerFor('lena'), { documents: [set.id('roof')] }, true)
    expect(gateOf(set).items.find(({ id }) => id === 'approved')).toMatchObject({ ok: false, documents: [set.id('garden')] })
  })

  it('wants the second person for what is not responsive, too', async () => {
    const set = await request({ roof: {} })
    code(set.as('olga'), all, 'not-responsive')
    expect(shut(set)).toEqual(['approved'])
  })

  it('is closed without a ground', async () => {
    const set = await approved()
    set.database.exec('UPDATE decision SET ground = NULL')
    expect(shut(set)).toContain('grounds')
  })

  it('tells of text that is redacted here and released there, and does not block when all is approved', async () => {
    const set = await request({ roof: { text: 'Ask Ida Falk.' }, garden: { text: 'Ida Falk was here.' } })
    code(set.as('olga'), all, 'responsive')
    markText(set.as('olga'), 'Ida Falk', { ...everywhere, everywhere: false, document: set.id('roof') } as typeof everywhere)
    dispose(set.as('olga'), all, 'release')
    expect(gateOf(set).items.find(({ id }) => id === 'consistent')).toMatchObject({ ok: false, documents: [set.id('garden')] })
    submit(set.as('olga'))
    approve(set.as('lena'), set.signerFor('lena'), all, true)
    expect(gateOf(set)).toMatchObject({ open: true })
    expect(gateOf(set).items.find(({ id }) => id === 'consistent')).toMatchObject({
      ok: true,
      text: 'Text that is redacted elsewhere is released in 1 document: look at it (all approved as they are, 1 of them without having been opened)',
      documents: [set.id('garden')],
    })
  })
})

describe('tampering with the database behind the program', () => {
  const tampers: Readonly<Record<string, string>> = {
    'another disposition': "UPDATE decision SET disposition = 'release' WHERE disposition = 'redact'",
    'another ground': "UPDATE decision SET ground = 'EU-12(5)' WHERE disposition = 'redact'",
    'another coding': "UPDATE decision SET coding = 'not-responsive'",
    'a privilege flag taken away or set': "UPDATE decision SET privilege = 'litigation'",
    'a mark switched off': "UPDATE mark SET state = 'superseded'",
    'a mark\u2019s acceptance taken back': "UPDATE mark SET state = 'proposed', approver = NULL",
    'a mark moved': 'UPDATE mark SET start_at = 0',
    'another person as proposer': "UPDATE mark SET proposer = 'piet'",
    'another person as approver': "UPDATE approval SET approver = 'marc'",
    'unopened turned into opened': 'UPDATE approval SET viewed = 1 - viewed',
    'a time moved': 'UPDATE approval SET at_ms = at_ms - 1',
    'a surface\u2019s hash replaced': "UPDATE surface SET hash = 'f' || substr(hash, 2)",
    'a signature replaced': "UPDATE approval SET signature = 'ab' || substr(signature, 3)",
    'an approval that is not there': 'UPDATE decision SET approval = NULL',
    'a document\u2019s content hash replaced': "UPDATE document SET sha256 = 'f' || substr(sha256, 2)",
  }
  it.each(Object.keys(tampers))('is caught by the gate: %s', async (name) => {
    const set = await approved()
    expect(gateOf(set).open).toBe(true)
    set.database.pragma('foreign_keys = OFF')
    set.database.exec(tampers[name] ?? '')
    expect(shut(set)).toContain('signatures')
  })

  it('is caught when a surface\u2019s text is replaced and its hash left', async () => {
    const set = await approved()
    const other = set.database.prepare('SELECT surfaces FROM document WHERE id = ?').get(set.id('garden')) as { surfaces: Uint8Array }
    set.database.prepare('UPDATE document SET surfaces = ? WHERE id = ?').run(other.surfaces, set.id('roof'))
    expect(shut(set)).toContain('signatures')
  })

  it('is caught when a document is set to approved with another\u2019s approval', async () => {
    const set = await submitted()
    open(set, 'lena')
    approve(set.as('lena'), set.signerFor('lena'), { documents: [set.id('garden')] })
    set.database.exec("UPDATE decision SET state = 'approved', approval = 1")
    expect(shut(set)).toContain('signatures')
  })
})
