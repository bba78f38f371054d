import { describe, expect, it } from 'vitest'
import { addSources, readLedger } from '../../src/jobs/index.ts'
import { runQuery } from '../../src/search/index.ts'
import type { WritableDatabase } from '../../src/store/index.ts'
import { certificate, certificatesAlone, pgpKey, signature, signedMessage } from '../formats/keys.ts'
import { environment, freshIndex, letter, temporaryFolder, writeTree } from './archive.ts'

const part = (type: string, content: string | Uint8Array): string =>
  `Content-Type: ${type}\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\n${Buffer.from(content).toString('base64')}\n`

const withPart = (id: string, attached: string): string =>
  letter({
    id,
    subject: `Letter ${id}`,
    headers: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b'],
    body: `--b\n\nText.\n--b\n${attached}--b--\n`,
  })

async function take(files: Readonly<Record<string, string>>): Promise<WritableDatabase> {
  const index = freshIndex()
  await addSources(environment(index), { paths: [writeTree(temporaryFolder(), files)] })
  return index
}

const found = (index: WritableDatabase, query: string): number =>
  runQuery(index, query, { limit: 9, offset: 0, sort: 'date', timeZone: 'UTC' }).total

describe('people whom only a key, a certificate or a signature names', () => {
  it.each([
    ['a key', 'zqkeyholder', part('application/pgp-keys', pgpKey)],
    ['a certificate', 'zqsubject', part('application/pkix-cert', certificate)],
    ['certificates alone', 'zqalt@x.example', part('application/pkcs7-mime; name=smime.p7c', certificatesAlone)],
    ['a signature', 'zqmail@x.example', part('application/pkcs7-signature; name=smime.p7s', signature)],
    ['a signature with its message', 'zqalt@x.example', part('application/pkcs7-mime; name=smime.p7m', signedMessage)],
  ])('are found by %s', async (_what, query, attached) => {
    const index = await take({ 'a.eml': withPart('a', attached) })
    expect(found(index, query)).toBe(1)
    expect(readLedger(index, null).exceptions).toEqual([])
  })

  it('stand in the ledger where they can’t be read', async () => {
    const index = await take({ 'a.eml': withPart('a', part('application/pkcs7-signature; name=smime.p7s', signature.subarray(0, 300))) })
    expect(readLedger(index, null).exceptions.map(({ code }) => code)).toEqual(['unreadable-attachment'])
  })
})
