import { describe, expect, it } from 'vitest'
import { allParts, parseMessage, partBytes, partText } from '../../src/formats/index.ts'
import type { ParsedMessage } from '../../src/model/index.ts'
import { mail } from './mail.ts'

/** The tree in one line a part: path, type, and the raw body of leaves. */
function tree(bytes: Buffer, parsed: ParsedMessage = parseMessage(bytes)): string[] {
  return [...allParts(parsed)]
    .filter(({ containers }) => containers.length === 0)
    .map(
      ({ path, part }) =>
        `${path} ${part.type}${part.children.length > 0 ? '' : ` ${bytes.toString('latin1', part.offset, part.offset + part.length)}`}`,
    )
}
const codes = (parsed: ParsedMessage): string[] => parsed.problems.map(({ code, where }) => (where === null ? code : `${code}@${where}`))
const date = 'Date: Mon, 5 Jan 2004 11:12:13 +0000'

describe('a message', () => {
  it('has its headers unfolded and decoded, with their byte ranges', () => {
    const bytes = mail('From: Ann <ann@x.test>', date, 'Subject: one', '\ttwo =?utf-8?Q?=C3=BC?=', '', 'body')
    const parsed = parseMessage(bytes)
    expect(parsed.headers.map(({ name, value }) => [name, value])).toEqual([
      ['From', 'Ann <ann@x.test>'],
      ['Date', 'Mon, 5 Jan 2004 11:12:13 +0000'],
      ['Subject', 'one\ttwo ü'],
    ])
    const subject = parsed.headers[2]
    expect(bytes.toString('latin1', subject?.offset, (subject?.offset ?? 0) + (subject?.length ?? 0))).toBe(
      'Subject: one\r\n\ttwo =?utf-8?Q?=C3=BC?=\r\n',
    )
    expect(tree(bytes)).toEqual(['1 text/plain body'])
    expect(parsed.problems).toEqual([])
  })

  it('has its ids without brackets, in order', () => {
    const parsed = parseMessage(
      mail('Message-ID: <a@x>', 'In-Reply-To: Your mail <b@x> of Monday', 'References: <c@x>', ' <d@x>\t<b@x>', date, '', ''),
    )
    expect(parsed).toMatchObject({ messageId: 'a@x', inReplyTo: ['b@x'], references: ['c@x', 'd@x', 'b@x'] })
  })

  it('keeps the date as written where it cannot be read, and says so', () => {
    const parsed = parseMessage(mail('Date: soon', '', ''))
    expect(parsed.date).toEqual({ atMs: null, raw: 'soon' })
    expect(codes(parsed)).toEqual(['bad-date@date'])
  })

  it('says where a field that is shown holds bytes that its charset does not have, and nothing of others', () => {
    const cut = '=?gb2312?B?xOO6wzA=?= =?shift_jis?Q?=93?='
    const parsed = parseMessage(
      mail(`Subject: ${cut}`, `X-Title: ${cut}`, `Delivered-To: ${cut} <a@x>`, 'To: Mar\xeda <b@x>', date, '', ''),
    )
    expect(parsed.subject).toBe('你好0\ufffd')
    expect(codes(parsed)).toEqual(['undecodable-text@subject', 'undecodable-text@delivered-to'])
  })

  it('takes all addresses of a doubled field and the first of a doubled subject, and says so', () => {
    const parsed = parseMessage(mail('To: a@x', 'To: b@x', 'Subject: one', 'Subject: two', date, '', ''))
    expect(parsed.to.map(({ address }) => address)).toEqual(['a@x', 'b@x'])
    expect(parsed.subject).toBe('one')
    expect(codes(parsed)).toEqual(['duplicate-header@subject', 'duplicate-header@to'])
  })

  it('may start with an mbox line, a byte order mark or empty lines', () => {
    expect(parseMessage(mail('From ann Mon Jan  5 11:12:13 2004', 'Subject: a', date, '', 'b')).subject).toBe('a')
    expect(parseMessage(mail('\xef\xbb\xbfSubject: a', date, '', 'b')).subject).toBe('a')
    expect(codes(parseMessage(mail('', '', 'Subject: a', date, '', 'b')))).toContain('ambiguous-structure@1')
  })

  it('without headers is body from its first byte, and says so', () => {
    const bytes = mail('Hello there,', 'this is text.')
    expect(tree(bytes)).toEqual(['1 text/plain Hello there,\r\nthis is text.'])
    expect(codes(parseMessage(bytes))).toEqual(['no-date', 'no-headers@1'])
  })

  it('starts its body at a line that is no field, unless fields go on after it', () => {
    expect(tree(mail('Subject: a', 'body without an empty line', 'more'))).toEqual(['1 text/plain body without an empty line\r\nmore'])
    const stray = parseMessage(mail('Subject: a', '>From ann Monday', date, '', 'body'))
    expect(stray.headers.map(({ name }) => name)).toEqual(['Subject', '', 'Date'])
    expect(codes(stray)).toEqual(['ambiguous-structure@1'])
  })

  it('may be empty', () => {
    expect(parseMessage(Buffer.alloc(0))).toMatchObject({ sizeBytes: 0, subject: '', root: { offset: 0, length: 0 } })
  })
})

