import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bodyParts, listPst, parseMessage, partText, surfacesOfMessage, takeItem } from '../../src/formats/index.ts'
import { rebuildMessage } from '../../src/formats/mapi-mime.ts'
import { readMsg } from '../../src/formats/read-msg.ts'
import { asId, bytesSource, type DocumentId } from '../../src/model/index.ts'
import { corpora, describeWithCorpora } from '../corpora.ts'
import { msgFile, type OutlookItem, oneOffId } from './outlook-item.ts'

function rebuilt(item: OutlookItem): Uint8Array {
  return takeItem(bytesSource(msgFile(item)), ['msg'])?.bytes ?? new Uint8Array(0)
}

/** The lines of the body, and those of the further text, without what every item has. */
function texts(bytes: Uint8Array): { readonly body: readonly string[]; readonly further: readonly string[] } {
  const parsed = parseMessage(bytes)
  const part = bodyParts(parsed)[0]?.plain
  const hidden = surfacesOfMessage(asId<DocumentId>('m1'), parsed, bytes, 'UTC').find(({ id }) => id === 'x:header')
  return {
    body: part ? partText(bytes, part).text.trimEnd().split('\n') : [],
    further: (hidden?.text ?? '').split('\n').flatMap((line) => /^X-Outlook-Property: (.*)$/u.exec(line)?.[1] ?? []),
  }
}

describe('a contact of Outlook', () => {
  const card: readonly (readonly [id: number, value: string | readonly string[], line: string])[] = [
    [0x3001, 'Ann Roe', 'Name: Ann Roe'],
    [0x3a45, 'Dr', 'Title: Dr'],
    [0x3a44, 'Zoë', 'Middle name: Zoë'],
    [0x3a05, 'junior', 'Suffix: junior'],
    [0x3a57, '020 7946 0001', 'Company main phone: 020 7946 0001'],
    [0x3a1e, '020 7946 0002', 'Car phone: 020 7946 0002'],
    [0x3a1a, '020 7946 0003', 'Primary phone: 020 7946 0003'],
    [0x3a02, '020 7946 0004', 'Callback phone: 020 7946 0004'],
    [0x3a2e, '020 7946 0005', 'Assistant’s phone: 020 7946 0005'],
    [0x3a58, ['Ida', 'Falk'], 'Children: Ida, Falk'],
    [0x3a47, 'Bo Lindqvist', 'Referred by: Bo Lindqvist'],
    [0x3a43, 'sailing', 'Hobbies: sailing'],
    [0x3a07, 'AB 12 34 56 C', 'Government id: AB 12 34 56 C'],
    [0x3a63, 'Quay 7', 'Other street: Quay 7'],
    [0x3004, 'met at sea', 'Comment: met at sea'],
  ]
  it('gives all that its card shows, in the order of the card', () => {
    const bytes = rebuilt({
      properties: { 26: 'IPM.Contact', ...Object.fromEntries(card.map(([id, value]) => [id, value])) },
      named: [
        ['address', 0x804f, 'pays late'],
        ['address', 0x8083, 'ann@subject.example'],
        ['common', 0x853a, ['Otto Lind', 'Käthe']],
        ['public', 'Union membership', 'Verdi 4711'],
      ],
    })
    const { body, further } = texts(bytes)
    for (const [, , line] of card) expect(body).toContain(line)
    expect(body).toContain('User field 1: pays late')
    expect(body).toContain('E-mail 1: ann@subject.example')
    expect(body).toContain('Contacts: Otto Lind, Käthe')
    expect(body.at(-1)).toBe('Union membership: Verdi 4711')
    expect(further).toEqual([])
  })

  it('gives what no table here knows as further text: of an add-in, of a version to come', () => {
    const bytes = rebuilt({
      properties: { 26: 'IPM.Contact.Members', 12289: 'Ann Roe', 14975: 'not in any list yet' },
      named: [
        ['public', 'http://schemas.example/stamp', 'Bo Lindqvist'],
        ['address', 0x80ef, 'a later field'],
        ['11112222333344445555666677778888', 'Sponsor', 'Ida Falk'],
      ],
    })
    expect(texts(bytes).further).toEqual([
      '11112222333344445555666677778888/Sponsor: Ida Falk',
      '3a7f: not in any list yet',
      'address/80ef: a later field',
      'http://schemas.example/stamp: Bo Lindqvist',
    ])
  })

  it('gives no values for programs, and nothing twice', () => {
    const bytes = rebuilt({
      properties: { 26: 'IPM.Contact', 12289: 'Ann Roe' },
      named: [
        ['address', 0x8082, 'SMTP'],
        ['address', 0x8084, 'Roe, Ann'],
        ['address', 0x8085, 'ann roe'],
        ['common', 0x8554, '16.0'],
        ['public', 'id', '{D5C97986-4FDA-47E9-A49A-7FC2FED1332A}'],
      ],
    })
    expect(texts(bytes).further).toEqual(['E-mail 1 as entered: Roe, Ann'])
  })
})

