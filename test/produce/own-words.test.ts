import { describe, expect, it } from 'vitest'
import { production, raw } from './builder.ts'
import { judge } from './judge.ts'
import { header, inHtml, say } from './mutant.ts'

const { outcome, changed } = judge('own-words')

const mail = (body: string, type = 'text/plain', fields = '') =>
  raw(`From: Sender <s@x.example>
To: Anna Berg <anna@example.org>
${fields}Subject: Visit
Date: Mon, 2 Mar 2020 10:00:00 +0000
Message-ID: <a1@x.example>
MIME-Version: 1.0
Content-Type: ${type}; charset=utf-8

${body}
`)

describe('a redacted number or word that our own figures hold', () => {
  it.each(['12', '1', '2026', 'mail', 'Schedule', 'eml', 'json'])('keeps no bundle back: %s', async (word) => {
    expect(await outcome(await production([mail(`Ill for ${word} of them.`)], { 0: { mark: [[word, 't:1']] } }))).toBe(true)
  })

  it('keeps no bundle back where it is all that a withheld message says', async () => {
    const input = await production([mail('1'), mail('Hello Anna')], { 0: { disposition: 'withhold', ground: 'EU-15(4)' } })
    expect(await outcome(input)).toBe(true)
  })

  it('is found in a manifest that says more than it must', async () => {
    const input = await production([mail('Ill for 12 days.')], { 0: { mark: ['12'] } })
    const found = await changed(input, { path: 'manifest.json', file: (text) => text.replace('"counts"', '"days": 12,\n "counts"') })
    expect(found.hits).toContainEqual({ needle: '12', layer: 'json', path: 'manifest.json' })
  })

  it('is found in the body, and in a page number of the schedule', async () => {
    const input = await production([mail('Ill for 12 days.')], { 0: { mark: ['12'] } })
    expect((await changed(input, { file: say('for 12 days') })).hits).not.toEqual([])
    const found = await changed(input, {
      path: 'schedule.json',
      file: (text) => text.replace('"first page": ""', '"first page": "ill for 12 days"'),
    })
    expect(found.hits).toContainEqual({ needle: '12', layer: 'schedule', path: 'schedule.json' })
  })
})

describe('a redacted word that is a word of our own HTML or JSON', () => {
  const words =
    'Head Center Table Span Style Left Meta Div HTML Body Redacted Charset Utf background Name Address Null Invalid Group Value B'
  const page = (text: string) =>
    mail(
      `<html><head><title>x</title></head><body><p style="text-align:center;background-color:#ffeecc;font-weight:bold">Talk to ${text} about it.</p>
<table><tr><td colspan="2" align="left">x</td></tr></table><ol start="7"><li>second</ol></body></html>`,
      'text/html',
      'Cc: "Jos=?x" <j\u00f8@x.example>\n',
    )

  it.each(words.split(' '))('keeps no bundle back: %s', async (word) => {
    const withheld = mail('Nothing about Anna')
    const input = await production([page(word), withheld], {
      0: { mark: [[word, 'w:1']] },
      1: { disposition: 'withhold', ground: 'EU-15(4)' },
    })
    expect(input.documents[0]?.marks).not.toEqual([])
    expect(await outcome(input)).toBe(true)
  })

  const input = production([page('Table')], { 0: { mark: ['Table'] } })
  it.each([
    ['in the text of the page', inHtml('<p>Table</p>')],
    ['broken up by tags', inHtml('<p>Ta<b>b</b>le</p>')],
    ['in an attribute that may not be there', inHtml('<p title="Table">x</p>')],
    ['in a style of no known value', inHtml('<p style="font-family:Table">x</p>')],
    ['in a class', inHtml('<span class="Table">x</span>')],
    ['in a comment', inHtml('<!-- Table -->')],
    ['in the plain text', say('Table')],
    ['in a header', header('X-Seat: Table')],
  ])('is found %s', async (_, file) => {
    const { hits } = await changed(await input, { file })
    expect(hits.map(({ needle }) => needle)).toContain('Table')
  })

  it('is found in the number that a list begins with, which people read', async () => {
    const numbered = await production([page('42')], { 0: { mark: ['42'] } })
    const { hits } = await changed(numbered, { file: inHtml('<ol start="42"><li>x</li></ol>') })
    expect(hits.map(({ needle }) => needle)).toContain('42')
  })
})
