import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { findInBytes } from './scan.ts'
import { watch } from './watch.ts'

const canary = 'Canary7f3a9c51e0b84d26a1'
const around = (text: string): Buffer => Buffer.from(`${'before '.repeat(20)}${text}${' after'.repeat(20)}`)
const zipEntry = (bytes: Buffer): Buffer => {
  const header = Buffer.alloc(30)
  header.write('PK\u0003\u0004', 'latin1')
  header.writeUInt16LE(3, 26)
  return Buffer.concat([header, Buffer.from('a.b'), deflateRawSync(bytes)])
}

describe('the scan for canaries', () => {
  it.each([
    ['raw', around(canary)],
    ['lower case', around(canary.toLowerCase())],
    ['UTF-16 LE', Buffer.from(`x ${canary} y`, 'utf16le')],
    ['UTF-16 BE', Buffer.from(`x ${canary} y`, 'utf16le').swap16()],
    ['base64 at every alignment', Buffer.from(Buffer.from(`a${canary}`).toString('base64'))],
    ['base64 at every alignment', Buffer.from(Buffer.from(`ab${canary}`).toString('base64'))],
    ['base64 at every alignment', Buffer.from(Buffer.from(`abc${canary}xyz`).toString('base64'))],
    ['zlib', Buffer.concat([Buffer.alloc(100, 7), deflateSync(around(canary))])],
    ['gzip', gzipSync(around(canary))],
    ['a cut gzip', gzipSync(around(canary)).subarray(0, -9)],
    ['zstd', Buffer.concat([Buffer.from('junk'), zstdCompressSync(around(canary))])],
    ['a zip entry', zipEntry(around(canary))],
    ['base64 in gzip', gzipSync(Buffer.from(around(canary).toString('base64')))],
  ])('finds one as %s', (_form, bytes) => {
    expect(findInBytes('file', bytes, [canary])).not.toEqual([])
  })

  it('finds nothing where nothing is', () => {
    expect(findInBytes('file', gzipSync(around('harmless')), [canary])).toEqual([])
  })
})

describe.runIf(process.platform === 'linux')('the watch for canaries', () => {
  const folder = mkdtempSync(join(tmpdir(), 'desk-watch-'))
  const outside = mkdtempSync(join(tmpdir(), 'desk-outside-'))
  afterAll(() => {
    for (const made of [folder, outside]) rmSync(made, { recursive: true, force: true })
  })

  /** Runs a program that does `begin` with a path and a text, lets it be looked at, and has it do `end`. */
  async function watched(path: string, begin: string, end: string) {
    const watching = watch([folder], [canary], [])
    const program = `import { openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
      const [path, text] = process.argv.slice(1)
      ${begin}
      process.stdout.write('begun')
      process.stdin.once('data', () => { ${end}; process.exit() })`
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, path, `x ${canary} x`])
    const ended = once(child, 'close')
    await once(child.stdout, 'data')
    await watching.looked()
    child.stdin.write('end')
    await ended
    return watching.stop()
  }

  it.each([
    ['a file that stands for a moment', 'writeFileSync(path, text)', 'rmSync(path)'],
    ['a file deleted while open', `const file = openSync(path, 'w'); writeSync(file, text); rmSync(path)`, ''],
  ])('finds one in %s', async (_what, begin, end) => {
    const { found } = await watched(join(folder, 'leak'), begin, end)
    expect(found.map((leaked) => leaked.canary)).toContain(canary)
  })

  it('tells which file a program writes to outside of the folders', async () => {
    const stray = join(outside, 'stray')
    expect((await watched(stray, `openSync(path, 'w')`, '')).strays).toEqual([stray])
  })
})
