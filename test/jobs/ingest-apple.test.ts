import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { attachmentParts, parseMessage, partBytes } from '../../src/formats/index.ts'
import { addSources, readFamily, readLedger, rescanSources } from '../../src/jobs/index.ts'
import type { DocumentId } from '../../src/model/index.ts'
import type { WritableDatabase } from '../../src/store/index.ts'
import { corpora, describeWithCorpora } from '../corpora.ts'
import { environment, freshIndex, letter, mboxOf, temporaryFolder, writeTree } from './archive.ts'

interface ApartPart {
  readonly type?: string
  readonly name?: string
  readonly encoding: string
  /** As sent, encoded: Apple Mail keeps its length. */
  readonly sent: number
}

const list = '<?xml version="1.0"?><plist><dict><key>flags</key><integer>1</integer></dict></plist>'
const emlx = (message: string): string => `${Buffer.byteLength(message, 'latin1')}\n${message}${list}`

/** A message of Apple Mail whose attachments lie apart, from part 2 on. */
function partial(id: string, ...parts: readonly ApartPart[]): string {
  const attached = parts.map(({ type, name, encoding, sent }) =>
    [
      '--b',
      `Content-Type: ${type ?? 'text/plain'}`,
      `Content-Disposition: attachment${name === undefined ? '' : `; filename="${name}"`}`,
      `Content-Transfer-Encoding: ${encoding}`,
      `X-Apple-Content-Length: ${sent}`,
      '',
      '',
    ].join('\n'),
  )
  return letter({
    id,
    headers: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b'],
    body: `--b\nContent-Type: text/plain\n\nText of letter ${id}.\n${attached.join('\n')}\n--b--\n`,
  })
}

const bytes = Uint8Array.from({ length: 3000 }, (_, at) => (at * 37) % 256)
const report = 'Wage slip of Nora Quill = 3,100\nnext year\n--b of the\n'
const inBase64 = (size: number): number => Math.ceil(size / 3) * 4 + Math.floor(size / 57)

/** A mailbox with a picture, a text, and a message as attachments of message 12. */
function mailbox(folder: string): string {
  const forwarded = letter({ id: 'forwarded', body: 'Body of the forwarded letter.\n' })
  const message = partial(
    'twelve',
    { name: 'blob.bin', type: 'application/octet-stream', encoding: 'base64', sent: inBase64(bytes.byteLength) },
    { name: 'report.txt', encoding: 'quoted-printable', sent: report.length },
    { name: 'letter.eml', type: 'message/rfc822', encoding: '7bit', sent: forwarded.length },
  )
  return writeTree(folder, {
    'INBOX.mbox/Messages/12.partial.emlx': emlx(message),
    'INBOX.mbox/Messages/13.emlx': emlx(letter({ id: 'thirteen' })),
    'INBOX.mbox/Attachments/12/2/blob.bin': bytes,
    'INBOX.mbox/Attachments/12/2/.DS_Store': 'Bud1',
    'INBOX.mbox/Attachments/12/3/report.txt': report,
    'INBOX.mbox/Attachments/12/4/letter.eml': forwarded,
  })
}

async function take(path: string): Promise<WritableDatabase> {
  const index = freshIndex()
  await addSources(environment(index), { paths: [path] })
  return index
}
const again = (index: WritableDatabase): Promise<unknown> => rescanSources(environment(index), null)

const ids = (index: WritableDatabase, kind = 'message'): readonly DocumentId[] =>
  index.prepare('SELECT id FROM document WHERE kind = ? ORDER BY id').pluck().all(kind) as DocumentId[]
/** File name → bytes of each attachment, read again from the source. */
const attached = (index: WritableDatabase): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ids(index)
      .flatMap((id) => readFamily(index, id).attachments)
      .map((each) => [each.located.part.filename ?? '', Buffer.from(each.bytes).toString('latin1')]),
  )
const told = (index: WritableDatabase): readonly string[] =>
  readLedger(index, null)
    .exceptions.filter(({ locator }) => !locator.endsWith('.DS_Store'))
    .map(({ locator, code }) => `${code} ${locator}`)
const totals = (index: WritableDatabase) => {
  const { totals: counts, reconciles } = readLedger(index, null)
  return { reconciles, found: counts.found, indexed: counts.indexed, partial: counts.partial }
}