describe('a distribution list of Outlook', () => {
  const members = [oneOffId('Zoë Member', 'zoe@subject.example'), oneOffId('', 'otto@lind.example'), oneOffId('Ida Falk', '')]
  const lines = ['Member: Zoë Member <zoe@subject.example>', 'Member: otto@lind.example', 'Member: Ida Falk']

  it('names each of its members', () => {
    const bytes = rebuilt({ properties: { 26: 'IPM.DistList', 12289: 'Board' }, named: [['address', 0x8054, members]] })
    expect(texts(bytes).body).toEqual(['Name: Board', ...lines])
  })

  it('names them also where they are so many that they stand in a stream', () => {
    const sized = members.flatMap((member) => {
      const length = Buffer.alloc(4)
      length.writeUInt32LE(member.byteLength)
      return [Buffer.alloc(4), length, member, Buffer.alloc(4)]
    })
    const stream = Buffer.concat([Buffer.from('0100000000000000', 'hex'), Buffer.alloc(20), ...sized, Buffer.alloc(8)])
    const bytes = rebuilt({ properties: { 26: 'IPM.DistList' }, named: [['address', 0x8064, stream]] })
    expect(texts(bytes).body).toEqual(lines)
  })

  it('names one of the organisation’s directory by its address there, where nothing else is said', () => {
    const directory = Buffer.concat([
      Buffer.from('00000000dca740c8c042101ab4b908002b2fe1820100000000000000', 'hex'),
      Buffer.from('/o=Org/cn=Recipients/cn=ida.falk\0'),
    ])
    const bytes = rebuilt({ properties: { 26: 'IPM.DistList' }, named: [['address', 0x8055, [directory]]] })
    expect(texts(bytes).body).toEqual(['Member: /o=Org/cn=Recipients/cn=ida.falk'])
  })

  it('however its ids are cut, gives what stands whole', () => {
    const whole = Buffer.concat(members)
    for (let length = 0; length < whole.byteLength; length++) {
      const bytes = rebuilt({ properties: { 26: 'IPM.DistList' }, named: [['address', 0x8054, [whole.subarray(0, length)]]] })
      expect(lines.join('\n')).toContain(texts(bytes).body.join('\n'))
    }
  })
})

describe('other items of Outlook', () => {
  it.each<readonly [string, OutlookItem, readonly string[]]>([
    [
      'a journal entry',
      {
        properties: { 26: 'IPM.Activity' },
        named: [
          ['log', 0x8700, 'Phone call'],
          ['common', 0x8539, ['Quarry']],
        ],
      },
      ['Entry type: Phone call', 'Companies: Quarry'],
    ],
    [
      'a task',
      {
        properties: { 26: 'IPM.Task' },
        named: [
          ['task', 0x811f, 'Ann'],
          ['task', 0x8121, 'Bo'],
          ['task', 0x8122, 'Ida'],
          ['common', 0x8535, 'to Otto'],
        ],
      },
      ['Task owner: Ann', 'Assigned by: Bo', 'Last changed by: Ida', 'Billing: to Otto'],
    ],
    [
      'an appointment',
      {
        properties: { 26: 'IPM.Appointment' },
        named: [
          ['appointment', 0x8208, 'Quay'],
          ['appointment', 0x8230, 'Ida'],
          ['common', 0x853a, ['Otto']],
        ],
      },
      ['Location: Quay', 'Answered by: Ida', 'Contacts: Otto'],
    ],
  ])('%s says whom it names', (_kind, item, lines) => {
    expect(texts(rebuilt(item)).body).toEqual(lines)
  })

  it('mail keeps what its owner noted on it as further text, and its bodies as they were sent', () => {
    const bytes = rebuilt({
      properties: { 26: 'IPM.Note', 4096: 'Hello.' },
      named: [
        ['common', 0x8530, 'Call Ida Falk'],
        ['public', 'Client', 'Otto Lind'],
        ['public', 'Keywords', ['pay', 'appeal']],
        ['common', 0x8580, 'account@x.example'],
      ],
    })
    expect(texts(bytes)).toEqual({ body: ['Hello.'], further: ['Client: Otto Lind', 'Follow up: Call Ida Falk', 'Keywords: pay, appeal'] })
  })

  it('a report names whom it is about', () => {
    const bytes = rebuilt({
      properties: { 26: 'REPORT.IPM.Note.NDR', 116: 'Ida Falk', 73: 'The roof' },
      recipients: [{ 12289: 'Ida', 4097: 'No mailbox of that name.' }],
    })
    expect(texts(bytes).further).toEqual(['Original To: Ida Falk', 'Original subject: The roof', 'Report: No mailbox of that name.'])
  })
})

it('the same item gives the same bytes in whatever order its file keeps properties', () => {
  const item = readMsg(
    bytesSource(
      msgFile({
        properties: { 26: 'IPM.Contact', 12289: 'Ann', 14916: 'Zoë' },
        named: [
          ['public', 'b', 'two'],
          ['public', 'a', 'one'],
          ['address', 0x80ef, 'three'],
        ],
      }),
    ),
  )
  if (item === null) throw new Error('not read')
  const turned = { ...item, properties: new Map([...item.properties].reverse()), names: new Map([...item.names].reverse()) }
  expect(Buffer.from(rebuildMessage(turned).bytes).toString()).toBe(Buffer.from(rebuildMessage(item).bytes).toString())
})

describeWithCorpora('lists that Outlook wrote', () => {
  it('name all their members', () => {
    const source = bytesSource(readFileSync(corpora('outlook/pst-java-libpst/dist-list.pst')))
    const all = (listPst(source)?.messages ?? []).flatMap(
      ({ nid }) => texts(takeItem(source, ['pst', nid])?.bytes ?? new Uint8Array(0)).body,
    )
    expect(all.filter((line) => line.startsWith('Member: ')).sort()).toEqual([
      'Member: contact name 1 <contact1@rjohnson.id.au>',
      'Member: dist name 1 <dist1@rjohnson.id.au>',
      'Member: dist name 2 <dist2@rjohnson.id.au>',
    ])
  })
})
