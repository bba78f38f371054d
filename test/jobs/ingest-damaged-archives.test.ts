import { spawnSync } from 'node:child_process'
import { hash } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readLedger } from '../../src/jobs/index.ts'
import { zipOf } from '../formats/office-file.ts'
import { letter, mboxOf, temporaryFolder, writeTree } from './archive.ts'
import { ids, packed, take, told } from './taken.ts'

describe('an archive that is damaged', () => {
  const many = Array.from({ length: 300 }, (_, at) => letter({ id: `${at}`, body: `${Math.sin(at)} `.repeat(90) }))

  it('gives the messages of a compressed mbox that something else was left behind', async () => {
    const folder = temporaryFolder()
    writeTree(folder, { 'a.mbox.gz': Buffer.concat([gzipSync(mboxOf(many)), Buffer.from('garbage')]) })
    const index = await take(folder)
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { indexed: 300 } })
    expect(told(index).map(([, code]) => code)).toEqual(['damaged-archive'])
  })

  it('gives of one large mbox in a compressed tar what stands before its cut end', async () => {
    const folder = temporaryFolder()
    writeTree(join(folder, 'in'), { 'large.mbox': mboxOf(many) })
    packed(folder, 'tar -cf whole.tar in && rm -r in')
    const whole = readFileSync(join(folder, 'whole.tar'))
    rmSync(join(folder, 'whole.tar'))
    writeTree(folder, { 'cut.tar.gz': gzipSync(whole.subarray(0, whole.indexOf('Message-ID: <250@'))) })
    const index = await take(folder)
    const ledger = readLedger(index, null)
    expect(ledger.reconciles).toBe(true)
    expect(ledger.totals.indexed).toBeGreaterThanOrEqual(250)
    expect(told(index).map(([, code]) => code)).toContain('damaged-archive')
  })

  it('gives the entries of a zip whose directory was cut off', async () => {
    const folder = temporaryFolder()
    writeTree(join(folder, 'in'), Object.fromEntries(many.map((each, at) => [`${at}.eml`, each])))
    packed(folder, "python3 -c \"import shutil;shutil.make_archive('mail','zip','in')\" && rm -r in && truncate -s -300 mail.zip")
    const index = await take(folder)
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { indexed: 300 } })
    expect(told(index).map(([, code]) => code)).toEqual(['damaged-archive'])
  })
})

describe('a mailbox in a zip that is damaged there', () => {
  // Words that don't pack well, so that messages stand all over the data.
  const noisy = (id: string): string =>
    letter({ id, body: Array.from({ length: 40 }, (_, at) => `${hash('sha512', `${id} ${at}`, 'hex')}\n`).join('') })
  const box = mboxOf(Array.from({ length: 100 }, (_, at) => noisy(`${at}`)))
  const zipped = (change: (zip: Buffer, record: number) => void): Buffer => {
    const zip = zipOf([{ name: 'in.mbox', content: box }])
    change(zip, zip.indexOf('PK\x01\x02'))
    return zip
  }
  const damages: Readonly<Record<string, readonly [string, number, Buffer]>> = {
    'a flipped byte': [
      'not-as-declared',
      80,
      zipped((zip) => zip.writeUInt8(~(zip[Math.floor(zip.length * 0.9)] ?? 0) & 0xff, Math.floor(zip.length * 0.9))),
    ],
    'too few packed bytes': ['damaged-archive', 45, zipped((zip, at) => zip.writeUInt32LE(zip.readUInt32LE(at + 20) >> 1, at + 20))],
    'another checksum': ['not-as-declared', 100, zipped((zip, at) => zip.writeUInt32LE(12_345, at + 16))],
    'a size too large': ['not-as-declared', 100, zipped((zip, at) => zip.writeUInt32LE(box.length + 1000, at + 24))],
    'a size too small': ['not-as-declared', 100, zipped((zip, at) => zip.writeUInt32LE(300, at + 24))],
    'a size of nothing': ['not-as-declared', 100, zipped((zip, at) => zip.writeUInt32LE(0, at + 24))],
  }

  it.each(Object.keys(damages))('(%s) gives what stands there, and is told', async (name) => {
    const [code, least, zip] = damages[name] as (typeof damages)[string]
    const index = await take(writeTree(temporaryFolder(), { 'box.zip': zip }))
    const ledger = readLedger(index, null)
    expect(ledger.reconciles).toBe(true)
    expect(ids(index).length).toBeGreaterThanOrEqual(least)
    expect(told(index).filter(([locator]) => locator === 'box.zip/in.mbox')).toEqual([['box.zip/in.mbox', code]])
  })

  it.runIf(spawnSync('7z', ['i']).status === 0)('(or in a 7z) gives what stands there, and is told', async () => {
    const folder = writeTree(temporaryFolder(), { 'in.mbox': box })
    packed(folder, '7z a -bd -mx1 box.7z in.mbox')
    const bytes = readFileSync(join(folder, 'box.7z'))
    const at = Math.floor(bytes.length * 0.9)
    bytes.writeUInt8(~(bytes[at] ?? 0) & 0xff, at)
    const index = await take(writeTree(temporaryFolder(), { 'box.7z': bytes }))
    expect(ids(index).length).toBeGreaterThanOrEqual(80)
    expect(told(index)[0]).toEqual(['box.7z/in.mbox', expect.stringMatching(/^(?:damaged-archive|not-as-declared)$/u)])
  })

  it('(a stored one whose checksum is another) is taken in, and told', async () => {
    const folder = writeTree(temporaryFolder(), { 'in.mbox': mboxOf(['a', 'b', 'c', 'd'].map((id) => letter({ id }))) })
    packed(folder, "python3 -c \"import zipfile;zipfile.ZipFile('box.zip','w').write('in.mbox')\"")
    const zip = readFileSync(join(folder, 'box.zip'))
    zip.write('X', zip.indexOf('Text of letter c'))
    const index = await take(writeTree(temporaryFolder(), { 'box.zip': zip }))
    expect(ids(index).length).toBe(4)
    expect(told(index)).toEqual([['box.zip/in.mbox', 'not-as-declared']])
  })
})
