import { describe, expect, it } from 'vitest'
import { addSources } from '../../src/jobs/index.ts'
import { termPlaces } from '../../src/jobs/term-places.ts'
import { address, correspondentsOf, documentNumbers, facetsOf, matchesIn, parseQuery, wantedWords } from '../../src/search/index.ts'
import type { WritableDatabase } from '../../src/store/index.ts'
import { environment, freshIndex, letter, temporaryFolder, writeTree } from './archive.ts'

/** One character a byte, as files are written here. */
const utf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')

async function take(letters: readonly Omit<Parameters<typeof letter>[0], 'id'>[]): Promise<WritableDatabase> {
  const index = freshIndex()
  const files = Object.fromEntries(letters.map((given, at) => [`${at}.eml`, utf8(letter({ id: `l${at}`, body: 'Done.\n', ...given }))]))
  await addSources(environment(index), { paths: [writeTree(temporaryFolder(), files)] })
  return index
}

const count = (index: WritableDatabase, query: string): number => documentNumbers(index, parseQuery(query), null, 'UTC').length
/** As the screen writes a term when a sender or a correspondent is clicked. */
const clicked = (field: string, value: string): string => `${field}:"${value.replaceAll('"', '')}"`

describe('an address in a name that a header shows', () => {
  it('is found, as the field in which it stands', async () => {
    const index = await take([
      { from: '"roe@corp.example via Staff" <staff@list.example>' },
      { from: '"\'roe@corp.example\'" <relay@mail.example>' },
      { from: '"Bo on behalf of roe@corp.example" <bo@corp.example>' },
      { from: 'Jane Roe <roe@corp.example>' },
      { from: '"roe @ corp.example" <list@x.example>' },
      { from: 'roe=corp.example@bounce.example <bounce@list.example>' },
      { from: '"jane.roe@corp.example via Staff" <staff@list.example>' },
      { from: '"Roe, Corp Example" <other@mail.example>' },
    ])
    expect(count(index, 'roe@corp.example')).toBe(6)
    expect(count(index, 'from:roe@corp.example')).toBe(6)
    expect(count(index, 'to:roe@corp.example')).toBe(0)
    expect(count(index, 'from:jane.roe@corp.example')).toBe(1)
    expect(count(index, 'from:staff@list.example')).toBe(2)
  })

  it.each([
    ['to', { to: 'Ida <ida@x.example>, "roe@corp.example (desk)" <desk@corp.example>' }],
    ['cc', { cc: '"roe@corp.example" <forward@mail.example>' }],
    ['bcc', { bcc: '"roe@corp.example" <forward@mail.example>' }],
    ['to', { headers: ['Delivered-To: "roe@corp.example" <forward@mail.example>'] }],
    [null, { headers: ['Reply-To: "roe@corp.example" <forward@mail.example>'] }],
  ])('is found in every field: %s', async (field, given) => {
    const index = await take([given])
    expect(count(index, 'roe@corp.example')).toBe(1)
    for (const each of ['from', 'to', 'cc', 'bcc'])
      expect([each, count(index, `${each}:roe@corp.example`)]).toEqual([each, each === field ? 1 : 0])
  })

  it('is shared with attachments, and counted as a sender where a click finds it', async () => {
    const body = [
      '--b',
      '',
      'See this.',
      '--b',
      'Content-Type: text/plain; name=a.txt',
      'Content-Disposition: attachment',
      '',
      'Plan.',
      '--b--',
      '',
    ]
    const index = await take([
      {
        from: '"roe@corp.example via Staff" <staff@list.example>',
        headers: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b'],
        body: body.join('\n'),
      },
      { from: 'staff@list.example' },
    ])
    expect(count(index, 'type:txt from:roe@corp.example')).toBe(1)
    expect(count(index, 'plan roe@corp.example')).toBe(1)
    const { senders } = facetsOf(index, 'type:message', 'UTC')
    expect(senders.map(({ value, documents }) => [value, documents])).toEqual([
      ['staff@list.example', 2],
      ['roe@corp.example', 1],
    ])
    for (const { value, documents } of senders) expect(count(index, `type:message ${clicked('from', value)}`)).toBe(documents)
  })
})

