import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { addSources, readLedger, readRawBytes, rescanSources } from '../../src/jobs/index.ts'
import type { WritableDatabase } from '../../src/store/index.ts'
import { zipOf } from '../formats/office-file.ts'
import { environment, freshIndex, letter, mboxOf, temporaryFolder, writeTree } from './archive.ts'

const good = letter({ id: 'good' })
const bad = letter({ id: 'bad', body: 'The letter at which the reader dies.\n' })

const dying = { workers: 1, script: new URL('./stopping-worker.ts', import.meta.url) }

/** Takes a folder in with a worker that dies at the messages of those places. */
async function take(folder: string, ...dieAt: string[]): Promise<WritableDatabase> {
  process.env['DIE_AT'] = dieAt.join('\n')
  onTestFinished(() => {
    delete process.env['DIE_AT']
  })
  const index = freshIndex()
  await addSources(environment(index, { pool: dying }), { paths: [folder] })
  return index
}

/** The bytes at each exception of that place or code, as text. */
function raw(index: WritableDatabase, wanted: string) {
  const found = readLedger(index, null).exceptions.find(({ locator, code }) => locator === wanted || code === wanted)
  if (!found) throw new Error(`not told: ${wanted}`)
  const { bytes, exact, totalBytes } = readRawBytes(index, found.source, found.locator, found.code)
  return { text: Buffer.from(bytes).toString('latin1'), exact, totalBytes }
}

describe('the bytes of a message that was found and could not be taken in', () => {
  it.each([
    ['a zip', 'old.zip', (content: string) => zipOf([{ name: 'x/bad.eml', content }])],
    ['a compressed tar', 'old.tar.gz', packedTar],
  ])('are shown from %s', async (_, name, pack) => {
    const folder = writeTree(temporaryFolder(), { [name]: pack(bad), 'good.eml': good })
    const index = await take(folder, `${name}/x/bad.eml`)
    expect(readLedger(index, null).totals).toMatchObject({ found: 2, indexed: 1, exceptions: 1 })
    expect(raw(index, `${name}/x/bad.eml`)).toEqual({ text: bad, exact: true, totalBytes: bad.length })
  })

  it('are shown from a zip in a zip', async () => {
    const inner = zipOf([{ name: 'bad.eml', content: bad }])
    const folder = writeTree(temporaryFolder(), { 'old.zip': zipOf([{ name: 'inner.zip', content: inner }]) })
    const index = await take(folder, 'old.zip/inner.zip/bad.eml')
    expect(raw(index, 'parser-failed')).toMatchObject({ text: bad, exact: true })
  })

  it('are shown from a compressed mailbox, and of a compressed file', async () => {
    const mbox = mboxOf([good, bad])
    const at = mbox.indexOf(bad)
    const folder = writeTree(temporaryFolder(), { 'in.mbox.gz': gzipSync(mbox), 'bad.eml.gz': gzipSync(bad) })
    const index = await take(folder, `in.mbox.gz@${at}`, 'bad.eml.gz')
    expect(raw(index, `in.mbox.gz@${at}`).text.startsWith(bad)).toBe(true)
    expect(raw(index, 'bad.eml.gz')).toMatchObject({ text: bad, exact: true })
  })

  it('are found again after a rescan that fails again', async () => {
    const folder = writeTree(temporaryFolder(), { 'old.zip': zipOf([{ name: 'bad.eml', content: bad }]) })
    const index = await take(folder, 'old.zip/bad.eml')
    await rescanSources(environment(index, { pool: dying }), null)
    expect(raw(index, 'parser-failed')).toMatchObject({ text: bad, exact: true })
  })
})

describe('the bytes at a place whose name isn’t UTF-8', () => {
  const latin1 = (name: string): Buffer => Buffer.from(name, 'latin1')

  /** A folder of Latin-1, as a file server of the nineties has it, with a file and a message of such names. */
  const westernFolder = (): string => {
    const folder = temporaryFolder()
    const inner = Buffer.concat([latin1(`${folder}/`), latin1('B\xfcro')])
    mkdirSync(inner)
    const write = (name: string, content: string) => writeFileSync(Buffer.concat([inner, latin1(`/${name}`)]), content, 'latin1')
    write('Gr\xfc\xdfe.txt', 'The notes of the office.\n')
    write('Gr\xfb\xdfe.txt', 'Other notes, by another letter.\n')
    write('schlecht\xe9.eml', bad)
    write('gut\xe9.eml', noted)
    return folder
  }
  const noted = letter({ id: 'n', headers: ['MIME-Version: 1.0', 'Content-Type: text/plain; charset=x-foo'], body: 'Te\xfct.\n' })

  it('are those of the file on disk, of two alike the one that is meant', async () => {
    const index = await take(westernFolder(), 'B\\xfcro/schlecht\\xe9.eml')
    expect(raw(index, 'B\\xfcro/Gr\\xfc\\xdfe.txt')).toEqual({ text: 'The notes of the office.\n', exact: true, totalBytes: 25 })
    expect(raw(index, 'B\\xfcro/Gr\\xfb\\xdfe.txt').text).toBe('Other notes, by another letter.\n')
    expect(raw(index, 'B\\xfcro/schlecht\\xe9.eml')).toMatchObject({ text: bad, exact: true })
    expect(raw(index, 'B\\xfcro/gut\\xe9.eml')).toMatchObject({ text: noted, exact: true })
  })

  it('that is written with the signs by which such names are shown are its own', async () => {
    const folder = writeTree(temporaryFolder(), { 'a\\xfc.txt': 'No bytes meant.\n', 'good.eml': good })
    expect(raw(await take(folder), 'a\\xfc.txt')).toMatchObject({ text: 'No bytes meant.\n', exact: true })
  })

  it('are not read through a link that took its place since', async () => {
    const folder = westernFolder()
    const index = await take(folder)
    const path = Buffer.concat([latin1(`${folder}/`), latin1('B\xfcro/Gr\xfc\xdfe.txt')])
    rmSync(path)
    symlinkSync('/etc/hostname', path)
    expect(() => raw(index, 'B\\xfcro/Gr\\xfc\\xdfe.txt')).toThrow(expect.objectContaining({ code: 'jobs/place-unreadable' }))
  })
})

