import { below, mutated, pick, type Random, wordsOf } from './fuzz-random.ts'

const mimeLines: readonly string[] = [
  ...[
    '',
    ' ',
    '\t',
    '--a',
    '--a--',
    '--b',
    '--b--',
    '--',
    '.',
    'text of a line',
    'From x Mon Jan  1 00:00:00 2026',
    '>From y',
    'begin 644 a.txt',
    'end',
  ],
  ...[
    'Content-Type: multipart/mixed; boundary=a',
    'Content-Type: multipart/alternative; boundary="b"',
    'Content-Type: multipart/digest; boundary=b',
  ],
  ...[
    'Content-Type: message/rfc822',
    'Content-Type: text/html; charset=utf-7',
    'Content-Type: application/pkcs7-mime',
    'Content-Type: application/zip',
  ],
  ...[
    'Content-Type: application/ms-tnef',
    'Content-Transfer-Encoding: base64',
    'Content-Transfer-Encoding: quoted-printable',
    'Content-Transfer-Encoding: "base64"',
  ],
  ...[
    'Content-Transfer-Encoding: x-uuencode',
    'Content-Disposition: attachment; filename*0*=utf-8\'\'a%; filename*1="b.eml"',
    'From: "a\\" (b(c) <d@e>, g: h@i;',
  ],
  ...[
    'To: =?utf-8?B?gICA?= =?x?q?=?= <a@b>',
    'Date: Mon, 99 Foo 99999 99:99:99 +9999',
    'Subject: =?iso-2022-jp?b?GyRC?=',
    'UEsDBBQAAAAIAA==',
    '=C3=',
    '=\r',
    'MIIB',
    'eJ8+Ig==',
  ],
  ...[
    'Received: from a (b [1.2.3.4]) by c; Mon, 5 Jan 2026 10:00:00 +0000 ',
    'References: <a@b> ',
    'X-Apple-Content-Length: 9',
    'Cc: ',
    'Bcc: ',
  ],
  ...[
    'Content-Disposition: attachment; filename=',
    'Content-Type: text/plain; name=',
    'Content-Type: text/rfc822-headers',
    'Content-Type: text/enriched',
  ],
  ...['On Mon, Jan 5, 2026 A <a@b> wrote:', '> quoted', '=ybegin line=128 size=1 name=a', 'Content-Type: message/delivery-status'],
  ...['<p style="display:none">x</p>', '<table><tr><td>', '&#x110000;', '-----BEGIN PGP MESSAGE-----'],
]

export function mimeCase(random: Random, runBytes: number): Buffer {
  const lines = wordsOf(random, mimeLines, 9, runBytes)
  return Buffer.from(lines.join(pick(random, ['\r\n', '\n', '\r'])), 'latin1')
}

export function mboxCase(random: Random, runBytes: number): Buffer {
  const messages = Array.from(
    { length: 1 + below(random, 6) },
    () => `From a@b Mon Jan  5 10:00:00 2026\n${mimeCase(random, runBytes).toString('latin1')}\n\n`,
  )
  return Buffer.from(messages.join(''), 'latin1')
}

/** Apple's file of a message: a length that holds or not, the message, a property list. */
export function emlxCase(random: Random, runBytes: number): Buffer {
  const message = Buffer.concat([Buffer.from('From: a@b\n'), mimeCase(random, runBytes)])
  const length = random() < 0.7 ? message.byteLength : below(random, 2 * message.byteLength)
  const list = `<?xml version="1.0"?><plist><dict><key>flags</key><integer>${below(random, 2 ** 31)}</integer></dict></plist>`
  return Buffer.concat([
    Buffer.from(`${length}\n`),
    message,
    Buffer.from(random() < 0.7 ? list : list.slice(0, below(random, list.length))),
  ])
}

