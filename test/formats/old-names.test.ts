import iconv from 'iconv-lite'
import { expect, it } from 'vitest'
import { readZipDirectory } from '../../src/formats/zip.ts'
import { bytesSource } from '../../src/model/index.ts'
import { zipOf } from './office-file.ts'
import { readAttached } from './read-attached.ts'

const zipWith = (charset: string, names: readonly string[]): Buffer =>
  zipOf(names.map((name) => ({ name: '', oldName: iconv.encode(name, charset), content: 'x' })))

it.each([
  ['cp437', ['Krämer.txt', 'Café/Müller.txt']],
  ['cp850', ['Ørsted/Ærø.txt']],
  ['cp852', ['Łukasz Wiśniewski.doc', 'zażółć.txt']],
  ['cp866', ['Мюллер.txt', 'договор аренды/Иванов.pdf']],
  ['windows-1251', ['Мюллер.txt', 'Договор аренды/Иванов.pdf']],
  ['cp737', ['Γιώργος.txt']],
  ['cp862', ['שלום.txt']],
  ['windows-1252', ['Jürgen Großmann.txt']],
  ['shift_jis', ['山田太郎.txt', 'ヤマダ/契約書.pdf']],
  ['gbk', ['张伟明.txt', '劳动合同/北京.pdf']],
  ['euc-kr', ['김철수.txt', '계약서/서울.pdf']],
  ['big5', ['陳大文.txt', '合約/台北市.pdf']],
])('names in %s, which nothing in the zip names, are read, or stand among what they may be: %j', (charset, names) => {
  const { entries } = readZipDirectory(bytesSource(zipWith(charset, names)))
  for (const [index, name] of names.entries()) expect([entries[index]?.name, ...(entries[index]?.otherNames ?? [])]).toContain(name)
  // Those of two countries that write alike can't be told.
  if (!['cp850', 'windows-1252', 'cp862', 'euc-kr', 'big5'].includes(charset)) expect(entries.map(({ name }) => name)).toEqual(names)
})

it('a name that may be several is listed as each in the text of the archive', async () => {
  const { texts } = await readAttached(zipWith('cp866', ['Мюллер.txt']), 'a.zip', 'application/zip')
  expect(texts[0]?.[1]).toMatch(/^Мюллер\.txt \(or .+\)$/u)
  expect(texts[1]?.[0]).toBe('Мюллер.txt')
  const { texts: western } = await readAttached(zipWith('cp437', ['Krämer.txt']), 'a.zip', 'application/zip')
  expect(western[0]?.[1]).toBe('Krämer.txt')
})

/** A tar of one empty file (ustar). */
function tarWith(name: Buffer): Buffer {
  const header = Buffer.alloc(512)
  name.copy(header)
  header.write('0000644\0', 100)
  header.write('00000000000\0', 124)
  header.write('        0', 148)
  header.write('ustar\x0000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return Buffer.concat([header, Buffer.alloc(1024)])
}

it.each([
  ['iso-8859-1', 'Jürgen Großmann.txt'],
  ['koi8-r', 'Мюллер.txt'],
  ['euc-jp', '山田太郎.txt'],
])('a name in %s in a tar, too: %s', async (charset, name) => {
  const { texts } = await readAttached(tarWith(iconv.encode(name, charset)), 'a.tar', 'application/x-tar')
  expect(texts[0]?.[1]).toContain(name)
})
