import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addSources, formsOfMatter, identify, runTerms, withoutTwins } from '../../../src/jobs/index.ts'
import type { DocumentId, Matter } from '../../../src/model/index.ts'
import { asId, type MatterId } from '../../../src/model/index.ts'
import type { ReadableDatabase, StoredForm } from '../../../src/store/index.ts'
import { environment, freshIndex } from '../../jobs/archive.ts'
import { decide } from './officer.ts'

/** An index over one mbox. */
export async function indexOf(mbox: string): Promise<ReadableDatabase> {
  const directory = mkdtempSync(join(tmpdir(), 'desk-company-'))
  try {
    const path = join(directory, 'archive.mbox')
    writeFileSync(path, mbox)
    const index = freshIndex()
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
export function settle(index: ReadableDatabase, matter: Matter): readonly StoredForm[] {
  let decided: readonly StoredForm[] = []
  for (let round = 0; round < 6; round++) {
    const decisions = decide(identify(index, matter, decided, 'Europe/Berlin'))
    if (decisions.length === 0) break
    decided = [...decided, ...decisions]
  }
  return decided
}

/** Message ids (without brackets) of the families that the accepted forms collect, and of those left out as a twin's. */
export function collected(
  index: ReadableDatabase,
  matter: Matter,
  decided: readonly StoredForm[],
): { readonly found: ReadonlySet<string>; readonly refused: ReadonlySet<string> } {
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
  return {
    found: new Set(kept.flatMap(({ found }) => found.map(([, family]) => idOf(family)))),
    refused: new Set(refused.map(({ family }) => idOf(family))),
  }
}
