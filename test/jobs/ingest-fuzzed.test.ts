import { lstatSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSources, readLedger, rescanSources } from '../../src/jobs/index.ts'
import type { WritableDatabase } from '../../src/store/index.ts'
import { writeDamagedArchive } from '../bench/fuzz-archive.ts'
import { environment, freshIndex } from './archive.ts'

describe('an archive of containers damaged at random', () => {
  const home = mkdtempSync(join(tmpdir(), 'desk-fuzzed-'))
  const folder = join(home, 'archive')
  const damagedOfEach = 12
  let index: WritableDatabase
  let files: readonly string[]
  let whole: readonly string[]

  beforeAll(async () => {
    mkdirSync(folder)
    ;({ files, whole } = writeDamagedArchive(folder, Number(process.env['FUZZ_SEED'] ?? 20_261_126), damagedOfEach))
    index = freshIndex(join(home, 'index.db'))
    await addSources(environment(index, { batchMessages: 50, pool: {} }), { paths: [folder] })
  })
  afterAll(() => {
    index.close()
    rmSync(home, { recursive: true, force: true })
  })

  /** Names of files that messages came from, or that the ledger names. */
  const accounted = (): ReadonlySet<string> => {
    const containers = index
      .prepare("SELECT container.name || '/' || instance.name FROM instance JOIN container ON container.number = instance.container")
      .pluck()
      .all() as string[]
    return new Set([...containers, ...readLedger(index, null).exceptions.map(({ locator }) => locator)])
  }

  it('is taken in without a crash or a hang, and its ledger reconciles by count and by byte', () => {
    const ledger = readLedger(index, null)
    expect(ledger.exceptions.filter(({ code }) => ['timeout', 'out-of-memory', 'parser-failed'].includes(code))).toEqual([])
    expect(ledger).toMatchObject({ reconciles: true, totals: { pending: 0 } })
    expect(ledger.bytes.total).toBe(ledger.bytes.messages + ledger.bytes.separators + ledger.bytes.exceptions + ledger.bytes.unread)
  })

  it('accounts for every byte of each mailbox that lies there as a file', () => {
    const boxes = index
      .prepare(
        'SELECT name, message_bytes + separator_bytes + exception_bytes AS bytes FROM container WHERE dialect IS NOT NULL AND place IS NULL',
      )
      .all() as { name: string; bytes: number }[]
    expect(boxes.length).toBeGreaterThan(damagedOfEach / 2)
    for (const { name, bytes } of boxes) expect(bytes, name).toBe(lstatSync(join(folder, name)).size)
  })

  it('leaves no file without a message or a word', () => {
    const names = [...accounted()]
    expect(files.filter((file) => !names.some((name) => name.includes(file)))).toEqual([])
  })

  it('gives of the containers that are whole what they hold', () => {
    const exceptions = readLedger(index, null).exceptions.map(({ locator }) => locator)
    const names = [...accounted()]
    for (const file of whole.filter((name) => !/\.(?:pst|msg)$/.test(name))) {
      expect(
        names.some((name) => name.includes(file)),
        file,
      ).toBe(true)
      expect(
        exceptions.filter((name) => name.includes(file)),
        file,
      ).toEqual([])
    }
  })

  it('gives nothing new when it is looked through once more', async () => {
    const before = readLedger(index, null).totals
    await rescanSources(environment(index, { batchMessages: 50, pool: {} }), null)
    expect(readLedger(index, null).totals).toEqual(before)
    expect(readLedger(index, null).reconciles).toBe(true)
  })
})
