import { describe, expect, it } from 'vitest'
import { parseMessage, surfacesOfMessage } from '../../src/formats/index.ts'
import { addSources } from '../../src/jobs/index.ts'
import { asId, type DocumentId } from '../../src/model/index.ts'
import { documentNumbers, phrase, runQuery } from '../../src/search/index.ts'
import type { WritableDatabase } from '../../src/store/index.ts'
import { pgpKey } from '../formats/keys.ts'
import { environment, freshIndex, letter, temporaryFolder, writeTree } from './archive.ts'

async function take(files: Readonly<Record<string, string>>): Promise<WritableDatabase> {
  const index = freshIndex()
  await addSources(environment(index), { paths: [writeTree(temporaryFolder(), files)] })
  return index
}

const found = (index: WritableDatabase, query: string): readonly string[] =>
  [...runQuery(index, query, { limit: 99, offset: 0, sort: 'date', timeZone: 'UTC' }).hits.map(({ subject }) => subject)].sort()

/** Field and the field of the language that finds it, besides plain words. */
const fields: readonly (readonly [name: string, by: 'to' | 'cc' | 'from' | 'bcc' | null])[] = [
  ['Bcc', 'bcc'],
  ['Reply-To', null],
  ['Resent-From', 'from'],
  ['X-Original-From', 'from'],
  ['X-Original-Sender', 'from'],
  ['X-Google-Original-From', 'from'],
  ['Resent-To', 'to'],
  ['Resent-Cc', 'cc'],
  ['Delivered-To', 'to'],
  ['X-Original-To', 'to'],
  ['Envelope-To', 'to'],
  ['X-Envelope-To', 'to'],
  ['Apparently-To', 'to'],
  ['X-Apparently-To', 'to'],
  ['X-Delivered-To', 'to'],
  ['X-Rcpt-To', 'to'],
  ['X-Forwarded-To', 'to'],
  ['X-Forwarded-For', 'to'],
  ['Return-Path', null],
  ['Envelope-From', null],
  ['X-Envelope-From', null],
  ['X-Return-Path', null],
  ['X-Sender', null],
  ['X-Authenticated-Sender', null],
  ['Errors-To', null],
  ['Mail-Reply-To', null],
  ['X-Failed-Recipients', null],
  ['Disposition-Notification-To', null],
  ['Mail-Followup-To', null],
  ['X-Outlook-From', 'from'],
  ['X-Outlook-Sender', 'from'],
  ['X-Outlook-To', 'to'],
  ['X-Outlook-Received-By', 'to'],
  ['X-Outlook-Cc', 'cc'],
  ['X-Outlook-Bcc', 'bcc'],
  ['X-Outlook-Reply-To', null],
  ['X-Outlook-People', null],
]

