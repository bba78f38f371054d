import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseFile } from '../../src/api/commands/message-parse.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parse-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
const head = 'From: Ann <ann@x.test>\nTo: bo@x.test\nDate: Mon, 5 Jan 2004 11:12:13 +0100\nSubject: =?utf-8?Q?=C3=BC?=\nMessage-ID: <m@x>\n'
const code = (path: string): unknown => {
  try {
    parseFile({ path })
    return null
  } catch (error) {
    return (error as { code?: unknown }).code
  }
}

describe('one message file', () => {
  it('is shown with headers, addresses, date, parts and problems', () => {
    const inner = `Content-Type: message/rfc822\n\n${head}Content-Type: multipart/mixed; boundary=i\n\n--i\n\ninside\n--i\nContent-Disposition: attachment; filename=a.bin\nContent-Transfer-Encoding: base64\nContent-Type: application/x\n\nQUI=\n--i--`
    const path = file('a.eml', `${head}Content-Type: multipart/mixed; boundary=o\n\n--o\n\ncover\n--o\n${inner}\n--o--\n`)
    const before = statSync(path)
    const view = parseFile({ path })
    expect(view).toMatchObject({
      from: [{ name: 'Ann', address: 'ann@x.test' }],
      subject: 'ü',
      date: '2004-01-05T10:12:13.000Z',
      messageId: 'm@x',
      problems: [],
    })
    expect(view.headers[0]).toEqual({ name: 'From', value: 'Ann <ann@x.test>' })
    expect(view.parts.map(({ path: at, type, filename, bytes, text }) => [at, type, filename, text === null ? bytes : text])).toEqual([
      ['1', 'text/plain', null, 'cover'],
      ['2', 'message/rfc822', null, expect.any(Number)],
      ['2/1', 'text/plain', null, 'inside'],
      ['2/2', 'application/x', 'a.bin', 2],
    ])
    expect(statSync(path).mtimeMs).toBe(before.mtimeMs)
  })
  it('in mbox form is shown without its separator, and refused if it holds several', () => {
    const one = `From ann@x.test Mon Jan  5 11:12:13 2004\n${head}\n>From here\n\n`
    expect(parseFile({ path: file('one.mbox', one) }).parts[0]?.text).toBe('From here\n')
    expect(code(file('two.mbox', one + one))).toBe('formats/cannot-read')
  })
  it('without headers is shown as text with a problem', () => {
    expect(parseFile({ path: file('b.eml', 'just text') }).problems).toContainEqual({ code: 'no-headers', where: '1' })
  })
  it('that is no text is refused', () => {
    expect(code(file('c.bin', Buffer.alloc(100)))).toBe('formats/not-a-mailbox')
    expect(code(file('empty.eml', ''))).toBe('formats/not-a-mailbox')
  })
  it('that is missing, a folder or unreadable is refused', () => {
    expect(code(join(folder, 'none.eml'))).toBe('formats/cannot-read')
    expect(code(folder)).toBe('formats/cannot-read')
    const locked = file('locked.eml', head)
    chmodSync(locked, 0)
    // Root reads everything.
    if (process.getuid?.() !== 0) expect(code(locked)).toBe('formats/cannot-read')
  })
})
