import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { addSources, readLedger } from '../../src/jobs/index.ts'
import { runQuery } from '../../src/search/index.ts'
import { threadOf, type WritableDatabase } from '../../src/store/index.ts'
import { environment, freshIndex, letter, temporaryFolder, writeTree } from './archive.ts'

/** Takes in files at once, since threads are started for each pass. */
async function take(files: Readonly<Record<string, string>>): Promise<WritableDatabase> {
  const index = freshIndex()
  await addSources(environment(index), { paths: [writeTree(temporaryFolder(), files)] })
  return index
}

const found = (index: WritableDatabase, query: string): readonly string[] =>
  runQuery(index, query, { limit: 99, offset: 0, sort: 'date', timeZone: 'UTC' }).hits.map(({ subject }) => subject)

/** What stands in the ledger of messages that were taken in, by file: code and place. */
function told(index: WritableDatabase): readonly string[] {
  return index.prepare("SELECT locator || ' ' || code || ' ' || place FROM exception ORDER BY 1").pluck().all() as string[]
}

/** A message named by the file it will be in. */
const typed =
  (encoding: string, body: string, type = 'text/plain; charset=utf-8') =>
  (id: string) =>
    letter({ id, subject: id, headers: ['MIME-Version: 1.0', `Content-Type: ${type}`, `Content-Transfer-Encoding: ${encoding}`], body })
const base64 = Buffer.from('Dear Jane, your appraisal is attached below. Salary 45,000.\n'.repeat(3)).toString('base64')
const attached = (part: string): string => `--b\n\nSee this.\n--b\n${part}\n--b--\n`
const mixed = 'multipart/mixed; boundary=b'

describe('a body that is damaged', () => {
  const damaged: Readonly<Record<string, readonly [code: string, message: (id: string) => string]>> = {
    'base64 with bytes that are none': ['bad-base64', typed('base64', `${base64.slice(0, 80)}\0###*${base64.slice(80)}\n`)],
    'base64 that was cut': ['bad-base64', typed('base64', base64.slice(0, 101))],
    'HTML in base64 that was cut': ['bad-base64', typed('base64', base64.slice(0, 101), 'text/html; charset=utf-8')],
    'bytes that the character set has not': ['undecodable-text', typed('8bit', 'Hello \xff\xfe J\x80\x81ne\n')],
    'an escape that is half a letter': ['undecodable-text', typed('quoted-printable', 'a=ZZ J=C3 x\n')],
    'a character set that nobody knows': ['unknown-charset', typed('8bit', 'J\xfcrgen\n', 'text/plain; charset=x-foo')],
    'uuencoding without an end': ['bad-uuencode', typed('x-uuencode', 'begin 644 x\n#0V%T\n')],
  }
  const files = (made: (message: (id: string) => string, name: string) => string): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(damaged).map(([name, [, message]]) => [`${name}.eml`, made(message, name)]))
  const reasons = (place: string): readonly string[] =>
    Object.entries(damaged)
      .map(([name, [code]]) => `${name}.eml ${code} ${place}`)
      .sort()

  it('makes its message partial, with the reason in the ledger', async () => {
    const index = await take(files((message, name) => message(name)))
    expect(told(index)).toEqual(reasons('1'))
    const all = Object.keys(damaged).length
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: all, indexed: 0, partial: all } })
  })

  it('does so in an attached message, with its place', async () => {
    const index = await take(
      files((message, name) => typed('8bit', attached(`Content-Type: message/rfc822\n\n${message(`in ${name}`)}`), mixed)(name)),
    )
    expect(told(index)).toEqual(reasons('2/1'))
    expect(readLedger(index, null).totals).toMatchObject({ indexed: 0, partial: Object.keys(damaged).length })
  })

  it('is told as an attachment is whose bytes are damaged and whose text is read all the same', async () => {
    const part = `Content-Type: text/plain\nContent-Disposition: attachment; filename=t.txt\nContent-Transfer-Encoding: base64\n\n${base64.slice(0, 80)}###${base64.slice(80)}`
    const index = await take({ 'a.eml': typed('7bit', attached(part), mixed)('a') })
    expect(told(index)).toEqual(['a.eml bad-base64 2'])
    expect(found(index, 'appraisal')).toEqual(['t.txt'])
    expect(readLedger(index, null).totals).toMatchObject({ indexed: 0, partial: 1 })
  })
})