/** The same address as headers and texts write it. */
const spellings: readonly (readonly [name: string, looked: readonly string[], headers: readonly string[], texts: readonly string[]])[] = [
  [
    'with a dot behind its domain',
    ['roe@corp.example', 'ROE@corp.example.'],
    ['Jane <roe@corp.example.>', 'roe@corp.example', '<roe@corp.example..>'],
    ['to roe@corp.example.'],
  ],
  [
    'beside signs that are none of its own',
    ['roe@corp.example'],
    ['<*roe@corp.example*>', "<'roe@corp.example>", '<"roe"@corp.example>'],
    ["'roe@corp.example'"],
  ],
  [
    'with a domain in its own script or as it travels',
    ['müller@bücher.example', 'MÜLLER@BÜCHER.example', 'müller@xn--bcher-kva.example', 'müller@bu\u0308cher.example'],
    ['=?utf-8?q?A?= <müller@bücher.example>', '<müller@xn--bcher-kva.example>', '"müller@xn--bcher-kva.example via List" <list@x.example>'],
    ['Write to müller@bücher.example.', 'mailto:müller@xn--bcher-kva.example', 'MÜLLER@XN--BCHER-KVA.EXAMPLE'],
  ],
]

describe.each(spellings)('an address %s', (_name, looked, headers, texts) => {
  it('is found in headers and texts, and shown in these, whichever way it is looked for', async () => {
    const index = await take([
      ...headers.map((from) => ({ from })),
      ...texts.map((body) => ({ body, headers: ['Content-Type: text/plain; charset=utf-8'] })),
    ])
    for (const query of looked) {
      expect([query, count(index, query)]).toEqual([query, headers.length + texts.length])
      expect([query, count(index, `from:${query}`)]).toEqual([query, headers.length])
      expect([query, count(index, `body:${query}`)]).toEqual([query, texts.length])
      for (const text of texts) expect([query, text, matchesIn(text, wantedWords(parseQuery(query))).length]).toEqual([query, text, 1])
    }
    const [domain] = looked.map((query) => query.slice(query.indexOf('@')))
    expect(count(index, `from:${domain}`)).toBe(headers.length)
    const { senders } = facetsOf(index, `from:${looked[0]}`, 'UTC')
    expect(senders[0]).toMatchObject({ value: looked[0]?.toLowerCase(), documents: headers.length })
  })
})

describe('where an address stands', () => {
  it.each([
    ['from', { from: '"roe@corp.example via Staff" <staff@list.example>' }],
    ['from to text', { from: 'roe@corp.example', to: 'ROE@corp.example.', body: 'Write to roe@corp.example.\n' }],
    ['header', { headers: ['Reply-To: Jane <roe@corp.example>'] }],
    ['header', { headers: ['Return-Path: <roe@corp.example>'] }],
    ['', { body: 'Write to jane.roe@corp.example.\n' }],
  ])('is told of a document: %s', async (places, given) => {
    const index = await take([given])
    expect(termPlaces(index, [address('roe@corp.example')], [1], 'UTC')).toEqual([places])
  })
})

describe('a click on somebody who was counted', () => {
  it.each([
    '"a(b)c"@x.example',
    '"a;b"@x.example',
    '"a@b"@x.example',
    '"a b"@x.example',
    'ann@x.example.',
    'ann@[192.0.2.1]',
    'ann@bücher.example',
  ])('finds what was counted: %s', async (address) => {
    const index = await take([{ from: `Ann <${address}>`, to: `Bo <${address}>` }, { from: 'other@x.example' }])
    const counted = facetsOf(index, 'done', 'UTC').senders.map(({ value, documents }) => [
      documents,
      count(index, `done ${clicked('from', value)}`),
    ])
    expect(counted).toEqual([
      [1, 1],
      [1, 1],
    ])
    const { senders, recipients } = correspondentsOf(index, 'done', { timeZone: 'UTC', limit: 9 })
    for (const one of senders) expect(count(index, clicked('from', one.address))).toBe(one.documents)
    for (const one of recipients) expect(count(index, `${clicked('to', one.address)} OR ${clicked('cc', one.address)}`)).toBe(one.documents)
  })
})

