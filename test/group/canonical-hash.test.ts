import { describe, expect, it } from 'vitest'
import { attachmentId, canonicalHash, messageId } from '../../src/group/index.ts'
import { fc } from '../properties.ts'
import { mail } from './parsed.ts'

const hash = (raw: string): string => {
  const { parsed, bytes } = mail(raw)
  return canonicalHash(parsed, bytes)
}
const original = `From: a@alder.example
To: b@alder.example
Subject: Rota
Date: Mon, 2 Mar 2026 09:00:00 +0000
Message-ID: <1@alder.example>

Hello,
From Monday we start at eight.
`

describe('copies of one message have one canonical hash', () => {
  const copies: readonly [string, string][] = [
    ['with CRLF line ends', original.replaceAll('\n', '\r\n')],
    ['with more newlines at the end, as an mbox leaves them', `${original}\n\n`],
    ['with none at the end', original.trimEnd()],
    ['with From quoted as an mbox does', original.replace('\nFrom Monday', '\n>From Monday')],
    ['with From quoted twice', original.replace('\nFrom Monday', '\n>>From Monday')],
    ['with transport headers', `Received: from mx by alder.example\nReturn-Path: <a@alder.example>\nStatus: RO\nX-UID: 17\n${original}`],
    ['with a filter’s and a signer’s headers', `X-Spam-Score: 0.1\nDKIM-Signature: v=1; bh=x\nList-Id: <all.alder.example>\n${original}`],
    ['as the sender keeps it, with Bcc', original.replace('To: b@', 'Bcc: c@alder.example\nTo: b@')],
    ['with folded headers', original.replace('Subject: Rota', 'Subject:\n Rota')],
  ]
  it.each(copies)('%s', (_name, copy) => {
    expect(hash(copy)).toBe(hash(original))
  })
})

describe('messages that differ in anything else are different documents', () => {
  const others: readonly [string, string][] = [
    ['another body under the same Message-ID', original.replace('eight', 'nine')],
    ['another recipient', original.replace('To: b@', 'To: c@')],
    ['another subject', original.replace('Rota', 'Rotas')],
    ['another Message-ID', original.replace('<1@', '<2@')],
    ['a second Subject header', original.replace('Subject: Rota', 'Subject: Rota\nSubject: Other')],
    ['a blank line within the body', original.replace('Hello,\n', 'Hello,\n\n')],
    ['a lone carriage return', original.replace('Hello,', 'Hel\rlo,')],
    ['a quoted line that is no From line', original.replace('Hello', '>Hello')],
  ]
  it.each(others)('%s', (_name, other) => {
    expect(hash(other)).not.toBe(hash(original))
  })

  it('any change of a letter in the body shows', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (left, right) => {
        const body = (text: string): string => `Subject: s\n\n${Buffer.from(text).toString('hex')}`
        expect(hash(body(left)) === hash(body(right))).toBe(left === right)
      }),
    )
  })
})

describe('ids of documents', () => {
  it('have the forms that the command table checks', () => {
    const canonical = hash(original)
    expect(messageId(canonical)).toMatch(/^m[0-9a-f]{20}$/)
    expect(attachmentId(canonical, '2', 'ab')).toMatch(/^a[0-9a-f]{20}$/)
  })

  it('keep the same file in two families, or twice in one, apart', () => {
    const ids = [attachmentId('x', '2', 'ab'), attachmentId('y', '2', 'ab'), attachmentId('x', '3', 'ab')]
    expect(new Set(ids).size).toBe(3)
  })
})