describe('the bytes of what lies in an archive beside the mail', () => {
  it('are those of the file, not of the archive', async () => {
    const folder = writeTree(temporaryFolder(), { 'old.tar.gz': packedTar(good, 'notes.txt', 'No mail, only notes.\n') })
    const index = await take(folder)
    expect(raw(index, 'not-mail')).toEqual({ text: 'No mail, only notes.\n', exact: true, totalBytes: 21 })
  })

  it('that is damaged are as they were packed', async () => {
    const zip = zipOf([{ name: 'bad.eml', content: bad }])
    // A block of a type that deflate doesn't have (RFC 1951 §3.2.3), right at the beginning.
    zip[30 + 'bad.eml'.length] = 0xff
    const folder = writeTree(temporaryFolder(), { 'old.zip': zip })
    const index = await take(folder)
    const { text } = raw(index, 'damaged-archive')
    expect(zip.toString('latin1')).toContain(text)
    expect(text.length).toBeGreaterThan(10)
  })
})

function packedTar(content: string, name = 'x/bad.eml', beside?: string): Buffer {
  const folder = writeTree(temporaryFolder(), beside === undefined ? { [name]: content } : { 'good.eml': content, [name]: beside })
  const out = join(temporaryFolder(), 'packed.tar.gz')
  execFileSync('tar', ['czf', out, '-C', folder, '.'])
  return readFileSync(out)
}

describe('the bytes of a message that was taken in and has something else in its place now', () => {
  const refused = (index: WritableDatabase, wanted: string) => {
    try {
      raw(index, wanted)
    } catch (error) {
      return (error as { code?: string }).code
    }
    return null
  }
  // Of the same length, so that the next message begins where this one did.
  const [first, second, third] = ['first', 'other', 'third'].map((id) => letter({ id })) as [string, string, string]
  const noted = (id: string) =>
    letter({ id, headers: ['MIME-Version: 1.0', 'Content-Type: text/plain; charset=x-foo'], body: `Te\xfct of ${id}.\n` })

  it('are refused, in a mailbox that was compacted or written over, and shown again once it is back', async () => {
    const before = mboxOf([first, second, third])
    const folder = writeTree(temporaryFolder(), { box: before })
    const index = await take(folder)
    writeTree(folder, { box: mboxOf([second, third]) })
    await rescanSources(environment(index), null)
    expect(refused(index, 'vanished')).toBe('jobs/place-changed')
    writeTree(folder, { box: before.slice(0, 40) })
    expect(refused(index, 'vanished')).toBe('jobs/place-changed')
    writeTree(folder, { box: before })
    expect(raw(index, 'vanished')).toMatchObject({ exact: true, text: expect.stringContaining(first) })
  })

  it('are refused before any rescan, of a mailbox, a file and a file in an archive that the ledger tells something of', async () => {
    const files = (id: string) => ({
      box: mboxOf([noted(id)]),
      'a.eml': noted(id),
      'z.zip': zipOf([{ name: 'b.eml', content: Buffer.from(noted(id), 'latin1') }]),
    })
    const folder = writeTree(temporaryFolder(), files('first'))
    const index = await take(folder)
    const places = readLedger(index, null).exceptions.map(({ locator }) => locator)
    expect(places).toHaveLength(3)
    for (const place of places) expect(raw(index, place).text).toContain(noted('first'))
    writeTree(folder, files('other'))
    // Where in an archive that was written anew a file begins, its old place doesn't tell.
    for (const place of places)
      expect(refused(index, place)).toBe(place.startsWith('z.zip') ? 'jobs/place-unreadable' : 'jobs/place-changed')
  })

  it('are refused where their file is gone', async () => {
    const folder = writeTree(temporaryFolder(), { 'a.eml': noted('first'), 'b.eml': first })
    const index = await take(folder)
    rmSync(join(folder, 'a.eml'))
    await rescanSources(environment(index), null)
    expect(refused(index, 'vanished')).toBe('jobs/place-unreadable')
  })
})
