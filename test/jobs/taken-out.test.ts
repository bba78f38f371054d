import { describe, expect, it } from 'vitest'
import { addSources, readLedger } from '../../src/jobs/index.ts'
import { runQuery } from '../../src/search/index.ts'
import { uuencoded } from '../formats/uuencoded.ts'
import { environment, freshIndex, letter, temporaryFolder, writeTree } from './archive.ts'

async function taken(part: readonly string[]) {
  const body = ['--b', '', 'See the attachment.', '--b', ...part, '--b--', ''].join('\n')
  const message = letter({ id: '1', subject: 'Outer', headers: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b'], body })
  const index = freshIndex()
  await addSources(environment(index), { paths: [writeTree(temporaryFolder(), { 'a.eml': message })] })
  const found = (query: string) =>
    runQuery(index, query, { limit: 9, offset: 0, sort: 'date', timeZone: 'UTC' }).hits.map(({ subject }) => subject)
  return { found, told: readLedger(index, null).exceptions.map(({ code, part: where }) => [code, where]) }
}

describe('an attachment that Thunderbird took out of its message', () => {
  it('and deleted is told as missing, and found by what is left of it', async () => {
    const { found, told } = await taken([
      'Content-Type: text/x-moz-deleted; name="Deleted: zqpay.pdf"',
      'Content-Disposition: inline; filename="Deleted: zqpay.pdf"',
      'X-Mozilla-Altered: AttachmentDeleted; date="Mon Mar 02 10:00:00 2020"',
      '',
      'The original MIME headers for the attachment are:',
      'Content-Type: application/pdf; name="zqoriginal.pdf"',
    ])
    expect(told).toEqual([['attachment-missing', 'Deleted: zqpay.pdf']])
    expect(found('zqoriginal')).toEqual(['Deleted: zqpay.pdf'])
    expect(found('filename:zqpay')).toEqual(['Deleted: zqpay.pdf'])
  })

  it('and keeps in a file is told as missing, not as unreadable, and found by where that lies', async () => {
    const { found, told } = await taken([
      'Content-Type: application/pdf; name="pay.pdf"',
      'Content-Disposition: attachment; filename="pay.pdf"',
      'X-Mozilla-External-Attachment-URL: file:///C|/Users/zqroe/pay.pdf',
      'X-Mozilla-Altered: AttachmentDetached; date="Mon Mar 02 10:00:00 2020"',
      '',
      'You deleted an attachment from this message. The original MIME headers for the attachment were:',
      'Content-Type: application/pdf; name="zqoriginal.pdf"',
    ])
    expect(told).toEqual([['attachment-missing', 'pay.pdf']])
    expect(found('zqoriginal')).toEqual(['pay.pdf'])
    expect(found('zqroe')).toEqual(['Outer'])
  })
})

describe('a part in uuencode', () => {
  it('has the name that stands there, where its header gives none', async () => {
    const { found } = await taken([
      'Content-Type: application/octet-stream',
      'Content-Transfer-Encoding: x-uuencode',
      '',
      ...uuencoded('zqslates.txt', 'Katherine Brennan called.\n'),
    ])
    expect(found('filename:zqslates')).toEqual(['zqslates.txt'])
    expect(found('brennan')).toEqual(['zqslates.txt'])
  })
})
