import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSources } from '../../src/jobs/index.ts'
import { type Asked, answer, type QuestionName } from '../../src/jobs/reader-questions.ts'
import { asId, type Matter, type MatterId } from '../../src/model/index.ts'
import { parseQuery } from '../../src/search/index.ts'
import type { WritableDatabase } from '../../src/store/index.ts'
import { environment, freshIndex, letter, mboxOf } from './archive.ts'

const folder = mkdtempSync(join(tmpdir(), 'desk-questions-'))
let index: WritableDatabase

beforeAll(async () => {
  const mails = Array.from({ length: 1100 }, (_, at) =>
    letter({ id: `${at}`, subject: `Gannets ${at}`, from: 'Nora Quill <nora@harbour.example>', to: 'ida@quarry.example' }),
  )
  writeFileSync(join(folder, 'mail.mbox'), mboxOf(mails))
  index = freshIndex(join(folder, 'index.db'))
  await addSources(environment(index), { paths: [join(folder, 'mail.mbox')] })
})
afterAll(() => {
  index.close()
  rmSync(folder, { recursive: true, force: true })
})

const matter: Matter = {
  id: asId<MatterId>('M1'),
  reference: 'Q',
  subject: { name: 'Nora Quill', names: [], emails: ['nora@harbour.example'], phones: [], identifiers: [] },
  scope: { from: null, to: null, custodians: [], sources: [] },
  regime: 'eu-ie',
  received: '2026-01-05',
  events: [],
  createdAtMs: 0,
  createdBy: 'officer',
}
const timeZone = 'UTC'
const query = parseQuery('gannets OR quill')
const page = { query, limit: 10, offset: 0, timeZone }
const asked = [
  ['search', { ...page, sort: 'relevance' }],
  ['search', { ...page, sort: 'date' }],
  ['search', { ...page, query: parseQuery('gannets'), sort: 'relevance' }],
  ['search', { ...page, query: parseQuery('from:nora gannets'), sort: 'relevance' }],
  ['facets', { query, timeZone }],
  ['correspondents', { query, timeZone, limit: 10 }],
  ['identify', { matter, decided: [], timeZone }],
  ['terms', { matter, decided: [], readmitted: [], timeZone }],
  ['namesakes', { matter, decided: [], readmitted: [], timeZone }],
] as const satisfies readonly (readonly [QuestionName, unknown])[]

describe('a question about the index that nobody waits for any more', () => {
  it.each(asked)('%s is given up at any look, and answered the next time as ever', async (name, input) => {
    const put = (stop: () => void) => answer(index, name, input as Asked<typeof name>, stop)
    let looks = 0
    const whole = await put(() => void looks++)
    expect(looks).toBeGreaterThan(1)
    let given = 0
    for (let until = 1; until <= looks; until++) {
      let left = until
      const stop = (): void => {
        if (--left === 0) throw new Error('nobody waits')
      }
      // What was found before isn't looked for again, so a later look may not come.
      try {
        expect(await put(stop)).toEqual(whole)
      } catch (error) {
        expect(error).toMatchObject({ message: 'nobody waits' })
        given++
      }
    }
    expect(given).toBeGreaterThan(0)
    expect(await put(() => {})).toEqual(whole)
  })
})
