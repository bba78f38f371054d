import { createCipheriv, createHash } from 'node:crypto'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { directReader } from '../../src/formats/index.ts'
import { leakSearch } from '../../src/produce/check-hits.ts'
import { checkNative, checkTextWithin, holdsOpaqueFile, isOpaque } from '../../src/produce/check-native.ts'
import { furtherNeedle } from '../../src/produce/check-needles.ts'
import { zipOf } from '../formats/office-file.ts'
import * as armoured from './armoured.ts'

const NAME = 'Zoe Quillfeather'

async function check(bytes: Uint8Array) {
  const search = leakSearch([furtherNeedle(NAME) ?? []].flat(), null, directReader)
  await checkNative(bytes, 'files/x', null, search)
  return { found: search.hits.length > 0, problems: search.problems.map(({ code }) => code) }
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\n')
/** Bytes that nobody could tell from any other encrypted ones, the same at every run. */
const encrypted = (length: number) => {
  const key = createHash('sha256').update('key').digest()
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length))
}
const around = (block: string) => Buffer.from(`Notes of the meeting\n\n${block}\nThe end.\n`)
const quoted = (block: string) => block.replace(/^/gm, '> ')

function binHex(name: string, data: Buffer, resources = Buffer.alloc(0)): string {
  const letters = '!"#$%&\'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr'
  const head = Buffer.alloc(18)
  head.writeUInt32BE(data.length, 10)
  head.writeUInt32BE(resources.length, 14)
  const parts = [Buffer.from([name.length]), Buffer.from(name), Buffer.from([0]), head, Buffer.alloc(2), data, Buffer.alloc(2), resources]
  const hex =
    Buffer.concat([...parts, Buffer.alloc(2)])
      .toString('hex')
      .match(/../g) ?? []
  const runs = hex.join(' ').match(/90|([^ ]{2})(?: \1)*/g) ?? []
  const packed = runs.map((run) => {
    const [byte, count] = [run.slice(0, 2), (run.length + 1) / 3]
    return byte === '90' ? '9000' : count < 4 || count > 255 ? byte.repeat(count) : `${byte}90${count.toString(16).padStart(2, '0')}`
  })
  const bits = [...Buffer.from(packed.join(''), 'hex')].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const six = (bits.match(/.{1,6}/g) ?? []).map((digits) => letters[Number.parseInt(digits.padEnd(6, '0'), 2)]).join('')
  return `(This file must be converted with BinHex 4.0)\n\n${`:${six}:`.replace(/.{64}/g, '$&\n')}\n`
}

function yEnc(data: Uint8Array): Buffer {
  const line = [...data].flatMap((byte) => {
    const shifted = (byte + 42) & 255
    return [0, 10, 13, 61].includes(shifted) ? [61, (shifted + 64) & 255] : [shifted]
  })
  const head = Buffer.from(`=ybegin line=128 size=${data.length} name=notes.txt\r\n`)
  return Buffer.concat([head, Buffer.from(line), Buffer.from(`\r\n=yend size=${data.length}\r\n`)])
}

const said = Buffer.from(`${NAME} was here`)
const long = Buffer.from(`${NAME} and others. `.repeat(80))

