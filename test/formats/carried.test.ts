import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { readCms } from '../../src/formats/cms.ts'
import {
  attachmentParts,
  locatedBytes,
  messageTexts,
  messageWithin,
  parseMessage,
  partBytes,
  surfacesOfAttachment,
} from '../../src/formats/index.ts'
import { asId, type ParsedMessage } from '../../src/model/index.ts'
import { fc } from '../properties.ts'
import { mail } from './mail.ts'
import { docx, paragraph, zipOf } from './office-file.ts'

const date = 'Date: Mon, 5 Oct 2026 14:03:22 +0200'

function carrying(type: string, body: Uint8Array): Buffer {
  const text = Buffer.from(body).toString('base64').replace(/.{76}/g, '$&\r\n')
  return mail(date, 'MIME-Version: 1.0', `Content-Type: ${type}`, 'Content-Transfer-Encoding: base64', '', text)
}

/** Every attachment with its bytes, as the rest of the product sees them. */
function attachments(bytes: Uint8Array): (readonly [path: string, name: string | null, text: string])[] {
  return attachmentParts(parseMessage(bytes)).map((located) => [
    located.path,
    located.part.filename,
    Buffer.from(partBytes(locatedBytes(bytes, located), located.part).bytes).toString('utf8'),
  ])
}
const codes = (parsed: ParsedMessage): string[] => parsed.problems.map(({ code }) => code)

/** A CMS structure with that content, by hand: DER, or BER with indefinite lengths and the content in pieces (X.690 §8). */
function cms(oid: string, content: Uint8Array, pieces: boolean | number = false): Buffer {
  const der = (tag: number, ...inner: Uint8Array[]): Buffer => {
    const body = Buffer.concat(inner)
    const length = body.length < 128 ? Buffer.from([body.length]) : Buffer.from([0x82, body.length >> 8, body.length & 255])
    return Buffer.concat([Buffer.from([tag]), length, body])
  }
  const ber = (tag: number, ...inner: Uint8Array[]): Buffer => Buffer.concat([Buffer.from([tag, 0x80]), ...inner, Buffer.from([0, 0])])
  const wrap = pieces === false ? der : ber
  const cuts = typeof pieces === 'number' ? Array.from({ length: Math.ceil(content.length / pieces) }, (_, at) => at * pieces) : [0, 10]
  const cut = (): Buffer => Buffer.concat(cuts.map((from, at) => der(4, content.subarray(from, cuts[at + 1] ?? content.length))))
  const octets = pieces === false ? der(4, content) : ber(0x24, cut())
  const data = wrap(0x30, der(6, Buffer.from('2a864886f70d010701', 'hex')), wrap(0xa0, octets))
  return wrap(0x30, der(6, Buffer.from(oid, 'hex')), wrap(0xa0, wrap(0x30, der(2, Buffer.from([1])), der(0x31), data)))
}
const signed = '2a864886f70d010702'
const enveloped = '2a864886f70d010703'

describe('a file that is signed as it is', () => {
  it('is an attachment of its own, under its name, and read as any other', async () => {
    const file = docx(paragraph('Contract of Jane Roe'))
    const bytes = carrying('application/octet-stream; name="contract.docx.p7m"', cms(signed, file))
    const parsed = parseMessage(bytes)
    expect(codes(parsed)).toEqual(['no-date'])
    const [, inner] = attachmentParts(parsed)
    if (inner === undefined) throw new Error('not found')
    expect(inner.part.filename).toBe('contract.docx')
    const within = partBytes(locatedBytes(bytes, inner), inner.part).bytes
    const { surfaces, problems } = await surfacesOfAttachment(asId('a00000000000000000001'), {
      ...inner.part,
      part: inner.path,
      bytes: within,
    })
    expect([surfaces.map(({ text }) => text), problems]).toEqual([['contract.docx', 'Contract of Jane Roe'], []])
    const [outer] = attachmentParts(parsed)
    if (outer === undefined) throw new Error('not found')
    const read = await surfacesOfAttachment(asId('a00000000000000000002'), {
      ...outer.part,
      part: outer.path,
      bytes: partBytes(bytes, outer.part).bytes,
    })
    expect(read.problems).toEqual([])
  })
})

