import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { readStrictMessage } from '../../src/produce/check-mime.ts'
import { writeEml } from '../../src/produce/eml.ts'
import { oneLine, quotedPrintable, textField } from '../../src/produce/mime-encode.ts'
import { releaseAll } from '../../src/produce/released.ts'
import { fc } from '../properties.ts'
import { production, raw } from './builder.ts'

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.constantFrom('From me', '.', '=?utf-8?B?eA==?=', 'a  b', ' x', `${'w'.repeat(200)}`, '…'.repeat(100)),
)

describe('a written header', () => {
  it('is read back by postal-mime as it was given, folded at 78, in ASCII', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        const field = textField('Subject', value)
        for (const line of field.split('\r\n')) expect(line.length).toBeLessThanOrEqual(78)
        expect(field).toMatch(/^[\x20-\x7e\r\n]*$/)
        const parsed = await PostalMime.parse(`${field}\r\nx`)
        expect((parsed.subject ?? '').trim().replace(/\s+/g, ' ')).toBe(oneLine(value).replace(/\s+/g, ' '))
      }),
      { numRuns: 300 },
    )
  })

  it('never lets a value start a header of its own', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(textField('Subject', `${value}\r\nBcc: x@y.example`).split(/\r\n(?![ \t])/)).toHaveLength(2)
      }),
    )
  })
})

describe('quoted-printable', () => {
  it('comes back as the same text, in lines of at most 76 that no mbox needs to quote', () => {
    fc.assert(
      fc.property(text, (value) => {
        const encoded = quotedPrintable(value)
        for (const line of encoded.split('\r\n')) {
          expect(line.length).toBeLessThanOrEqual(76)
          expect(line.startsWith('From ')).toBe(false)
          expect(line).not.toMatch(/[ \t]$/)
        }
        const message = readStrictMessage(
          Buffer.from(`Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${encoded}`, 'latin1'),
        )
        expect(message.body.toString('utf8')).toBe(value.toWellFormed().replace(/\r\n?/g, '\n').replaceAll('\n', '\r\n'))
      }),
      { numRuns: 300 },
    )
  })
})

describe('an address', () => {
  it.each([
    ['a name with a comma', '"Roe, Jane" <jane@example.org>', 'Roe, Jane', 'jane@example.org'],
    ['a name with quotes', '"Jane \\"JJ\\" Roe" <jane@example.org>', 'Jane "JJ" Roe', 'jane@example.org'],
    ['a name in another script', '=?utf-8?B?6KiI55S7?= <plan@example.org>', '計画', 'plan@example.org'],
    ['no name', 'jane@example.org', '', 'jane@example.org'],
  ])('with %s is read back as it was', async (_, written, name, address) => {
    const [released] = releaseAll(await production([raw(`From: ${written}\nSubject: x\n\ny\n`)]))
    if (released === undefined) throw new Error('one family')
    const bytes = writeEml(released, {
      seed: Buffer.alloc(32),
      threading: () => ({ inReplyTo: [], references: [] }),
      file: () => ({ filename: '', type: '', bytes: new Uint8Array() }),
    })
    expect((await PostalMime.parse(bytes)).from).toMatchObject({ name, address })
  })

  it('that a mark touches is gone whole, its name kept', async () => {
    const [released] = releaseAll(
      await production([raw('From: Jane Roe <jane@example.org>, Bo <bo@example.org>\nSubject: x\n\ny\n')], { 0: { mark: ['jane@'] } }),
    )
    expect(released?.header?.from).toEqual([
      { name: 'Jane Roe', address: null },
      { name: 'Bo', address: 'bo@example.org' },
    ])
  })
})
