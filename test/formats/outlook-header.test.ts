import { describe, expect, it } from 'vitest'
import { parseMessage, surfacesOfMessage, takeItem } from '../../src/formats/index.ts'
import { canonicalHash } from '../../src/group/index.ts'
import { asId, bytesSource, type DocumentId } from '../../src/model/index.ts'
import { msgFile, type OutlookItem } from './outlook-item.ts'

const given = [
  'From: <ann@x.example>',
  'To: "Otto Lind" <otto@lind.example>, <ida@falk.example>',
  'Subject: The =?utf-8?B?csO2?= roof',
  'Date: Mon, 02 Mar 2026 10:00:00 +0000',
].join('\r\n')
const header = { 26: 'IPM.Note', 4096: 'Hello.', 125: `${given}\r\n\r\n` }
const subject = { 55: 'The rö roof' }

function rebuilt(item: OutlookItem): Uint8Array {
  return takeItem(bytesSource(msgFile(item)), ['msg'])?.bytes ?? new Uint8Array(0)
}

/** The further text that a reviewer is shown of the header. */
function further(item: OutlookItem): readonly string[] {
  const bytes = rebuilt(item)
  const surfaces = surfacesOfMessage(asId<DocumentId>('m1'), parseMessage(bytes), bytes, 'UTC')
  return surfaces.flatMap(({ id, text }) => (id === 'x:header' ? text.split('\n') : []))
}

describe('mail with the header that it came with', () => {
  it.each<readonly [string, OutlookItem, readonly string[]]>([
    ['a subject that its owner changed', { properties: { ...header, 55: 'About Käthe' } }, ['X-Outlook-Subject: About Käthe']],
    [
      'a subject without its prefix that is another',
      { properties: { ...header, 55: 'RE: The rö roof', 3613: 'About Käthe' } },
      ['X-Outlook-Subject: RE: The rö roof', 'X-Outlook-Subject: About Käthe'],
    ],
    [
      'the name of the sender',
      { properties: { ...header, ...subject, 66: 'Ann Roe', 101: 'ann@x.example' } },
      ['X-Outlook-From: Ann Roe <ann@x.example>'],
    ],
    [
      'the name of a recipient',
      { properties: { ...header, ...subject }, recipients: [{ 3093: 1, 12289: 'Ida Falk', 14846: 'ida@falk.example' }] },
      ['X-Outlook-To: Ida Falk <ida@falk.example>'],
    ],
    [
      'another name of one',
      {
        properties: { ...header, ...subject },
        recipients: [{ 3093: 1, 12289: 'Otto Lind', 24566: 'Lind, Otto (Board)', 14846: 'otto@lind.example' }],
      },
      ['X-Outlook-To: Lind, Otto (Board) <otto@lind.example>'],
    ],
    [
      'who got it through a list',
      { properties: { ...header, ...subject, 64: 'Käthe Roe', 118: '/o=Org/cn=kroe' } },
      ['X-Outlook-Received-By: Käthe Roe <"/o=Org/cn=kroe">'],
    ],
    ['whom an answer goes to', { properties: { ...header, ...subject, 80: 'Ida Falk; ann@x.example' } }, ['X-Outlook-Reply-To: Ida Falk']],
  ])('keeps %s as further text', (_what, item, lines) => {
    expect(further(item)).toEqual(lines)
  })

  it('has nothing more where Outlook says the same in its own way', () => {
    const item: OutlookItem = {
      properties: { ...header, ...subject, 3588: "'ida@falk.example'; Otto Lind", 112: 'roof', 66: 'ann@x.example', 101: 'ann@x.example' },
      recipients: [
        { 3093: 1, 12289: "'ida@falk.example'", 14846: 'ida@falk.example' },
        { 3093: 1, 12289: 'Otto Lind (otto@lind.example)', 14846: 'otto@lind.example' },
        { 3093: 1, 12289: 'Otto Lind', 12291: '/o=Org/cn=olind' },
      ],
    }
    expect(further(item)).toEqual([])
  })

  it('is the same document whatever Outlook calls its people and its subject', () => {
    const plain = rebuilt({ properties: { ...header, ...subject } })
    const named = rebuilt({
      properties: { ...header, 55: 'About Käthe', 66: 'Ann Roe', 101: 'ann@x.example' },
      recipients: [{ 3093: 1, 12289: 'Ida Falk', 14846: 'ida@falk.example' }],
    })
    expect(canonicalHash(parseMessage(named), named)).toBe(canonicalHash(parseMessage(plain), plain))
    expect(parseMessage(named).to).toEqual(parseMessage(plain).to)
  })
})

it('the organizer of a meeting, who is no recipient of it, is kept', () => {
  const item: OutlookItem = {
    properties: { 26: 'IPM.Appointment', 55: 'Meeting', 3098: 'Ann', 3103: 'ann@x.example' },
    recipients: [
      { 3093: 0, 12289: 'Ida Falk', 14846: 'ida@falk.example' },
      { 3093: 1, 12289: 'Otto', 14846: 'otto@lind.example' },
    ],
  }
  expect(further(item)).toEqual(['X-Outlook-People: Ida Falk <ida@falk.example>'])
})

it('a text of Outlook with a zero within goes on behind it', () => {
  const bytes = rebuilt({ properties: { ...header, 55: 'The roof\0of Käthe', 4096: 'Hello\0Otto Lind' } })
  expect(further({ properties: { ...header, 55: 'The roof\0of Käthe' } })).toEqual(['X-Outlook-Subject: The roof of Käthe'])
  const surfaces = surfacesOfMessage(asId<DocumentId>('m1'), parseMessage(bytes), bytes, 'UTC')
  expect(surfaces.map(({ text }) => text)).toContain('Hello Otto Lind')
})