describe('a multipart', () => {
  const multipart = ['Content-Type: multipart/mixed; boundary=b', date, '']
  it('is its parts, without the line breaks that belong to the delimiters', () => {
    const bytes = mail(
      ...multipart,
      'This is a multi-part message in MIME format.',
      '--b',
      '',
      'one',
      '--b  ',
      'Content-Type: text/html',
      '',
      'two',
      '',
      '--b--',
      '',
    )
    expect(tree(bytes)).toEqual([' multipart/mixed', '1 text/plain one', '2 text/html two\r\n'])
    expect(parseMessage(bytes).problems).toEqual([])
  })
  it('nests, with paths as in IMAP', () => {
    const bytes = mail(
      ...multipart,
      '--b',
      'Content-Type: multipart/alternative; boundary=bb',
      '',
      '--bb',
      '',
      'p',
      '--bb',
      'Content-Type: text/html',
      '',
      'h',
      '--bb--',
      '',
      '--b',
      '',
      'x',
      '--b--',
    )
    expect(tree(bytes)).toEqual([' multipart/mixed', '1 multipart/alternative', '1.1 text/plain p', '1.2 text/html h', '2 text/plain x'])
  })
  it('with bare line feeds is read the same', () => {
    const bytes = Buffer.from(
      mail(...multipart, '--b', '', 'one', '--b', '', 'two', '--b--')
        .toString('latin1')
        .replaceAll('\r', ''),
    )
    expect(tree(bytes)).toEqual([' multipart/mixed', '1 text/plain one', '2 text/plain two'])
  })
  it('without its close delimiter reaches to the end, and says so', () => {
    const bytes = mail(...multipart, '--b', '', 'one', '--b', '', 'two', '')
    expect(tree(bytes)).toEqual([' multipart/mixed', '1 text/plain one', '2 text/plain two\r\n'])
    expect(codes(parseMessage(bytes))).toEqual(['unclosed-multipart@'])
  })
  it('inside another ends at the outer delimiter, and says so', () => {
    const bytes = mail(...multipart, '--b', 'Content-Type: multipart/mixed; boundary=c', '', '--c', '', 'one', '--b', '', 'two', '--b--')
    expect(tree(bytes)).toEqual([' multipart/mixed', '1 multipart/mixed', '1.1 text/plain one', '2 text/plain two'])
    expect(codes(parseMessage(bytes))).toEqual(['unclosed-multipart@1'])
  })
  it('without a boundary, or with one that never occurs, is shown whole as text, and says so', () => {
    for (const type of ['multipart/mixed', 'multipart/mixed; boundary=zz']) {
      const bytes = mail(`Content-Type: ${type}`, date, '', '--b', '', 'one', '--b--')
      expect(tree(bytes)).toEqual(['1 text/plain --b\r\n\r\none\r\n--b--'])
      expect(codes(parseMessage(bytes))).toEqual(['missing-boundary@1'])
    }
  })
  it('closed before its first part is shown whole as text, and says so', () => {
    const bytes = mail(...multipart, 'no parts here', '--b--', '')
    expect(tree(bytes)).toEqual(['1 text/plain no parts here\r\n--b--\r\n'])
    expect(codes(parseMessage(bytes))).toEqual(['missing-boundary@1'])
  })
  it('whose delimiter only begins like the boundary is not parted there, and says so', () => {
    const bytes = mail(...multipart, '--b', '', 'one', '--bx', 'two', '--b--')
    expect(tree(bytes)).toEqual([' multipart/mixed', '1 text/plain one\r\n--bx\r\ntwo'])
    expect(codes(parseMessage(bytes))).toEqual(['ambiguous-structure@'])
  })
  it('may use a boundary that begins like its parent’s', () => {
    const bytes = mail(
      ...multipart,
      '--b',
      'Content-Type: multipart/mixed; boundary=b-1',
      '',
      '--b-1',
      '',
      'one',
      '--b-1--',
      '--b',
      '',
      'two',
      '--b--',
    )
    expect(tree(bytes)).toEqual([' multipart/mixed', '1 multipart/mixed', '1.1 text/plain one', '2 text/plain two'])
  })
  it('takes a part without an empty line after its header', () => {
    expect(tree(mail(...multipart, '--b', 'Content-Type: text/html', '--b', '', 'two', '--b--'))).toEqual([
      ' multipart/mixed',
      '1 text/html ',
      '2 text/plain two',
    ])
  })
  it('of type digest holds messages by default', () => {
    const parsed = parseMessage(
      mail('Content-Type: multipart/digest; boundary=b', date, '', '--b', '', 'Subject: in', date, '', 'x', '--b--'),
    )
    expect(parsed.root.children[0]).toMatchObject({ type: 'message/rfc822', message: { subject: 'in' } })
  })
})

