import { describe, expect, it } from 'vitest'
import { attachmentParts, bodyParts, locatedBytes, messageWithin, parseMessage, partBytes, partText } from '../../src/formats/index.ts'

/** Lines that end in CR alone, as programs of the Macintosh wrote them before 2001. */
const carriage = (...lines: readonly string[]): Buffer => Buffer.from(lines.join('\r'), 'latin1')

const inner = ['From: Otto <otto@lind.example>', 'Subject: Inner', '', 'Zwei.', '']
const outer = carriage(
  'From: Anna <anna@berg.example>',
  'To: Otto <otto@lind.example>,',
  ' Kate <kate@x.example>',
  'Subject: Lines',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'Kath=',
  'erine.',
  '--b',
  'Content-Type: message/rfc822',
  '',
  ...inner,
  '--b--',
  '',
)

describe('a message whose lines end in CR alone', () => {
  it('has its header fields, folded ones too, its parts and their text', () => {
    const parsed = parseMessage(outer)
    expect(parsed.from).toMatchObject([{ name: 'Anna', address: 'anna@berg.example' }])
    expect(parsed.to.map(({ address }) => address)).toEqual(['otto@lind.example', 'kate@x.example'])
    expect(parsed.subject).toBe('Lines')
    const [body] = bodyParts(parsed)
    expect(body?.plain && partText(outer, body.plain).text).toBe('Katherine.')
    const [attached] = attachmentParts(parsed)
    expect(attached?.part.message).toMatchObject({ subject: 'Inner' })
  })

  it('is read when it is attached to one with other lines', () => {
    const bytes = Buffer.from(
      `From: a@x.example\nSubject: Outer\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n${carriage(...inner).toString('base64')}\n`,
    )
    const [attached] = attachmentParts(parseMessage(bytes))
    const message = attached?.part.message ?? null
    expect(message).toMatchObject({ subject: 'Inner', from: [{ address: 'otto@lind.example' }] })
    const within =
      attached === undefined ? bytes : messageWithin(attached.part, partBytes(locatedBytes(bytes, attached), attached.part).bytes)
    const [body] = message === null ? [] : bodyParts(message)
    expect(body?.plain && partText(within, body.plain).text).toBe('Zwei.\n')
  })
})