describe('text that a list put behind a body in base64', () => {
  const footer = '_______________________________________________\nSpecials mailing list\nhttps://lists.x.example/specials\n'

  it('is found as it is written, and damages neither the body nor the ledger', async () => {
    const index = await take({
      'a.eml': typed('base64', `${Buffer.from('Dear Jane, see the appraisal.').toString('base64')}\n${footer}`)('a'),
      'b.eml': typed('base64', `${base64.slice(0, 76)}\n***\n${base64.slice(76, 152)}\n`)('b'),
    })
    expect(found(index, '"the appraisal specials mailing list"')).toEqual(['a'])
    // Behind what is damage more base64 follows.
    expect(told(index)).toEqual(['b.eml bad-base64 1'])
  })
})

describe('text before the first part of a message and behind its last', () => {
  it('is found, and told in the ledger, and makes the message no less read', async () => {
    const beside = `The appraisal of Jane.\n--b\n\nSee this.\n--b--\nThe salary of Otto.\n`
    const customary = `This is a multi-part message in MIME format.\n--b\n\nSee this.\n--b--\n`
    const inner = typed('7bit', beside, mixed)('inner')
    const index = await take({
      'a.eml': typed('7bit', beside, mixed)('a'),
      'b.eml': typed('7bit', customary, mixed)('b'),
      'c.eml': typed('7bit', attached(`Content-Type: message/rfc822\n\n${inner.replaceAll('--b', '--i').replace('=b', '=i')}`), mixed)('c'),
    })
    for (const words of ['"appraisal of jane"', '"salary of otto"']) expect([...found(index, words)].sort()).toEqual(['a', 'inner'])
    expect(found(index, 'multi-part')).toEqual([])
    const both = (at: string, place: string) => [`${at} hidden-epilogue ${place}`, `${at} hidden-preamble ${place}`]
    expect(told(index)).toEqual([...both('a.eml', ''), ...both('c.eml', '2/')])
    expect(readLedger(index, null).totals).toMatchObject({ found: 3, indexed: 3, partial: 0 })
  })
})

describe('one of several pieces of a message', () => {
  it('is found by its text, and told with what to do', async () => {
    const piece = typed('7bit', 'See the appraisal that goes on in\n', 'message/partial; id="1@x.example"; number=1; total=2')('a')
    const index = await take({ 'a.eml': piece })
    expect(found(index, 'appraisal')).toHaveLength(1)
    expect(told(index)).toEqual(['a.eml piece-of-message 1'])
    const { exceptions, totals } = readLedger(index, null)
    expect(exceptions[0]?.whatToDo).toContain('puts message/partial together')
    expect(totals).toMatchObject({ indexed: 0, partial: 1 })
  })

  it('is read as the beginning of a message where it is that: header, text and names are found decoded', async () => {
    const inside = [
      `Subject: =?utf-8?B?${Buffer.from('Käthe Brennan').toString('base64')}?=`,
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=in',
      '',
      '--in',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      base64,
      '--in',
      'Content-Type: text/csv; name="salaries.csv"',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from('Otto Weber;52,000\n'.repeat(40)).toString('base64').slice(0, 152),
    ]
    const piece = (body: string, number: number) =>
      typed('7bit', `${body}\n`, `message/partial; id="w@x.example"; number=${number}; total=2`)
    const index = await take({
      'a.eml': piece(inside.join('\n'), 1)('a'),
      'b.eml': piece(Buffer.from('Hanna Krause;1\n'.repeat(9)).toString('base64'), 2)('b'),
    })
    expect(found(index, 'subject:"käthe brennan"')).toHaveLength(1)
    expect(found(index, '"dear jane"')).toHaveLength(1)
    expect(found(index, 'filename:salaries')).toHaveLength(1)
    expect(found(index, '"otto weber"')).toHaveLength(1)
    expect(found(index, 'krause')).toEqual([])
    expect(told(index)).toEqual(['a.eml piece-of-message 1', 'b.eml piece-of-message 1'])
    expect(readLedger(index, null).totals).toMatchObject({ indexed: 0, partial: 2 })
  })

  it('is of one thread with the others, in whatever order they come', async () => {
    const piece = (id: string, number: number) =>
      typed('7bit', `Text ${number}\n`, `message/partial; id="whole@x.example"; number=${number}; total=3`)(id)
    const other = typed('7bit', 'Text\n', 'message/partial; id="another@x.example"; number=1; total=2')
    const index = await take({ 'a.eml': piece('a', 3), 'b.eml': other('b'), 'c.eml': piece('c', 1), 'd.eml': piece('d', 2) })
    const threads = index.prepare("SELECT thread FROM document WHERE kind = 'message' ORDER BY number").pluck().all() as string[]
    const [third, apart, first, second] = threads.map((thread) => threadOf(index, thread))
    expect([first, second]).toEqual([third, third])
    expect(apart).not.toBe(third)
  })
})

