import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Core, createCore } from '../../src/api/index.ts'
import type { DocumentId, MatterId } from '../../src/model/index.ts'
import { letter, mboxOf } from '../jobs/archive.ts'
import { annasWorkspace, services } from './core-home.ts'

const own = 'Nora Quill <nora.quill@harbour.example>'
const address = 'nora.quill@northwind.example'
const twin = `Nora Quill <${address}>`
const [bo, ida] = ['bo@harbour.example', 'ida@harbour.example']
const mail = (id: string, from: string, to: string, body: string, more: Partial<Parameters<typeof letter>[0]> = {}): string =>
  letter({ id: id.replaceAll(' ', '-'), subject: id, from, to, body: `${body}\n`, ...more })
/** Whose each is, as somebody who knows both would say. */
const subjects = [
  mail('own', own, bo, 'Hello'),
  mail('warning', bo, ida, 'Nora Quill should get a warning for how she handled the Northwind account.'),
  mail('plain', bo, ida, 'Nora Quill is ill.'),
  mail('joined', own, bo, 'The plan.'),
  mail('to a colleague of theirs', bo, 'alma@northwind.example', 'Our Nora Quill is ill.'),
  mail('answer', bo, ida, 'Nora Quill must decide.', { headers: ['References: <joined@berg.example>'] }),
]
const twins = [
  mail('theirs', twin, bo, 'From Nora Quill\nNorthwind Ltd'),
  mail('to them', bo, twin, 'Dear Nora Quill'),
  mail('thread', bo, ida, 'Nora Quill again.', { headers: ['References: <theirs@berg.example>'] }),
  mail('of the firm', bo, ida, 'Nora Quill of Northwind called.'),
  mail('without a mailbox', 'Nora Quill <@northwind.example>', bo, 'The order.'),
  mail('by a list', 'Nora Quill via Sales <sales@lists.example>', bo, 'The order.', { headers: [`X-Original-From: ${twin}`] }),
]
/** The other joins a thread of the subject's: who is named in it is in doubt. */
const both = [mail('joins', `<${address}>`, bo, 'ok', { headers: ['References: <joined@berg.example>'] })]

describe('a refused person of the name', () => {
  let folder: string
  let core: Core
  let matter: MatterId
  const subjectsOf = async (query: string): Promise<readonly string[]> =>
    (await core.call('search.run', { query, matter, limit: 100 })).hits.map(({ subject }) => subject).sort()
  const sorted = (...ids: readonly string[]): readonly string[] => [...ids].sort()
  const mine = sorted('own', 'warning', 'plain', 'joined', 'to a colleague of theirs', 'answer')
  const theirs = sorted('theirs', 'to them', 'joins', 'thread', 'of the firm', 'without a mailbox', 'by a list')

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'desk-doubt-'))
    writeFileSync(join(folder, 'bo.mbox'), mboxOf([...subjects, ...twins, ...both]))
    core = createCore({ services })
    await annasWorkspace(core, join(folder, 'workspace'))
    await core.call('source.add', { paths: [join(folder, 'bo.mbox')] })
    const request = { subject: 'Nora Quill', emails: ['nora.quill@harbour.example'], received: '2026-11-02', regime: 'eu-ie' }
    matter = (await core.call('matter.create', request)).matter
  })
  afterAll(async () => {
    await core.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is shown with addresses alone: a header that gives a domain only names nobody', async () => {
    const { twins, forms } = await core.call('matter.identify', { matter })
    expect(twins.map(({ addresses }) => addresses)).toEqual([[address]])
    expect(forms.map(({ form }) => form).filter((form) => form.startsWith('@'))).toEqual([])
  })

  it('is found by person: until somebody refuses them, and no more from then on', async () => {
    expect(await subjectsOf('person:"Nora Quill"')).toEqual(sorted(...mine, ...theirs))
    await core.call('matter.twin', { matter, addresses: [address], accepted: false })
    expect(await subjectsOf('person:"Nora Quill"')).toEqual(mine)
  })

  it('keeps out what is theirs with what ties it to them; what is in doubt is collected', async () => {
    const { refused } = await core.call('matter.collect', { matter })
    expect(await subjectsOf('-coding:uncollected')).toEqual(mine)
    expect(refused).toBe(theirs.length)
    const { families } = await core.call('matter.refused', { matter })
    expect(Object.fromEntries(families.map(({ subject, evidence }) => [subject, evidence]))).toEqual({
      theirs: 'headers',
      'to them': 'headers',
      joins: 'headers',
      thread: 'thread',
      'of the firm': 'organisation',
      'without a mailbox': 'headers',
      'by a list': 'headers',
    })
  })

  it('is kept out by a query too, which says so', async () => {
    const query = await core.call('matter.collect', { matter, query: '"Nora Quill"' })
    expect(query).toMatchObject({ collected: 0, already: mine.length, refused: theirs.length })
    expect(await subjectsOf('-coding:uncollected')).toEqual(mine)
  })

  it('comes in where somebody takes it in, or asks for the very document', async () => {
    const { families } = await core.call('matter.refused', { matter })
    const idOf = (wanted: string): DocumentId => families.find(({ subject }) => subject === wanted)?.document ?? ('' as never)
    await core.call('matter.readmit', { matter, document: idOf('thread'), readmit: true })
    expect(await subjectsOf('person:"Nora Quill"')).toEqual(sorted(...mine, 'thread'))
    expect(await core.call('matter.collect', { matter, query: 'Quill' })).toMatchObject({ collected: 1, refused: theirs.length - 1 })
    expect(await core.call('matter.collect', { matter, query: `document:${idOf('of the firm')}` })).toMatchObject({
      collected: 1,
      refused: 0,
    })
    expect(await subjectsOf('-coding:uncollected')).toEqual(sorted(...mine, 'thread', 'of the firm'))
  })
})
