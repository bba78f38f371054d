import { createHash } from 'node:crypto'
import { closeSync, createReadStream, mkdirSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Core, createCore } from '../../src/api/index.ts'
import { maximumMessageBytes } from '../../src/jobs/raw-message.ts'
import type { MatterId } from '../../src/model/index.ts'
import { fromLine, letter } from '../jobs/archive.ts'
import { annasWorkspace, services } from './core-home.ts'

const beginning = letter({
  id: 'film',
  to: 'Nora Quill <nora.quill@harbour.example>',
  subject: 'The film',
  headers: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=cut'],
  body: [
    '--cut',
    'Content-Type: text/plain',
    '',
    'The lantern stands in the hall.',
    '--cut',
    'Content-Type: text/plain',
    'Content-Disposition: attachment; filename="cast.txt"',
    '',
    'Whoever carries the marigold.',
    '--cut',
    'Content-Type: application/octet-stream',
    'Content-Disposition: attachment; filename="film.bin"',
    'Content-Transfer-Encoding: binary',
    '',
    '',
  ].join('\n'),
})
const holeBytes = maximumMessageBytes + 1_000_000

/** A message in a file of its own or between others, with a hole in it that is read as zeros and takes no room. */
function writeLarge(path: string, before: string, lastWords: string, after: string): void {
  const file = openSync(path, 'w')
  const at = writeSync(file, `${before}${beginning}`)
  writeSync(file, `\n${lastWords}\n--cut--\n${after}`, at + holeBytes)
  closeSync(file)
}

describe('a message larger than is read into memory', () => {
  let folder: string
  let mail: string
  let core: Core
  let matter: MatterId
  let collected: { readonly cutShort: number }
  const before = `${fromLine}${letter({ id: 'first' })}\n${fromLine}`

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'desk-cut-'))
    mail = join(folder, 'mail')
    mkdirSync(mail)
    writeLarge(join(mail, 'box.mbox'), before, 'The end.', `\n${fromLine}${letter({ id: 'last' })}\n`)
    writeLarge(join(mail, 'film.eml'), '', 'Another end.', '')
    core = createCore({ services })
    await annasWorkspace(core, join(folder, 'workspace'))
    await core.call('source.add', { paths: [mail], custodian: 'Bo' })
    const made = await core.call('matter.create', {
      subject: 'Nora Quill',
      emails: ['nora.quill@harbour.example'],
      received: '2026-11-02',
      regime: 'eu-ie',
    })
    matter = made.matter
    collected = await core.call('matter.collect', { matter })
  })
  afterAll(async () => {
    await core.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is taken in with its beginning and counted with all its bytes, as read in part', async () => {
    const ledger = await core.call('ledger.show', {})
    const sizes = ['box.mbox', 'film.eml'].map((name) => statSync(join(mail, name)).size)
    expect(ledger).toMatchObject({ reconciles: true, totals: { found: 4, indexed: 2, partial: 2, exceptions: 0, duplicates: 0 } })
    expect(ledger.bytes.total).toBe(sizes.reduce((sum, size) => sum + size))
    expect(ledger.exceptions.filter(({ code }) => code === 'cut-short').map(({ locator }) => locator)).toEqual(
      expect.arrayContaining([`box.mbox@${before.length}`, 'film.eml']),
    )
  })

  it('is found by what stands in its beginning and in attachments there, and is no copy of one that only begins alike', async () => {
    expect(await core.call('search.run', { query: 'lantern' })).toMatchObject({ total: 2 })
    expect(await core.call('search.run', { query: 'marigold' })).toMatchObject({ total: 2 })
  })

  it('keeps the hash of all its bytes as evidence', async () => {
    const sha256 = createHash('sha256')
    await pipeline(createReadStream(join(mail, 'film.eml')), sha256)
    const { hits } = await core.call('search.run', { query: 'lantern' })
    const shown = await Promise.all(hits.map(({ document }) => core.call('document.show', { document })))
    expect(shown.flatMap(({ instances }) => instances.map((instance) => instance.sha256))).toContain(sha256.digest('hex'))
  })

  it('shows its first bytes in the ledger, and is never given out as if it were whole', async () => {
    const told = (await core.call('ledger.show', {})).exceptions.filter(({ code }) => code === 'cut-short')
    for (const { source, locator, code } of told) {
      const raw = await core.call('ledger.raw', { source, locator, code })
      expect(Buffer.from(raw.hex, 'hex').toString('latin1').startsWith(beginning.slice(0, 400))).toBe(true)
    }
    const { hits } = await core.call('search.run', { query: 'lantern' })
    await expect(core.call('document.raw', { document: hits[0]?.document ?? '' })).rejects.toMatchObject({ code: 'formats/cannot-read' })
  })

  it('says so when it is collected and in review, can’t be released, and can be withheld; an attachment that is whole can be released', async () => {
    expect(collected.cutShort).toBe(4)
    const { rows } = await core.call('review.list', { matter })
    const named = (wanted: string) => rows.filter(({ subject }) => subject === wanted).map(({ document }) => document)
    const cut = [...named('The film'), ...named('film.bin')]
    const kept = named('cast.txt')
    expect([cut.length, kept.length]).toEqual([4, 2])
    for (const [documents, told] of [[cut, true] as const, [kept, false] as const]) {
      for (const document of documents) {
        const { problems } = await core.call('review.document', { matter, document })
        expect(problems.some(({ code }) => code === 'cut-short')).toBe(told)
      }
    }
    await core.call('review.code', { matter, selection: { all: true }, coding: 'responsive' })
    await core.call('review.dispose', { matter, selection: { all: true }, disposition: 'release' })
    const line = async () => (await core.call('produce.gate', { matter })).items.find(({ id }) => id === 'whole')
    expect(await line()).toMatchObject({ ok: false })
    expect([...((await line())?.documents ?? [])].sort()).toEqual([...cut].sort())
    const { submitted, notReady } = await core.call('review.submit', { matter })
    expect(submitted).toBe(kept.length)
    expect(notReady.map(({ document }) => document).sort()).toEqual([...cut].sort())
    const withheld = { matter, selection: { documents: cut }, disposition: 'withhold', ground: 'EU-15(4)' } as const
    await core.call('review.dispose', withheld)
    expect(await core.call('review.submit', { matter })).toMatchObject({ submitted: cut.length, notReady: [] })
    expect(await line()).toMatchObject({ ok: true })
  })
})
