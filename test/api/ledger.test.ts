import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import { asText, bytesOf, hexRows, isText } from '../../renderer/screens/sources/hex-rows.ts'
import type { CoreClient, LedgerException } from '../../src/api/index.ts'
import { zipOf } from '../formats/office-file.ts'
import { letter, mboxOf, temporaryFolder, writeTree } from '../jobs/archive.ts'
import { annasWorkspace, bench } from './core-home.ts'

const broken = letter({
  id: 'bad',
  headers: ['MIME-Version: 1.0', 'Content-Type: text/plain', 'Content-Transfer-Encoding: x-strange'],
  body: '!!!! of an unknown encoding\n',
})

describe('the ledger', () => {
  let core: CoreClient
  let folder: string
  let exceptions: readonly LedgerException[]
  const told = (locator: string | RegExp): LedgerException => {
    const found = exceptions.find((each) => (typeof locator === 'string' ? each.locator === locator : locator.test(each.locator)))
    if (!found) throw new Error(`not told: ${locator}`)
    return found
  }
  const raw = async ({ source, locator, code }: LedgerException) => {
    const { hex, ...rest } = await core.call('ledger.raw', { source, locator, code })
    return { ...rest, text: Buffer.from(hex, 'hex').toString('latin1') }
  }

  beforeEach(async () => {
    const home = temporaryFolder()
    core = bench('over a channel').core
    await annasWorkspace(core, join(home, 'w'))
    const packed = gzipSync(Buffer.from(mboxOf(Array.from({ length: 40 }, (_, at) => letter({ id: `${at}`, body: `${Math.sin(at)}\n` })))))
    folder = writeTree(join(home, 'mail'), {
      'box.mbox': mboxOf([letter({ id: '1' }), broken]),
      'inside.mbox.gz': gzipSync(Buffer.from(mboxOf([letter({ id: '2' }), broken]))),
      'cut.mbox.gz': packed.subarray(0, packed.byteLength >> 1),
      'Mail/cur/1.a:2,S': broken,
      'Mail/tmp/2.a': broken,
      'backup.zip': zipOf([{ name: 'old/bad.eml', content: broken }]),
      '=HYPERLINK("evil").txt': 'no mail, only a name',
      'secret.bin': 'never listed',
    })
    symlinkSync('/etc/hostname', join(folder, 'link'))
    await core.call('source.add', { paths: [folder] })
    exceptions = (await core.call('ledger.show', {})).exceptions
  })

  it('shows the bytes at a place in a mailbox, in a compressed one in those it decompresses to, in a folder’s file, and of a message in an archive', async () => {
    const offset = mboxOf([letter({ id: '1' })]).length
    for (const place of [told(/^box\.mbox@[1-9]/), told(/^inside\.mbox\.gz@[1-9]/)]) {
      const { text, exact, offset: at } = await raw(place)
      expect({ exact, at: at >= offset }).toEqual({ exact: true, at: true })
      expect(text).toContain('!!!! of an unknown encoding')
      expect(text).not.toContain('<1@berg.example>')
    }
    expect(await raw(told(/^Mail\/.*1\.a:2,S$/))).toMatchObject({ exact: true, offset: 0, text: broken })
    expect(await raw(told('backup.zip/old/bad.eml'))).toMatchObject({ exact: true, offset: 0, text: broken })
  })

  it('shows what stands before the cut where a compressed file ends too early', async () => {
    const { text, totalBytes } = await raw(told(/^cut\.mbox\.gz@/))
    expect(Buffer.from(text, 'latin1')).toEqual(readFileSync(join(folder, 'cut.mbox.gz')))
    expect(totalBytes).toBe(text.length)
  })

  it('follows no link, and reads nothing that the ledger doesn’t list', async () => {
    await expect(raw(told('link'))).rejects.toMatchObject({ code: 'jobs/place-unreadable' })
    const place = told('link')
    for (const locator of ['../w/keys.json', '/etc/passwd', 'box.mbox', 'link/../secret.bin']) {
      await expect(raw({ ...place, locator })).rejects.toMatchObject({ code: 'jobs/unknown-exception' })
    }
  })

  it('does not follow a link that took a file’s place since', async () => {
    const place = told(/HYPERLINK/)
    expect(await raw(place)).toMatchObject({ text: 'no mail, only a name' })
    rmSync(join(folder, place.locator))
    symlinkSync('/etc/hostname', join(folder, place.locator))
    await expect(raw(place)).rejects.toMatchObject({ code: 'jobs/place-unreadable' })
  })

  it('offers to try again what a rescan may read otherwise, and nothing else', async () => {
    const again = exceptions.filter(({ rescanHelps }) => rescanHelps).map(({ code }) => code)
    expect(new Set(again)).toEqual(new Set(['unfinished-delivery']))
    // It stays damaged until another copy lies there.
    expect(told(/^cut\.mbox\.gz@/)).toMatchObject({ code: 'damaged-archive', rescanHelps: false })
    expect(told('link').rescanHelps).toBe(false)
    expect(told(/^Mail\/.*1\.a:2,S$/).rescanHelps).toBe(false)
  })

  it('is written with what its bytes are the sum of, source by source and in all', async () => {
    const out = join(temporaryFolder(), 'ledger.json')
    await core.call('ledger.write', { format: 'json', out })
    const { rows } = JSON.parse(readFileSync(out, 'utf8')) as { rows: Record<string, string>[] }
    const summed = rows.filter(({ row }) => row === 'source' || row === 'total')
    expect(summed.length).toBeGreaterThan(1)
    for (const row of summed) {
      const parts = Object.entries(row).filter(([name]) => name.startsWith('bytes '))
      expect(parts).toHaveLength(5)
      expect(parts.reduce((sum, [, value]) => sum + Number(value), 0)).toBe(Number(row['bytes']))
    }
    expect(Number(summed.at(-1)?.['bytes in files not taken in'])).toBeGreaterThan(0)
  })

  it('is written as CSV with every exception, no cell of which is run as a formula, over no file that is there', async () => {
    const out = join(temporaryFolder(), 'ledger.csv')
    const { rows } = await core.call('ledger.write', { format: 'csv', out })
    const csv = readFileSync(out, 'utf8')
    expect(rows).toBe(exceptions.length + 1 + new Set((await core.call('source.list', {})).sources).size)
    expect(csv).toContain(`"'=HYPERLINK(""evil"").txt"`)
    expect(csv).not.toMatch(/(^|,)"[=+\-@]/mu)
    for (const { locator } of exceptions) expect(csv).toContain(locator.replaceAll('"', '""'))
    expect(csv).toMatch(/"total".*"reconciles"/)
    const folder = dirname(out)
    await expect(core.call('ledger.write', { format: 'csv', out: folder })).rejects.toMatchObject({
      message: expect.stringMatching(/^This is a folder\./u),
    })
    writeFileSync(out, 'kept')
    await expect(core.call('ledger.write', { format: 'csv', out })).rejects.toMatchObject({ code: 'hosts/output-exists' })
    expect(readFileSync(out, 'utf8')).toBe('kept')
    expect(existsSync(`${out}.partial`)).toBe(false)
  })
})

describe('bytes on the screen', () => {
  it('stand in rows of sixteen, with the offset of each', () => {
    expect(hexRows(bytesOf('46726f6d20ff0a3c623e'), 32)).toEqual([`00000020  46 72 6f 6d 20 ff 0a 3c 62 3e${' '.repeat(18)}  From ..<b>`])
  })

  it.each<[what: string, bytes: Uint8Array, text: boolean]>([
    ['a mail', Buffer.from(broken), true],
    ['a mail in Latin-1', Buffer.from('Gr\xfc\xdfe aus dem B\xfcro, Fr\xe4ulein M\xfcller\r\n', 'latin1'), true],
    ['Japanese mail', Buffer.from('\u001b$B$3$s$K$A$O\u001b(B\n'), true],
    ['nothing', new Uint8Array(0), true],
    ['what is compressed', gzipSync(Buffer.from('text that was packed')), false],
    ['a run of bytes that are no letters', Buffer.alloc(500, 0xe7), false],
    ['zeros', Buffer.alloc(500), false],
    [
      'a PDF',
      Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj <</Length 9>> stream\nx\x9c\x01\x02\x03\x04\x05\x06\x10\xff', 'latin1'),
      false,
    ],
  ])('are text or not: %s', (_what, bytes, text) => {
    expect(isText(bytes)).toBe(text)
  })

  it('as text hide no control and turn no direction of writing', () => {
    expect(asText(Buffer.from('a\u001b[2J\u202eb\u0000\r\n\tc'))).toBe('a·[2J·b·\n\tc')
  })
})
