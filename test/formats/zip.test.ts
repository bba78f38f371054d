import { describe, expect, it } from 'vitest'
import { zipLimits } from '../../src/formats/limits.ts'
import { readZipDirectory, readZipEntry } from '../../src/formats/zip.ts'
import { bytesSource } from '../../src/model/index.ts'
import { fc } from '../properties.ts'
import { zipOf } from './office-file.ts'

function contents(bytes: Uint8Array, limits = zipLimits): (readonly [string, string | null, string | null])[] {
  const source = bytesSource(bytes)
  const budget = { bytes: limits.totalBytes }
  return readZipDirectory(source, limits).entries.map((entry) => {
    const { bytes: content, problem } = readZipEntry(source, entry, budget, limits)
    return [entry.name, content === null ? null : Buffer.from(content).toString(), problem]
  })
}

const two = zipOf([
  { name: 'a.txt', content: 'alpha' },
  { name: 'ü/b.txt', content: 'beta' },
])

describe('a zip archive', () => {
  it('gives its entries by the directory, also behind a stub that unpacks it', () => {
    const wanted = [
      ['a.txt', 'alpha', null],
      ['ü/b.txt', 'beta', null],
    ]
    expect(contents(two)).toEqual(wanted)
    expect(contents(Buffer.concat([Buffer.from('MZ stub'.repeat(50)), two]))).toEqual(wanted)
  })

  it('that stands behind others in the same bytes is read with them', () => {
    const three = ['1', '2', '3'].map((name) => zipOf([{ name, content: `text ${name}` }]))
    const joined = Buffer.concat(three)
    expect(contents(joined).sort()).toEqual(['1', '2', '3'].map((name) => [name, `text ${name}`, null]))
    expect(readZipDirectory(bytesSource(joined)).problems).toEqual([])
    // The first has lost its directory, or the last: what is left is read, and the loss told.
    const cut = Buffer.concat([(three[0] as Buffer).subarray(0, -40), ...three.slice(1)])
    expect(contents(cut)).toEqual(expect.arrayContaining(contents(joined)))
    expect(readZipDirectory(bytesSource(cut)).problems).toEqual(['unreadable-attachment'])
    const short = joined.subarray(0, -40)
    expect(contents(short)).toEqual(expect.arrayContaining(contents(joined)))
    expect(readZipDirectory(bytesSource(short)).problems).toEqual(['unreadable-attachment'])
  })

  it('whose directory leaves entries out gives those too, and tells that it is damaged', () => {
    const names = ['1', '2', '3', '4', '5']
    const bytes = zipOf(names.map((name) => ({ name, content: `text ${name}`, unlisted: name !== '2' && name !== '4' })))
    expect(contents(bytes).sort()).toEqual(names.map((name) => [name, `text ${name}`, null]))
    expect(readZipDirectory(bytesSource(bytes)).problems).toEqual(['unreadable-attachment'])
  })

  it('names its entries as an extra field does, beside the name in an old code page', () => {
    const bytes = zipOf([
      { name: 'Мюллер.txt', content: 'text', oldName: Buffer.from('8cee a0ab aba5e0 2e747874'.replaceAll(' ', ''), 'hex') },
    ])
    expect(contents(bytes)).toEqual([['Мюллер.txt', 'text', null]])
    // By the header before it, where the directory is lost.
    expect(contents(bytes.subarray(0, -60))).toEqual([['Мюллер.txt', 'text', null]])
  })

  it('gives what an entry holds that is named as a folder', () => {
    const bytes = zipOf([
      { name: 'folder/', content: '' },
      { name: 'file/', content: 'text' },
    ])
    expect(readZipDirectory(bytesSource(bytes)).entries.map(({ directory }) => directory)).toEqual([true, false])
    expect(contents(bytes)[1]).toEqual(['file/', 'text', null])
  })

  it('that was cut off gives what is left, with a problem', () => {
    const cut = two.subarray(0, two.length - 60)
    expect(readZipDirectory(bytesSource(cut)).problems).toEqual(['unreadable-attachment'])
    expect(contents(cut).slice(0, 2)).toEqual([
      ['a.txt', 'alpha', null],
      ['ü/b.txt', 'beta', null],
    ])
  })

  it('is not unpacked past the limits: of an entry, of all together, of the ratio, of the number of entries', () => {
    const blanks = zipOf([
      { name: 'x', content: ' '.repeat(100_000) },
      { name: 'y', content: ' '.repeat(100_000) },
    ])
    expect(contents(blanks, { ...zipLimits, entryBytes: 99_999 })[0]).toEqual(['x', null, 'too-large'])
    expect(contents(blanks, { ...zipLimits, totalBytes: 150_000 }).map(([, , problem]) => problem)).toEqual([null, 'too-large'])
    expect(contents(blanks, { ...zipLimits, ratio: 100, ratioFreeBytes: 1000 })[0]).toEqual(['x', null, 'too-large'])
    expect(readZipDirectory(bytesSource(blanks), { ...zipLimits, entries: 1 })).toMatchObject({ problems: ['too-many-parts'] })
    // At the limits all is read.
    expect(
      contents(blanks, { ...zipLimits, entryBytes: 100_000, totalBytes: 200_000, entries: 2 }).map(([, , problem]) => problem),
    ).toEqual([null, null])
  })

  it('that lies about a size is not believed', () => {
    expect(contents(zipOf([{ name: 'x', content: 'true', declaredBytes: 4_000_000_000 }]))).toEqual([['x', 'true', null]])
  })

  it('with a password is told as protected', () => {
    expect(contents(zipOf([{ name: 'x', content: 'secret', encrypted: true }]))).toEqual([['x', null, 'password-protected']])
  })

  it('whatever is done to its bytes, never throws and never gives more than the budget', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(two.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 }),
        fc.nat(two.length),
        (changes, length) => {
          const bytes = Buffer.from(two)
          for (const [at, value] of changes) bytes[at] = value
          const all = contents(bytes.subarray(0, length), { ...zipLimits, totalBytes: 1000 })
          expect(all.reduce((sum, [, content]) => sum + (content?.length ?? 0), 0)).toBeLessThanOrEqual(1000)
        },
      ),
      { seed: 20261125, numRuns: 2000 },
    )
  })
})
