import { expect, it } from 'vitest'
import { byPath, sum } from '../../renderer/screens/sources/by-path.ts'
import type { SourceView } from '../../src/api/index.ts'
import { asId, type SourceId } from '../../src/model/index.ts'

const source = (id: string, path: string, given: Partial<SourceView> = {}): SourceView => ({
  id: asId<SourceId>(id),
  kind: 'mbox',
  path,
  label: path.slice(1),
  custodian: null,
  addedAtMs: 0,
  found: 10,
  indexed: 8,
  partial: 1,
  pending: 0,
  exceptions: 1,
  duplicates: 0,
  attachments: 3,
  bytes: 100,
  byteLedger: { total: 100, messages: 100, separators: 0, exceptions: 0, pending: 0, unread: 0 },
  seconds: 1,
  state: 'complete',
  ...given,
})

it('sources of several kinds at one path are one card, with one name, what they come to, and the gravest of their states', () => {
  const cards = byPath([
    source('S1', '/backup', { label: 'backup (S1)', custodian: 'Anna' }),
    source('S2', '/otto', { label: 'Otto (2024)' }),
    source('S3', '/backup', { label: 'backup (S3)', kind: 'maildir', custodian: 'Anna', state: 'interrupted' }),
  ])
  expect(cards.map(({ label, state, custodians, sources }) => [label, state, custodians, sources.map(({ id }) => id)])).toEqual([
    ['backup', 'interrupted', ['Anna'], ['S1', 'S3']],
    ['Otto (2024)', 'complete', [], ['S2']],
  ])
  expect(cards.map((at) => [sum(at, 'found'), sum(at, 'bytes')])).toEqual([
    [20, 200],
    [10, 100],
  ])
})