/** A message whose parts lie in files of their own: parts in parts, in every encoding, each with nothing but the note that it is apart. */
export function partialEmlxCase(random: Random, runBytes: number): { readonly bytes: Buffer; readonly bodies: readonly Uint8Array[] } {
  const parts = Array.from({ length: runBytes > 0 ? 900 : 1 + below(random, 6) }, () => {
    const encoding = pick(random, ['base64', 'quoted-printable', '7bit', 'binary', 'x-uuencode'])
    const head = `Content-Type: ${pick(random, ['application/pdf', 'text/plain', 'message/rfc822'])}; name=a\nContent-Transfer-Encoding: ${encoding}`
    return `${head}\nX-Apple-Content-Length: ${below(random, 100_000)}\n\n${random() < 0.8 ? '' : 'text'}`
  })
  const message = [
    'From: a@b',
    'Subject: s',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=a',
    '',
    `--a\n${parts.join('\n--a\n')}`,
    '--a--',
  ].join('\n')
  const bodies = [
    mimeCase(random, runBytes),
    Buffer.from('--a\nboundary of the message itself'),
    Buffer.alloc(1 + below(random, 5000), '\u0001=\n.'),
  ]
  return { bytes: Buffer.from(`${Buffer.byteLength(message)}\n${message}\n<?xml version="1.0"?><plist/>`), bodies }
}

/** A file of Dovecot's sdbox and mdbox, its sizes and metadata damaged or not. */
export function dboxCase(random: Random, runBytes: number): Buffer {
  const messages = Array.from({ length: 1 + below(random, runBytes > 0 ? 400 : 5) }, () => {
    const message = random() < 0.9 ? mimeCase(random, 0) : mimeCase(random, runBytes)
    const size = (random() < 0.9 ? message.byteLength : below(random, 2 ** 31)).toString(16).padStart(16, '0')
    const meta = wordsOf(
      random,
      ['G0123456789abcdef0123456789abcdef\n', 'BINBOX\n', 'R5f\n', 'Z10\n', 'X'],
      3,
      random() < 0.1 ? runBytes : 0,
    ).join('')
    return Buffer.concat([Buffer.from(`\x01\x02N    ${size}\n`, 'latin1'), message, Buffer.from(`\n\x01\x03\n${meta}\n`, 'latin1')])
  })
  const whole = Buffer.concat([Buffer.from('2 M17 C5f\n'), ...messages])
  return random() < 0.5 ? whole : Buffer.from(mutated(random, whole))
}

/** The map of an mdbox: its index with records, and its log with changes to them. */
export function dboxMapCase(random: Random, runBytes: number): { readonly index: Uint8Array; readonly log: Uint8Array } {
  const number = (value: number): Buffer => Buffer.from(Uint32Array.of(value).buffer)
  const extension = (name: string, offset: number, bytes: number): Buffer => {
    const head = Buffer.alloc(16)
    head.writeUInt16LE(offset, 8)
    head.writeUInt16LE(bytes, 10)
    head.writeUInt16LE(name.length, 14)
    return Buffer.concat([head, Buffer.from(name.padEnd(8, '\0'))])
  }
  const extensions = Buffer.concat([extension('map', 8, 12), extension('ref', 20, 4)])
  const head = Buffer.alloc(80)
  head[0] = 7
  head.writeUInt16LE(80, 2)
  head.writeUInt32LE(80 + extensions.byteLength, 4)
  head.writeUInt32LE(24, 8)
  const many = runBytes > 0 ? runBytes / 24 : 8
  const record = (uid: number): Buffer => Buffer.concat([uid, 0, below(random, 3), below(random, 9), 9, below(random, 2)].map(number))
  const index = Buffer.concat([head, extensions, ...Array.from({ length: many }, (_, uid) => record(uid))])
  const change = (): Buffer => {
    const type = pick(random, [0x40, 0x200, 0x1000, 0x1])
    const body = Buffer.concat(
      Array.from({ length: 2 * (1 + below(random, runBytes > 0 ? 3000 : 4)) }, () =>
        number(pick(random, [0, 1, 2, 3, 0xffffffff, 1_000_000])),
      ),
    )
    const quarters = (body.byteLength + 8) / 4
    const size = Buffer.from([
      0x80 | (quarters >> 21),
      0x80 | ((quarters >> 14) & 127),
      0x80 | ((quarters >> 7) & 127),
      0x80 | (quarters & 127),
    ])
    return Buffer.concat([size, number(type), body])
  }
  const logHead = Buffer.alloc(40)
  logHead.writeUInt16LE(40, 2)
  const log = Buffer.concat([logHead, ...Array.from({ length: 1 + below(random, 6) }, change)])
  return random() < 0.6 ? { index, log } : { index: mutated(random, index), log: mutated(random, log) }
}

