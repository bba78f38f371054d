import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { addSources, readLedger, rescanSources } from '../../src/jobs/index.ts'
import { matching } from '../../src/search/index.ts'
import type { WritableDatabase } from '../../src/store/index.ts'
import { environment, freshIndex, letter, mboxOf, temporaryFolder, writeTree } from './archive.ts'

async function take(path: string): Promise<WritableDatabase> {
  const index = freshIndex()
  await addSources(environment(index), { paths: [path] })
  return index
}

const found = (index: WritableDatabase): readonly string[] =>
  (index.prepare('SELECT name FROM instance ORDER BY name').pluck().all() as string[]).sort()

const told = (index: WritableDatabase): readonly string[] =>
  readLedger(index, null).exceptions.map(({ code, locator }) => `${code} ${locator}`)

function finds(index: WritableDatabase, word: string): number {
  const { sql, values } = matching(`"${word}"`)
  return index.prepare(sql).all(...values).length
}

/** Texts that are no header of mail by themselves. */
const odd: Readonly<Record<string, string>> = {
  'body.eml': 'Dear Anna,\n\nthe blueberries are ripe.\n',
  'empty-header.msg': '\n\nThe raspberries are ripe.\n',
  'stray.eml': 'Subject: currants\nthis is no field\n\nThe currants are ripe.\n',
  'markup.eml': '<note>The gooseberries are ripe.</note>\n',
  'cut.emlx': '1234\nThe strawberries are ripe.\n',
  '1700000000.M1P2.host:2,S': 'The cherries are ripe.\n',
}

describe('a file whose name says that it is mail', () => {
  it('is taken in whatever its header looks like, as long as it is text', async () => {
    const index = await take(writeTree(temporaryFolder(), { ...odd, 'note.txt': odd['body.eml'] ?? '' }))
    expect(found(index)).toEqual(Object.keys(odd).sort())
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 6, exceptions: 0 } })
    for (const fruit of ['blueberries', 'raspberries', 'currants', 'gooseberries', 'strawberries', 'cherries'])
      expect(finds(index, fruit), fruit).toBe(1)
    expect(told(index)).toContain('not-mail note.txt')
  })

  it('is taken in from an archive too', async () => {
    const folder = writeTree(temporaryFolder(), { 'in/body.eml': odd['body.eml'] ?? '', 'in/note.txt': 'Bring tea.' })
    execFileSync('tar', ['-czf', 'mail.tar.gz', 'in'], { cwd: folder })
    const index = await take(join(folder, 'mail.tar.gz'))
    expect(finds(index, 'blueberries')).toBe(1)
    expect(found(index)).toEqual(['body.eml'])
  })

  it('and holds something else is listed with what to do, as mail that may be missing', async () => {
    const index = await take(
      writeTree(temporaryFolder(), {
        'letter.eml': letter({ id: 'a' }),
        'empty.eml': '',
        'with a\nline.eml': '',
        'with a\rline.pst': 'not a store',
        'zeros.eml': Buffer.alloc(5000),
        'scan.msg': '%PDF-1.7\n1 0 obj\n',
        'wide.eml': Buffer.from('\ufeffFrom: ann@x.test\r\n\r\nx', 'utf16le'),
        'store.pst': 'not a store',
        'store.mbox': 'Dear Anna,\n',
        // What macOS keeps beside a file, and a mailbox without mail.
        '._letter.eml': Buffer.from('00051607000200004d6163204f532058', 'hex'),
        'drafts.mbox': '',
      }),
    )
    const ledger = readLedger(index, null)
    expect([...told(index)].sort()).toEqual([
      'not-as-named empty.eml',
      'not-as-named scan.msg',
      'not-as-named store.mbox',
      'not-as-named store.pst',
      'not-as-named wide.eml',
      'not-as-named with a\nline.eml',
      'not-as-named with a\rline.pst',
      'not-as-named zeros.eml',
      'not-mail ._letter.eml',
      'not-mail drafts.mbox',
    ])
    expect(ledger.exceptions.find(({ code }) => code === 'not-as-named')?.whatToDo).toMatch(/ask for another copy/)
    expect(ledger).toMatchObject({ reconciles: true, totals: { found: 9, indexed: 1, exceptions: 8 } })
  })
})

describe('a header that is longer than any mailer writes', () => {
  it('is read up to its limit: the message can be found, and is listed as read in part', async () => {
    const subject = `rhubarb ${'x'.repeat(50_000_000)}`
    const index = await take(
      writeTree(temporaryFolder(), {
        'long.eml': letter({ id: 'long', subject, body: 'The plums are ripe.\n' }),
        'long.txt': `Subject: ${subject}\n\nx`,
      }),
    )
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 2, indexed: 0, partial: 2, exceptions: 0 } })
    expect(told(index)).toEqual(['header-too-long long.eml', 'header-too-long long.txt'])
    expect([finds(index, 'rhubarb'), finds(index, 'plums')]).toEqual([2, 1])
  })

  it('of 4,000 recipients is read in whole, the same whether folded or not', async () => {
    const people = Array.from({ length: 4000 }, (_, count) => `person.${count}@long.department.x.test`)
    const rest = 'Subject: damsons\n\nThe damsons are ripe.\n'
    const index = await take(
      writeTree(temporaryFolder(), { 'folded.eml': `To: ${people.join(',\n ')}\n${rest}`, plain: `To: ${people.join(', ')}\n${rest}` }),
    )
    expect(readLedger(index, null)).toMatchObject({ totals: { found: 2, indexed: 2, partial: 0, exceptions: 0, duplicates: 1 } })
    expect(index.prepare('SELECT count(*) FROM participant').pluck().get()).toBe(4000)
  })
})

it('folders whose names aren’t UTF-8 are read, as files with such names are', async () => {
  const folder = temporaryFolder()
  const at = (name: string): Buffer => Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, 'latin1')])
  const put = (name: string, content: string): void => writeFileSync(at(name), content)
  // Two of them differ in that byte alone.
  for (const name of ['B\xfcro', 'B\xf6ro', 'MD', 'MD/.Entw\xfcrfe', 'MD/.Entw\xfcrfe/cur', 'MD/.Entw\xfcrfe/new']) mkdirSync(at(name))
  put('B\xfcro/box', mboxOf([letter({ id: '1' }), letter({ id: '2' })]))
  put('B\xfcro/3.eml', letter({ id: '3' }))
  put('B\xf6ro/4.eml', letter({ id: '4' }))
  put('MD/.Entw\xfcrfe/cur/5.h:2,S', letter({ id: '5' }))
  const index = await take(folder)
  expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 5, indexed: 5 }, exceptions: [] })
  expect(new Set(index.prepare('SELECT name FROM container').pluck().all())).toEqual(
    new Set(['B\\xfcro', 'B\\xfcro/box', 'B\\xf6ro', 'MD/.Entw\\xfcrfe']),
  )
  await rescanSources(environment(index), null)
  expect(readLedger(index, null)).toMatchObject({ totals: { found: 5, indexed: 5, duplicates: 0 }, exceptions: [] })
})
