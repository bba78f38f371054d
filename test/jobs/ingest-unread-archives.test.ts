import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { addSources, readLedger } from '../../src/jobs/index.ts'
import { zipOf } from '../formats/office-file.ts'
import { environment, freshIndex, fromLine, letter, mboxOf, temporaryFolder, writeTree } from './archive.ts'

const mail = (id: string) => letter({ id })
const latin1 = (text: string) => Buffer.from(text, 'latin1')

it('a file that holds mail in a form that isn’t read, or is damaged, is told with what to do, never as one that isn’t mail', async () => {
  const folder = writeTree(temporaryFolder(), {
    'a.eml': mail('a'),
    'Export.mbox.lzma': latin1(`\x5d\0\0\x80\0${'\xff'.repeat(8)}\0packed`),
    'old.lz4': latin1('\x02\x21\x4c\x18packed'),
    'mail.cpio-like': latin1(`070701${'0'.repeat(104)}a.eml\0`),
    library: '!<arch>\nmember',
    RMAIL: 'BABYL OPTIONS: -*- rmail -*-\nVersion: 5\n\x1f',
    inbox: `\x01\x01\x01\x01\n${mail('mmdf')}\x01\x01\x01\x01\n`,
    'b.7z.002': latin1('further volume'),
    'c.z01': latin1('further volume'),
    'd.zip': latin1('PK00damaged'),
    'e.tar.gz': 'no gzip',
    'f.pst.zip': '',
    'in.zip': zipOf([{ name: 'g.7z.003', content: 'further volume' }]),
    // Neither a number in a text nor a document is an archive.
    'notes.txt': '070701 was the day, 070707 the other',
  })
  const index = freshIndex()
  await addSources(environment(index), { paths: [folder] })
  const { exceptions, totals } = readLedger(index, null)
  const of = (wanted: string) => exceptions.filter(({ code }) => code === wanted).map(({ locator }) => locator)
  expect(of('unsupported-archive').sort()).toEqual(
    ['Export.mbox.lzma', 'RMAIL', 'b.7z.002', 'c.z01', 'in.zip/g.7z.003', 'inbox', 'library', 'mail.cpio-like', 'old.lz4'].sort(),
  )
  expect(of('damaged-archive')).toEqual(['d.zip', 'e.tar.gz', 'f.pst.zip'])
  expect(of('not-mail')).toEqual(['notes.txt'])
  expect(totals).toMatchObject({ found: 13, indexed: 1, exceptions: 12 })
})

it('a zip with something before it is read: one that unpacks itself, and one that was damaged so', async () => {
  const packed = (id: string) => zipOf([{ name: `${id}.eml`, content: mail(id) }])
  const program = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(500)])
  const folder = writeTree(temporaryFolder(), {
    'backup.exe': Buffer.concat([program, packed('1')]),
    'mail.zip': Buffer.concat([Buffer.alloc(10), packed('2')]),
    'setup.exe': Buffer.concat([program, zipOf([{ name: 'part.dll', content: 'code' }])]),
    box: `${fromLine}${mail('3')}`,
  })
  const index = freshIndex()
  await addSources(environment(index), { paths: [folder] })
  expect(readLedger(index, null)).toMatchObject({
    reconciles: true,
    totals: { found: 3, indexed: 3 },
    exceptions: [{ code: 'not-mail', locator: 'setup.exe' }],
  })
})

it('what split(1) cut into volumes is told volume by volume, with what to do; what stands before the first cut is read', async () => {
  const half = (content: Buffer): readonly [Buffer, Buffer] => [
    content.subarray(0, content.length / 2),
    content.subarray(content.length / 2),
  ]
  const texts = Array.from({ length: 40 }, (_, at) => letter({ id: `${at}`, body: randomBytes(3000).toString('base64') }))
  const mailbox = gzipSync(mboxOf(texts))
  const volumes = { 'mail.mbox.gz': ['00', '01'], 'old.mbox.gz': ['aa', 'ab'], 'b.mbox.gz': ['part1', 'part2'] } as const
  const files = Object.entries(volumes).flatMap(([name, ends]) =>
    ends.map((end, at) => [`${name}.${end}`, half(mailbox)[at] ?? ''] as const),
  )
  const folder = writeTree(temporaryFolder(), {
    ...Object.fromEntries(files),
    'mail.mbox.gz.old': 'no volume',
    'notes.mbox.en': 'no volume',
  })
  const index = freshIndex()
  await addSources(environment(index), { paths: [folder] })
  const { exceptions, totals, reconciles } = readLedger(index, null)
  const told = exceptions.filter(({ code }) => code === 'unsupported-archive')
  expect(told.map(({ locator }) => locator.replace(/@\d+$/u, '')).sort()).toEqual(files.map(([name]) => name).sort())
  for (const { whatToDo } of told) expect(whatToDo).toContain('join them first')
  expect(exceptions.filter(({ code }) => code === 'damaged-archive')).toEqual([])
  expect(exceptions.filter(({ code }) => code === 'not-mail').map(({ locator }) => locator)).toEqual(['mail.mbox.gz.old', 'notes.mbox.en'])
  expect(reconciles).toBe(true)
  expect(totals.indexed).toBeGreaterThan(30)
})
