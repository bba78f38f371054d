import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { directReader } from '../../src/formats/index.ts'
import { leakSearch } from '../../src/produce/check-hits.ts'
import { technicalNeedle } from '../../src/produce/check-needles.ts'
import { originalLayers } from '../../src/produce/check-technical.ts'
import { positiveControl } from '../../src/produce/control.ts'
import { expectationOf, produce } from '../../src/produce/index.ts'
import { production, raw, tools } from './builder.ts'

const folder = mkdtempSync(join(tmpdir(), 'technical-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const mail = (headers: string, body = 'hello') => raw(`From: Anna Berg <anna@example.org>\nSubject: Visitors\n${headers}\n\n${body}\n`)

async function needles(...messages: Uint8Array[]): Promise<string[]> {
  const { headers, hidden } = expectationOf(await production(messages), ['eml']).technical()
  return [...headers, ...hidden].map(({ text }) => text)
}

describe('what the allow-lists drop of an original', () => {
  it.each([
    ['its id', 'Message-ID: <one@orchard.example>', 'one@orchard.example'],
    ['what it answers', 'References: <zero@elsewhere.example> <half@elsewhere.example>', 'half@elsewhere.example'],
    ['a host it came through', 'Received: from mx.orchard.example (mx [203.0.113.9])\n by mx.example', 'mx.orchard.example'],
    ['an address of a machine', 'X-Originating-IP: [203.0.113.9]', '203.0.113.9'],
    ['an address of IPv6', 'X-Sender-IP: 2001:db8:85a3::8a2e:370:7334', '2001:db8:85a3::8a2e:370:7334'],
    ['an envelope address', 'Return-Path: <bounce-zoe@orchard.example>', 'bounce-zoe@orchard.example'],
    ['an address behind its name', 'Authentication-Results: mx.example; spf=pass smtp.mailfrom=zoe@orchard.example', 'zoe@orchard.example'],
    ['a mailer', 'User-Agent: Quill Mail for Orchards', 'Quill Mail for Orchards'],
    ['an encoded value', 'Thread-Topic: =?utf-8?Q?Besuch_im_M=C3=A4rz_f=C3=BCr_Zo=C3=AB?=', 'Besuch im März für Zoë'],
    [
      'a hash of the body',
      'DKIM-Signature: v=1; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
      '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
    ],
    ['a second subject', 'Subject: Lunch with Zoe Quillfeather', 'Lunch with Zoe Quillfeather'],
    ['a boundary', 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="outer-zoe"', 'outer-zoe'],
  ])('is looked for: %s', async (_, header, value) => {
    expect(await needles(mail(header))).toContain(value)
  })

  it('is looked for in attached messages and in parts, too', async () => {
    const inner = Buffer.from('From: a@b.example\r\nSubject: y\r\nX-Mailer: Inner Quill Mailer\r\n\r\nx').toString('base64')
    const found = await needles(
      mail(
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"',
        `--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n${inner}\n--b\nContent-Type: image/png\nContent-ID: <logo@orchard.example>\n\nx\n--b--`,
      ),
    )
    expect(found).toEqual(expect.arrayContaining(['Inner Quill Mailer', 'logo@orchard.example']))
  })

  it('includes the lines that its HTML hides', async () => {
    const html = 'MIME-Version: 1.0\nContent-Type: text/html'
    expect(await needles(mail(html, '<div style="display:none">Prepared for Zoe Quillfeather</div><p>Hello</p>'))).toContain(
      'Prepared for Zoe Quillfeather',
    )
  })

  it('includes what stands beside the parts, which no mail program shows', async () => {
    const found = await needles(
      mail(
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b',
        'Prepared for Zoe Quillfeather\nand read by Tom Applewhite\n--b\n\nHello\n--b--\nNever to be shown',
      ),
    )
    expect(found).toEqual(expect.arrayContaining(['Prepared for Zoe Quillfeather', 'and read by Tom Applewhite', 'Never to be shown']))
  })

  it('is no value that a reviewer saw, no date, and no word of prose', async () => {
    const found = await needles(mail('To: Office <office@example.org>\nX-Priority: normal\nDelivery-Date: Mon, 5 Jan 2026 10:00:00 +0100'))
    expect(found).toEqual([])
  })
})

describe('a value of a dropped header', () => {
  const plain = mail('Message-ID: <one@orchard.example>\nReceived: from mx.orchard.example by mx.example')
  const check = async (messages: readonly Uint8Array[], owner: number | null, text: string) => {
    const expectation = expectationOf(await production(messages), ['eml'])
    const search = leakSearch(expectation.technical().headers, expectation, directReader)
    const owners = owner === null ? null : [expectation.families[owner]?.source.id ?? ('' as never)]
    search.layer({ path: 'place', layer: 'text', owners, text, noisy: false })
    return search.hits.length
  }

  it('blocks wherever it stands, also in another document and on pages of ours', async () => {
    expect(await check([plain, mail('')], 0, 'via mx.orchard.example')).toBe(1)
    expect(await check([plain, mail('')], 1, 'via mx.orchard.example')).toBe(1)
    expect(await check([plain, mail('')], null, 'via mx.orchard.example')).toBe(1)
  })

  it('passes in the document whose approved text shows it, and only there', async () => {
    const telling = mail('', 'It came via mx.orchard.example, I think.')
    expect(await check([plain, telling], 1, 'via mx.orchard.example')).toBe(0)
    expect(await check([plain, telling], 0, 'via mx.orchard.example')).toBe(1)
  })

  it('does not keep back a production that releases it as text', async () => {
    const input = await production([plain, mail('', 'See <one@orchard.example> from mx.orchard.example')])
    const made = await produce(input, { formats: ['eml', 'mbox'], out: join(folder, 'released.zip') }, tools())
    expect(made.check.passed).toBe(true)
    expect(made.check.notes.join()).toMatch(/also stand in text that was released/)
  })
})

describe('the positive control of dropped headers', () => {
  it('finds every value in its original, by paragraphs alone', async () => {
    const input = await production([mail('Message-ID: <one@orchard.example>\nReceived: from mx.orchard.example\n\tby mx.example')])
    expect(await positiveControl(expectationOf(input, ['eml']), tools())).toBeGreaterThanOrEqual(3)
    expect(originalLayers(mail('X-A: b\n c')).slice(0, 3)).toEqual(['From: Anna Berg <anna@example.org>', 'Subject: Visitors', 'X-A: b c'])
  })

  it('finds what stands behind a line of blanks within a folded field, which some readers take for the end of the header', async () => {
    const folded = mail('X-Id: abc\n \n\t\n tracker55.orchard.example\nX-After: mx.orchard.example\n \n\nBody: no.header.example')
    const expectation = expectationOf(await production([folded]), ['eml'])
    expect(expectation.technical().headers.map(({ text }) => text)).toContain('tracker55.orchard.example')
    await positiveControl(expectation, tools())
    expect(originalLayers(mail('X-A: b\n \nC: no header')).join('|')).not.toContain('X-A: b C')
  })

  it('fails where an original does not hold what is looked for', async () => {
    const expectation = expectationOf(await production([mail('Message-ID: <one@orchard.example>')]), ['eml'])
    const [family] = expectation.families
    const strange = family === undefined ? null : technicalNeedle('never@written.example', family, null)
    const technical = { headers: [...(strange === null ? [] : [strange])], hidden: [], left: 0 }
    await expect(positiveControl({ ...expectation, technical: () => technical }, tools())).rejects.toMatchObject({
      code: 'produce/control-failed',
    })
  })
})
