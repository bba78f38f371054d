import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readEmlx } from '../../src/formats/index.ts'
import { addSources, readLedger } from '../../src/jobs/index.ts'
import { walkSource } from '../../src/jobs/ingest-walk.ts'
import { AppError, bytesSource } from '../../src/model/index.ts'
import { corpora, describeWithCorpora } from '../corpora.ts'
import { hasPython } from '../formats/witnesses.ts'
import { environment, freshIndex } from './archive.ts'
import { filesBelow, outcomes, pythonMessages } from './outcome.ts'

/**
 * What becomes of files in which CPython finds something else than we do; the first pattern that fits counts. Where none fits, its count is what is expected: so
 * many messages, or `not-mail` for none.
 */
const judged: readonly (readonly [files: RegExp, outcome: string, why: string])[] = [
  [
    /^outlook\/.*\/(?:PersonalStorage[123_].*|PersonalStorage|destination|Personal folders_part[01])\.pst$/,
    '0 messages',
    'stores as made new, with folders alone',
  ],
  [/^outlook\/.*\/PersonalStorageFile\.ost$/, '0 messages', 'the same'],
  [/^outlook\/.*\/AddingBulkMessages.*\.pst$/, '0 messages damaged-store', 'holds no tree of nodes'],
  [/^outlook\/.*\/Test_part1\.pst$/, '61 messages', 'counts of stores as readpst has them, see formats/outlook.test.ts'],
  [/^outlook\/.*\/(?:Outlook|Outlook_1|source)\.pst$/, '17 messages', 'the same'],
  [/^outlook\/.*\/SampleContacts1?\.pst$/, '6 messages', 'the same'],
  [/^outlook\/.*\/(?:PersonalStorageFile\.pst|passwordprotectedPST\.pst|test\.ost)$/, '18 messages', 'the same'],
  [/^outlook\/.*\/PersonalStorageFile1\.pst$/, '72 messages', 'the same'],
  [/^outlook\/.*\/PersonalStorageFile2\.pst$/, '24 messages', 'the same'],
  [/^outlook\/.*\/SampleOstFile\.ost$/, '92 messages', 'the same'],
  [/^(?:outlook\/.*\/dist-list|documents\/.*\/testPST_variousBodyTypes)\.pst$/, '4 messages', 'the same'],
  [/^outlook\/.*\/passworded\.pst$/, '3 messages', 'the same'],
  [
    /^outlook\/.*\/SampleOLM\.olm$/,
    '8 messages',
    'attached messages; the mail itself is XML of its own, and the archive is told as not read',
  ],
  [/^outlook\/.*\.oft$/, '1 message', 'a template of Outlook is an item'],
  [
    /^mime\/cyrus-cassandane\/.*\/quota_upgrade_v2_4\.user\.tar\.gz$/,
    '4 messages',
    'messages in an archive, as tar lists them (`1.` and so on)',
  ],
  [/^mime\/cyrus-cassandane\/.*\/version10\.tar\.gz$/, '8 messages', 'the same'],
  [/^mime\/cyrus-cassandane\/.*\/version12\.tar\.gz$/, '9 messages', 'the same'],
  [/^mime\/cyrus-cassandane\/.*\/version9\.tar\.gz$/, '10 messages', 'the same'],
  [/^mime\/emlx\/__testdata\/input\/Attachments\//, 'nothing', 'put back into the messages that they were taken from'],
  [/^mime\/mail-parser\/maildir\/.*(?:cur|new)\//, '1 message', 'all in `cur` and `new` are messages, these without a header'],
  [/^mime\/cpython-email\/data\/msg_35\.txt$/, '1 message', 'no empty line after the header: known fields, then text'],
  [/\.out$/, 'not-mail', 'a header with a stray line, or an empty line within a folded field, in a file whose name says nothing'],
  [/\.(?:eml|msg|emlx)$/, '1 message', 'so named, and an item of Outlook or Apple, or a header that CPython ends at a stray line'],
  [/^documents\/.*\/droste\.zip$/, 'nested-too-deep not-mail', 'holds itself'],
  [/^documents\/.*\/quine\.gz$/, 'nested-too-deep', 'holds itself'],
  [/^documents\/.*\/(?:full_encrypted|test7Z_protected_passTika)\.7z$/, 'protected-archive', 'has a password'],
  [/^documents\/.*\/testZipEncrypted\.zip$/, 'not-mail protected-archive', 'has a password for one of two files'],
  [/^documents\/.*(?:\.rar|\/moby\.zip|\/testPagesPwdProtected\.pages)$/, 'unsupported-archive', 'rar, and the methods implode and AES'],
  [/^documents\/.*\/testZIP_corrupted_oom\.zip$/, 'damaged-archive not-mail', 'cut off in its only file, a text'],
  [/^documents\/.*\/testAltChunkMHT\.docx$/, '1 message', 'a web page kept as a message (MHTML) in a document'],
  [/^documents\/.*\/test-documents-spanned\.zip$/, 'damaged-archive not-mail outside-directory', 'one of several volumes'],
  [/^documents\/.*\/testZip_with_DataDescriptor\.zip$/, 'damaged-archive not-mail', 'sizes that contradict each other'],
]

const expected = (file: string, witnessed: number): readonly string[] => {
  const counted = witnessed === 0 ? 'not-mail' : witnessed === 1 ? '1 message' : `${witnessed} messages`
  const other = judged.find(([files]) => files.test(file))?.[1]
  return other === undefined ? [counted] : [other, ...(witnessed === 0 ? [] : [counted])]
}

/** No file may take longer, in seconds of the processor's time. */
const secondsAFile = 10

async function secondsOf(path: string, index = freshIndex()): Promise<number> {
  const before = process.cpuUsage()
  await addSources(environment(index, { batchMessages: 2000, pool: {} }), { paths: [path] }).catch((error: unknown) => {
    if (!(error instanceof AppError && error.code === 'formats/not-a-mailbox')) throw error
  })
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

describeWithCorpora('every file that other projects test their readers with', () => {
  it.runIf(hasPython).each(['mime', 'outlook', 'documents'])(
    'of %s is taken in with the messages that it holds, or listed with why not, and none takes long',
    async (name) => {
      const index = freshIndex()
      const seconds = await secondsOf(corpora(name), index)
      const ledger = readLedger(index, null)
      expect(ledger).toMatchObject({ reconciles: true, totals: { pending: 0 } })
      expect(ledger.exceptions.filter(({ code }) => ['timeout', 'out-of-memory', 'parser-failed'].includes(code))).toEqual([])
      const files = filesBelow(corpora(name))
      const became = outcomes(index, files)
      const witnessed = pythonMessages(corpora(name), files)
      const unexpected = files.flatMap((file) => {
        const wanted = expected(`${name}/${file}`, witnessed.get(file) ?? 0)
        return wanted.includes(became.get(file) ?? '') ? [] : [`${name}/${file}: ${became.get(file)}, not ${wanted.join(' or ')}`]
      })
      expect(unexpected).toEqual([])
      // Where all of them took less, each did; else each has a pass of its own.
      if (seconds < secondsAFile) return
      const slow: string[] = []
      for (const file of files) if ((await secondsOf(join(corpora(name), file))) >= secondsAFile) slow.push(file)
      expect(slow).toEqual([])
    },
    1_800_000,
  )

  it('of Apple Mail that is whole gives the message that others make of it; one without its attachments says so', async () => {
    const folder = corpora('mime/emlx/__testdata')
    const index = freshIndex()
    await addSources(environment(index), { paths: [join(folder, 'input/Messages')] })
    const apart = readLedger(index, null).exceptions.filter(({ code }) => code === 'attachments-apart')
    expect(apart.every(({ locator }) => locator.endsWith('.partial.emlx'))).toBe(true)
    expect(apart.length).toBeGreaterThan(3)
    const { offset, length } = readEmlx(bytesSource(readFileSync(join(folder, 'input/Messages/114862.emlx'))))
    const own = readFileSync(join(folder, 'input/Messages/114862.emlx')).subarray(offset, offset + length)
    expect(own.toString('latin1').trimEnd()).toBe(readFileSync(join(folder, 'expected_results/114862.eml'), 'latin1').trimEnd())
  })

  it('of Outlook for Mac says that its messages are not read', () => {
    const { exceptions } = walkSource(corpora('outlook/pst-aspose/Outlook/SampleOLM.olm'), null)
    expect(exceptions.filter(({ counted }) => counted)).toMatchObject([{ code: 'unsupported-archive', locator: '' }])
  })

  it('of mail is found as mail, or listed with why not', () => {
    const files = filesBelow(corpora('outlook')).filter((file) => /\.(?:msg|pst|ost|eml|mbox)$/iu.test(file))
    const unread = files.filter((file) => {
      const { containers, exceptions } = walkSource(join(corpora('outlook'), file), null)
      return containers.length === 0 && exceptions.every(({ counted }) => !counted)
    })
    expect(unread).toEqual([])
  })
})
