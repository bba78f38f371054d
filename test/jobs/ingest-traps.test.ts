import { execFileSync } from 'node:child_process'
import { chmodSync, lstatSync, mkdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { addSources, containerCounts, readLedger } from '../../src/jobs/index.ts'
import { asId, type SourceId } from '../../src/model/index.ts'
import { runQuery } from '../../src/search/index.ts'
import { environment, freshIndex, fromLine, letter, mboxOf, temporaryFolder, writeTree } from './archive.ts'

const options = { limit: 100, offset: 0, sort: 'date-ascending', timeZone: 'UTC' } as const

async function take(path: string) {
  const index = freshIndex()
  const ids = await addSources(environment(index), { paths: [path] })
  const ledger = readLedger(index, null)
  expect(ledger.reconciles, 'the ledger reconciles').toBe(true)
  return { index, ids, ledger, found: (query: string) => runQuery(index, query, options).total }
}

describe('an mbox with traps', () => {
  it('is taken in whole where a body line starts with "From " after an empty line', async () => {
    const folder = writeTree(temporaryFolder(), {
      'box.mbox': mboxOf([letter({ id: '1', body: 'Dear Otto,\n\nFrom Monday on I am away.\n\nAnna\n' }), letter({ id: '2' })]),
    })
    const { ledger, found } = await take(join(folder, 'box.mbox'))
    expect(ledger.totals).toMatchObject({ found: 2, indexed: 2, exceptions: 0 })
    expect(found('"on I am away"')).toBe(1)
  })

  it('follows the separators where Content-Length lies, and says so', async () => {
    const lying = letter({ id: '1', headers: ['Content-Length: 99999'] })
    const short = letter({ id: '2', headers: ['Content-Length: 3'], body: 'A long text that goes on.\n' })
    const folder = writeTree(temporaryFolder(), { 'box.mbox': mboxOf([lying, short, letter({ id: '3' })]) })
    const { ledger, found } = await take(folder)
    expect(ledger.totals.found).toBe(3)
    expect(found('"that goes on"')).toBe(1)
    expect(ledger.exceptions.filter((exception) => exception.code === 'lying-content-length').length).toBeGreaterThan(0)
  })

  it('reads DOS line ends and a last message without a newline', async () => {
    const text = mboxOf([letter({ id: '1' }), letter({ id: '2', body: 'last words' })])
      .replaceAll('\n', '\r\n')
      .trimEnd()
    const folder = writeTree(temporaryFolder(), { 'dos.mbox': text })
    const { ledger, found } = await take(folder)
    expect(ledger.totals).toMatchObject({ found: 2, indexed: 2 })
    expect(found('"last words"')).toBe(1)
  })

  it('reads lines that end in CR alone', async () => {
    const text = mboxOf([letter({ id: '1' }), letter({ id: '2', body: 'last words' })]).replaceAll('\n', '\r')
    const { ledger, found } = await take(writeTree(temporaryFolder(), { mac: text }))
    expect(ledger.totals).toMatchObject({ found: 2, indexed: 2, exceptions: 0 })
    expect(ledger.exceptions).toEqual([])
    expect(found('"last words" from:anna@berg.example')).toBe(1)
  })

  it('gives the same documents with DOS ends, with Unix ends and without the final newline', async () => {
    const text = mboxOf([letter({ id: '1' }), letter({ id: '2' })])
    const ids = []
    for (const content of [text, text.replaceAll('\n', '\r\n'), text.trimEnd()]) {
      const { index } = await take(writeTree(temporaryFolder(), { box: content }))
      ids.push(index.prepare('SELECT id FROM document ORDER BY number').pluck().all())
    }
    expect(ids[1]).toEqual(ids[0])
    expect(ids[2]).toEqual(ids[0])
  })

  it('lists bytes before the first message by place and counts them as bytes', async () => {
    const folder = writeTree(temporaryFolder(), { box: `stray bytes\n\n${mboxOf([letter({ id: '1' })])}` })
    const { ledger } = await take(folder)
    expect(ledger.totals).toMatchObject({ found: 1, indexed: 1 })
    expect(ledger.bytes.exceptions).toBeGreaterThan(0)
    expect(ledger.exceptions.map((exception) => exception.code)).toContain('bytes-before-first-message')
  })

  it('undoes the quoting for the text and keeps it for the hash of the evidence', async () => {
    const message = letter({ id: '1', body: 'Before\n>From the archive\nAfter\n' })
    const folder = writeTree(temporaryFolder(), { box: mboxOf([message]) })
    const { index, found } = await take(folder)
    expect(found('"before from the archive"')).toBe(1)
    const length = index.prepare('SELECT length FROM instance').pluck().get() as number
    expect(length).toBe(message.length)
  })
})

describe('a folder of mail', () => {
  it('becomes one source a kind, with every file of an mbox tree a container of its own', async () => {
    const folder = writeTree(temporaryFolder(), {
      'a b/in box.mbox': mboxOf([letter({ id: '1' }), letter({ id: '2' })]),
      'a b/sent.mbox': mboxOf([letter({ id: '3' })]),
      'letters/one.eml': letter({ id: '4' }),
      'Mail/cur/100.a:2,SR': letter({ id: '5' }),
      'Mail/new/101.a': letter({ id: '6' }),
      'Mail/tmp/102.a': letter({ id: '7' }),
      'Mail/.Geb&APw-hren.2026/cur/103.a:2,F': letter({ id: '8' }),
      'Mail/.Geb&APw-hren.2026/new/.keep': '',
      'readme.txt': 'This is a folder of mail.\n',
    })
    const { index, ids, ledger } = await take(folder)
    expect(ids).toEqual(['S1', 'S2', 'S3'])
    expect(ledger.sources.map(({ kind, found }) => [kind, found])).toEqual([
      ['mbox', 3],
      ['maildir', 3],
      ['eml', 1],
    ])
    expect(containerCounts(index, asId<SourceId>('S1')).map(({ name, found }) => [name, found])).toEqual([
      ['a b/in box.mbox', 2],
      ['a b/sent.mbox', 1],
    ])
    expect(containerCounts(index, asId<SourceId>('S2')).map(({ folder: label, found }) => [label, found])).toEqual([
      ['Mail', 2],
      ['Mail/Gebühren/2026', 1],
    ])
    expect(ledger.exceptions.map(({ locator, code }) => [locator, code])).toEqual([
      ['Mail/.Geb&APw-hren.2026/new/.keep', 'not-mail'],
      ['Mail/tmp/102.a', 'unfinished-delivery'],
      ['readme.txt', 'not-mail'],
    ])
    expect(index.prepare("SELECT flags FROM instance WHERE name LIKE 'cur/100%'").pluck().get()).toBe('answered seen')
  })

  it('that is a Maildir has all that lies beside its messages taken in by content or listed, whatever its name', async () => {
    const outside = writeTree(temporaryFolder(), { 'cur/1.o:2,': letter({ id: 'outside' }) })
    const folder = writeTree(temporaryFolder(), {
      'md/cur/1.a:2,S': letter({ id: '1' }),
      'md/cur/.hidden': letter({ id: '2' }),
      'md/cur/2.host.cache': letter({ id: '3' }),
      'md/cur/.nothing': 'x',
      'md/.old.mbox': mboxOf([letter({ id: '4' })]),
      'md/Archive.tmp': mboxOf([letter({ id: '5' })]),
      'md/mail.index': mboxOf([letter({ id: '6' })]),
      'md/dovecot.sieve': mboxOf([letter({ id: '7' })]),
      'md/dovecot-uidlist': '3 V1 N2\n',
      'md/maildirfolder': '',
      'md/dovecot-notes.txt': 'Notes.\n',
      'md/.notes': 'Notes.\n',
    })
    mkdirSync(join(folder, 'md/new'))
    symlinkSync(outside, join(folder, 'md/.Sent'))
    execFileSync('mkfifo', [join(folder, 'md/.fifo')])
    const { ledger, found } = await take(folder)
    expect(found('letter')).toBe(7)
    expect(ledger.exceptions.map(({ locator, code }) => [locator, code])).toEqual([
      ['md/.Sent', 'symlink-refused'],
      ['md/.fifo', 'special-file-refused'],
      ['md/.notes', 'not-mail'],
      ['md/cur/.nothing', 'not-mail'],
      ['md/dovecot-notes.txt', 'not-mail'],
    ])
  })

  it('refuses links, pipes and what leads out, and lists each', async () => {
    const outside = writeTree(temporaryFolder(), { 'secret.mbox': mboxOf([letter({ id: 'outside' })]), 'cur/1:2,S': letter({ id: 'o2' }) })
    const folder = writeTree(temporaryFolder(), { 'box.mbox': mboxOf([letter({ id: '1' })]), 'Mail/cur/1.a:2,S': letter({ id: '2' }) })
    mkdirSync(join(folder, 'Mail/new'))
    symlinkSync(join(outside, 'secret.mbox'), join(folder, 'link.mbox'))
    symlinkSync(outside, join(folder, 'linked folder'))
    symlinkSync(join(outside, 'cur/1:2,S'), join(folder, 'Mail/cur/2.a:2,S'))
    const { ledger, found } = await take(folder)
    expect(ledger.exceptions.map(({ locator, code }) => [locator, code])).toEqual([
      ['Mail/cur/2.a:2,S', 'symlink-refused'],
      ['link.mbox', 'symlink-refused'],
      ['linked folder', 'symlink-refused'],
    ])
    expect(ledger.totals).toMatchObject({ found: 5, indexed: 2, exceptions: 3 })
    expect(found('outside')).toBe(0)
  })

  it('takes names that are not UTF-8', async () => {
    const folder = temporaryFolder()
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/M`), Buffer.from([0xe4]), Buffer.from('rz.mbox')]), mboxOf([letter({ id: '1' })]))
    const { ledger } = await take(folder)
    expect(ledger.totals).toMatchObject({ found: 1, indexed: 1, exceptions: 0 })
  })
})

describe('sources are evidence', () => {
  it('are byte-identical afterwards, their times untouched', async () => {
    const folder = writeTree(temporaryFolder(), {
      'box.mbox': mboxOf([letter({ id: '1' }), letter({ id: '2' })]),
      'Mail/cur/1.a:2,S': letter({ id: '3' }),
      'Mail/new/2.a': letter({ id: '4' }),
    })
    const files = ['box.mbox', 'Mail/cur/1.a:2,S', 'Mail/new/2.a'].map((name) => join(folder, name))
    for (const file of files) utimesSync(file, 1_500_000_000, 1_600_000_000)
    const before = files.map((file) => readFileSync(file))
    for (const file of files) utimesSync(file, 1_500_000_000, 1_600_000_000)
    for (const file of files) chmodSync(file, 0o400)
    await take(folder)
    for (const file of files) {
      expect(lstatSync(file).mtimeMs).toBe(1_600_000_000_000)
      // Only an owner may leave it alone; these files are ours.
      if (process.platform === 'linux') expect(lstatSync(file).atimeMs).toBe(1_500_000_000_000)
    }
    expect(files.map((file) => readFileSync(file))).toEqual(before)
  })

  it('are hashed: a container’s SHA-256 is that of its file', async () => {
    const folder = writeTree(temporaryFolder(), { 'box.mbox': mboxOf([letter({ id: '1' })]) })
    const { index } = await take(folder)
    const { createHash } = await import('node:crypto')
    const expected = createHash('sha256')
      .update(readFileSync(join(folder, 'box.mbox')))
      .digest()
    expect(index.prepare('SELECT sha256 FROM container').pluck().get()).toEqual(expected)
  })
})

describe('copies', () => {
  it('are instances of one document, whoever held them; Bcc stays with the sender’s', async () => {
    const own = letter({ id: '1', bcc: 'Eva Sund <eva@sund.example>', headers: ['X-Store: sent'] })
    const received = letter({ id: '1', headers: ['Received: from a by b; Mon, 4 May 2026 10:00:01 +0200'] })
    const folder = writeTree(temporaryFolder(), { 'sent.mbox': mboxOf([received]), 'inbox.mbox': mboxOf([own]) })
    const { index, ledger, found } = await take(folder)
    expect(ledger.totals).toMatchObject({ found: 2, indexed: 2, duplicates: 1 })
    expect(runQuery(index, 'letter', options).hits).toMatchObject([{ duplicates: 1 }])
    expect(found('bcc:eva@sund.example')).toBe(1)
    expect(index.prepare("SELECT count(*) FROM instance WHERE bcc <> ''").pluck().get()).toBe(1)
  })

  it('are not suppressed by an equal Message-ID alone', async () => {
    const folder = writeTree(temporaryFolder(), { box: mboxOf([letter({ id: '1' }), letter({ id: '1', body: 'Something else.\n' })]) })
    const { ledger } = await take(folder)
    expect(ledger.totals).toMatchObject({ found: 2, indexed: 2, duplicates: 0 })
  })
})

describe('what is no mail', () => {
  it('is refused with what a source is', async () => {
    const folder = writeTree(temporaryFolder(), { 'notes.txt': 'From time to time I write.\n' })
    await expect(addSources(environment(freshIndex()), { paths: [folder] })).rejects.toMatchObject({ code: 'formats/not-a-mailbox' })
  })

  it('is refused where there is nothing', async () => {
    const path = join(temporaryFolder(), 'gone')
    await expect(addSources(environment(freshIndex()), { paths: [path] })).rejects.toMatchObject({ code: 'formats/cannot-read' })
  })

  it('leaves nothing half-registered when one of several paths is wrong', async () => {
    const folder = writeTree(temporaryFolder(), { box: mboxOf([letter({ id: '1' })]) })
    const index = freshIndex()
    await expect(addSources(environment(index), { paths: [join(folder, 'box'), join(folder, 'gone')] })).rejects.toMatchObject({
      code: 'formats/cannot-read',
    })
    expect(readLedger(index, null).sources).toEqual([])
  })

  it('is added a second time without harm, but not under another custodian', async () => {
    const folder = writeTree(temporaryFolder(), { box: `${fromLine}${letter({ id: '1' })}` })
    const index = freshIndex()
    await addSources(environment(index), { paths: [folder], custodian: 'Anna' })
    expect(await addSources(environment(index), { paths: [folder] })).toEqual(['S1'])
    expect(readLedger(index, null).totals).toMatchObject({ found: 1, indexed: 1 })
    await expect(addSources(environment(index), { paths: [folder], custodian: 'Otto' })).rejects.toMatchObject({
      code: 'jobs/source-exists',
    })
  })
})