describe('attachments that Apple Mail keeps apart', () => {
  it('are documents of their message, byte for byte, and no files of their own', async () => {
    const index = await take(mailbox(temporaryFolder()))
    expect(attached(index)).toEqual({
      'blob.bin': Buffer.from(bytes).toString('latin1'),
      'report.txt': report,
      'letter.eml': letter({ id: 'forwarded', body: 'Body of the forwarded letter.\n' }),
    })
    // The blob is no text, and says so, as it would inside its message.
    expect(totals(index)).toEqual({ reconciles: true, found: 2, indexed: 1, partial: 1 })
    expect(told(index)).toEqual([expect.stringMatching(/^unreadable-attachment .+\/12\.partial\.emlx$/)])
  })

  it.each([
    ['zip', 'python3 -m zipfile -c ../backup.zip INBOX.mbox'],
    ['tar', 'tar cf ../backup.tar INBOX.mbox'],
    ['tar.gz', 'tar czf ../backup.tar.gz INBOX.mbox'],
  ])('are the same in a backup (%s)', async (kind, command) => {
    const folder = temporaryFolder()
    const plain = await take(mailbox(join(folder, 'inside')))
    execFileSync('sh', ['-c', command], { cwd: join(folder, 'inside') })
    const index = await take(join(folder, `backup.${kind}`))
    expect(ids(index)).toEqual(ids(plain))
    expect(ids(index, 'attachment')).toEqual(ids(plain, 'attachment'))
    expect(attached(index)).toEqual(attached(plain))
    expect(totals(index)).toEqual(totals(plain))
    expect(told(index)).toEqual(told(plain).map((one) => one.replace('inside/', '')))
  })

  it('count with the message: its hash and its bytes are those of what was put together', async () => {
    const index = await take(mailbox(temporaryFolder()))
    const sizes = ids(index).map((id) => readFamily(index, id).raw.byteLength)
    expect(readLedger(index, null).bytes.messages).toBe(sizes.reduce((sum, size) => sum + size, 0))
    expect(Math.max(...sizes)).toBeGreaterThan(inBase64(bytes.byteLength) + report.length)
  })

  it('kept as they were sent, by an older Mail, are put in as they are', async () => {
    const folder = temporaryFolder()
    const text = 'Zm9yIE5vcmE=\n'
    const message = partial('old', { name: 'old.txt', encoding: 'base64', sent: text.length })
    writeTree(folder, { 'INBOX.imapmbox/Messages/7.partial.emlx': emlx(message), 'INBOX.imapmbox/Messages/7.2.emlxpart': text })
    const index = await take(folder)
    expect(attached(index)).toEqual({ 'old.txt': 'for Nora' })
    expect(told(index)).toEqual([])
  })

  it('of a message inside the message are counted on from its number', async () => {
    const folder = temporaryFolder()
    const inner = partial('inner', { name: 'deep.txt', encoding: '8bit', sent: 9 })
    const message = letter({
      id: 'outer',
      headers: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=o'],
      body: `--o\nContent-Type: text/plain\n\nSee below.\n--o\nContent-Type: message/rfc822\n\n${inner}\n--o--\n`,
    })
    writeTree(folder, { 'Messages/1.partial.emlx': emlx(message), 'Attachments/1/2.2/deep.txt': 'deep text' })
    const index = await take(folder)
    expect(attached(index)['deep.txt']).toBe('deep text')
    expect(told(index)).toEqual([])
  })
})

