import { describe, expect, it } from 'vitest'
import { foresee } from '../../src/produce/foresee.ts'
import { production, raw } from './builder.ts'
import { judge } from './judge.ts'
import { header, rewrite } from './mutant.ts'

const { outcome, changed } = judge('own-pages')

const mail = (body: string, date = 'Mon, 5 Jan 2026 10:05:00 +0000', more = '') =>
  raw(`From: Sender <s@x.example>
To: Anna Berg <anna@example.org>
Cc: Cara <cara@x.example>
Subject: Visit
${date === '' ? '' : `Date: ${date}\n`}Message-ID: <a1@x.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

${body}
--b
${more}
`)
const attached = `Content-Type: message/rfc822

From: Inner <inner@x.example>
Subject: inside
Date: Tue, 6 Jan 2026 10:06:00 +0000

Hello Anna
--b
Content-Type: text/plain
Content-Disposition: attachment; filename="notes.txt"

Notes for Anna
--b
Content-Type: text/plain
Content-Disposition: attachment; filename="secret.txt"

Nothing at all
--b--`

describe('a redacted name that the date of a mail holds', () => {
  it('keeps no bundle back, and takes nothing of the date away', async () => {
    const words = ['Jan', 'Mon', '5', '2026', '10', '05', '00', 'UTC', 'Tue', '6', '06']
    const input = await production([mail(`Talk to ${words.join('; ')}.`, undefined, attached), mail('Hello')], {
      0: { mark: words.map((word): [string, string] => [word, 't:1']) },
    })
    expect(await outcome(input, ['eml', 'mbox', 'pdf'])).toBe(true)
    expect(await outcome(input, ['mbox'])).toBe(true)
  })

  const input = production([mail('Talk to Jan. Jan it was.')], { 0: { mark: [['Jan', 't:1']] } })
  it.each([
    ['in another date of the mail', { file: rewrite('Date', 'Tue, 06 Jan 2026 10:05:00 +0000') }],
    ['beside the date of the mail', { file: rewrite('Date', 'Mon, 05 Jan 2026 10:05:00 +0000 (Jan)') }],
    ['in a further field that is no date of ours', { file: header('X-Date: Mon, 05 Jan 2026 10:05:00 +0000') }],
    ['in another date on the page', { page: (html: string) => html.replace(/Mon, 5 Jan/g, 'Tue, 6 Jan') }],
    ['beside the date on the page', { page: (html: string) => html.replace('(UTC+00:00)', '(UTC+00:00) Jan') }],
    ['below on the page', { page: (html: string) => html.replace('Talk to', 'Talk Jan to') }],
  ])('is found %s', async (_, change) => {
    const { hits, passed } = await changed(await input, change)
    expect(passed).toBe(false)
    expect(hits.map(({ needle }) => needle)).toContain('Jan')
  })

  it('is foreseen and found where the field says something else than a date', async () => {
    const odd = await production([mail('Talk to Jan.', 'the day when Jan came')], { 0: { mark: [['Jan', 't:1']] } })
    expect(foresee(odd).places.map(({ surface, text }) => [surface, text])).toEqual([['h:date', 'Jan']])
    const { hits } = await changed(odd, {})
    expect(hits.map(({ path }) => path)).toEqual(['schedule.csv › row CTRL-000001 › date'])
  })

  it('is left out with all of the date where it is marked there, and looked for elsewhere', async () => {
    const marked = await production([mail('Hello')], { 0: { mark: [['5 Jan 2026', 'h:date']] } })
    expect(await outcome(marked, ['eml', 'pdf'])).toBe(true)
    const open = await production([mail('On 5 Jan 2026.')], { 0: { mark: [['5 Jan 2026', 'h:date']] } })
    expect(foresee(open).places.map(({ surface, text }) => [surface, text])).toEqual([['t:1', '5 Jan 2026']])
    const { hits } = await changed(marked, { file: header('Date: Mon, 05 Jan 2026 10:05:00 +0000') })
    expect(hits.map(({ needle }) => needle)).toContain('5 Jan 2026')
  })
})

describe('a redacted word that our own pages, columns and file names hold', () => {
  const words =
    'From To Cc Date Subject Document Name Attachment Attachments Message of marker number kind given codes reason page copies part full withheld Schedule CTRL 000001 000002 eml txt notes 1 2 SAR Font Pages Catalog Image Inter Regular Adobe Identity Registry Desk Disclosure F4 G3 X6 Helvetica Normal'
  const list = [...words.split(' '), 'in part', 'first page', 'not included', 'subject or name', 'Attachment of message']

  it('keeps no bundle back', async () => {
    const input = await production([mail(list.map((word) => `Ask ${word}.`).join('\n'), undefined, attached), mail('Hello')], {
      0: { mark: list.map((word): [string, string] => [word, 't:1']) },
      '0:4': { disposition: 'withhold', ground: 'EU-15(4)' },
    })
    expect(await outcome(input, ['eml', 'mbox', 'pdf'])).toBe(true)
  })

  const input = production([mail('Ask Subject, or Message.', undefined, attached)], {
    0: {
      mark: [
        ['Subject', 't:1'],
        ['Message', 't:1'],
      ],
    },
  })
  it.each([
    ['once more before what is ours', (html: string) => html.replace('<table class="head">', '<p>Subject</p><table class="head">')],
    ['in the place of another label', (html: string) => html.replace('<th>Cc</th>', '<th>Subject</th>')],
    ['in a value', (html: string) => html.replace('>Visit<', '>Visit Subject<')],
    ['in the text', (html: string) => html.replace('>Ask', '>Ask Subject')],
    ['among the attachments', (html: string) => html.replace('notes.txt', 'notes.txt Subject')],
    ['behind what is ours', (html: string) => html.replace('</body>', '<p>Subject</p></body>')],
    ['in the printed schedule', (html: string) => html.replace('>attachment<', '>attachment Subject<')],
    ['in another row of the printed schedule', (html: string) => html.replace('>attachment<', '>message<')],
    ['behind the printed schedule', (html: string) => html.replace('</table></body>', '</table>Subject</body>')],
  ])('is found %s', async (_, page) => {
    const { hits } = await changed(await input, { page })
    expect(hits.map(({ path }) => path).filter((path) => path.includes('.pdf'))).not.toEqual([])
  })
})
