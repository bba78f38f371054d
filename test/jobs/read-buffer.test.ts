import { execFileSync } from 'node:child_process'
import { hash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { readMbox } from '../../src/formats/index.ts'
import { ReadBuffer } from '../../src/jobs/ingest-file.ts'
import { PlaceReader } from '../../src/jobs/ingest-place.ts'
import { pathBelow, walkSource } from '../../src/jobs/ingest-walk.ts'
import { corpora, describeWithCorpora } from '../corpora.ts'
import { letter, mboxOf, temporaryFolder } from './archive.ts'

/** Whatever still looks at what the last read gave finds it overwritten. */
class Overwriting extends ReadBuffer {
  private last: Buffer = Buffer.alloc(0)

  override take(length: number): Buffer {
    this.last.fill(0xa5)
    this.last = super.take(length)
    return this.last
  }
}

/** What a reader gives for every message of a source, in order; `failed` where it can't be read. */
function contents(root: string, reader: PlaceReader): string[] {
  const read = (work: () => Uint8Array): string => {
    try {
      return hash('sha256', work())
    } catch {
      return 'failed'
    }
  }
  return walkSource(root, null).containers.flatMap(({ files, place, name, nameBytes }) => {
    if (files === null) {
      const box = reader.open(place?.path ?? pathBelow(root, name, nameBytes), place?.steps ?? [])
      // The walk over the box and the reading of its messages take turns, as they do in a pass.
      return [...readMbox(box)].map(({ offset, length }) => read(() => box.read(offset, length)))
    }
    const folder = pathBelow(root, name, nameBytes)
    return files.map((file) =>
      read(() => reader.message(file.place?.path ?? pathBelow(folder, file.name, file.nameBytes), file.place?.steps ?? []).raw.bytes),
    )
  })
}

/** An mbox and its messages, packed in every way that can be taken in. */
function packed(): string {
  const folder = temporaryFolder()
  const box = mboxOf(Array.from({ length: 300 }, (_, at) => letter({ id: `${at}`, body: `${Math.sin(at)} `.repeat(90) })))
  mkdirSync(join(folder, 'plain'))
  writeFileSync(join(folder, 'plain/in.mbox'), box)
  for (const id of ['x', 'y']) writeFileSync(join(folder, `plain/${id}.eml`), letter({ id }))
  const python =
    'import bz2, lzma; data = open("plain/in.mbox", "rb").read(); open("in.bz2", "wb").write(bz2.compress(data)); open("in.xz", "wb").write(lzma.compress(data))'
  execFileSync('python3', ['-c', python], { cwd: folder })
  writeFileSync(join(folder, 'in.gz'), gzipSync(box))
  writeFileSync(join(folder, 'in.zst'), zstdCompressSync(box))
  execFileSync('tar', ['-czf', 'in.tar.gz', 'plain'], { cwd: folder })
  execFileSync('tar', ['-cf', 'in.tar', 'plain'], { cwd: folder })
  for (const name of ['in.zip', 'in.7z']) execFileSync('7z', ['a', name, 'plain'], { cwd: folder, stdio: 'ignore' })
  return folder
}

describeWithCorpora('reading into one buffer again and again', () => {
  const same = (root: string): void => {
    const kept = contents(root, new PlaceReader())
    expect(kept.length).toBeGreaterThan(0)
    expect(contents(root, new PlaceReader(new Overwriting()))).toEqual(kept)
  }

  it.each(['outlook', 'mime/emlx', 'mime/james-mime4j', 'documents'])(
    'gives every message of %s as reading into new memory does',
    (name) => same(corpora(name)),
    120_000,
  )

  it('gives every message inside archives and compressed files as reading into new memory does', () => same(packed()))
})
