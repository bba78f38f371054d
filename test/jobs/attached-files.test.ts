import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { imageInfo } from '../../src/formats/index.ts'
import { addSources } from '../../src/jobs/index.ts'
import { documentText } from '../../src/store/index.ts'
import { corpora, describeWithCorpora } from '../corpora.ts'
import { environment, freshIndex, letter, temporaryFolder } from './archive.ts'

/** A picture without room for a letter holds no text, and nothing is said of it. */
function illegible(bytes: Uint8Array): boolean {
  const info = imageInfo(bytes)
  return info !== null && Math.min(info.widthPx, info.heightPx) < 6
}

describeWithCorpora('files of every kind, attached without name and type', () => {
  it('are each found with text, or stand in the ledger', async () => {
    const names = readdirSync(corpora('documents/tika'))
    const folder = temporaryFolder()
    const quiet: string[] = []
    for (const [number, name] of names.entries()) {
      const bytes = readFileSync(corpora(`documents/tika/${name}`))
      if (bytes.byteLength === 0 || illegible(bytes)) quiet.push(name)
      const headers = ['MIME-Version: 1.0', 'Content-Type: application/octet-stream', 'Content-Transfer-Encoding: base64']
      writeFileSync(
        join(folder, `${number}.eml`),
        letter({ id: `${number}`, headers, body: bytes.toString('base64').replace(/.{76}/g, '$&\n') }),
      )
    }
    const index = freshIndex()
    await addSources(environment(index, { pool: { workers: 2 } }), { paths: [folder] })
    const told = new Set(index.prepare('SELECT locator FROM exception').pluck().all() as string[])
    const attachments = index.prepare(
      "SELECT d.number, d.subject, i.name FROM document d JOIN instance i ON i.document = d.family WHERE d.kind = 'attachment'",
    )
    const found = new Set<string>()
    for (const { number, subject, name } of attachments.all() as { number: number; subject: string; name: string }[]) {
      if (documentText(index, number).trim() !== '' || subject !== '') found.add(name)
    }
    expect(names.length).toBeGreaterThan(590)
    const silent = names.filter(
      (name, number) =>
        !quiet.includes(name) &&
        !found.has(`${number}.eml`) &&
        ![...told].some((locator) => locator.endsWith(`/${number}.eml`) || locator === `${number}.eml`),
    )
    expect(silent).toEqual([])
    expect(quiet.length).toBeLessThan(5)
    index.close()
  })
})