/** AppleSingle and AppleDouble (RFC 1740): a magic, a version, entries that say where a name, the data and the resources lie. */
export function appleFileCase(random: Random, runBytes: number): Buffer {
  const data = mimeCase(random, runBytes)
  const entries = Array.from({ length: 1 + below(random, 5) }, () => {
    const entry = Buffer.alloc(12)
    entry.writeUInt32BE(pick(random, [1, 2, 3, 8, 9]), 0)
    entry.writeUInt32BE(26 + below(random, data.byteLength + 60), 4)
    entry.writeUInt32BE(pick(random, [data.byteLength, 4, 0xffffffff]), 8)
    return entry
  })
  const head = Buffer.alloc(26)
  head.writeUInt32BE(random() < 0.5 ? 0x00051600 : 0x00051607, 0)
  head.writeUInt32BE(0x00020000, 4)
  head.writeUInt16BE(entries.length, 24)
  return Buffer.concat([head, ...entries, data])
}

const calendarLines: readonly string[] = [
  ...[
    'BEGIN:VEVENT',
    'END:VEVENT',
    'BEGIN:VALARM',
    'BEGIN:VTIMEZONE',
    'END:VCALENDAR',
    'SUMMARY:s',
    ' folded',
    '\tfolded',
    'DESCRIPTION:a\\nb\\,c',
  ],
  ...[
    'ATTENDEE;CN="A, B";ROLE=X:mailto:a@b',
    "ORGANIZER;CN=^n^'^^:mailto:a@b",
    'ATTACH;ENCODING=BASE64;VALUE=BINARY:AAAA',
    'ATTACH:data:text/plain;base64,AAAA',
  ],
  ...[
    'X-ALT-DESC;FMTTYPE=text/html:<p>x</p>',
    'DTSTART;TZID="a:b":20260105T100000',
    'RRULE:FREQ=DAILY;COUNT=99999999',
    ':',
    ';',
    '"',
    'RECURRENCE-ID:1',
  ],
]
const cardLines: readonly string[] = [
  ...[
    'FN:A B',
    'N:B;A;;;',
    'item1.EMAIL;TYPE=work:a@b',
    'NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=utf-8:=C3=',
    '=BC',
    'PHOTO;ENCODING=b;TYPE=JPEG:/9j/',
    ' AAAA',
  ],
  ...[
    'END:VCARD',
    'BEGIN:VCARD',
    'AGENT:BEGIN:VCARD\\nFN:x',
    'ADR;LABEL="a\\nb":;;x;y',
    'X-A;X=:v',
    'KEY:data:application/pgp-keys;base64,AA==',
    ':',
    '=',
  ],
]

/** A calendar or a card. */
export function contentLinesCase(random: Random, kind: 'ics' | 'vcf', runBytes: number): Buffer {
  const lines = wordsOf(random, kind === 'ics' ? calendarLines : cardLines, 8, runBytes)
  const end = pick(random, ['\r\n', '\n', '\r'])
  return Buffer.from([kind === 'ics' ? 'BEGIN:VCALENDAR' : 'BEGIN:VCARD', ...lines].join(end), pick(random, ['utf8', 'latin1', 'utf16le']))
}

/** Names of a Maildir's files and folders. */
export function maildirNameCase(random: Random, runBytes: number): string {
  return wordsOf(
    random,
    ['1700000000', '.M1P2', '.host', ',S=123', ',W=', ':2,', ';2,', 'S', 'T', '!', '.Sent', '/', '&AOQ-', '&', '-', 'ü', '.lock'],
    4,
    runBytes,
  ).join('')
}
