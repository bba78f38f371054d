import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { addSources, readLedger, rescanSources } from '../../src/jobs/index.ts'
import { zipOf } from '../formats/office-file.ts'
import { environment, freshIndex, letter, mboxOf, temporaryFolder, writeTree } from './archive.ts'

const onDisk = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0)

it('the bytes of a source are those on disk, also of what was not read', async () => {
  const folder = writeTree(temporaryFolder(), {
    box: `stray\n\n${mboxOf([letter({ id: '1' }), letter({ id: '2' })])}`,
    'MD/cur/1.a:2,S': letter({ id: '3' }),
    'MD/new/dovecot.index': Buffer.alloc(700),
    'MD/tmp/2.b': letter({ id: '4' }),
    'eml/a.eml': letter({ id: '5' }),
    'photo.jpg': Buffer.alloc(30_000, 0xff),
    'old.rar': Buffer.concat([Buffer.from('Rar!\x1a\x07\x01\x00', 'latin1'), Buffer.alloc(9000)]),
    'letter.docx': zipOf([
      { name: '[Content_Types].xml', content: '<Types/>' },
      { name: '_rels/.rels', content: '<Relationships/>' },
    ]),
    'broken.eml': Buffer.alloc(500),
  })
  const index = freshIndex()
  await addSources(environment(index), { paths: [folder] })
  const { bytes, sources, reconciles } = readLedger(index, null)
  expect(bytes.total).toBe(onDisk(folder))
  expect(sources.reduce((sum, source) => sum + source.bytes, 0)).toBe(onDisk(folder))
  expect(bytes.unread).toBeGreaterThan(40_000)
  expect(reconciles).toBe(true)
  await rescanSources(environment(index), null)
  expect(readLedger(index, null).bytes).toEqual(bytes)
})

it('the bytes of a source are those on disk now, where mail was deleted, moved or compacted', async () => {
  const letters = ['1', '2', '3'].map((id) => letter({ id }))
  const folder = writeTree(temporaryFolder(), {
    box: mboxOf(letters),
    gone: mboxOf(letters),
    'MD/cur/1.a:2,S': letter({ id: '4' }),
    'MD/new/2.a': letter({ id: '5' }),
    'eml/a.eml': letter({ id: '6' }),
    'eml/b.eml': letter({ id: '7' }),
  })
  const index = freshIndex()
  await addSources(environment(index), { paths: [folder] })
  const asOnDisk = async () => {
    await rescanSources(environment(index), null)
    const { bytes, sources, reconciles, totals } = readLedger(index, null)
    expect([bytes.total, sources.reduce((sum, source) => sum + source.bytes, 0), reconciles]).toEqual([
      onDisk(folder),
      onDisk(folder),
      true,
    ])
    return totals
  }
  const before = await asOnDisk()
  writeTree(folder, { box: mboxOf(letters.slice(1)) })
  for (const name of ['gone', 'MD/new/2.a', 'eml/a.eml']) rmSync(join(folder, name))
  // Nothing that was ever found is forgotten.
  expect((await asOnDisk()).found).toBe(before.found + 2)
  writeTree(folder, { box: mboxOf([...letters, letter({ id: '8' })]), 'MD/new/2.a': letter({ id: '5' }), gone: mboxOf(letters) })
  await asOnDisk()
  rmSync(join(folder, 'MD'), { recursive: true })
  await asOnDisk()
})