describe('a domain without a dot', () => {
  it('finds the domains that begin with it', async () => {
    const index = await take([
      { from: 'a@corp.example' },
      { from: 'b@corp' },
      { from: 'c@corporate.example' },
      { from: 'd@mail.corp.example' },
    ])
    expect(count(index, 'from:@corp')).toBe(2)
    expect(count(index, 'from:@corp.example')).toBe(1)
    expect(count(index, 'from:b@corp')).toBe(1)
  })
})

/** As forwarders and filters write anew whom a mail comes from. */
const same = [
  'SRS0=HxZ+=TT=corp.example=roe@forward.example',
  'SRS0+HxZ=TT=corp.example=roe@forward.example',
  'SRS1=Hxy=first.example==HxZ=TT=corp.example=roe@forward.example',
  'bo+SRS=HxZ=TT=corp.example=roe@mail.example',
  'prvs=0123456789=roe@corp.example',
  'btv1==012abcdef==roe@corp.example',
  'IMCEASMTP-roe+40corp+2Eexample@firm.example',
]
/** As lists and services write within an address of their own whom a mail went to. */
const within = [
  ...same,
  'roe=corp.example@list.example',
  'bounce-123-roe=corp.example@list.example',
  'staff-return-77-roe=corp.example@list.example',
  'staff-bounces+roe=corp.example@list.example',
  'bounces+1234-5f3a-roe=corp.example@mail.example',
  'sentto-12-345-roe=corp.example@returns.example',
  'bo+caf_=roe=corp.example@mail.example',
  'SRS0=HxZ=TT=list.example=staff-bounces+roe=corp.example@forward.example',
  'bounce+roe==a==corp.example==staff@list.example',
  'owner-staff*roe**corp.example@list.example',
]
/** Somebody else’s, though it ends or begins alike. */
const others = [
  'bounce-123-jane-roe=corp.example@list.example',
  'staff-bounces+jane.roe=corp.example@list.example',
  'jane-roe=corp.example@list.example',
  'bounce-123-x+roe=corp.example@list.example',
  'SRS0=HxZ=TT=corp.example.au=roe@forward.example',
  'SRS0=HxZ=TT=corp.example=jane.roe@forward.example',
  'prvs=0123456789=jane.roe@corp.example',
  'owner-staff*jane.roe**corp.example@list.example',
]

describe('an address within that of a list, a service or a forwarder', () => {
  const places: readonly (readonly [string, (written: string) => Omit<Parameters<typeof letter>[0], 'id'>, string | null])[] = [
    ['a sender', (written) => ({ from: `Staff <${written}>` }), 'from'],
    ['a recipient', (written) => ({ to: written }), 'to'],
    ['a path of return', (written) => ({ headers: [`Return-Path: <${written}>`] }), null],
    ['a text', (written) => ({ body: `Not delivered: <${written}>\n` }), null],
  ]
  it.each(places)('is found in %s', async (_, place, field) => {
    const index = await take(within.map(place))
    const found = new Set(documentNumbers(index, parseQuery('roe@corp.example'), null, 'UTC').map(([number]) => number))
    expect(within.filter((_, at) => !found.has(at + 1))).toEqual([])
    // What only a list says of somebody is neither from them nor to them.
    if (field !== null) expect(count(index, `${field}:roe@corp.example`)).toBe(same.length)
  })

  it.each(places)('is not found where it is another’s, in %s', async (_, place) => {
    const index = await take(others.map(place))
    expect(documentNumbers(index, parseQuery('roe@corp.example'), null, 'UTC')).toEqual([])
  })
})