describe('people who stand in a header beside From, To and Cc', () => {
  const files = Object.fromEntries(
    fields.map(([name], at) => [
      `${at}.eml`,
      letter({
        id: `${at}`,
        subject: name,
        headers: [`${name}: =?utf-8?Q?K=C3=A4the?= Zq${at} <kz${at}@subject.example>`],
        body: 'About the budget.\n',
      }),
    ]),
  )

  it('are found by address and by name, alone and with other words, and counted as a form of a person', async () => {
    const index = await take(files)
    for (const [at, [name]] of fields.entries()) {
      expect(found(index, `kz${at}@subject.example`), name).toEqual([name])
      expect(found(index, `"Käthe Zq${at}"`), name).toEqual([name])
      expect(found(index, `kathe zq${at} budget`), name).toEqual([name])
      expect(found(index, `zq${at} subject:budget`), name).toEqual([])
      expect(found(index, `budget NOT zq${at}`), name).toHaveLength(fields.length - 1)
      expect(documentNumbers(index, phrase(`Käthe Zq${at}`), null, 'UTC'), name).toHaveLength(1)
    }
    expect(found(index, 'zq*')).toHaveLength(fields.length)
    expect(found(index, '@subject.example')).toHaveLength(fields.length)
  })

  it('are found by the fields of the language that mean them', async () => {
    const index = await take(files)
    for (const [at, [name, by]] of fields.entries()) {
      for (const field of ['from', 'to', 'cc', 'bcc'] as const) {
        expect(found(index, `${field}:kz${at}@subject.example`), `${field}: ${name}`).toEqual(field === by ? [name] : [])
        if (field !== 'bcc') expect(found(index, `${field}:zq${at}`), `${field}: ${name}`).toEqual(field === by ? [name] : [])
      }
    }
  })

  it('are each read where only a blank stands between them, as in mail that a mailbox forwards', async () => {
    const index = await take({
      'a.eml': letter({ id: 'a', subject: 'One', headers: ['X-Forwarded-For: old@subject.example new@home.example'] }),
    })
    expect(found(index, 'to:old@subject.example')).toEqual(['One'])
    expect(found(index, 'to:new@home.example')).toEqual(['One'])
  })

  it.each([
    'Original-Recipient: rfc822;zq.one@subject.example',
    'X-Original-Recipient: RFC822; zq.one@subject.example',
    'Received: from a.example (b.example [192.0.2.1])\n by mx.example with ESMTP id 1 for <zq.one@subject.example>;\n Mon, 5 Jan 2026 10:00:00 +0000',
    'Received: by mx.example with local (Exim 4) id 1 for zq.one@subject.example; Mon, 5 Jan 2026 10:00:00 +0000',
  ])('are found where servers on the way write whom the mail was for: %j', async (field) => {
    const index = await take({ 'a.eml': letter({ id: 'a', subject: 'One', headers: field.split('\n') }) })
    expect(found(index, 'to:zq.one@subject.example')).toEqual(['One'])
    expect(found(index, 'zq.one@subject.example')).toEqual(['One'])
    expect(found(index, 'from:zq.one@subject.example')).toEqual([])
  })

  it('are shown once, and only where no other field shows them, by what servers on the way write', () => {
    const way = (whom: string): string => `Received: from a by b for <${whom}>; Mon, 5 Jan 2026 10:00:00 +0000`
    const headers = [
      'Delivered-To: two@x.example',
      way('two@x.example'),
      way('three@x.example'),
      way('THREE@x.example'),
      'Received: from c by d',
    ]
    const bytes = Buffer.from(letter({ id: 'a', subject: 'One', headers }))
    const surfaces = surfacesOfMessage(asId<DocumentId>('a1'), parseMessage(bytes), bytes, 'UTC')
    expect(surfaces.find(({ id }) => id === 'x:header')?.text).toBe('Delivered-To: two@x.example\nReceived: three@x.example')
  })

  it('are found in each copy of a message, although copies are one document', async () => {
    const copy = (whom: string): string => `Delivered-To: ${whom}@subject.example\n${letter({ id: 'one', subject: 'One' })}`
    const index = await take({ 'a.eml': copy('anna-zq'), 'b.eml': copy('otto-zq'), 'c.eml': letter({ id: 'one', subject: 'One' }) })
    expect(index.prepare('SELECT count(*) FROM document').pluck().get()).toBe(1)
    for (const whom of ['anna-zq', 'otto-zq']) {
      expect(found(index, `${whom}@subject.example`)).toEqual(['One'])
      expect(found(index, `to:${whom}@subject.example`)).toEqual(['One'])
      expect(found(index, whom)).toEqual(['One'])
    }
  })

  it('are found in an attached message', async () => {
    const inner = `Delivered-To: inner-zq@subject.example\n${letter({ id: 'in', subject: 'Inner' })}`
    const body = `--b\n\nSee this.\n--b\nContent-Type: message/rfc822\n\n${inner}\n--b--\n`
    const headers = ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b']
    const index = await take({ 'a.eml': letter({ id: 'out', subject: 'Outer', headers, body }) })
    expect(found(index, 'inner-zq@subject.example')).toEqual(['Inner'])
    expect(found(index, '"inner zq"')).toEqual(['Inner'])
  })
})

describe('words that people wrote into a header', () => {
  it.each([
    'Keywords',
    'Comments',
    'Thread-Topic',
    'Organization',
    'Content-Description',
    'Subject',
    'Date',
    'X-Outlook-Subject',
    'X-Outlook-Property',
  ])('%s are found', async (name) => {
    const index = await take({
      'a.eml': letter({ id: 'a', subject: 'A', headers: [`${name}: appraisal, zqword`] }),
      'b.eml': letter({ id: 'b', subject: 'B' }),
    })
    expect(found(index, 'zqword')).toEqual(['A'])
    expect(found(index, '"appraisal zqword" letter')).toEqual(['A'])
  })
})

