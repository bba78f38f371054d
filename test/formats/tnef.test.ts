import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { attachmentParts, locatedBytes, messageTexts, messageWithin, parseMessage, partBytes } from '../../src/formats/index.ts'
import { rebuildMessage } from '../../src/formats/mapi-mime.ts'
import { readTnef } from '../../src/formats/tnef.ts'
import { corpora, describeWithCorpora } from '../corpora.ts'
import { fc } from '../properties.ts'
import { mail } from './mail.ts'
import { attribute, properties, tnefStart } from './tnef-stream.ts'

const inner = Buffer.concat([tnefStart, attribute(1, 0x00069003, properties([0x0037, 'Inner'], [0x1000, 'Inner text']))])
const winmail = Buffer.concat([
  tnefStart,
  attribute(1, 0x00069003, properties([0x0037, 'Pay of Zoë'], [0x1000, 'Please see'], [0x0c1a, 'Ann'], [0x0c1f, 'ann@x.example'])),
  attribute(2, 0x00069002, Buffer.alloc(14)),
  attribute(2, 0x0006800f, Buffer.from('first file')),
  attribute(2, 0x00069005, properties([0x3707, 'geheim ü.txt'], [0x370e, 'text/plain'])),
  attribute(2, 0x00069002, Buffer.alloc(14)),
  attribute(2, 0x00018010, Buffer.from('short.bin\0', 'latin1')),
  attribute(2, 0x0006800f, Buffer.from([0, 1, 2, 255])),
  attribute(2, 0x00069002, Buffer.alloc(14)),
  attribute(2, 0x00069005, properties([0x3701, Buffer.concat([Buffer.from('0703020000000000c000000000000046', 'hex'), inner]), true])),
])

function carrying(type: string): Buffer {
  return mail(
    'Date: Mon, 5 Oct 2026 14:03:22 +0200',
    'MIME-Version: 1.0',
    `Content-Type: ${type}`,
    'Content-Transfer-Encoding: base64',
    '',
    winmail.toString('base64'),
  )
}