describe('a text with letters in it that nobody reads', () => {
  it.each<readonly [string, Buffer]>([
    ['what OpenPGP packed', around(armoured.packedMessage)],
    ['what OpenPGP neither packed nor encrypted', around(armoured.plainMessage)],
    ['what OpenPGP signed', around(armoured.signedMessage)],
    ['what OpenPGP signed, quoted', around(quoted(armoured.signedMessage))],
    ['what OpenPGP packed, in a string of JSON', Buffer.from(JSON.stringify({ body: armoured.packedMessage }))],
    ['who owns a key of OpenPGP', around(armoured.publicKey)],
    ['what was signed with a certificate', around(armoured.signedCms)],
    ['who owns a certificate', around(armoured.certificate)],
    ['the name of a file in BinHex', around(binHex(NAME, Buffer.from('x')))],
    ['the data of a file in BinHex', around(binHex('notes.txt', said))],
    ['the data of a file in BinHex, packed', around(binHex('notes.txt', Buffer.concat([Buffer.alloc(99, 65), Buffer.from([0x90]), said])))],
    ['the resources of a file in BinHex', around(binHex('notes.txt', Buffer.from('x'), said))],
    ['a file in BinHex that is an archive', around(binHex('notes.zip', zipOf([{ name: 'a.txt', content: said }])))],
    ['a file in yEnc', Buffer.concat([around(''), yEnc(said)])],
    ['a file in yEnc that is packed', Buffer.concat([around(''), yEnc(gzipSync(said))])],
    ['a long text in base64', around(base64(long))],
    [
      'a text in base64 that was packed',
      around(base64(deflateRawSync(Buffer.concat([said, Buffer.from(encrypted(3000).toString('hex'))])))),
    ],
  ])('is searched in %s', async (_, bytes) => {
    expect(await check(bytes)).toEqual({ found: true, problems: [] })
    expect(isOpaque(bytes)).toBe(false)
  })

  it.each<readonly [string, string]>([
    ['codes of characters', [...said].join(', ')],
    ['codes in hexadecimal', [...said].map((code) => `0x${code.toString(16)}`).join(',')],
    ['base32', 'LJXWKICROVUWY3DGMVQXI2DFOIQHOYLTEBUGK4TF'],
    ['base32 on two lines', 'LJXWKICROVUWY3DGMVQX\nI2DFOIQHOYLTEBUGK4TF'],
    ['Ascii85', '<~>&Rsp;0?ShCh@6eFD,6++Eq78+D>>,AH~>'],
  ])('is searched in %s', async (_, text) => {
    expect(await check(around(text))).toEqual({ found: true, problems: [] })
  })

  it.each<readonly [string, Buffer]>([
    ['an encrypted message', around(armoured.encryptedMessage)],
    ['an encrypted message, quoted', around(quoted(armoured.encryptedMessage))],
    ['an encrypted message that was cut off', around(armoured.encryptedMessage.slice(0, 140))],
    ['an encrypted message in a string of JSON', Buffer.from(JSON.stringify({ body: armoured.encryptedMessage }))],
    ['an encrypted message in two bytes a letter', Buffer.from(`\ufeff${around(armoured.encryptedMessage).toString()}`, 'utf16le')],
    ['an encrypted message under the label of a key', around(armoured.encryptedMessage.replaceAll('PGP MESSAGE', 'PGP PUBLIC KEY BLOCK'))],
    ['an encrypted message in CMS', around(armoured.encryptedCms)],
    ['an encrypted message in CMS, called a certificate', around(armoured.encryptedCms.replaceAll(' CMS-', ' CERTIFICATE-'))],
    ['a label that nobody knows', around(armoured.certificate.replaceAll('CERTIFICATE', 'WHATEVER'))],
    ['an encrypted file in BinHex', around(binHex('x', encrypted(600)))],
    ['a file in BinHex that was cut off', around(binHex('x', said).slice(0, 80))],
    ['an encrypted file in yEnc', yEnc(encrypted(600))],
    ['a file in yEnc that was cut off', yEnc(said).subarray(0, 60)],
    ['an encrypted file, uuencoded and quoted', around('> begin 644 x\n> $I%P&)@``\n> `\n> end\n')],
    ['encrypted bytes in base64', around(base64(encrypted(1200)))],
    ['encrypted bytes in base64, quoted', around(quoted(base64(encrypted(1200))))],
    ['encrypted bytes in base64 behind many zeros', around(base64(Buffer.concat([Buffer.alloc(9000), encrypted(1800)])))],
    ['encrypted bytes in base64, as a link', around(`https://x.example/${encrypted(4000).toString('base64url')}`)],
    ['encrypted bytes in base64, below a link', around(`https://x.example/${'roof'.repeat(9)}\n${base64(encrypted(1200))}`)],
    ['encrypted bytes in base64, on one line', around(encrypted(1200).toString('base64url'))],
  ])('is kept back for %s, and known for it before', async (_, bytes) => {
    expect((await check(bytes)).problems).toContain('undecodable')
    expect(isOpaque(bytes)).toBe(true)
  })

  it.each<readonly [string, Buffer]>([
    ['a signature in clear', around(armoured.clearSigned)],
    ['a key', around(armoured.privateKey)],
    [
      'a list of checksums',
      around(Array.from({ length: 60 }, (_, index) => createHash('sha256').update(`${index}`).digest('base64')).join('\n')),
    ],
    ['a list of checksums in hexadecimal', around(encrypted(4000).toString('hex').replace(/.{64}/g, '$&\n'))],
    ['a token', around(`t=${encrypted(400).toString('base64url')}`)],
    ['a long token in a link', around(`<https://x.example/?t=${encrypted(1800).toString('base64url')}>`)],
    ['bytes of a program in base64', around(base64(Buffer.from('SELECT\0\0\0\x01\x02name\0\0\xff\xfe'.repeat(200), 'latin1')))],
    ['a chain of letters of DNA', around('GATTACACATGACTTTGA'.repeat(300))],
    ['words without spaces', around('Slates/And_Bricks-2024/OfTheRoof'.repeat(200))],
    ['words about such blocks', around('A block begins with\n-----BEGIN PGP MESSAGE-----\nand holds letters of base64 until it ends.\n')],
  ])('passes with %s', async (_, bytes) => {
    expect(await check(bytes)).toEqual({ found: false, problems: [] })
    expect(isOpaque(bytes)).toBe(false)
  })

  it('is told where it is shown, too', async () => {
    const search = leakSearch([furtherNeedle(NAME) ?? []].flat(), null, directReader)
    await checkTextWithin(`See below.\n\n${armoured.encryptedMessage}`, 'mail/x.eml', [], search)
    expect(search.problems.map(({ code, path }) => [code, path])).toEqual([['undecodable', 'mail/x.eml']])
    expect(holdsOpaqueFile(armoured.encryptedMessage)).toBe(true)
    expect(holdsOpaqueFile(armoured.packedMessage)).toBe(false)
  })
})