describe('the headers of parts', () => {
  const inParts = (id: string, first: readonly string[]) =>
    letter({
      id,
      subject: '...',
      headers: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b'],
      body: `--b\n${first.join('\n')}\n\nText.\n--b\nContent-Type: text/csv; name=pay.csv\nContent-Description: pay.csv\n\na\n--b--\n`,
    })

  it('are found and seen by a reviewer: protected subject and people, descriptions', async () => {
    const protectedFields = [
      'Content-Type: text/plain; protected-headers="v1"',
      'Subject: =?utf-8?q?Warning_f=C3=BCr_Zqsub?=',
      'From: Zoe Zqfrom <zqfrom@x.example>',
    ]
    const source = inParts('a', [...protectedFields, 'Content-Description: zqabout her'])
    const index = await take({ 'a.eml': source })
    for (const query of ['zqsub', '"für zqsub"', 'zqfrom@x.example', 'from:zqfrom', 'zqabout'])
      expect(found(index, query)).toEqual(['Warning für Zqsub'])
    const bytes = Buffer.from(source, 'latin1')
    const surfaces = surfacesOfMessage(asId<DocumentId>('m00000000000000000000'), parseMessage(bytes), bytes, 'UTC')
    expect(surfaces.find(({ id }) => id === 'h:subject')?.text).toBe('Warning für Zqsub')
    expect(surfaces.find(({ id }) => id === 'x:header')?.text).toBe('From: Zoe Zqfrom <zqfrom@x.example>\nContent-Description: zqabout her')
  })
})

describe('a subject that is protected', () => {
  const signed = (subject: string, type: string) =>
    letter({
      id: 'a',
      subject,
      headers: ['MIME-Version: 1.0', 'Content-Type: multipart/signed; boundary=s'],
      body: `--s\nContent-Type: ${type}\nSubject: The pay of Zqsub\n\nText.\n--s\nContent-Type: application/pgp-signature\n\nx\n--s--\n`,
    })

  it.each([
    ['[...]', 'text/plain; hp="cipher"', 'The pay of Zqsub', undefined],
    ['Encrypted Message', 'text/plain; hp="cipher"', 'The pay of Zqsub', 'Subject: Encrypted Message'],
    ['Re: ...', 'text/plain; protected-headers="v1"', 'The pay of Zqsub', 'Subject: Re: ...'],
    ['[list] Zqouter', 'text/plain; hp="clear"', '[list] Zqouter', 'Subject: The pay of Zqsub'],
    ['...', 'text/plain', '...', 'Subject: The pay of Zqsub'],
  ])('is shown in place of a stand-in, and found beside any other subject: %s, %s', async (subject, type, shown, other) => {
    const source = signed(subject, type)
    expect(found(await take({ 'a.eml': source }), 'zqsub')).toEqual([shown])
    const bytes = Buffer.from(source, 'latin1')
    const surfaces = surfacesOfMessage(asId<DocumentId>('m00000000000000000000'), parseMessage(bytes), bytes, 'UTC')
    expect(surfaces.find(({ id }) => id === 'h:subject')?.text).toBe(shown)
    expect(surfaces.find(({ id }) => id === 'x:header')?.text).toBe(other)
  })
})

describe('where a file is that a message only names', () => {
  it.each([
    ['access-type=URL; URL="ftp://host.example/home/zqplace/pay.doc"', 'zqplace'],
    ['access-type=anon-ftp; name=pay.doc; site=zqsite.example; directory=zqfolder', 'zqsite.example zqfolder'],
    ['access-type=mail-server; server="zqserver@x.example"; subject="get zqdraft"', 'zqserver zqdraft'],
  ])('is found and shown: %s', async (access, query) => {
    const part = `Content-Type: message/external-body; ${access}\n\nContent-Type: application/msword\n\n`
    const headers = ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b']
    const source = letter({ id: 'a', subject: 'See', headers, body: `--b\n\nText.\n--b\n${part}\n--b--\n` })
    expect(found(await take({ 'a.eml': source }), query)).toEqual(['See'])
    const bytes = Buffer.from(source, 'latin1')
    const surfaces = surfacesOfMessage(asId<DocumentId>('m00000000000000000000'), parseMessage(bytes), bytes, 'UTC')
    expect(surfaces.find(({ id }) => id === 'x:header')?.text).toBe(`Content-Type: message/external-body; ${access}`)
  })
})

