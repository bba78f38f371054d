import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addSources, identify } from '../../../src/jobs/index.ts'
import type { Matter } from '../../../src/model/index.ts'
import { asId, type MatterId } from '../../../src/model/index.ts'
import type { ReadableDatabase } from '../../../src/store/index.ts'
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