describe('an attachment of Apple Mail', () => {
  const message = partial('x', { name: 'a.txt', encoding: '7bit', sent: 20 })
  const mail = { 'Messages/1.partial.emlx': emlx(message) }

  it('that is missing makes its message partial, with the part’s number and what to do', async () => {
    const index = await take(writeTree(temporaryFolder(), mail))
    expect(totals(index)).toEqual({ reconciles: true, found: 1, indexed: 0, partial: 1 })
    expect(readLedger(index, null).exceptions).toMatchObject([{ code: 'attachments-apart', locator: 'Messages/1.partial.emlx' }])
    expect(readLedger(index, null).exceptions[0]?.whatToDo).toContain('rescan')
  })

  it('that was cut makes it partial too', async () => {
    const index = await take(writeTree(temporaryFolder(), { ...mail, 'Attachments/1/2/a.txt': 'half of it' }))
    expect(attached(index)).toEqual({ 'a.txt': 'half of it' })
    expect(totals(index)).toMatchObject({ partial: 1, found: 1 })
  })

  it('that comes later is taken in by a rescan, and the message without it stays', async () => {
    const folder = writeTree(temporaryFolder(), mail)
    const index = await take(folder)
    writeTree(folder, { 'Attachments/1/2/a.txt': 'twenty letters here.' })
    await again(index)
    expect(totals(index)).toEqual({ reconciles: true, found: 2, indexed: 1, partial: 1 })
    expect(ids(index).map((id) => readFamily(index, id).attachments.map((each) => Buffer.from(each.bytes).toString()))).toEqual(
      expect.arrayContaining([['twenty letters here.'], ['']]),
    )
    await again(index)
    expect(totals(index)).toEqual({ reconciles: true, found: 2, indexed: 1, partial: 1 })
  })

  it('that was changed, in size or only in its last letter, is taken in anew', async () => {
    const long = `${'x'.repeat(200_000)}A`
    const folder = temporaryFolder()
    const large = partial('x', { name: 'a.txt', encoding: '7bit', sent: long.length })
    writeTree(folder, { 'Messages/1.partial.emlx': emlx(large), 'Attachments/1/2/a.txt': long })
    const index = await take(folder)
    for (const text of [`${'x'.repeat(200_000)}B`, `${long} and more`]) {
      writeTree(folder, { 'Attachments/1/2/a.txt': text })
      await again(index)
    }
    await again(index)
    expect(totals(index)).toEqual({ reconciles: true, found: 3, indexed: 3, partial: 0 })
  })

  it('whose name isn’t UTF-8, or is written otherwise than in the message, is found', async () => {
    const folder = writeTree(temporaryFolder(), mail)
    mkdirSync(join(folder, 'Attachments/1/2'), { recursive: true })
    writeFileSync(Buffer.concat([Buffer.from(join(folder, 'Attachments/1/2/')), Buffer.from([0xfc, 0x2e, 0x74])]), 'twenty letters here.')
    const index = await take(folder)
    expect(attached(index)).toEqual({ 'a.txt': 'twenty letters here.' })
    expect(told(index)).toEqual([])
  })

  it('among several files is the one of its name, and the others are told', async () => {
    const folder = temporaryFolder()
    const named = partial('x', { name: 'Tübingen.txt', encoding: '7bit', sent: 20 })
    const files = { 'Attachments/1/2/other.txt': 'something else', 'Attachments/9/2/lost.txt': 'nobody’s' }
    writeTree(folder, { 'Messages/1.partial.emlx': Buffer.from(emlx(Buffer.from(named).toString('latin1')), 'latin1'), ...files })
    writeFileSync(join(folder, 'Attachments/1/2', 'Tübingen.txt'.normalize('NFD')), 'twenty letters here.')
    const index = await take(folder)
    expect(attached(index)).toEqual({ 'Tübingen.txt': 'twenty letters here.' })
    expect(told(index)).toEqual(['stray-attachment Attachments/1/2/other.txt', 'stray-attachment Attachments/9/2/lost.txt'])
  })

  it('that is a symbolic link, or lies behind one, is refused and told', async () => {
    const folder = writeTree(temporaryFolder(), { ...mail, 'Messages/2.partial.emlx': emlx(partial('y', { encoding: '7bit', sent: 20 })) })
    const outside = writeTree(temporaryFolder(), { 'secret.txt': 'twenty letters here.' })
    mkdirSync(join(folder, 'Attachments/1/2'), { recursive: true })
    symlinkSync(join(outside, 'secret.txt'), join(folder, 'Attachments/1/2/a.txt'))
    mkdirSync(join(folder, 'Attachments/2'))
    symlinkSync(outside, join(folder, 'Attachments/2/2'))
    const index = await take(folder)
    expect(ids(index).flatMap((id) => readFamily(index, id).attachments.map(({ bytes: each }) => each.byteLength))).toEqual([0, 0])
    expect(told(index)).toEqual(expect.arrayContaining(['symlink-refused Attachments/1/2/a.txt', 'symlink-refused Attachments/2/2']))
    expect(totals(index)).toMatchObject({ reconciles: true, partial: 2 })
  })

  it('that would be read as further parts stays apart', async () => {
    const folder = writeTree(temporaryFolder(), { ...mail, 'Attachments/1/2/a.txt': 'x\n--b\nContent-Type: text/html\n\n<p>planted</p>' })
    const index = await take(folder)
    expect(attached(index)).toEqual({ 'a.txt': '' })
    expect(totals(index)).toMatchObject({ partial: 1, found: 1 })
  })

  it('that holds a mailbox is an attachment, not a mailbox', async () => {
    const inner = mboxOf([letter({ id: 'inside' })])
    const boxed = partial('x', { name: 'old.mbox', type: 'application/mbox', encoding: 'base64', sent: inBase64(inner.length) })
    const index = await take(writeTree(temporaryFolder(), { 'Messages/1.partial.emlx': emlx(boxed), 'Attachments/1/2/old.mbox': inner }))
    expect(readLedger(index, null).sources.map(({ kind, found }) => [kind, found])).toEqual([['emlx', 1]])
    expect(attached(index)).toMatchObject({ 'old.mbox': inner })
  })

  it('that is gone when its text is to be read again is told by whoever asks for it', async () => {
    const folder = mailbox(temporaryFolder())
    const index = await take(folder)
    rmSync(join(folder, 'INBOX.mbox/Attachments'), { recursive: true })
    const whole = ids(index).find((id) => index.prepare('SELECT attachments FROM document WHERE id = ?').pluck().get(id) !== 0)
    expect(() => readFamily(index, whole as DocumentId)).toThrow(expect.objectContaining({ code: 'jobs/source-vanished' }))
  })
})

