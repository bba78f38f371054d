import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { madeCase, madeKinds } from '../bench/fuzz-cases.ts'
import { pstCase } from '../bench/fuzz-outlook.ts'
import { randomOf } from '../bench/fuzz-random.ts'
import { runCase } from '../bench/fuzz-read.ts'
import { corpora, describeWithCorpora } from '../corpora.ts'

/** Every reader that must take a case for the run to be one of every reader. */
const readers: readonly string[] = [
  ...['mbox', 'eml', 'emlx', 'apart', 'dbox', 'mdbox map', 'maildir', 'msg', 'zip', 'tar', '7z', 'gzip', 'zstd', 'bzip2', 'xz', 'lz4'],
  ...['step lzma', 'step lzma2', 'step delta', 'step deflate', 'step bzip2'],
  ...['x86', 'powerpc', 'ia64', 'arm', 'armthumb', 'sparc', 'arm64', 'riscv'].map((machine) => `bcj ${machine}`),
  ...['text', 'html', 'pdf', 'zip', 'compound', 'rtf', 'other'].map((kind) => `attached ${kind}`),
]

/** A 7z packs by many methods. */
const casesOf = (kind: string): number => (kind === '7z' ? 80 : 24)

describe('every reader of untrusted bytes', () => {
  const reached = new Set<string>()

  it.each(madeKinds)('reads made-up files of fixed seed without a throw: %s', async (kind) => {
    const failed: string[] = []
    const random = randomOf(7)
    for (let number = 0; number < casesOf(kind); number++) {
      const one = madeCase(kind, random, number === casesOf(kind) - 1)
      try {
        for (const reader of await runCase(one)) reached.add(reader)
      } catch (error) {
        failed.push(`case ${number} (${one.kind}): ${error instanceof Error ? error.message : ''}`)
      }
    }
    expect(failed).toEqual([])
  })

  it('had a file to read', () => {
    expect(readers.filter((reader) => !reached.has(reader))).toEqual([])
  })
})

describeWithCorpora('the reader of PST files', () => {
  it('reads one whose blocks are bent, their checksums holding, without a throw', async () => {
    const real = readFileSync(corpora('outlook/pst-java-libpst/dist-list.pst'))
    const random = randomOf(7)
    for (let number = 0; number < 24; number++)
      expect((await runCase({ kind: 'real pst', name: 'x.pst', bytes: pstCase(random, real), beside: [] })).has('pst'), `${number}`).toBe(
        true,
      )
  })
})
