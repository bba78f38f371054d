import { describe, expect, it } from 'vitest'
import { promisedByName, recogniseFile } from '../../src/formats/index.ts'

const header = 'From: ann@x.test\nTo: bo@x.test\nSubject: s\n\nbody\n'
const separator = 'From ann@x.test Mon Jan  5 11:12:13 2004\n'

const recipients = Array.from({ length: 4000 }, (_, count) => `"Person ${count}" <person.${count}@long.department.x.test>`)

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
    ['with a signature and a sender is a message', 'DKIM-Signature: v=1; a=rsa-sha256\nFrom: ann@x.test\n\nx', 'eml'],
    ['with what a server checked and a subject is a message', 'Authentication-Results: mx.x.test; spf=pass\nSubject: tea\n\nx', 'eml'],
    ['with a sender alone is a message', 'From: Ann Berg <ann@x.test>\n\nBring tea.\n', 'eml'],
    ['with a subject alone is a message', 'Subject: tea\n\nBring tea.\n', 'eml'],
    ['with a kind of content alone is a message', 'Content-Type: multipart/mixed;\n boundary="a"\n\n--a\n\nx\n--a--\n', 'eml'],
    ['of header fields alone is a message without a body', 'From: ann@x.test\nSubject: tea', 'eml'],
    ['whose first field names 4,000 recipients, folded, is a message', `To: ${recipients.join(',\n ')}\nSubject: s\n\nx`, 'eml'],
    ['whose first field names 4,000 recipients in one line is a message', `To: ${recipients.join(', ')}\nSubject: s\n\nx`, 'eml'],
    ['whose subject is megabytes long is a message', `Subject: ${'tea '.repeat(1_000_000)}\nFrom: ann@x.test\n\nx`, 'eml'],
    ['of prose is no mail', 'Dear Ann,\n\nFrom now on we meet on Mondays.\n', null],
    ['of prose that begins with From is no mail', 'From now on we meet on Mondays.\nBring tea.\n', null],
    ['of a note with one heading is no mail', 'Subject: tea\nWe need tea.\n', null],
    ['of YAML is no mail', 'name: a\nversion: 1\nfrom: here\n', null],
    ['of HTTP is no mail', 'HTTP/1.1 200 OK\nDate: x\n\n', null],
    ['of a calendar is no mail', 'BEGIN:VCALENDAR\nVERSION:2.0\nSUMMARY:x\n', null],
    ['of a card is no mail', 'BEGIN:VCARD\nFN:Ann\nEMAIL:ann@x.test\n', null],
    ['of a calendar with names of its maker is no mail', 'BEGIN:VCALENDAR\nX-WR-CALNAME:x\nX-WR-TIMEZONE:UTC\nSTATUS:CONFIRMED\n', null],
    ['of a card by Outlook is no mail', 'BEGIN:VCARD\nX-MS-OL-DESIGN:x\nX-MS-OL-DEFAULT-POSTAL-ADDRESS:0\nTITLE:x\n', null],
    ['of a mailer’s settings is no mail', 'from: ops@x.test\nto:\n  - ann@x.test\nsubject: alert\n\nsmtp:\n  host: mx\n', null],
    ['of settings without blocks is no mail', 'from: ops@x.test\nto: ann@x.test\nsubject: alert\n', null],
    ['of a workflow is no mail', 'name: mail\non:\n  push:\n    branches: [main]\njobs:\n  one:\n    steps:\n', null],
    ['of a request to a web server is no mail', 'POST /tea HTTP/1.1\nHost: x.test\nContent-Type: text/plain\n\nx', null],
    [
      'of the header of a web server’s answer is no mail',
      'Date: Mon, 05 Jan 2004 11:12:13 GMT\nServer: nginx\nContent-Type: text/html\n\n<p>',
      null,
    ],
    [
      'of such an answer with MIME is no mail',
      'Server: a\nMIME-Version: 1.0\nDate: Mon, 05 Jan 2004 11:12:13 GMT\nContent-Type: text/html\n\n<p>',
      null,
    ],
    ['of a table with commas is no mail', 'From,To,Subject,Date\nann@x.test,bo@x.test,tea,2026-01-05\n', null],
    ['of a table with a colon in its heading is no mail', 'From: place,To: place,Price\nUlm,Bonn,"1:20"\n\nEnd', null],
    ['of a timetable is no mail', 'From: 10:00\nTo: 12:00\n\nFrom: 13:00\nTo: 14:00\n', null],
    ['of a log is no mail', '2026-01-05 11:12:13 INFO: from=<ann@x.test>\n2026-01-05 11:12:14 INFO: to=<bo@x.test>\n', null],
    ['of a log with levels is no mail', 'INFO: started\nWARN: from ann@x.test\n\nINFO: ended\n', null],
    ['of a difference is no mail', 'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-From: a\n+From: b\n', null],
    [
      'of a patch with a note is no mail',
      'Description: mend\nAuthor: Ann <ann@x.test>\nBug: 1\nLast-Update: 2026-01-05\n---\n--- a/x\n',
      null,
    ],
    ['of a commit is no mail', 'commit 1234\nAuthor: Ann <ann@x.test>\nDate:   Mon Jan 5 11:12:13 2026 +0100\n\n    tea\n', null],
    ['of a package is no mail', 'Package: tea\nMaintainer: Ann <ann@x.test>\nDescription: x\n more\n\nPackage: pot\n', null],
    ['of a release is no mail', 'Origin: x\nSuite: stable\nDate: Sat, 10 Feb 2024 10:00:00 UTC\nSHA256:\n 12 3 main\n\n', null],
    [
      'of a Python package is no mail',
      'Metadata-Version: 2.1\nName: tea\nAuthor-email: ann@x.test\nDescription-Content-Type: text/x\n\nTea',
      null,
    ],
    ['of a proposal is no mail', 'PEP: 1\nTitle: tea\nAuthor: Ann <ann@x.test>\nStatus: Active\nContent-Type: text/x-rst\n\nTea', null],
    ['of an article’s source is no mail', 'Title: Tea\nDate: 2026-01-05\nSubject: tea\nAuthor: Ann\n\nTea', null],
    ['of a manifest is no mail', 'Manifest-Version: 1.0\nCreated-By: x\n\nName: a.class\nSHA-256-Digest: x\n', null],
    ['of a directory is no mail', 'dn: cn=Ann,dc=x\ncn: Ann\nmail: ann@x.test\n\ndn: cn=Bo,dc=x\n', null],
    ['of rules for make is no mail', 'all: from to\n\tcc -o x\n\nfrom: a@b\n\tcp a b\n', null],
    ['of C is no mail', 'int main() {\nswitch (x) {\ncase 1: break;\ndefault: return 0;\n}\n}\n', null],
    ['of a style sheet is no mail', 'a:hover { color: red }\n\np:first-line { }\n', null],
    ['of JSON is no mail', '{"From": "ann@x.test",\n"To": "bo@x.test"}\n', null],
    ['of a catalogue of translations is no mail', 'msgid ""\nmsgstr ""\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain\\n"\n', null],
    ['of a note to robots is no mail', 'User-agent: *\nDisallow: /tea\n\nSitemap: x\n', null],
    ['of PDF is no mail', '%PDF-1.7\n%\xe2\xe3\n1 0 obj\n', null],
    ['of zeros is no mail', '\0'.repeat(1000), null],
  ]
  it.each(table)('%s', (_, text, kind) => {
    expect(recogniseFile(Buffer.from(text, 'latin1'))).toBe(kind)
  })
})

describe('a file’s name', () => {
  it.each(['a.eml', 'A.EML', 'a.msg', 'a.emlx', 'a.partial.emlx', 'a.eml.gz', '1700000000.M1P2.host:2,S'])(
    '%s promises a message',
    (name) => {
      expect(promisedByName(name)).toBe('message')
    },
  )
  it.each(['a.mbox', 'a.pst', 'a.ost', 'archive.mbox.zst', 'a.nsf'])('%s promises a store of messages', (name) => {
    expect(promisedByName(name)).toBe('store')
  })
  it.each(['a.txt', 'eml', 'a.emlxpart', '._a.eml', 'a.eml.pdf', 'notes'])('%s promises none', (name) => {
    expect(promisedByName(name)).toBeNull()
  })
})