describe('what else the headers of parts say', () => {
  const key = pgpKey.split('\n').slice(2, -2).join('')
  it.each([
    [
      'where a page is from',
      'Content-Location: file:///C:/Users/Zoe%20Zqname/pay.html',
      'Content-Location: file:///C:/Users/Zoe Zqname/pay.html',
      '"zoe zqname"',
    ],
    ['the field of a form', 'Content-Disposition: form-data; name="Zoe Zqname"', 'Content-Disposition: name=Zoe Zqname', '"zoe zqname"'],
    [
      'a second name of a file',
      'Content-Type: text/plain; name="Zoe Zqname.txt"\nContent-Disposition: attachment; filename=a.txt',
      'Content-Type: name=Zoe Zqname.txt',
      'zqname',
    ],
    [
      'the key of somebody else who got it',
      `Autocrypt-Gossip: addr=zqkey@x.example; keydata=\n ${key}`,
      'Autocrypt-Gossip: zqkey@x.example, Zoe Zqkeyholder (payroll) <zqkey@x.example>',
      'zqkeyholder',
    ],
  ])('is found and shown: %s', async (_what, fields, shown, query) => {
    const headers = ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b']
    const source = letter({ id: 'a', subject: 'See', headers, body: `--b\n${fields}\n\nText.\n--b--\n` })
    expect(found(await take({ 'a.eml': source }), query)).toEqual(['See'])
    const bytes = Buffer.from(source, 'latin1')
    const surfaces = surfacesOfMessage(asId<DocumentId>('m00000000000000000000'), parseMessage(bytes), bytes, 'UTC')
    expect(surfaces.find(({ id }) => id === 'x:header')?.text).toBe(shown)
  })

  it('is nothing where it is only how the part is to be read, or the file’s name once more', () => {
    const fields =
      'Content-Type: text/plain; charset=utf-8; format=flowed; name="pay.txt"\nContent-Disposition: attachment; filename=pay.txt; size=5\nContent-Location: pay.txt'
    const headers = ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b']
    const bytes = Buffer.from(letter({ id: 'a', headers, body: `--b\n${fields}\n\nText.\n--b--\n` }), 'latin1')
    expect(parseMessage(bytes).further).toEqual([])
  })
})

describe('a header that is protected by a signature alone', () => {
  const fields: readonly (readonly [field: string, query: string])[] = [
    ['Subject: The pay of Zqsub', 'zqsub'],
    ['From: Zoe Zqfrom <zqf@x.example>', 'from:zqfrom'],
    ['Sender: Zoe Zqsender <zqs@x.example>', 'from:zqsender'],
    ['To: Zoe Zqto <zqt@x.example>', 'to:zqto'],
    ['Cc: Zoe Zqcc <zqc@x.example>', 'cc:zqcc'],
    ['Bcc: Zoe Zqbcc <zqb@x.example>', 'bcc:zqb@x.example'],
    ['Reply-To: Zoe Zqreply <zqr@x.example>', 'zqreply'],
    ['Keywords: zqkey', 'zqkey'],
    ['Comments: zqcomment', 'zqcomment'],
    ['HP-Outer: From: Zoe Zqouter <zqo@x.example>', 'zqouter'],
  ]
  const source = letter({
    id: 'a',
    subject: '[list] Pay',
    headers: ['MIME-Version: 1.0', 'Content-Type: multipart/signed; boundary=s'],
    body: `--s\nContent-Type: text/plain; hp="clear"\n${fields.map(([field]) => field).join('\n')}\n\nText.\n--s\nContent-Type: application/pgp-signature\n\nx\n--s--\n`,
  })

  it('is found and shown beside what stands outside, field by field', async () => {
    const index = await take({ 'a.eml': source })
    for (const [, query] of fields) expect([query, found(index, query)]).toEqual([query, ['[list] Pay']])
    const bytes = Buffer.from(source, 'latin1')
    const surfaces = surfacesOfMessage(asId<DocumentId>('m00000000000000000000'), parseMessage(bytes), bytes, 'UTC')
    expect(surfaces.find(({ id }) => id === 'x:header')?.text).toBe(fields.map(([field]) => field).join('\n'))
    expect(surfaces.find(({ id }) => id === 'h:subject')?.text).toBe('[list] Pay')
  })
})

