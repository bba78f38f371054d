import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { addSources } from '../../src/jobs/index.ts'
import { runQuery } from '../../src/search/index.ts'
import { environment, freshIndex, letter, mboxOf, temporaryFolder } from './archive.ts'

const base64 = (text: string): string =>
  (
    Buffer.from(text)
      .toString('base64')
      .match(/.{1,76}/gu) ?? []
  ).join('\n')
const headers = (encoding: string, charset = 'utf-8'): string[] => [
  'MIME-Version: 1.0',
  `Content-Type: text/plain; charset=${charset}`,
  `Content-Transfer-Encoding: ${encoding}`,
]

const cases: Readonly<Record<string, string>> = {
  base64: letter({
    id: '1',
    subject: 'Case base64',
    headers: headers('base64'),
    body: `${base64('Dear all, Katherine Brennan called.\n')}\n`,
  }),
  'quoted-printable, broken inside the name': letter({
    id: '2',
    subject: 'Case broken',
    headers: headers('quoted-printable'),
    body: 'Dear all, Katherine Bren=\nnan called.\n',
  }),
  'quoted-printable letters': letter({
    id: '3',
    subject: 'Case letters',
    headers: headers('quoted-printable'),
    body: 'Katherine =42rennan called.\n',
  }),
  'encoded word in the subject': letter({ id: '4', subject: `=?utf-8?B?${Buffer.from('Case word: Brennan').toString('base64')}?=` }),
  'encoded word in a display name': letter({
    id: '5',
    subject: 'Case name',
    from: '=?utf-8?Q?Katherine_Bre?= =?utf-8?Q?nnan?= <kb@x.example>',
  }),
  'UTF-16': letter({
    id: '6',
    subject: 'Case wide',
    headers: headers('base64', 'utf-16le'),
    body: `${Buffer.from('Katherine Brennan called.\n', 'utf16le').toString('base64')}\n`,
  }),
  'HTML with a tag inside the name': letter({
    id: '7',
    subject: 'Case tag',
    headers: ['MIME-Version: 1.0', 'Content-Type: text/html; charset=utf-8'],
    body: '<p>Katherine Bren<b></b>nan called.</p>\n',
  }),
  'soft hyphen inside the name': letter({
    id: '8',
    subject: 'Case soft',
    headers: headers('8bit'),
    body: 'Katherine Bren\u00adnan called.\n',
  }),
}

describe('what a search finds and grep misses', () => {
  it.each(Object.entries(cases))('%s', async (_name, raw) => {
    const path = join(temporaryFolder(), 'one.mbox')
    writeFileSync(path, Buffer.from(mboxOf([raw]), 'utf8'))
    const index = freshIndex()
    await addSources(environment(index), { paths: [path] })
    expect(runQuery(index, 'brennan', { limit: 1, offset: 0, sort: 'date', timeZone: 'UTC' }).total).toBe(1)
    expect(spawnSync('grep', ['-i', 'brennan', path]).status).toBe(1)
    index.close()
  })
})
