import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Core, createCore } from '../../src/api/index.ts'
import { letter, mboxOf } from '../jobs/archive.ts'
import { failure, phrases, services } from './core-home.ts'

const mails = Array.from({ length: 400 }, (_, at) =>
  letter({
    id: `m${at}`,
    subject: at % 4 === 0 ? `Gannets of Nora Quill ${at}` : `Stones ${at}`,
    from: at % 7 === 0 ? 'Nora Quill <nora.quill@harbour.example>' : 'bo@quarry.example',
    to: 'ida@quarry.example',
    date: `Mon, ${1 + (at % 28)} Jun 2026 10:00:00 +0200`,
  }),
)

describe('questions that threads answer beside the core', () => {
  let folder: string
  let here: Core
  let threads: Core
  const bugs: unknown[] = []
  const signIn = async (core: Core): Promise<void> => {
    await core.call('workspace.unlock', { workspace: join(folder, 'workspace'), user: 'anna', passphrase: phrases.anna })
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'desk-reader-'))
    writeFileSync(join(folder, 'bo.mbox'), mboxOf(mails))
    threads = createCore({ services, readInThreads: true, onBug: (bug) => bugs.push(bug) })
    const who = { user: 'anna', role: 'investigator', passphrase: phrases.anna } as const
    await threads.call('workspace.create', { workspace: join(folder, 'workspace'), ...who })
    await threads.call('source.add', { paths: [join(folder, 'bo.mbox')] })
    const request = { subject: 'Nora Quill', emails: ['nora.quill@harbour.example'], received: '2026-11-02', regime: 'eu-ie' }
    await threads.call('matter.create', request)
  })
  afterAll(async () => {
    await threads.close()
    await here?.close()
    expect(bugs).toEqual([])
    rmSync(folder, { recursive: true, force: true })
  })

  const questions = [
    ['search.run', { query: 'gannets', limit: 20 }],
    ['search.run', { query: 'stone~ date:2026-06', sort: 'date', limit: 20 }],
    ['search.run', { query: 'person:"Nora Quill" coding:uncollected', matter: 'M1', limit: 20 }],
    ['search.facets', { query: 'nora' }],
    ['search.correspondents', { query: 'date:2026' }],
    ['matter.identify', { matter: 'M1' }],
    ['matter.terms', { matter: 'M1' }],
  ] as const
  const ask = async (core: Core) => {
    const answers: unknown[] = []
    for (const [name, input] of questions) {
      const { tookMs: _, ...answer } = (await core.call(name, input as never)) as { tookMs?: number }
      answers.push(answer)
    }
    return answers
  }

  it('are answered as the core’s own thread answers them, also after locking and signing in again', async () => {
    const answers = await ask(threads)
    expect(answers[0]).toMatchObject({ total: 100 })
    expect(answers[2]).toMatchObject({ total: expect.toSatisfy((total: number) => total > 100) })
    await threads.call('workspace.lock', {})
    expect(await failure(threads.call('search.run', { query: 'gannets' }))).toMatchObject({ code: 'api/not-signed-in' })
    await signIn(threads)
    expect(await ask(threads)).toEqual(answers)
    await threads.call('workspace.lock', {})
    here = createCore({ services, onBug: (bug) => bugs.push(bug) })
    await signIn(here)
    expect(await ask(here)).toEqual(answers)
    await here.call('workspace.lock', {})
    await signIn(threads)
  })

  it('see what was taken in since the last', async () => {
    const before = await threads.call('search.facets', { query: 'gannets' })
    writeFileSync(join(folder, 'more.mbox'), mboxOf([letter({ id: 'more', subject: 'Gannets again', from: 'x@sea.example' })]))
    await threads.call('source.add', { paths: [join(folder, 'more.mbox')] })
    const after = await threads.call('search.facets', { query: 'gannets' })
    expect(after.sources.map(({ documents }) => documents)).toEqual([100, 1])
    expect(after.senders.length).toBe(before.senders.length + 1)
  })

  it('give way to a newer one in the same lane, and to no other', async () => {
    const typed = ['g', 'ga', 'gan', 'gannets'].map((query) => threads.call('search.run', { query: `${query}*`, lane: 'find' }))
    const beside = threads.call('search.facets', { query: 'stones', lane: 'find' })
    const unlaned = threads.call('search.run', { query: 'stones' })
    const settled = await Promise.allSettled(typed)
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'fulfilled'])
    expect(settled[0]).toMatchObject({ reason: { code: 'api/cancelled' } })
    expect(settled[3]).toMatchObject({ value: { total: 101 } })
    expect((await beside).sources[0]?.documents).toBe(300)
    expect((await unlaned).total).toBe(300)
  })

  it('take seconds without holding up what stands beside the results', async () => {
    let answered = 0
    const long = Array.from({ length: 60 }, async () => {
      await threads.call('matter.terms', { matter: 'M1' })
      answered++
    })
    await threads.call('search.facets', { query: 'gannets' })
    expect(answered).toBeLessThan(long.length)
    await Promise.all(long)
  })

  it('beside the results are set aside for a search, and answered after it', async () => {
    let answered = 0
    const beside = Array.from({ length: 40 }, async () => {
      const { sources } = await threads.call('search.facets', { query: 'stones' })
      answered++
      return sources.map(({ documents }) => documents)
    })
    const found = await threads.call('search.run', { query: 'gannets' })
    expect(found.total).toBe(101)
    expect(answered).toBeLessThan(beside.length)
    expect(await Promise.all(beside)).toEqual(beside.map(() => [300]))
  })

  it('are given up when whoever asked goes, and what is wrong with them is told in the core’s words', async () => {
    const gone = new AbortController()
    const asked = threads.call('search.run', { query: 'gannets' }, { signal: gone.signal })
    gone.abort()
    expect(await failure(asked)).toMatchObject({ code: 'api/cancelled' })
    expect(await failure(threads.call('search.run', { query: '(gannets' }))).toMatchObject({ code: 'search/syntax' })
    expect((await threads.call('search.run', { query: 'gannets' })).total).toBe(101)
  })
})
