import { describe, expect, it } from 'vitest'
import { attachmentParts, messageTexts, parseMessage, surfacesOfAttachment } from '../../src/formats/index.ts'
import { asId, type DocumentId } from '../../src/model/index.ts'
import { certificate, certificatesAlone, pgpKey, pgpSignature, signature, signedMessage } from './keys.ts'

const document = asId<DocumentId>('d1')
const unarmoured = (text: string): Buffer => Buffer.from(text.replace(/^-----.*$|^=.*$/gm, '').replace(/\s/g, ''), 'base64')

async function read(type: string, filename: string | null, bytes: Uint8Array) {
  const { surfaces, problems } = await surfacesOfAttachment(document, { part: '2', type, filename, bytes })
  const hidden = surfaces.filter(({ kind }) => kind === 'hidden')
  expect(hidden.every(({ producible }) => !producible)).toBe(true)
  return { hidden: hidden.map(({ text }) => text).join('\n'), problems: problems.map(({ code }) => code) }
}

const holder = 'key or certificate: Zoe Zqkeyholder (payroll) <zqkey@x.example>'
const ofCertificate = [
  'Zoé Zqsubject',
  'emailAddress=zqmail@x.example',
  'O=Muster GmbH',
  'zqalt@x.example',
  'zqupn@x.example',
  'CN=Zqdir Name',
]

describe('whom a key names', () => {
  it.each([
    ['armoured', 'application/pgp-keys', 'OpenPGP_0x1.asc', Buffer.from(pgpKey)],
    ['as it is', 'application/pgp-keys', 'key.gpg', unarmoured(pgpKey)],
    ['under a type and a name that say nothing', 'application/octet-stream', 'data', unarmoured(pgpKey)],
    ['in a text that says more', 'text/plain', 'note.txt', Buffer.from(`My key:\n\n> ${pgpKey.replaceAll('\n', '\n> ')}\n\nYours`)],
  ])('is read of one that comes %s', async (_how, type, filename, bytes) => {
    expect(await read(type, filename, bytes)).toEqual({ hidden: holder, problems: [] })
  })

  it('is read of a key in the text of the message itself, plain and as HTML', () => {
    for (const [type, body] of [
      ['text/plain', pgpKey],
      ['text/html', `<pre>${pgpKey}</pre>`],
    ] as const) {
      const bytes = Buffer.from(`Content-Type: ${type}\n\n${body}\n`)
      const { hiddenText, problems } = messageTexts(parseMessage(bytes), bytes)
      expect(hiddenText).toBe(holder)
      expect(problems).toEqual([])
    }
  })

  it('is what a signature says of who signed, and the notes in it', async () => {
    const said = ['note@x.example', 'Zqnote', 'zqkey@x.example'].map((line) => `key or certificate: ${line}`).join('\n')
    expect(await read('application/pgp-signature', 'signature.asc', Buffer.from(pgpSignature))).toEqual({ hidden: said, problems: [] })
  })

  it('is told where it can’t be read: of a block that is damaged, or cut', async () => {
    const damaged = pgpKey.replace('mDMEawjI', 'AAAAAAAA')
    const cut = pgpKey.slice(0, 200)
    for (const text of [damaged, cut])
      expect((await read('application/pgp-keys', 'key.asc', Buffer.from(text))).problems).toEqual(['unreadable-attachment'])
    expect((await read('application/pgp-keys', 'key.gpg', unarmoured(pgpKey).subarray(0, 150))).problems).toEqual(['unreadable-attachment'])
  })
})

describe('whom a certificate names', () => {
  it.each([
    ['armoured', 'application/x-pem-file', 'zoe.pem', Buffer.from(certificate)],
    ['in DER', 'application/pkix-cert', 'zoe.cer', unarmoured(certificate)],
    ['in base64 without armour', 'application/octet-stream', 'zoe.crt', Buffer.from(certificate.replace(/-----.*-----/g, '').trim())],
    ['in a structure of certificates alone', 'application/pkcs7-mime', 'smime.p7c', certificatesAlone],
    ['under a type and a name that say nothing', 'application/octet-stream', 'data', unarmoured(certificate)],
  ])('is read of one that comes %s', async (_how, type, filename, bytes) => {
    const { hidden, problems } = await read(type, filename, bytes)
    for (const name of ofCertificate) expect(hidden).toContain(name)
    expect(problems).toEqual([])
  })

  it('is read of the signature beside a message', async () => {
    const { hidden, problems } = await read('application/pkcs7-signature', 'smime.p7s', signature)
    expect(hidden).toBe(
      ['CN=Zoe Zqsubject, emailAddress=zqmail@x.example', 'zqalt@x.example'].map((name) => `key or certificate: ${name}`).join('\n'),
    )
    expect(problems).toEqual([])
  })

  it('is read of the signature that holds its message', async () => {
    const bytes = Buffer.from(
      `Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\n${signedMessage.toString('base64')}\n`,
    )
    const [located] = attachmentParts(parseMessage(bytes))
    const message = located?.part.message ?? null
    expect(message).not.toBeNull()
    const type = 'application/pkcs7-mime'
    const { surfaces } = await surfacesOfAttachment(document, { part: '1', type, filename: 'smime.p7m', bytes: signedMessage, message })
    expect(surfaces.find(({ id }) => id === 'x:signers')).toMatchObject({
      kind: 'hidden',
      text: expect.stringContaining('CN=Zoe Zqsubject, emailAddress=zqmail@x.example'),
      producible: false,
    })
  })

  it('is told where it can’t be read: of a signature that is cut', async () => {
    expect((await read('application/pkcs7-signature', 'smime.p7s', signature.subarray(0, 400))).problems).toEqual(['unreadable-attachment'])
  })
})
