import { appendFileSync, copyFileSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { listPst, takeItem } from '../../src/formats/index.ts'
import { openPstFile } from '../../src/formats/pst-blocks.ts'
import { addSources, readFamily, readLedger, rescanSources } from '../../src/jobs/index.ts'
import { bytesSource, type DocumentId } from '../../src/model/index.ts'
import type { WritableDatabase } from '../../src/store/index.ts'
import { corpora, describeWithCorpora } from '../corpora.ts'
import { zipOf } from '../formats/office-file.ts'
import { environment, freshIndex, temporaryFolder } from './archive.ts'

const original = corpora('outlook/pst-java-libpst/dist-list.pst')

async function take(folder: string): Promise<WritableDatabase> {
  const index = freshIndex()
  await addSources(environment(index), { paths: [folder] })
  return index
}
const again = (index: WritableDatabase): Promise<unknown> => rescanSources(environment(index), null)

const totals = (index: WritableDatabase) => {
  const { totals: counts, reconciles } = readLedger(index, null)
  return { reconciles, found: counts.found, indexed: counts.indexed + counts.partial, exceptions: counts.exceptions }
}
const instances = (index: WritableDatabase): readonly { readonly key: string; readonly sha256: string }[] =>
  index.prepare('SELECT file_key AS key, hex(sha256) AS sha256 FROM instance ORDER BY file_key').all() as never

/** Rebuilt messages by number. */
function messages(pst: Uint8Array): ReadonlyMap<number, string> {
  const source = bytesSource(pst)
  const text = (nid: number): string => Buffer.from(takeItem(source, ['pst', nid])?.bytes ?? []).toString('latin1')
  return new Map((listPst(source)?.messages ?? []).map(({ nid }) => [nid, text(nid)]))
}

/** The store with one byte of one item's content changed where it stands, as a program that writes in place does; and that item's number. */
function changedInPlace(pst: Buffer): { readonly bytes: Buffer; readonly nid: number } {
  const before = messages(pst)
  const file = openPstFile(bytesSource(pst))
  for (const [nid] of before) {
    const block = file?.blocks.get(file.nodes.get(nid)?.data ?? 0)
    for (let at = block?.at ?? 0; block !== undefined && at < block.at + block.bytes; at += 1) {
      const bytes = Buffer.from(pst)
      bytes.writeUInt8((pst[at] ?? 0) ^ 1, at)
      const after = messages(bytes)
      const differing = [...before].filter(([each, text]) => after.get(each) !== text)
      if (differing.length === 1 && (after.get(nid)?.length ?? 0) > 100) return { bytes, nid }
    }
  }
  throw new Error('no byte of the store is content of one item')
}

describeWithCorpora('a PST that Outlook wrote to since', () => {
  it('gives the new version of the item that changed, and keeps the old one with its evidence', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'mail.pst')
    copyFileSync(original, path)
    const index = await take(folder)
    const before = instances(index)
    const { bytes, nid } = changedInPlace(readFileSync(original))
    writeFileSync(path, bytes)
    await again(index)
    const after = instances(index)
    expect(after.length).toBe(before.length + 1)
    expect(after).toEqual(expect.arrayContaining([...before]))
    const [added] = after.filter(({ sha256 }) => before.every((each) => each.sha256 !== sha256))
    expect(added?.key.split(':')[0]).toBe(nid.toString(16))
    expect(totals(index)).toEqual({ reconciles: true, found: before.length + 1, indexed: before.length + 1, exceptions: 0 })
    const document = index
      .prepare('SELECT document.id FROM instance JOIN document ON document.number = instance.document WHERE file_key = ?')
      .pluck()
      .get(added?.key) as DocumentId
    expect(Buffer.from(readFamily(index, document).raw).toString('latin1')).toBe(messages(bytes).get(nid))
  })

  it('and whose items are what they were, gives nothing twice', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'mail.pst')
    copyFileSync(original, path)
    const index = await take(folder)
    const before = totals(index)
    utimesSync(path, new Date(), new Date(Date.now() + 60_000))
    await again(index)
    expect(totals(index)).toEqual(before)
    appendFileSync(path, Buffer.alloc(1024))
    await again(index)
    expect(totals(index)).toEqual(before)
  })

  it('and changed back, is known again', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'mail.pst')
    copyFileSync(original, path)
    const index = await take(folder)
    const { bytes } = changedInPlace(readFileSync(original))
    const counts: number[] = []
    for (const content of [bytes, readFileSync(original), bytes, bytes]) {
      writeFileSync(path, content)
      await again(index)
      counts.push(instances(index).length)
    }
    const [first] = counts
    expect(counts).toEqual([first, first, first, first])
  })

  it('is read again in a backup that was written anew', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'backup.zip')
    writeFileSync(path, zipOf([{ name: 'mail.pst', content: readFileSync(original) }]))
    const index = await take(folder)
    const before = totals(index)
    const { bytes } = changedInPlace(readFileSync(original))
    writeFileSync(path, zipOf([{ name: 'mail.pst', content: bytes }]))
    await again(index)
    expect(totals(index)).toEqual({ ...before, found: before.found + 1, indexed: before.indexed + 1 })
  })

  it('and not written to since, is not read: a rescan looks at none of its messages', async () => {
    const folder = temporaryFolder()
    copyFileSync(original, join(folder, 'mail.pst'))
    const index = await take(folder)
    const before = totals(index)
    const script = new URL('./no-reading-worker.ts', import.meta.url)
    await rescanSources(environment(index, { pool: { workers: 1, script } }), null)
    expect(totals(index)).toEqual(before)
  })
})