describe('a body of HTML that holds a message of PGP', () => {
  it('is told as encrypted', async () => {
    const armour = '-----BEGIN PGP MESSAGE-----<br><br>hQEMA<br>-----END PGP MESSAGE-----'
    const index = await take({ 'a.eml': typed('8bit', `<p>${armour}</p>\n`, 'text/html; charset=utf-8')('a') })
    expect(told(index)).toEqual(['a.eml encrypted 1'])
  })
})

describe('a body in UTF-32', () => {
  it('is read by its byte order mark', async () => {
    const text = iconv.encode('Dear Jane.', 'utf-32le', { addBOM: true }).toString('base64')
    const index = await take({ 'a.eml': typed('base64', text)('a') })
    expect(found(index, '"dear jane"')).toEqual(['a'])
    expect(told(index)).toEqual([])
  })
})

describe('a body that is written carelessly and loses nothing', () => {
  const russian = 'Dear Яна, уважаемые коллеги, прошу прислать документы до конца недели.'
  const careless: Readonly<Record<string, (id: string) => string>> = {
    'base64 without its padding': typed('base64', Buffer.from('Dear Jane.').toString('base64').replace(/=+$/u, '')),
    'base64 with blanks and empty lines in it': typed('base64', `${base64.slice(0, 33)} \n\n\t${base64.slice(33)}\n`),
    'signs of equality that nobody escaped': typed('quoted-printable', '<a href="/?dear=yes">Dear</a>\n', 'text/html; charset=utf-8'),
    'UTF-8 that is labelled as something else': typed('8bit', 'Dear J\xc3\xbcrgen.\n', 'text/plain; charset=us-ascii'),
    'quotation marks of Windows': typed('8bit', 'Dear \x93Jane\x94.\n', 'text/plain; charset=us-ascii'),
    'letters of Western Europe without a label': typed('8bit', 'Dear J\xfcrgen, dear Zo\xeb.\n', 'text/plain'),
    'Cyrillic letters without a label': typed('8bit', iconv.encode(russian, 'windows-1251').toString('latin1'), 'text/plain'),
  }

  it('is no exception', async () => {
    const names = Object.keys(careless)
    const index = await take(Object.fromEntries(Object.entries(careless).map(([name, message]) => [`${name}.eml`, message(name)])))
    expect([...found(index, 'dear')].sort()).toEqual(names.sort())
    expect(found(index, 'коллеги')).toEqual(['Cyrillic letters without a label'])
    expect(told(index)).toEqual([])
    expect(readLedger(index, null).totals).toMatchObject({ found: names.length, indexed: names.length, partial: 0 })
  })
})

describe('HTML whose bytes can’t be what is declared', () => {
  const people: Readonly<Record<string, string>> = {
    'iso-8859-2': 'Wiśniewski',
    'windows-1251': 'Сергей',
    'iso-8859-7': 'Παπαδόπουλος',
    'iso-8859-9': 'Şahin',
    'windows-1255': 'כהן',
    shift_jis: '佐藤',
  }
  const page = (charset: string, name: string): string =>
    iconv.encode(`<meta http-equiv="Content-Type" content="text/html; charset=${charset}"><p>${name}</p>`, charset).toString('latin1')

  it('is read as its meta says, in a body and in a file, and people are found by it', async () => {
    const files = Object.entries(people).flatMap(([charset, name]) => {
      const html = page(charset, name)
      const file = `Content-Type: text/html\nContent-Disposition: attachment; filename=${charset}.html\n\n${html}`
      const named = [
        ['ascii', typed('8bit', html, 'text/html; charset=us-ascii')],
        ['utf8', typed('8bit', html, 'text/html; charset=utf-8')],
        ['latin1', typed('8bit', html, 'text/html; charset=iso-8859-1')],
        ['file', typed('8bit', attached(file), mixed)],
      ] as const
      return named.map(([kind, message]) => [`${charset}-${kind}.eml`, message(`${charset}-${kind}`)] as const)
    })
    const index = await take(Object.fromEntries(files))
    for (const [charset, name] of Object.entries(people))
      expect([...found(index, name)].sort(), charset).toEqual([
        `${charset}-ascii`,
        `${charset}-latin1`,
        `${charset}-utf8`,
        `${charset}.html`,
      ])
    expect(told(index)).toEqual([])
  })
})
