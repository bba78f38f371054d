import { readdirSync, readFileSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  attachmentParts,
  dateText,
  hashSurface,
  indexText,
  messageTexts,
  parseHtml,
  parseMessage,
  partBytes,
  surfacesOfAttachment,
  surfacesOfMessage,
} from '../../src/formats/index.ts'
import { asId, type DocumentId, type Surface } from '../../src/model/index.ts'
import { serialiseTree } from '../../src/redact/index.ts'
import { corpora, describeWithCorpora } from '../corpora.ts'

const document: DocumentId = asId('m00000000000000000001')
const head = [
  'From: "Roe, Jane" <jane@x.example>',
  'To: Bob <bob@x.example>, carol@y.example',
  'Subject: =?utf-8?q?Caf=C3=A9?=',
  'Date: Mon, 5 Oct 2026 14:03:22 +0200',
  'MIME-Version: 1.0',
]

function message(...lines: string[]): Uint8Array {
  return new TextEncoder().encode([...head, ...lines].join('\r\n'))
}
function surfaces(bytes: Uint8Array): Surface[] {
  return surfacesOfMessage(document, parseMessage(bytes), bytes, 'Europe/Berlin')
}
function texts(bytes: Uint8Array): Record<string, string> {
  return Object.fromEntries(surfaces(bytes).map(({ id, text }) => [id, text]))
}
function alternative(plain: string, html: string): Uint8Array {
  return message(
    'Content-Type: multipart/alternative; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    plain,
    '--b',
    'Content-Type: text/html',
    '',
    html,
    '--b--',
    '',
  )
}

describe('the surfaces of a message', () => {
  it('are its header values as shown, then its body', () => {
    expect(texts(message('', 'Hello', '-- ', 'Jane'))).toEqual({
      'h:subject': 'Café',
      'h:date': 'Mon, 5 Oct 2026, 14:03:22 (UTC+02:00)',
      'h:from': 'Roe, Jane <jane@x.example>',
      'h:to': 'Bob <bob@x.example>, carol@y.example',
      't:1': 'Hello\n-- \nJane',
    })
  })

  it('keep a subject surface where the mail has none, so that nothing is without a surface', () => {
    const bytes = new TextEncoder().encode('From: a@x.example\r\n\r\n')
    expect(surfaces(bytes).map(({ id }) => id)).toContain('h:subject')
  })

  it('join flowed lines of one quote depth, not the signature', () => {
    const bytes = message('Content-Type: text/plain; format=flowed', '', '> quoted ', '> on ', 'one ', 'two', ' stuffed', '-- ', 'Jane')
    expect(texts(bytes)['t:1']).toBe('> quoted on \none two\nstuffed\n-- \nJane')
  })

  it('leave out a plain alternative that says the same as the HTML', () => {
    const bytes = alternative(
      'Hello *Jane*,\r\nsee https://x.example/a [image: logo]\r\n> ok',
      '<p>Hello <b>Jane</b>,</p><a href="https://x.example/a">see</a><blockquote>ok</blockquote>',
    )
    expect(
      surfaces(bytes)
        .map(({ id }) => id)
        .filter((id) => !id.startsWith('h:')),
    ).toEqual(['w:2', 'x:2'])
  })

  it('show and produce a plain alternative that says anything else', () => {
    for (const plain of ['Hello Jane and Bob', 'Jane Hello']) {
      const other = surfaces(alternative(plain, '<p>Hello Jane</p>')).find(({ id }) => id === 't:1')
      expect(other).toMatchObject({ text: plain, producible: true })
    }
  })

  it('are those of texts with a word of megabytes, too', () => {
    const word = 'eé'.repeat(9_000_000)
    expect(surfaces(alternative(word, `<p>${word}</p>`)).map(({ id }) => id)).not.toContain('t:1')
  })

  it('show what HTML hides, and never produce it', () => {
    const hidden = surfaces(alternative('Hi', '<p>Hi</p><p style="display:none">secret</p>')).find(({ id }) => id === 'x:2')
    expect(hidden).toMatchObject({ kind: 'hidden', producible: false, text: 'not shown: secret' })
  })

  it('have the same texts as the quick path and the index', () => {
    const bytes = alternative('Hello Jane and Bob', '<p>Hello Jane</p><!-- note -->')
    const quick = messageTexts(parseMessage(bytes), bytes)
    const index = indexText(surfaces(bytes))
    expect(index).toEqual({ subject: 'Café', body: quick.bodyText, hidden: quick.hiddenText, filename: '' })
    expect(quick.bodyText).toBe('Hello Jane and Bob\n\nHello Jane')
  })

  it('have hashes that tell their content, and the same in every document', () => {
    const all = surfaces(alternative('Hello Jane and Bob', '<p>Hello <b>Jane</b></p>'))
    const other = surfaces(alternative('Hello Jane and Bob', '<p>Hello <i>Jane</i></p>'))
    const hash = (list: Surface[], id: string) => list.find((surface) => surface.id === id)?.hash
    expect(hash(all, 't:1')).toBe(hash(other, 't:1'))
    expect(hash(all, 'w:2')).not.toBe(hash(other, 'w:2'))
    for (const surface of all) expect(hashSurface(surface)).toBe(surface.hash)
  })
})