describe('a mail that is signed as a whole (S/MIME opaque)', () => {
  const inner = mail('Subject: Signed', 'Content-Type: text/plain', '', 'The signed text')

  it.each([false, true])('is read like an attached message, also in pieces of indefinite length (%s)', (pieces) => {
    const bytes = carrying('application/pkcs7-mime; smime-type=signed-data; name=smime.p7m', cms(signed, inner, pieces))
    const parsed = parseMessage(bytes)
    expect(codes(parsed)).not.toContain('encrypted')
    const message = parsed.root.message
    if (message === null) throw new Error('not read')
    const within = messageWithin(parsed.root, partBytes(bytes, parsed.root).bytes)
    expect(messageTexts(message, within).bodyText).toBe('The signed text')
  })

  it('in more pieces than any other reader makes is read to its last word', () => {
    const long = Buffer.concat([inner, Buffer.from('x'.repeat(300_000)), Buffer.from('\r\nlast word')])
    const parsed = parseMessage(carrying('application/pkcs7-mime; smime-type=signed-data', cms(signed, long, 2)))
    expect(parsed.root.message?.sizeBytes).toBe(long.length)
    expect(codes(parsed)).not.toContain('unreadable-attachment')
  })

  it.each([
    [true, 'in pieces'],
    [false, 'in one'],
  ])('of which the end is missing is read as far as it goes, and told (%s)', (pieces) => {
    const long = Buffer.concat([inner, Buffer.from('x'.repeat(1000))])
    const bytes = cms(signed, long, pieces)
    const parsed = parseMessage(carrying('application/pkcs7-mime; smime-type=signed-data', bytes.subarray(0, bytes.length - 300)))
    expect(parsed.root.message?.subject).toBe('Signed')
    expect(codes(parsed)).toContain('unreadable-attachment')
  })

  it('that is encrypted is told so, whatever it calls itself', () => {
    expect(codes(parseMessage(carrying('application/pkcs7-mime', cms(enveloped, inner))))).toContain('encrypted')
    expect(codes(parseMessage(carrying('application/octet-stream; name="smime.p7m"', cms(enveloped, inner))))).toContain('encrypted')
  })

  const openssl = spawnSync('openssl', ['version']).status === 0
  it.runIf(openssl)('that OpenSSL signed is read to the byte', () => {
    const made = spawnSync('sh', [
      '-c',
      'd=$(mktemp -d); cd "$d"; openssl req -x509 -newkey rsa:2048 -nodes -keyout k -out c -days 2 -subj /CN=a 2>/dev/null && printf "Content-Type: text/plain\\r\\n\\r\\nhello from openssl\\r\\n" | openssl cms -sign -binary -nodetach -signer c -inkey k -outform DER; cd /; rm -rf "$d"',
    ])
    const found = readCms(made.stdout)
    expect(found.kind === 'signed' ? Buffer.from(found.content).toString() : found.kind).toBe(
      'Content-Type: text/plain\r\n\r\nhello from openssl\r\n',
    )
  })

  it('however it is damaged, gives a finding and no throw', () => {
    const whole = cms(signed, inner, true)
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 }), fc.nat(whole.length), (changes, length) => {
        const bytes = Buffer.from(whole)
        for (const [at, value] of changes) bytes[at] = value
        expect(['signed', 'compressed', 'without-content', 'encrypted', 'unreadable']).toContain(readCms(bytes.subarray(0, length)).kind)
      }),
      { seed: 20261125, numRuns: 2000 },
    )
  })
})

describe('a mail with an inline PGP message', () => {
  it('is told to be encrypted', () => {
    const bytes = mail(date, '', 'Hi', '-----BEGIN PGP MESSAGE-----', '', 'hQEMA', '-----END PGP MESSAGE-----')
    expect(messageTexts(parseMessage(bytes), bytes).problems).toEqual([{ code: 'encrypted', where: '1' }])
  })
})

describe('an archive in a mail', () => {
  const letter = mail('Subject: inner', date, '', 'inside')
  const archive = zipOf([
    { name: 'notes/a.txt', content: 'about Jane' },
    { name: 'letter.eml', content: letter },
    { name: 'more.zip', content: zipOf([{ name: '../b.csv', content: 'x,y' }]) },
    { name: '__MACOSX/._a', content: 'litter' },
  ])

  it('is a message that lists its files and holds each as an attachment, archives in it as well', () => {
    const found = attachments(carrying('application/zip; name="all.zip"', archive))
    expect(found.map(([path, name]) => [path, name])).toEqual([
      ['1', 'all.zip'],
      ['1/2', 'notes/a.txt'],
      ['1/3', 'letter.eml'],
      ['1/4', 'more.zip'],
      ['1/4/2', '../b.csv'],
    ])
    expect(found[1]?.[2]).toBe('about Jane')
    expect(found[4]?.[2]).toBe('x,y')
  })

  it('shows its files to the reviewer, each by its own kind', async () => {
    const bytes = carrying('application/zip; name="all.zip"', archive)
    const [outer] = attachmentParts(parseMessage(bytes))
    if (outer === undefined) throw new Error('not read')
    const { surfaces } = await surfacesOfAttachment(asId('a1'), {
      part: outer.path,
      type: outer.part.type,
      filename: outer.part.filename,
      bytes: archive,
      message: outer.part.message,
    })
    expect(surfaces.find(({ kind }) => kind === 'text')?.text).toBe('notes/a.txt\nletter.eml\nmore.zip\n')
  })

  it('that is an Office file is none', () => {
    expect(attachments(carrying('application/zip; name="a.zip"', docx(paragraph('x')))).map(([path]) => path)).toEqual(['1'])
  })

  it('with a password names its files and is told as protected', () => {
    const bytes = carrying('application/zip; name=a.zip', zipOf([{ name: 'secret.txt', content: 'x', encrypted: true }]))
    expect(codes(parseMessage(bytes))).toContain('password-protected')
    expect(attachments(bytes)).toHaveLength(1)
  })

  it('nested in itself over and over ends at the bound of depth', () => {
    let bomb = zipOf([{ name: 'a.txt', content: 'x' }])
    for (let level = 0; level < 80; level++) bomb = zipOf([{ name: 'a.zip', content: bomb }])
    const parsed = parseMessage(carrying('application/zip; name=a.zip', bomb))
    expect(codes(parsed)).toContain('too-deep')
  })
})

describe('a file named .eml', () => {
  it('is an attached message when it begins like one, whatever its type says', () => {
    const found = attachments(
      carrying('application/octet-stream; name="re.eml"', mail('Subject: x', date, 'Content-Type: image/png', '', 'pixels')),
    )
    expect(found.map(([path]) => path)).toEqual(['1', '1/1'])
    expect(attachments(carrying('application/octet-stream; name="re.eml"', Buffer.from('no mail')))).toHaveLength(1)
  })
})
