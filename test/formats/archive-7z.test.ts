import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type ArchiveItem, read7z, readEntry } from '../../src/formats/index.ts'
import { bytesSource } from '../../src/model/index.ts'
import { corpora, haveCorpora } from '../corpora.ts'
import { sequence } from './sequence.ts'

const has7z = spawnSync('7z', ['i']).status === 0
const methods = spawnSync('7z', ['i'], { encoding: 'utf8' }).stdout ?? ''
const knows = (method: string): boolean => new RegExp(`\\b${method}\\b`, 'u').test(methods)
const folder = mkdtempSync(join(tmpdir(), 'desk-7z-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Lines that pack well and are all different. */
const text = (seed: number, lines: number): string =>
  Array.from({ length: lines }, (_, line) => `${seed}: line ${line} of a letter, ${Math.sin(seed * line)}`).join('\n')

const files: Readonly<Record<string, string>> = {
  'mail/a.eml': text(1, 3000),
  'mail/Grüße/bé.eml': text(2, 20),
  'mail/empty.eml': '',
  'mail/z.eml': text(3, 900),
}

/** What Debian's 7z makes of the files with these switches. */
function written(name: string, ...switches: string[]): Buffer {
  const root = join(folder, `${name}-in`)
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  symlinkSync('/etc/passwd', join(root, 'mail/out'))
  execFileSync('7z', ['a', '-snl', ...switches, join(folder, `${name}.7z`), 'mail'], { cwd: root, stdio: 'ignore' })
  return readFileSync(join(folder, `${name}.7z`))
}

const contents = (bytes: Uint8Array, items: Iterable<ArchiveItem> = read7z(bytesSource(bytes))): Record<string, string> =>
  Object.fromEntries(
    [...items].flatMap((item) => {
      if ('fault' in item) return [['', item.fault]]
      if (item.entry.kind !== 'file') return []
      const read = readEntry(bytesSource(bytes), item.entry, 1e7)
      return [[item.entry.shown, read.fault ?? Buffer.from(read.bytes ?? []).toString()]]
    }),
  )

describe.runIf(has7z)('a 7z', () => {
  it.each([
    ['lzma2, solid', []],
    ['lzma', ['-m0=lzma']],
    ['lzma with other bits', ['-m0=lzma:lc=0:lp=2:pb=0']],
    ['stored', ['-mx0']],
    ['deflate', ['-m0=deflate']],
    ['bzip2', ['-m0=bzip2']],
    ['delta before lzma2', ['-m0=delta:4', '-m1=lzma2']],
    ['each file by itself', ['-ms=off']],
    ['with a plain header', ['-mhc=off']],
    ['in chunks by two threads', ['-m0=lzma2:c=64k', '-mmt=2']],
  ])('written as %s gives its files, each with its checksum verified', (name, switches) => {
    const bytes = written(name.replace(/\W/g, '-'), ...switches)
    expect(contents(bytes)).toEqual(files)
  })

  it.each([
    ['lzma2', '-m1=lzma2'],
    ['lzma', '-m1=lzma'],
    ['nothing', '-m1=copy'],
  ])('of programs, by the filter BCJ before %s, gives the bytes that went in', (name, packer) => {
    const next = sequence(7)
    // Opcodes of CALL and JMP close together, and with addresses near and far: each case of the filter.
    const calls = Buffer.from(
      Array.from({ length: 700_000 }, () => [0xe8, 0xe9, 0, 0xff, 1, Math.floor(next() * 256)][Math.floor(next() * 6)] ?? 0),
    )
    const program = Buffer.concat([readFileSync(process.execPath).subarray(0, 3_000_000), calls])
    const path = join(folder, `bcj-${name}`)
    mkdirSync(path)
    for (const [file, content] of Object.entries({
      'whole.bin': program,
      'short.bin': calls.subarray(0, 4),
      'cut.bin': calls.subarray(0, 263_003),
    }))
      writeFileSync(join(path, file), content)
    execFileSync('7z', ['a', '-m0=BCJ', packer, `${path}.7z`, '.'], { cwd: path, stdio: 'ignore' })
    const bytes = readFileSync(`${path}.7z`)
    const read = Object.fromEntries(
      [...read7z(bytesSource(bytes))].flatMap((item) =>
        'fault' in item || item.entry.kind !== 'file' ? [] : [[item.entry.shown, readEntry(bytesSource(bytes), item.entry, 1e8)]],
      ),
    )
    expect(Object.values(read).map(({ fault }) => fault)).toEqual([null, null, null])
    expect(program.equals(read['whole.bin']?.bytes ?? new Uint8Array(0))).toBe(true)
    expect(Buffer.from(read['cut.bin']?.bytes ?? []).equals(calls.subarray(0, 263_003))).toBe(true)
  })

  it.each(['PPC', 'IA64', 'ARM', 'ARMT', 'ARM64', 'SPARC', 'RISCV'].filter(knows))(
    'of programs for another machine, %s, gives the bytes that went in',
    (machine) => {
      const next = sequence(5)
      const opcodes = [0xeb, 0xf0, 0xf8, 0x94, 0x90, 0xb0, 0x48, 0x40, 0x7f, 0x10, 0x12, 0x16, 0x50, 0xef, 0x17, 0x97, 0x03, 0, 1, 0xff]
      const program = Buffer.from(
        Array.from(
          { length: 300_001 },
          () => (next() < 0.3 ? Math.floor(next() * 256) : opcodes[Math.floor(next() * opcodes.length)]) ?? 0,
        ),
      )
      const path = join(folder, `machine-${machine}`)
      writeFileSync(`${path}.bin`, program)
      execFileSync('7z', ['a', `-m0=${machine}`, '-m1=lzma2', `${path}.7z`, `${path}.bin`], { stdio: 'ignore' })
      const bytes = readFileSync(`${path}.7z`)
      const [item] = read7z(bytesSource(bytes))
      if (item === undefined || 'fault' in item) throw new Error('no entry')
      const read = readEntry(bytesSource(bytes), item.entry, 1e7)
      expect(item.entry.steps?.map(([step]) => step)).toContain('bcj')
      expect(program.equals(read.bytes ?? new Uint8Array(0))).toBe(true)
    },
  )

  it('tells folders, links and times, and gives files in the order of their data', () => {
    const items = [...read7z(bytesSource(written('facts')))].flatMap((item) => ('fault' in item ? [] : [item.entry]))
    expect(items.find(({ shown }) => shown === 'mail/out')?.kind).toBe('link')
    expect(items.find(({ shown }) => shown === 'mail')?.kind).toBe('folder')
    expect(items.find(({ shown }) => shown === 'mail/z.eml')?.modifiedMs).toBeGreaterThan(Date.UTC(2020, 0))
    const offsets = items.flatMap(({ steps, sizeBytes }) => (sizeBytes > 0 && steps ? [Number(steps.at(-1)?.[1])] : []))
    expect(offsets).toEqual(offsets.toSorted((left, right) => left - right))
  })

  it('that is encrypted, its names too or not, is told as protected', () => {
    expect(new Set(Object.values(contents(written('secret', '-psecret'))))).toEqual(new Set(['protected-archive', '']))
    expect(contents(written('secret-names', '-psecret', '-mhe=on'))).toEqual({ '': 'protected-archive' })
  })

  it('in a method that isn’t read is told file by file', () => {
    expect(contents(written('ppmd', '-m0=PPMd'))).toEqual({
      ...Object.fromEntries(Object.keys(files).map((name) => [name, 'unsupported-archive'])),
      'mail/empty.eml': '',
    })
  })

  it('that was cut or bent gives a fault or damage, never wrong bytes and no crash', () => {
    const whole = written('whole')
    for (const size of [0, 6, 31, 32, 100, whole.byteLength - 1])
      expect(Object.values(contents(whole.subarray(0, size)))).toEqual(['damaged-archive'])
    const right = new Set<string>([
      ...Object.values(files),
      'damaged-archive',
      'unsupported-archive',
      'protected-archive',
      'expands-too-much',
    ])
    for (let at = 6; at < whole.byteLength; at += 397) {
      const bent = Buffer.from(whole)
      bent[at] = (bent[at] as number) ^ 0x41
      for (const value of Object.values(contents(bent))) expect(right.has(value), `bent at ${at}`).toBe(true)
    }
  })

  it.runIf(haveCorpora)('of a store of Outlook gives the bytes that went in', () => {
    const source = readFileSync(corpora('outlook/pst-aspose/Outlook/PersonalStorageFile1.pst'))
    const path = join(folder, 'store.7z')
    execFileSync('7z', ['a', path, corpora('outlook/pst-aspose/Outlook/PersonalStorageFile1.pst')], { stdio: 'ignore' })
    const bytes = readFileSync(path)
    const [item] = read7z(bytesSource(bytes))
    if (item === undefined || 'fault' in item) throw new Error('no entry')
    const read = readEntry(bytesSource(bytes), item.entry, 1e9)
    const sha = (of: Uint8Array | null): string =>
      createHash('sha256')
        .update(of ?? '')
        .digest('hex')
    expect(sha(read.bytes)).toBe(sha(source))
  })
})
