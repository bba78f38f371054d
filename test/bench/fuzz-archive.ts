import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { corpora, haveCorpora } from '../corpora.ts'
import { zipOf } from '../formats/office-file.ts'
import { letter, mboxOf, writeTree } from '../jobs/archive.ts'
import { mutated, type Random, randomOf } from './fuzz-random.ts'

/** A kind of container as a file, whole or damaged inside before it is packed. `name`: its name's end. */
interface Kind {
  readonly name: string
  readonly bytes: (damage: (bytes: Uint8Array) => Uint8Array) => Uint8Array
}

const letters = Array.from({ length: 8 }, (_, at) => letter({ id: `${at}`, body: `Text ${Math.sin(at)} of letter ${at}.\n`.repeat(30) }))
const same = (bytes: Uint8Array): Uint8Array => bytes

function packed(kind: 'tar' | '7z'): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'desk-fuzz-pack-'))
  try {
    writeTree(
      folder,
      Object.fromEntries([['all.mbox', mboxOf(letters)] as const, ...letters.map((text, at) => [`${at}.eml`, text] as const)]),
    )
    const names = readdirSync(folder)
    if (kind === 'tar') execFileSync('tar', ['-cf', 'out', ...names], { cwd: folder })
    else execFileSync('7z', ['a', '-t7z', 'out', ...names], { cwd: folder, stdio: 'ignore' })
    return readFileSync(join(folder, kind === 'tar' ? 'out' : (readdirSync(folder).find((name) => name.startsWith('out')) ?? 'out')))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Small files of the kinds that can't be made here, from the real mail for tests. */
function realKinds(): readonly Kind[] {
  if (!haveCorpora) return []
  const small = (folder: string, end: string): readonly Kind[] =>
    readdirSync(corpora(folder))
      .filter((name) => name.endsWith(end) && statSync(corpora(`${folder}/${name}`)).size < 300_000)
      .slice(0, 3)
      .map((name) => ({ name: end.slice(1), bytes: (damage) => damage(readFileSync(corpora(`${folder}/${name}`))) }))
  return [...small('outlook/pst-java-libpst', '.pst'), ...small('outlook/msg-hiraoka', '.msg')]
}

function kinds(): readonly Kind[] {
  const box = Buffer.from(mboxOf(letters))
  const one = Buffer.from(letters[0] ?? '')
  const [tar, sevenZip] = [packed('tar'), packed('7z')]
  const entries = letters.map((content, at) => ({ name: `m/${at}.eml`, content }))
  return [
    { name: 'mbox', bytes: (damage) => damage(box) },
    { name: 'eml', bytes: (damage) => damage(one) },
    { name: 'emlx', bytes: (damage) => damage(Buffer.concat([Buffer.from(`${one.byteLength}\n`), one, Buffer.from('<plist></plist>\n')])) },
    { name: 'mbox.gz', bytes: (damage) => gzipSync(damage(box)) },
    { name: 'gz', bytes: (damage) => damage(gzipSync(box)) },
    { name: 'zst', bytes: (damage) => damage(zstdCompressSync(box)) },
    { name: 'tar', bytes: (damage) => damage(tar) },
    { name: 'tar.gz', bytes: (damage) => gzipSync(damage(tar)) },
    { name: 'tgz', bytes: (damage) => damage(gzipSync(tar)) },
    { name: 'zip', bytes: (damage) => damage(zipOf(entries)) },
    { name: '7z', bytes: (damage) => damage(sevenZip) },
    ...realKinds(),
  ]
}

/**
 * Writes a folder with every kind of container, whole and damaged in ways that the seed decides, and a Maildir of damaged messages. Gives the files' names, and
 * those of the whole ones.
 */
export function writeDamagedArchive(
  folder: string,
  seed: number,
  damagedOfEach: number,
): { readonly files: readonly string[]; readonly whole: readonly string[] } {
  const random: Random = randomOf(seed)
  const files: string[] = []
  const whole: string[] = []
  for (const [at, kind] of kinds().entries()) {
    for (let turn = 0; turn <= damagedOfEach; turn++) {
      const name = `${at}-${turn}.${kind.name}`
      writeFileSync(join(folder, name), kind.bytes(turn === 0 ? same : (bytes) => mutated(random, bytes)))
      files.push(name)
      if (turn === 0) whole.push(name)
    }
  }
  mkdirSync(join(folder, 'maildir/cur'), { recursive: true })
  for (const part of ['new', 'tmp']) mkdirSync(join(folder, 'maildir', part))
  for (let turn = 0; turn < 4 * damagedOfEach; turn++) {
    const name = `maildir/cur/${1_700_000_000 + turn}.M${turn}P1.made:2,S`
    writeFileSync(join(folder, name), mutated(random, Buffer.from(letters[turn % letters.length] ?? '')))
    files.push(name)
  }
  return { files, whole }
}