/** Line ends of a text are those of the file on a Mac, and of the network in what was sent. */
const lines = (type: string, content: Uint8Array): string => {
  const text = Buffer.from(content).toString('latin1')
  return type.startsWith('text/') ? text.replaceAll('\r\n', '\n') : text
}

describeWithCorpora('a real mailbox of Apple Mail', () => {
  it('gives the attachments of what was sent', async () => {
    const folder = corpora('mime/emlx/__testdata')
    const index = await take(join(folder, 'input'))
    const sent = readFileSync(join(folder, 'expected_results/114892.eml'))
    const expected = attachmentParts(parseMessage(sent)).map(({ part }) => lines(part.type, partBytes(sent, part).bytes))
    const family = ids(index)
      .map((id) => readFamily(index, id))
      .find(({ instances }) => instances.some(({ name }) => name === '114892.partial.emlx'))
    expect(expected.length).toBeGreaterThan(3)
    expect(family?.attachments.map((each) => lines(each.located.part.type, each.bytes))).toEqual(expected)
  })

  it('takes each file in with its message, or tells it', async () => {
    const folder = join(corpora('mime/emlx/__testdata'), 'input')
    const index = await take(folder)
    const files = readdirSync(join(folder, 'Attachments'), { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
    const whole = Object.keys(attached(index)).length
    expect(files.length).toBeGreaterThan(10)
    expect(whole).toBeGreaterThan(6)
    expect(told(index).filter((each) => each.startsWith('stray'))).toEqual([])
    expect(readLedger(index, null).reconciles).toBe(true)
  })
})

describe('a message of Apple Mail whose length is wrong', () => {
  it.each([-20, 0, 5_000])('by %d bytes is taken in with its end', async (by) => {
    const message = letter({ id: 'long', body: 'The beginning.\nThe lantern at the end.\n' })
    const folder = writeTree(temporaryFolder(), { '1.emlx': `${message.length + by}\n${message}${list}\n` })
    const index = freshIndex()
    await addSources(environment(index), { paths: [folder] })
    expect(index.prepare("SELECT count(*) FROM document WHERE kind = 'message'").pluck().get()).toBe(1)
    const id = index.prepare("SELECT id FROM document WHERE kind = 'message'").pluck().get() as DocumentId
    expect(Buffer.from(readFamily(index, id).bytes).toString()).toContain('The lantern at the end.\n')
  })
})
