import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { addSources, sourceSummaries } from '../../src/jobs/index.ts'
import { countTerms } from '../../src/jobs/term-search.ts'
import { documentNumbers, facetsOf, phrase } from '../../src/search/index.ts'
import { insertSource, sourceLabels } from '../../src/store/index.ts'
import { environment, freshIndex, letter, mboxOf, temporaryFolder, writeTree } from '../jobs/archive.ts'

/** Labels of sources that are registered with these paths; a source's label is its file's name unless one is given. */
function labels(...given: readonly (string | { readonly path: string; readonly label: string })[]): readonly string[] {
  const index = freshIndex()
  for (const source of given) {
    const { path, label } = typeof source === 'string' ? { path: source, label: source.split(/[/\\]/u).at(-1) ?? '' } : source
    insertSource(index, { kind: 'mbox', path, label, custodian: null, chosen: false, addedAtMs: 0 })
  }
  return sourceLabels(index).map(({ label }) => label)
}

describe('labels of sources', () => {
  it('stand as registered where no other has the same', () => {
    expect(labels('/mail/a.mbox', { path: '/mail/b.mbox', label: 'Anna' })).toEqual(['a.mbox', 'Anna'])
  })

  it('show of equal names as much of the path as tells them apart', () => {
    expect(labels('/mail/2024/anna/a.mbox', '/mail/2025/anna/a.mbox', '/mail/2025/bo/a.mbox', '/mail/b.mbox')).toEqual([
      '2024/anna/a.mbox',
      '2025/anna/a.mbox',
      '2025/bo/a.mbox',
      'b.mbox',
    ])
    expect(labels('/a.mbox', '/mail/a.mbox')).toEqual(['/a.mbox', 'mail/a.mbox'])
    expect(labels('C:\\mail\\one\\a.mbox', 'C:\\mail\\two\\a.mbox')).toEqual(['one/a.mbox', 'two/a.mbox'])
  })

  it('keep a given name before the path', () => {
    expect(labels({ path: '/old/x.mbox', label: 'Anna' }, { path: '/new/x.mbox', label: 'Anna' })).toEqual([
      'Anna (old/x.mbox)',
      'Anna (new/x.mbox)',
    ])
  })

  it('stand in the list of sources, in facets and in the term report', async () => {
    const folder = writeTree(temporaryFolder(), {
      'one/a.mbox': mboxOf([letter({ id: '1' })]),
      'two/a.mbox': mboxOf([letter({ id: '2' })]),
    })
    const index = freshIndex()
    await addSources(environment(index), { paths: [join(folder, 'one/a.mbox'), join(folder, 'two/a.mbox')] })
    const apart = ['one/a.mbox', 'two/a.mbox']
    expect(sourceSummaries(index).map(({ label }) => label)).toEqual(apart)
    expect(facetsOf(index, 'letter', 'UTC').sources).toMatchObject(apart.map((label) => ({ label, documents: 1 })))
    const found = documentNumbers(index, phrase('letter'), null, 'UTC')
    const { terms } = countTerms(index, { sources: [], custodians: [] }, [{ term: 'letter', found }], [])
    expect(terms[0]?.bySource).toMatchObject(apart.map((label) => ({ label, documents: 1 })))
    // Which mailbox it is stands by source; whose it is nobody said.
    expect(terms[0]?.byCustodian).toEqual([{ custodian: null, documents: 2 }])
  })

  it('show the ids of two sources at one place', () => {
    const index = freshIndex()
    for (const kind of ['mbox', 'maildir'] as const) {
      insertSource(index, { kind, path: '/mail/both', label: 'both', custodian: null, chosen: true, addedAtMs: 0 })
    }
    expect(sourceLabels(index).map(({ label }) => label)).toEqual(['both (S1)', 'both (S2)'])
  })
})