describe('fields of a header that nothing here knows', () => {
  const shown = (...headers: readonly string[]): string | undefined => {
    const bytes = Buffer.from(letter({ id: 'a', headers }), 'latin1')
    const surfaces = surfacesOfMessage(asId<DocumentId>('m00000000000000000000'), parseMessage(bytes), bytes, 'UTC')
    return surfaces.find(({ id }) => id === 'x:header')?.text
  }

  it.each([
    ['an address', 'X-Env-Sender: zqenv@x.example', 'zqenv@x.example', 'Another field: zqenv@x.example'],
    [
      'an address behind its label',
      'Authentication-Results: mx.example; spf=pass smtp.mailfrom=zqspf@x.example',
      'zqspf@x.example',
      'Another field: zqspf@x.example',
    ],
    ['an address of a list', 'List-Owner: <mailto:zqowner@x.example>', 'zqowner@x.example', 'Another field: zqowner@x.example'],
    ['words beyond ASCII', 'X-Author: =?utf-8?q?Zo=C3=A9_Zqauthor?=', '"zoé zqauthor"', 'Another field: X-Author: Zoé Zqauthor'],
    ['labels of whoever kept it', 'X-Gmail-Labels: Inbox,Zqlabel', 'zqlabel', 'X-Gmail-Labels: Inbox,Zqlabel'],
    ['an organisation', 'X-Organization: Zqfirm', 'zqfirm', 'X-Organization: Zqfirm'],
  ])('are found and shown where they name somebody: %s', async (_what, field, query, text) => {
    expect(found(await take({ 'a.eml': letter({ id: 'a', subject: 'See', headers: [field] }) }), query)).toEqual(['See'])
    expect(shown(field)).toBe(text)
  })

  it('say nothing by ids, signatures and ways to leave a list, nor where another field says the same', () => {
    expect(
      shown(
        'X-Entity-ID: <1.2@host.example>',
        'References: <1.2@host.example>',
        'DKIM-Signature: v=1; i=zq@x.example',
        'ARC-Seal: i=1; x=zq@x.example',
        'List-Unsubscribe: <mailto:leave-7c9@x.example>',
        'X-Env-Sender: anna@berg.example',
      ),
    ).toBeUndefined()
    expect(shown('Return-Path: <zq@x.example>', 'Received-SPF: pass; envelope-from=zq@x.example;')).toBe('Return-Path: zq@x.example')
  })

  it('cost nothing more however long they are', () => {
    const { further } = parseMessage(
      Buffer.from(letter({ id: 'a', headers: [`X-Long: ${'a'.repeat(200_000)}@`, `X-More: ${'@a.'.repeat(60_000)}`] })),
    )
    expect(further).toEqual([])
  })
})

describe('what a reviewer sees of further fields', () => {
  const shown = (...headers: readonly string[]) => {
    const bytes = Buffer.from(letter({ id: 'a', headers }), 'latin1')
    const surfaces = surfacesOfMessage(asId<DocumentId>('m00000000000000000000'), parseMessage(bytes), bytes, 'UTC')
    return surfaces.filter(({ id }) => id === 'x:header')
  }

  it('is hidden text, which is shown and never produced', () => {
    const surfaces = shown('Delivered-To: kz@subject.example', 'Resent-To: Kate Zq <kz@subject.example>', 'Keywords: budget, zqword')
    expect(surfaces).toMatchObject([
      {
        kind: 'hidden',
        producible: false,
        text: 'Delivered-To: kz@subject.example\nResent-To: Kate Zq <kz@subject.example>\nKeywords: budget, zqword',
      },
    ])
  })

  it('is nothing where they only say what the header says already', () => {
    expect(
      shown('Delivered-To: otto@lind.example', 'Return-Path: <anna@berg.example>', 'Thread-Topic: Letter a', 'Return-Path: <>'),
    ).toEqual([])
  })
})
