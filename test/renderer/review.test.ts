import { describe, expect, it } from 'vitest'
import { passphraseStrength } from '../../renderer/parts/passphrase-strength.ts'
import { everyMonth } from '../../renderer/screens/find/every-month.ts'
import { disposeParts, needsGround } from '../../renderer/screens/review/dispose-parts.ts'
import { neighbour, rowsInOrder, threadOrder } from '../../renderer/screens/review/thread-order.ts'
import { civilShort, count, date, sender, size } from '../../renderer/text/format.ts'
import type { ReviewRow } from '../../src/api/index.ts'
import { asId, type DocumentId } from '../../src/model/index.ts'

const id = (text: string): DocumentId => asId<DocumentId>(text)

function row(document: string, family: string, thread: string, marks = 0): ReviewRow {
  return {
    document: id(document),
    controlNumber: `CTRL-${document}`,
    kind: document.startsWith('a') ? 'attachment' : 'message',
    family: id(family),
    thread,
    date: null,
    from: '',
    subject: `Re: about ${thread}`,
    coding: 'undecided',
    privilege: 'none',
    disposition: null,
    ground: null,
    state: 'open',
    marks,
    suggestions: 0,
    copies: 0,
    viewed: false,
    terms: [],
  }
}

const rows = [row('m1', 'm1', 'x'), row('m2', 'm2', 'y'), row('a1', 'm1', 'x'), row('m3', 'm3', 'x', 2), row('a3', 'm3', 'x')]

describe('the list of a review', () => {
  const items = threadOrder(rows)

  it('keeps threads together in the order of their first document, attachments after their message', () => {
    expect(rowsInOrder(items).map((one) => one.document)).toEqual(['m1', 'a1', 'm3', 'a3', 'm2'])
  })

  it('heads only a thread of several messages, without the reply words', () => {
    expect(items.filter((item) => item.kind === 'thread')).toEqual([{ kind: 'thread', key: 'thread x', subject: 'about x', messages: 2 }])
  })

  it('steps by document, by family and by thread, and stops at the ends', () => {
    const ordered = rowsInOrder(items)
    expect(neighbour(ordered, 'm1', 1, 'document')?.document).toBe('a1')
    expect(neighbour(ordered, 'm1', 1, 'family')?.document).toBe('m3')
    expect(neighbour(ordered, 'm1', 1, 'thread')?.document).toBe('m2')
    expect(neighbour(ordered, 'm2', -1, 'thread')?.document).toBe('m1')
    expect(neighbour(ordered, 'm2', 1, 'document')).toBeNull()
  })
})

describe('one decision for a family', () => {
  const view = { document: id('m3'), marks: 2, familyRows: [row('m3', 'm3', 'x', 2), row('a3', 'm3', 'x')] }
  const members = [id('m3'), id('a3')]

  it('redacts what holds marks and releases what holds none', () => {
    for (const wanted of ['release', 'redact'] as const) {
      expect(disposeParts(view, members, wanted)).toEqual([
        { disposition: 'redact', documents: ['m3'] },
        { disposition: 'release', documents: ['a3'] },
      ])
    }
  })

  it('withholds all of it', () => {
    expect(disposeParts(view, members, 'withhold')).toEqual([{ disposition: 'withhold', documents: members }])
  })

  it('asks for a ground unless everything leaves whole', () => {
    expect(needsGround(view, members, 'release')).toBe(true)
    expect(needsGround(view, [id('a3')], 'release')).toBe(false)
    expect(needsGround(view, [id('a3')], 'withhold')).toBe(true)
  })
})

describe('the timeline', () => {
  it('shows every month between the first and the last, also the empty ones', () => {
    const facet = (value: string, documents: number) => ({ value, label: value, documents })
    expect(everyMonth([facet('2025-01', 2), facet('2024-11', 1)])).toEqual([
      { month: '2024-11', documents: 1 },
      { month: '2024-12', documents: 0 },
      { month: '2025-01', documents: 2 },
    ])
  })
})

describe('what the surface writes', () => {
  it('separates thousands with thin spaces and names the day', () => {
    expect(count(1204)).toBe('1\u202f204')
    expect(size(18_442_113)).toBe('18.4\u00a0MB')
    expect(civilShort('2026-10-05')).toBe('Mon 5 Oct')
    expect(date('2026-09-14T10:00:00Z')).toBe('14 Sep 2026')
  })

  it('shortens a sender to the name, or to the address where there is none', () => {
    expect(sender('"Roe, Jane" <jane@x.example>')).toBe('Roe, Jane')
    expect(sender('<jane@x.example>')).toBe('jane@x.example')
  })
})

describe('the strength of a passphrase', () => {
  it('rises with words that differ, and not with length alone', () => {
    expect(passphraseStrength('password1234')).toBe(0)
    expect(passphraseStrength('aaaaaaaaaaaaaaaaaaaaaaaa')).toBe(0)
    expect(passphraseStrength('horse horse horse horse horse')).toBeLessThan(2)
    expect(passphraseStrength('clover unmasked rigging thirteen plaza oyster')).toBe(3)
  })
})
