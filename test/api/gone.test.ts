import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Core, createCore } from '../../src/api/index.ts'
import type { MatterId } from '../../src/model/index.ts'
import { zipOf } from '../formats/office-file.ts'
import { letter, mboxOf, writeTree } from '../jobs/archive.ts'
import { annasWorkspace, services } from './core-home.ts'

const day = (at: number) => `Mon, ${at} Jun 2026 10:00:00 +0000`
const mail = (id: string, at: number) => letter({ id, to: 'Nora Quill <nora.quill@harbour.example>', date: day(at) })

describe('collecting where messages are gone from their source', () => {
  let folder: string
  let core: Core
  let matter: MatterId
  const box = [mail('box1', 1), mail('box2', 8), mail('box3', 15)]
  const entry = (id: string, at: number) => ({ name: `${id}.eml`, content: mail(id, at) })
  const subjects = async () => (await core.call('review.list', { matter })).rows.map(({ subject }) => subject).sort()
  const gateLine = async () => (await core.call('produce.gate', { matter })).items.find(({ id }) => id === 'gone')

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'desk-gone-'))
    writeTree(join(folder, 'mail'), {
      Inbox: mboxOf(box),
      'MD/cur/1.h:2,S': mail('md1', 2),
      'MD/cur/2.h:2,S': mail('md2', 3),
      'MD/new/3.h': mail('md3', 4),
      'a.zip': zipOf([entry('za', 5), entry('zb', 6)]),
    })
    core = createCore({ services })
    await annasWorkspace(core, join(folder, 'w'))
    await core.call('source.add', { paths: [join(folder, 'mail')] })
    const subject = { subject: 'Nora Quill', emails: ['nora.quill@harbour.example'] }
    matter = (await core.call('matter.create', { ...subject, received: '2026-11-02', regime: 'eu-ie' })).matter
    // The first in order of date, one in the middle, one in an archive.
    writeTree(join(folder, 'mail'), { Inbox: mboxOf(box.slice(1)), 'a.zip': zipOf([entry('za', 5)]) })
    rmSync(join(folder, 'mail/MD/cur/2.h:2,S'))
    await core.call('source.rescan', {})
  })
  afterAll(async () => {
    await core.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('collects all the others, and lists what is gone with where it was', async () => {
    const { collected, families, gone } = await core.call('matter.collect', { matter })
    expect({ collected, families }).toEqual({ collected: 5, families: 5 })
    expect(await subjects()).toEqual(['box2', 'box3', 'md1', 'md3', 'za'].map((id) => `Letter ${id}`))
    expect(gone.map(({ locator }) => locator).sort()).toEqual([expect.stringMatching(/^Inbox@\d+$/), 'MD/cur/2.h:2,S', 'a.zip/zb.eml'])
    // What was read of it stays.
    const { hits } = await core.call('search.run', { query: 'subject:md2' })
    expect(gone.map(({ document }) => document)).toContain(hits[0]?.document)
  })

  it('tells it wherever the request says how complete it is, and in the gate, which stays passable', async () => {
    const { gone } = await core.call('matter.completeness', { matter })
    expect(gone).toHaveLength(3)
    const line = await gateLine()
    expect(line).toMatchObject({ ok: true, documents: gone.map(({ document }) => document) })
    expect(gone.every(({ confirmed }) => confirmed)).toBe(true)
    expect(line?.text).toMatch(/^3 messages found and not collected/)
  })

  it('keeps what the forms found gone when a query collects something else', async () => {
    await core.call('matter.collect', { matter, query: 'subject:box2' })
    expect((await core.call('matter.completeness', { matter })).gone).toHaveLength(3)
    await core.call('matter.collect', { matter, query: 'subject:md2' })
    expect((await core.call('matter.completeness', { matter })).gone).toHaveLength(3)
  })

  it('takes it back and collects it once it is there again', async () => {
    writeFileSync(join(folder, 'mail/MD/cur/2.h:2,RS'), mail('md2', 3))
    await core.call('source.rescan', {})
    expect(await core.call('matter.collect', { matter })).toMatchObject({ collected: 1, gone: [{}, {}] })
    expect(await subjects()).toContain('Letter md2')
    expect((await gateLine())?.documents).toHaveLength(2)
    writeTree(join(folder, 'mail'), { Inbox: mboxOf(box), 'a.zip': zipOf([entry('za', 5), entry('zb', 6)]) })
    await core.call('source.rescan', {})
    expect(await core.call('matter.collect', { matter })).toMatchObject({ collected: 2, gone: [] })
    expect(await core.call('matter.completeness', { matter })).toEqual({
      reading: null,
      collectAgain: false,
      gone: [],
      revised: false,
      beyond: [],
    })
    expect(await gateLine()).toMatchObject({ ok: true, documents: [] })
  })

  it('keeps the gate shut while a mailbox was written anew and no rescan has told what is gone', async () => {
    const grown = [...box, mail('box4', 20), mail('box5', 21)]
    writeTree(join(folder, 'mail'), { Inbox: mboxOf(grown) })
    await core.call('source.rescan', {})
    writeTree(join(folder, 'mail'), { Inbox: mboxOf(grown.slice(1)) })
    const { collected, gone } = await core.call('matter.collect', { matter })
    expect(collected + gone.length).toBe(2)
    expect(gone.some(({ confirmed }) => !confirmed)).toBe(true)
    expect(await gateLine()).toMatchObject({ ok: false, text: expect.stringContaining('rescan') })
    await core.call('source.rescan', {})
    expect((await core.call('matter.collect', { matter })).gone).toEqual([])
    expect(await subjects()).toEqual(expect.arrayContaining(['Letter box4', 'Letter box5']))
    expect(await gateLine()).toMatchObject({ ok: true })
  })
})
