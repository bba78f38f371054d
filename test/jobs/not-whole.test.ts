import { describe, expect, it } from 'vitest'
import { code, dispose, gate, submit } from '../../src/jobs/index.ts'
import type { DocumentId, Problem } from '../../src/model/index.ts'
import { type Request, request, third } from './request.ts'

const all = { all: true } as const
const text = 'Hello.'

/** Notes what reading a document of megabytes notes, without the megabytes. */
function note(set: Request, name: string, ...problems: readonly Problem[]): void {
  set.database.prepare('UPDATE document SET problems = ? WHERE id = ?').run(JSON.stringify(problems), set.id(name))
}

/** Everything released: a mail with a log, an archive and a mail in it, all too large, and one whose own text is. */
async function released(): Promise<Request> {
  const attachments = [
    { name: 'log.txt', text },
    { name: 'old.zip', text },
    { name: 'cast.txt', text },
  ]
  const set = await request({ letter: { text, attachments }, page: { html: '<p>Hello.</p>', attachments: [{ name: 'x.txt', text }] } })
  // Which part an archive is, its message knows; which its text, it knows itself.
  note(set, 'letter', { code: 'too-large', where: '3' }, { code: 'no-date', where: '4' })
  note(set, 'letter/log.txt', { code: 'too-large', where: '2' })
  note(set, 'page', { code: 'too-large', where: '1' })
  code(set.as('olga'), all, 'responsive')
  dispose(set.as('olga'), all, 'release')
  return set
}

const line = (set: Request) => gate(set.database, set.workspace, { available: false, hint: '' }).items.find(({ id }) => id === 'whole')
const ids = (set: Request, ...names: readonly string[]): readonly DocumentId[] => names.map((name) => set.id(name))

describe('a document that is too large to be shown to the end', () => {
  it('shuts the gate and is not submitted, by itself: what it is attached to, and what is attached with it, can leave', async () => {
    const set = await released()
    const open = ids(set, 'letter/log.txt', 'letter/old.zip', 'page')
    expect(line(set)).toMatchObject({ ok: false, documents: open, text: expect.stringMatching(/^3 documents not read to the end/u) })
    const { submitted, notReady } = submit(set.as('olga'))
    expect([submitted, notReady.map(({ document }) => document)]).toEqual([3, open])
    for (const { why } of notReady) expect(why).toMatch(/^too large, .* withhold it/u)
  })

  it('can be withheld, and an attachment can leave as the original file, which the gate tells', async () => {
    const set = await released()
    const olga = set.as('olga')
    dispose(olga, { documents: ids(set, 'letter/old.zip', 'page') }, 'withhold', { ground: third })
    dispose(olga, { documents: ids(set, 'letter/log.txt') }, 'release', { native: true })
    expect(line(set)).toMatchObject({
      ok: true,
      documents: ids(set, 'letter/log.txt'),
      text: expect.stringMatching(/^1 original file too/u),
    })
    expect(submit(olga).notReady).toEqual([])
    dispose(olga, { documents: ids(set, 'letter/log.txt') }, 'withhold', { ground: third })
    expect(line(set)).toMatchObject({ ok: true, documents: [] })
  })

  it('that is not responsive is none of it', async () => {
    const set = await released()
    code(set.as('olga'), all, 'not-responsive')
    expect(line(set)).toMatchObject({ ok: true, documents: [] })
  })
})
