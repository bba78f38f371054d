import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FormGroup } from '../../../src/identity/index.ts'
import { addSources, formsOfMatter, identify, runTerms, withoutTwins } from '../../../src/jobs/index.ts'
import type { DocumentId, Matter } from '../../../src/model/index.ts'
import { asId, type MatterId } from '../../../src/model/index.ts'
import type { ReadableDatabase, RefusalEvidence } from '../../../src/store/index.ts'
import { environment, freshIndex } from '../../jobs/archive.ts'
import { type Decision, decide } from './officer.ts'

/** An index over one mbox. */
export async function indexOf(mbox: string, index = freshIndex()): Promise<ReadableDatabase> {
  const directory = mkdtempSync(join(tmpdir(), 'desk-company-'))
  try {
    const path = join(directory, 'archive.mbox')
    writeFileSync(path, mbox)
    await addSources(environment(index, { batchMessages: 500 }), { paths: [path] })
    return index
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** A request about somebody, over everything. */
export function matterAbout(subject: Partial<Matter['subject']> & { readonly name: string }, regime: string): Matter {
  return {
    id: asId<MatterId>('M1'),
    reference: 'SAR-1',
    subject: { names: [], emails: [], phones: [], identifiers: [], ...subject },
    scope: { from: null, to: null, custodians: [], sources: [] },
    regime,
    received: '2026-01-05',
    events: [],
    createdAtMs: 0,
    createdBy: 'officer',
  }
}

/** Decides round after round, as accepted forms lead to further ones, until nothing is left to decide. */
export function settle(index: ReadableDatabase, matter: Matter): readonly Decision[] {
  let decided: readonly Decision[] = []
  for (let round = 0; round < 6; round++) {
    const decisions = decide(identify(index, matter, decided, 'Europe/Berlin'))
    if (decisions.length === 0) break
    decided = [...decided, ...decisions]
  }
  return decided
}

export interface Collected {
  /** Message ids (without brackets) of the families that the accepted forms collect, each with the kinds of forms that find it. */
  readonly found: ReadonlyMap<string, ReadonlySet<FormGroup>>
  /** Of those left out as a namesake's, each with the evidence. */
  readonly refused: ReadonlyMap<string, RefusalEvidence>
}

/** What the accepted forms collect. */
export function collected(index: ReadableDatabase, matter: Matter, decided: readonly Decision[]): Collected {
  const forms = formsOfMatter(matter, decided).filter(({ accepted }) => accepted === true)
  const { kept, refused } = withoutTwins(index, matter, decided, runTerms(index, matter, forms, 'Europe/Berlin'))
  const rows = index.prepare('SELECT number, id, message_id FROM document WHERE number = family').all() as {
    number: number
    id: DocumentId
    message_id: string
  }[]
  const ids = new Map<number | DocumentId, string>(
    rows.flatMap(({ number, id, message_id }) => [number, id].map((key) => [key, message_id.replace(/[<>]/gu, '')] as const)),
  )
  const idOf = (family: number | DocumentId): string => ids.get(family) ?? ''
  const groups = new Map([...forms, ...decided].map(({ form, group }) => [form, group]))
  const found = new Map<string, Set<FormGroup>>()
  for (const { term, found: hits } of kept) {
    const group = groups.get(term)
    if (group === undefined) throw new Error('a term that is no form')
    for (const [, family] of hits) {
      const known = found.get(idOf(family)) ?? new Set()
      found.set(idOf(family), known.add(group))
    }
  }
  return { found, refused: new Map(refused.map(({ family, evidence }) => [idOf(family), evidence])) }
}