describe('winmail.dat', () => {
  it.each(['application/ms-tnef', 'application/octet-stream; name="winmail.dat"'])(
    'sent as %s is read as the message that it wraps, with its files and the message in it',
    (type) => {
      const bytes = carrying(type)
      const { root } = parseMessage(bytes)
      const message = root.message
      if (message === null) throw new Error('not read')
      expect([message.subject, message.from]).toEqual(['Pay of Zoë', [{ name: 'Ann', address: 'ann@x.example', group: null }]])
      expect(messageTexts(message, messageWithin(root, partBytes(bytes, root).bytes)).bodyText.trim()).toBe('Please see')
      const files = attachmentParts(parseMessage(bytes)).slice(1)
      expect(files.map(({ part }) => part.filename ?? part.message?.subject)).toEqual(['geheim ü.txt', 'short.bin', 'Inner'])
      const [first, second] = files.map((located) => Buffer.from(partBytes(locatedBytes(bytes, located), located.part).bytes))
      expect([first?.toString(), second?.toString('hex')]).toEqual(['first file', '000102ff'])
    },
  )

  it('gives every value of a property that has several', () => {
    const contact = properties([0x001a, 'IPM.Contact'], [0x3a58, ['Ida', 'Käthe']], [0x3001, 'Ann'])
    const item = readTnef(Buffer.concat([tnefStart, attribute(1, 0x00069003, contact)]))
    if (item === null) throw new Error('not read')
    const { bytes } = rebuildMessage(item)
    expect(messageTexts(parseMessage(bytes), bytes).bodyText).toBe('Name: Ann\nChildren: Ida, Käthe')
  })

  it('that is cut, anywhere but between two attributes, is told', () => {
    const rebuilt = (bytes: Uint8Array): Buffer => {
      const item = readTnef(bytes)
      return Buffer.from(item === null ? [] : rebuildMessage(item).bytes)
    }
    const whole = rebuilt(winmail)
    expect(parseMessage(whole).problems.map(({ code }) => code)).not.toContain('damaged-in-store')
    const ends = new Set<number>()
    for (let at = 6; at < winmail.length; at += 11 + winmail.readUInt32LE(at + 5)) ends.add(at)
    for (let length = 7; length < winmail.length; length++) {
      const cut = rebuilt(winmail.subarray(0, length))
      if (ends.has(length) || cut.equals(whole)) continue
      // The checksum behind an attribute is no part of it.
      if (ends.has(length + 1) || ends.has(length + 2)) continue
      const told = parseMessage(cut).problems.map(({ code }) => code)
      expect(told).toContain('damaged-in-store')
    }
  })

  it.each([
    ['its text', 'IPM.Note', 0x1000],
    ['the company of a contact', 'IPM.Contact', 0x3a16],
  ] as const)('that is cut within %s gives what is there of it', (_, kind, id) => {
    const cutValue = [id, 'Please see Ida Falk and Otto Lind'] as const
    const stream = Buffer.concat([tnefStart, attribute(1, 0x00069003, properties([0x001a, kind], cutValue))])
    const cut = stream.subarray(0, stream.indexOf(Buffer.from(' and Otto', 'utf16le')))
    const item = readTnef(cut)
    if (item === null) throw new Error('not read')
    const { bytes } = rebuildMessage(item)
    const parsed = parseMessage(bytes)
    expect(messageTexts(parsed, bytes).bodyText).toContain('Please see Ida Falk')
    expect(parsed.problems.map(({ code }) => code)).toContain('damaged-in-store')
  })

  it('of which an attached file is cut gives what is there of it', () => {
    const file = Buffer.from('Ida Falk called, and Otto Lind')
    const stream = Buffer.concat([
      tnefStart,
      attribute(1, 0x00069003, properties([0x001a, 'IPM.Note'])),
      attribute(2, 0x00069002, Buffer.alloc(14)),
      attribute(2, 0x00069005, properties([0x3707, 'a.txt'], [0x3701, file])),
    ])
    const item = readTnef(stream.subarray(0, stream.indexOf(', and Otto')))
    expect(Buffer.from(item?.attachments[0]?.data ?? []).toString()).toBe('Ida Falk called')
    expect(item?.attachments[0]?.whole).toBe(false)
  })

  it('however it is damaged, gives what can be read and no throw', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(winmail.length - 1), fc.nat(255)), { maxLength: 8 }),
        fc.nat(winmail.length),
        (changes, length) => {
          const bytes = Buffer.from(winmail)
          for (const [at, value] of changes) bytes[at] = value
          const item = readTnef(bytes.subarray(0, length))
          if (item !== null) rebuildMessage(item)
        },
      ),
      { seed: 20261125, numRuns: 2000 },
    )
  })
})

describeWithCorpora('a winmail.dat that Outlook wrote', () => {
  it('gives its text and its five files', () => {
    const item = readTnef(readFileSync(corpora('documents/tika/testWINMAIL.dat')))
    if (item === null) throw new Error('not read')
    const { bytes } = rebuildMessage(item)
    const parsed = parseMessage(bytes)
    expect(messageTexts(parsed, bytes).bodyText).toContain('These are five files.')
    expect(attachmentParts(parsed).map(({ part }) => part.filename)).toEqual([
      'quick.doc',
      'quick.html',
      'quick.pdf',
      'quick.txt',
      'quick.xml',
    ])
  })

  it('and a .msg file sent as an attachment are both read as messages', () => {
    const msg = readFileSync(corpora('documents/tika/test-outlook2003.msg'))
    const bytes = mail(
      'MIME-Version: 1.0',
      'Content-Type: application/vnd.ms-outlook; name="a.msg"',
      'Content-Transfer-Encoding: base64',
      '',
      msg.toString('base64'),
    )
    expect(parseMessage(bytes).root.message?.subject).not.toBe('')
    expect(parseMessage(bytes).root.message?.from).not.toEqual([])
  })
})