describe('a part', () => {
  const part = (header: readonly string[], body: string) => {
    const bytes = mail(...header, date, '', body)
    const parsed = parseMessage(bytes)
    return { bytes, parsed, part: parsed.root }
  }
  it('tells its charset, disposition, name and id', () => {
    expect(
      part(
        ['Content-Type: text/plain; charset=UTF-8; name=b.txt', 'Content-Disposition: Attachment; filename="a.txt"', 'Content-ID: <c@x>'],
        '',
      ).part,
    ).toMatchObject({ charset: 'utf-8', disposition: 'attachment', filename: 'a.txt', contentId: 'c@x', encoding: '7bit' })
  })
  it('of an unknown disposition counts as attached (RFC 2183 §2.8)', () => {
    expect(part(['Content-Disposition: strange'], '').part.disposition).toBe('attachment')
  })
  const encodings: readonly (readonly [header: string, encoding: string, problems: readonly string[]])[] = [
    ['BASE64', 'base64', []],
    ['base64 (really)', 'base64', []],
    ['"base64"', 'base64', ['quoted-encoding@1']],
    ['base64;', 'base64', []],
    ['Quoted-Printable', 'quoted-printable', []],
    ['x-uuencode', 'uuencode', []],
    ['8bit', '8bit', []],
    ['x-gzip64', 'unknown', ['unknown-encoding@1']],
  ]
  it.each(encodings)('encoded as %s is %s', (header, encoding, problems) => {
    const { parsed } = part([`Content-Transfer-Encoding: ${header}`], 'QQ==')
    expect(parsed.root.encoding).toBe(encoding)
    expect(codes(parsed)).toEqual(problems)
  })
  it('gives its text with LF line ends, decoded from encoding and charset', () => {
    const { bytes, part: leaf } = part(
      ['Content-Type: text/plain; charset=iso-8859-1', 'Content-Transfer-Encoding: quoted-printable'],
      'J=FCrgen\r\nBerg',
    )
    expect(partText(bytes, leaf)).toEqual({ text: 'Jürgen\nBerg', charset: 'iso-8859-1', problems: [] })
  })
  it('with a byte order mark goes by that, whatever is declared', () => {
    const utf8 = part(['Content-Type: text/html; charset=koi8-r'], '\xef\xbb\xbf<p>M\xc3\xb6ller</p>')
    expect(partText(utf8.bytes, utf8.part).text).toBe('<p>Möller</p>')
    const utf16 = part(['Content-Type: text/plain; charset=iso-8859-1'], '\xff\xfeM\0\xf6\0l\0l\0e\0r\0')
    expect(partText(utf16.bytes, utf16.part).text).toBe('Möller')
  })
  it('of two bytes a letter is told by its zeros where it has neither a mark nor a label of that kind', () => {
    for (const type of ['text/plain', 'text/plain; charset=us-ascii', 'text/plain; charset=utf-8']) {
      const { bytes, part: leaf } = part([`Content-Type: ${type}`], 'M\0\xf6\0l\0l\0e\0r\0 \0r\0i\0e\0f\0')
      expect(partText(bytes, leaf)).toEqual({ text: 'Möller rief', charset: 'utf-16le', problems: [] })
    }
  })
  it('of HTML without a declared charset takes it from its meta element', () => {
    const { bytes, part: leaf } = part(['Content-Type: text/html'], '<meta charset="koi8-r"><p>\xf1\xce\xc1')
    expect(partText(bytes, leaf).text).toContain('Яна')
  })
  it('reports what its decoder met', () => {
    const { bytes, part: leaf } = part(['Content-Transfer-Encoding: base64'], 'QQ==QUI=')
    expect(partBytes(bytes, leaf).problems).toEqual(['data-after-padding'])
  })
  it('that is a message is read too, in base64 against the RFC as well, with offsets into its decoded bytes', () => {
    const inner = mail('Subject: inner', date, '', 'inside')
    for (const [encoding, body] of [
      ['7bit', inner.toString('latin1')],
      ['base64', inner.toString('base64')],
    ] as const) {
      const { bytes, parsed } = part(['Content-Type: message/rfc822', `Content-Transfer-Encoding: ${encoding}`], body)
      const nested = parsed.root.message
      expect(nested?.subject).toBe('inner')
      const within = partBytes(bytes, parsed.root).bytes
      expect(nested === null || nested === undefined ? null : partText(within, nested.root).text).toBe('inside')
    }
  })
  it.each(['application/pkcs7-mime; smime-type=enveloped-data', 'multipart/encrypted; boundary=b'])(
    'of type %s is told to be encrypted',
    (type) => {
      expect(codes(part([`Content-Type: ${type}`], '--b\r\n\r\nx\r\n--b--').parsed).some((code) => code.startsWith('encrypted@'))).toBe(
        true,
      )
    },
  )
})
