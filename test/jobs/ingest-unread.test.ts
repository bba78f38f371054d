import { rmSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { addSources, readLedger, rescanSources } from '../../src/jobs/index.ts'
import type { WritableDatabase } from '../../src/store/index.ts'
import { zipOf } from '../formats/office-file.ts'
import { environment, freshIndex, letter, temporaryFolder, writeTree } from './archive.ts'

async function take(folder: string): Promise<WritableDatabase> {
  const index = freshIndex()
  await addSources(environment(index), { paths: [folder] })
  return index
}
const again = (index: WritableDatabase): Promise<unknown> => rescanSources(environment(index), null)

/** The start of an archive of rar 5, which is recognised and not read. */
const rar = Buffer.from('Rar!\x1a\x07\x01\x00', 'latin1')

/** A drawing of Visio, a package like an Office file. */
const vsdx = zipOf([
  {
    name: '[Content_Types].xml',
    content: '<Types><Override PartName="/visio/document.xml" ContentType="application/vnd.ms-visio.drawing.main+xml"/></Types>',
  },
  { name: 'visio/document.xml', content: '<VisioDocument/>' },
])

describe('what is not read', () => {
  it('is told with what to do: a rar archive, alone and inside another', async () => {
    const folder = writeTree(temporaryFolder(), {
      'old.rar': rar,
      'all.zip': zipOf([{ name: 'in.rar', content: rar }]),
      'a.eml': letter({ id: 'a' }),
    })
    const { exceptions, reconciles, totals } = readLedger(await take(folder), null)
    expect(exceptions.map(({ locator, code }) => `${code} ${locator}`)).toEqual([
      'unsupported-archive all.zip/in.rar',
      'unsupported-archive old.rar',
    ])
    for (const { whatToDo } of exceptions) expect(whatToDo).toMatch(/Unpack it .* add the folder/u)
    expect({ reconciles, found: totals.found, exceptions: totals.exceptions }).toEqual({ reconciles: true, found: 3, exceptions: 2 })
  })

  it('and is the only thing there stands in the ledger, and a rescan looks at what took its place', async () => {
    const folder = writeTree(temporaryFolder(), { 'old.rar': rar })
    const index = await take(folder)
    expect(readLedger(index, null).sources).toMatchObject([{ kind: 'archive' }])
    await again(index)
    expect(readLedger(index, null).exceptions).toMatchObject([{ code: 'unsupported-archive', locator: 'old.rar' }])
    rmSync(`${folder}/old.rar`)
    writeTree(folder, { 'old/a.eml': letter({ id: 'a' }) })
    await again(index)
    expect(readLedger(index, null)).toMatchObject({ exceptions: [], totals: { indexed: 1 } })
  })

  it('is told with what to do: an attached drawing of Visio, whose message is partial', async () => {
    const body = `--b\n\nSee the drawing.\n--b\nContent-Type: application/vnd.ms-visio.drawing\nContent-Disposition: attachment; filename=plan.vsdx\nContent-Transfer-Encoding: base64\n\n${vsdx.toString('base64')}\n--b--\n`
    const headers = ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b']
    const index = await take(writeTree(temporaryFolder(), { 'a.eml': letter({ id: 'a', headers, body }) }))
    const { exceptions, totals } = readLedger(index, null)
    expect(exceptions).toMatchObject([{ code: 'unreadable-attachment', locator: 'a.eml' }])
    expect(exceptions[0]?.whatToDo).not.toBe('')
    expect(totals).toMatchObject({ found: 1, indexed: 0, partial: 1 })
  })
})