describe('a date', () => {
  it.each([
    [Date.UTC(2026, 0, 4, 23, 30), 'Europe/Berlin', 'Mon, 5 Jan 2026, 00:30:00 (UTC+01:00)'],
    [Date.UTC(2026, 6, 1), 'Asia/Kolkata', 'Wed, 1 Jul 2026, 05:30:00 (UTC+05:30)'],
    [Date.UTC(2026, 6, 1), 'UTC', 'Wed, 1 Jul 2026, 00:00:00 (UTC+00:00)'],
    [Date.UTC(1999, 11, 31, 12), 'Nowhere/Land', 'Fri, 31 Dec 1999, 12:00:00 (UTC+00:00)'],
  ])('of %d in %s is %s', (atMs, zone, expected) => {
    expect(dateText({ atMs, raw: null }, zone)).toBe(expected)
  })

  it('that cannot be read is shown as written', () => {
    expect(dateText({ atMs: null, raw: 'some  day' }, 'UTC')).toBe('some day')
  })
})

describe('the surfaces of an attachment', () => {
  const attach = (type: string, filename: string | null, content: string | Uint8Array) =>
    surfacesOfAttachment(document, {
      part: '2',
      type,
      filename,
      bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
    })

  it.each([
    ['text/csv', 'a.csv', 'a,b\r\nc,d', 't:2', 'a,b\nc,d'],
    ['application/octet-stream', 'notes.md', '# x', 't:2', '# x'],
    ['text/calendar', null, 'BEGIN:VCALENDAR', 't:2', 'BEGIN:VCALENDAR'],
    ['application/json', 'a.json', '{}', 't:2', '{}'],
    ['text/html', 'a.html', '<p>a<b>b</b>', 'w:2', 'ab'],
    ['application/octet-stream', 'a.htm', '<p>a', 'w:2', 'a'],
    ['image/svg+xml', 'a.svg', '<svg onload="x()"/>', 't:2', '<svg onload="x()"/>'],
  ])('%s named %s are its name and its text', async (type, filename, content, id, text) => {
    const { surfaces: found, problems } = await attach(type, filename, content)
    expect(problems).toEqual([])
    expect(found.filter((surface) => surface.id !== 'n').map((surface) => [surface.id, surface.text])).toEqual([[id, text]])
    expect(found.find((surface) => surface.id === 'n')?.text ?? null).toBe(filename)
  })

  it.each([
    'name,pay\nJane Roe,7\n',
    'name,pay\nJane Roe,77\n',
    'Größe,Straße,Müller,Käse,Österreich,Übung\n',
    '姓名,工资\n王小明先生的合同,七\n',
  ])('that are text but for a stray zero are read, the zero seen: %j', async (rows) => {
    const { surfaces: found, problems } = await attach('text/csv', 'x.csv', `${rows}\0Al,8\n`)
    expect([found.find(({ id }) => id === 't:2')?.text, problems]).toEqual([`${rows}\ufffdAl,8\n`, []])
  })

  it('that call themselves text and are other data are not read', async () => {
    const { problems } = await attach('text/csv', 'x.csv', 'name,pay\nJane Roe,7\n\0\u0001\u0002')
    expect(problems).toEqual([{ code: 'unreadable-attachment', where: '2' }])
  })

  it('of unknown kind are its name only', async () => {
    for (const [type, content] of [
      ['application/zip', 'PK\u0003\u0004'],
      ['text/plain', 'a\0b\0\0c\0'],
      ['application/rtf', '{\\rtf1}'],
    ] as const) {
      expect((await attach(type, 'x.bin', content)).surfaces.map(({ id }) => id)).toEqual(['n'])
    }
  })

  it('that is a damaged picture or PDF say so', async () => {
    expect((await attach('image/png', 'x.png', 'no')).problems).toEqual([{ code: 'unreadable-attachment', where: '2' }])
    expect((await attach('application/pdf', 'x.pdf', '%PDF-1.4 no')).problems).toEqual([{ code: 'unreadable-attachment', where: '2' }])
  })

  it('that is a message are its headers and bodies', async () => {
    const inner = new TextDecoder().decode(message('', 'inner'))
    const bytes = message(
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      '',
      'outer',
      '--b',
      'Content-Type: message/rfc822',
      '',
      inner,
      '--b--',
      '',
    )
    const located = attachmentParts(parseMessage(bytes))[0]
    if (located === undefined) throw new Error('no attachment')
    const input = {
      part: located.path,
      type: located.part.type,
      filename: null,
      bytes: partBytes(bytes, located.part).bytes,
      message: located.part.message,
      zone: 'UTC',
    }
    const found = (await surfacesOfAttachment(document, input)).surfaces
    expect(found.map(({ id }) => id)).toEqual(['h:subject', 'h:date', 'h:from', 'h:to', 't:1'])
    expect(found.at(-1)?.text).toBe('inner')
  })
})

describeWithCorpora('real and broken mail', () => {
  it('has HTML surfaces that say the same when they are written and read again, and the quick path agrees', () => {
    const root = corpora('mime')
    const files = readdirSync(root, { recursive: true }).map((name) => `${root}/${String(name)}`)
    let bodies = 0
    for (const path of files) {
      if (!/\.(eml|txt|msg)$/.test(path) || !statSync(path).isFile() || statSync(path).size > 1_000_000) continue
      const bytes = new Uint8Array(readFileSync(path))
      const all = surfaces(bytes)
      for (const { tree, text } of all) {
        if (tree === null) continue
        bodies++
        const html = serialiseTree(tree, text, { offsets: false, image: (id) => `<img src="cid:${encodeURIComponent(id)}">` })
        expect(parseHtml(html).text).toBe(text)
      }
      expect(messageTexts(parseMessage(bytes), bytes).bodyText).toBe(indexText(all).body)
    }
    expect(bodies).toBeGreaterThan(100)
  })
})
