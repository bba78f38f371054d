import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { addSources, readFamily } from '../../src/jobs/index.ts'
import { asId, type DocumentId } from '../../src/model/index.ts'
import type { WritableDatabase } from '../../src/store/index.ts'
import { environment, freshIndex, letter, mboxOf, temporaryFolder, writeTree } from './archive.ts'

const nested = letter({
  id: '1',
  headers: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=a'],
  body: [
    '--a',
    'Content-Type: text/plain',
    '',
    'Outer text.',
    '--a',
    'Content-Type: message/rfc822',
    '',
    'From: Nina Holm <nina@holm.example>',
    'Subject: Inner',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'Inner text.',
    '--b',
    'Content-Type: text/csv; name="list.csv"',
    'Content-Disposition: attachment; filename="list.csv"',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from('name;age\n').toString('base64'),
    '--b--',
    '',
    '--a--',
    '',
  ].join('\n'),
})

const idOf = (index: WritableDatabase, where: string): DocumentId =>
  asId<DocumentId>(index.prepare(`SELECT id FROM document WHERE ${where}`).pluck().get() as string)

describe('reading a family again', () => {
  it('gives the message and its attachments, nested ones below the message that carries them', async () => {
    const index = freshIndex()
    await addSources(environment(index), { paths: [writeTree(temporaryFolder(), { box: mboxOf([nested]) })] })
    const family = readFamily(index, idOf(index, "filename = 'list.csv'"))
    expect(Buffer.from(family.raw).toString('latin1')).toBe(nested)
    const [inner, list] = family.attachments
    expect(inner).toMatchObject({ part: '2', parent: family.message.id })
    expect(list).toMatchObject({ part: '2/2', parent: inner?.document })
    expect(Buffer.from(list?.bytes ?? []).toString('latin1')).toBe('name;age\n')
  })

  it('takes another copy where the first is gone or was changed', async () => {
    const folder = writeTree(temporaryFolder(), { 'a.mbox': mboxOf([letter({ id: '1' })]), 'b.mbox': mboxOf([letter({ id: '1' })]) })
    const index = freshIndex()
    await addSources(environment(index), { paths: [folder] })
    const id = idOf(index, "kind = 'message'")
    expect(readFamily(index, id).instance.containerName).toBe('a.mbox')
    writeFileSync(join(folder, 'a.mbox'), mboxOf([letter({ id: '1', body: 'Text of letter X.\n' })]))
    expect(readFamily(index, id).instance.containerName).toBe('b.mbox')
    rmSync(join(folder, 'b.mbox'))
    expect(() => readFamily(index, id)).toThrow(expect.objectContaining({ code: 'jobs/source-vanished' }))
  })

  it('finds a Maildir message whose flags changed since', async () => {
    const folder = writeTree(temporaryFolder(), { 'cur/1.a:2,': letter({ id: '1' }), 'new/x': letter({ id: '2' }) })
    const index = freshIndex()
    await addSources(environment(index), { paths: [folder] })
    rmSync(join(folder, 'cur/1.a:2,'))
    writeFileSync(join(folder, 'cur/1.a:2,RS'), letter({ id: '1' }))
    expect(readFamily(index, idOf(index, "subject = 'Letter 1'")).parsed.subject).toBe('Letter 1')
  })

  it('refuses a document that is not there', () => {
    expect(() => readFamily(freshIndex(), asId<DocumentId>('m00000000000000000000'))).toThrow(
      expect.objectContaining({ code: 'matter/unknown-document' }),
    )
  })
})
