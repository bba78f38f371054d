import { describe, expect, it } from 'vitest'
import { recogniseFile } from '../../src/formats/index.ts'

const header = 'From: ann@x.test\nTo: bo@x.test\nSubject: s\n\nbody\n'
const separator = 'From ann@x.test Mon Jan  5 11:12:13 2004\n'

describe('a file', () => {
  const table: readonly (readonly [rule: string, text: string, kind: 'mbox' | 'eml' | null])[] = [
    ['that begins with a separator is an mbox', separator + header, 'mbox'],
    ['that begins with empty lines and a separator is an mbox', `\n\n${separator}${header}`, 'mbox'],
    ['with DOS line ends is recognised too', (separator + header).replaceAll('\n', '\r\n'), 'mbox'],
    ['with a separator of an address alone is an mbox if a header follows', `From ann@x.test\n${header}`, 'mbox'],
    ['with garbage before the first separator is an mbox', `garbage\n\n${separator}${header}`, 'mbox'],
    ['that begins with mail headers is a message', header, 'eml'],
    ['that begins with a trace header alone is a message', 'Received: from a by b; Mon, 5 Jan 2004 11:12:13 +0000\n\nx', 'eml'],
    ['with a byte order mark is a message', `\xef\xbb\xbf${header}`, 'eml'],
    ['with folded headers is a message', `Subject: a\n b\nFrom: x@y\n\nx`, 'eml'],
    ['that is empty is no mail', '', null],
    ['of prose is no mail', 'Dear Ann,\n\nFrom now on we meet on Mondays.\n', null],
    ['of prose that begins with From is no mail', 'From now on we meet on Mondays.\nBring tea.\n', null],
    ['of a note with one heading is no mail', 'Subject: tea\nWe need tea.\n', null],
    ['of YAML is no mail', 'name: a\nversion: 1\nfrom: here\n', null],
    ['of HTTP is no mail', 'HTTP/1.1 200 OK\nDate: x\n\n', null],
    ['of a calendar is no mail', 'BEGIN:VCALENDAR\nVERSION:2.0\nSUMMARY:x\n', null],
    ['of a card is no mail', 'BEGIN:VCARD\nFN:Ann\nEMAIL:ann@x.test\n', null],
    ['of PDF is no mail', '%PDF-1.7\n%\xe2\xe3\n1 0 obj\n', null],
    ['of zeros is no mail', '\0'.repeat(1000), null],
  ]
  it.each(table)('%s', (_, text, kind) => {
    expect(recogniseFile(Buffer.from(text, 'latin1'))).toBe(kind)
  })
})
