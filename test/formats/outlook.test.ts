import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { attachmentParts, bodyParts, listPst, locatedBytes, parseMessage, partBytes, partText, takeItem } from '../../src/formats/index.ts'
import { readRtf } from '../../src/formats/rtf-html.ts'
import { bytesSource, type ParsedMessage } from '../../src/model/index.ts'
import { corpora, describeWithCorpora } from '../corpora.ts'

interface Expected {
  readonly subject?: string
  readonly body?: string
  readonly senderEmail?: string
  readonly senderName?: string
  readonly clientSubmitTime?: string
  readonly recipients: readonly {
    readonly name?: string
    readonly email?: string
    readonly smtpAddress?: string
    readonly recipType: string
  }[]
  readonly attachments: readonly {
    readonly fileName?: string
    readonly name?: string
    readonly contentLength?: number
    readonly innerMsgContent?: boolean
  }[]
}

const folder = corpora('outlook/msg-hiraoka')
const squash = (text: string): string => text.replace(/\s+/gu, ' ').trim()

interface Read {
  readonly parsed: ParsedMessage
  readonly bytes: Uint8Array
}

function read(name: string): Read {
  const item = takeItem(bytesSource(readFileSync(join(folder, name))), ['msg'])
  const bytes = item?.bytes ?? new Uint8Array(0)
  return { bytes, parsed: parseMessage(bytes) }
}

function plainText({ parsed, bytes }: Read): string {
  const part = bodyParts(parsed)[0]?.plain
  return part ? partText(bytes, part).text : ''
}

type Kind = 'subject' | 'body' | 'sender' | 'date' | 'recipients' | 'attachment names' | 'attachment bytes'

/** Fields in which this reader and msgreader's stored results differ, each judged. */
const judged: readonly (readonly [file: string, kind: Kind, right: 'ours' | 'theirs', why: string])[] = [
  // Written on a Japanese machine (PidTagMessageLocaleId 1041) in code page 932; contactUnicode.msg is the same contact in Unicode.
  ['contactAnsi.json', 'subject', 'ours', 'msgreader was given no code page and dropped every byte above 127'],
]

describeWithCorpora('Outlook messages, against what another reader (msgreader) stored of them', () => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json') && !/-attachments\d/u.test(name))
  const differences: (readonly [string, Kind])[] = []
  const seen = new Map<Kind, number>()

  it.each(names)('%s', (name) => {
    const expected = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Expected
    const found = read(name.replace(/json$/u, 'msg'))
    const compare = (kind: Kind, ours: unknown, theirs: unknown): void => {
      seen.set(kind, (seen.get(kind) ?? 0) + 1)
      if (JSON.stringify(ours) !== JSON.stringify(theirs)) {
        differences.push([name, kind])
        if (process.env['DESK_SHOW']) console.log(name, kind, JSON.stringify(ours), JSON.stringify(theirs))
      }
    }
    const { parsed } = found
    if (expected.subject !== undefined) compare('subject', squash(parsed.subject), squash(expected.subject))
    // Lines of a contact or an appointment follow the body.
    if (expected.body !== undefined) compare('body', squash(plainText(found)).startsWith(squash(expected.body)), true)
    if (expected.senderEmail?.includes('@'))
      compare(
        'sender',
        parsed.from.concat(parsed.sender).some(({ address }) => address.toLowerCase() === expected.senderEmail?.toLowerCase()),
        true,
      )
    if (expected.clientSubmitTime !== undefined)
      compare('date', Math.abs((parsed.date.atMs ?? 0) - Date.parse(expected.clientSubmitTime)) < 60_000, true)
    const people = (kind: string): string[] =>
      expected.recipients
        .filter(({ recipType }) => recipType === kind)
        .map((one) => (one.smtpAddress ?? one.email ?? one.name ?? '').toLowerCase())
        .sort()
    const ours = (list: readonly { readonly address: string }[]): string[] =>
      list.map(({ address }) => address.toLowerCase().replace(/^"|"$/gu, '')).sort()
    if (expected.recipients.length > 0)
      compare('recipients', [ours(parsed.to), ours(parsed.cc), ours(parsed.bcc)], [people('to'), people('cc'), people('bcc')])
    const parts = attachmentParts(parsed).filter(({ path }) => !path.includes('/'))
    if (expected.attachments.length > 0) {
      compare(
        'attachment names',
        parts.map(({ part }) => part.filename ?? '').sort(),
        expected.attachments.map((one) => one.fileName ?? one.name ?? '').sort(),
      )
      const sizes = parts
        .filter(({ part }) => part.message === null)
        .map((located) => partBytes(locatedBytes(found.bytes, located), located.part).bytes.byteLength)
      compare(
        'attachment bytes',
        sizes.sort((left, right) => left - right),
        expected.attachments.flatMap(({ contentLength }) => contentLength ?? []).sort((left, right) => left - right),
      )
    }
  })

  it('agrees in 98% of each kind of field, and every difference is in the table', () => {
    expect(differences).toEqual(judged.map(([file, kind]) => [file, kind]))
    for (const [kind, count] of seen)
      expect(
        1 -
          differences.filter(
            (each) => each[1] === kind && !judged.some(([file, of, right]) => file === each[0] && of === kind && right === 'ours'),
          ).length /
            count,
        kind,
      ).toBeGreaterThanOrEqual(0.98)
  })

  it.each(readdirSync(folder).filter((name) => name.endsWith('.msg')))(
    '%s gives the same bytes each time, with no problem in them',
    (name) => {
      const { bytes, parsed } = read(name)
      expect(Buffer.from(read(name).bytes).equals(bytes)).toBe(true)
      expect(bytes.byteLength).toBeGreaterThan(0)
      expect(
        parsed.problems.map(({ code }) => code).filter((code) => !['no-date', 'duplicate-header', 'undecodable-text'].includes(code)),
      ).toEqual([])
    },
  )

  it.each(readdirSync(folder).filter((name) => name.endsWith('.rtf')))('the RTF body %s gives HTML or text', (name) => {
    const { text } = readRtf(readFileSync(join(folder, name)))
    expect(text.trim().length).toBeGreaterThan(0)
    expect(text).not.toMatch(/\\(?:par|htmlrtf|fonttbl)\b/u)
  })
})

/**
 * Items by file. pffexport (libpff 20180714) counts the same, but for the item "Freebusy Data" outside the mailbox's tree, which it leaves out, and for
 * Test_part1.pst, of whose 21 contacts it exports 9. There readpst (libpst 0.6) counts as we do (31 sent, 9 appointments, 21 contacts, 2 of which it then
 * skips), and each of the 61 stands in its folder's table of contents: none is a deleted or a stray one.
 */
const stores: readonly (readonly [file: string, items: number])[] = [
  ['pst-java-libpst/dist-list.pst', 4],
  ['pst-java-libpst/passworded.pst', 3],
  ['pst-aspose/Outlook/passwordprotectedPST.pst', 18],
  ['pst-aspose/Outlook/Outlook.pst', 17],
  ['pst-aspose/Outlook/SampleContacts.pst', 6],
  ['pst-aspose/Outlook/PersonalStorageFile1.pst', 72],
  ['pst-aspose/Outlook/SampleOstFile.ost', 92],
  ['pst-aspose/Outlook/test.ost', 18],
  ['pst-aspose/Outlook/Chunks/Test_part1.pst', 61],
]

describeWithCorpora('stores of Outlook', () => {
  it.each(stores)('%s holds %d items, each of which is rebuilt as a message', (file, items) => {
    const source = bytesSource(readFileSync(corpora(`outlook/${file}`)))
    const contents = listPst(source)
    expect(contents?.damagedPlaces).toBe(0)
    expect(contents?.messages.length).toBe(items)
    for (const { nid } of contents?.messages ?? [])
      expect(parseMessage(takeItem(source, ['pst', nid])?.bytes ?? new Uint8Array(0)).root.type).not.toBe('')
  })

  it('are cut and bent without a crash', () => {
    const whole = readFileSync(corpora('outlook/pst-aspose/Outlook/Outlook.pst'))
    for (let at = 0; at < 60; at++) {
      const bent = Buffer.from(whole.subarray(0, whole.byteLength - at * 50_000))
      for (let index = 600 + at; index < bent.byteLength; index += 4999) bent[index] = (bent[index] as number) ^ (at + 1)
      const source = bytesSource(bent)
      for (const { nid } of listPst(source)?.messages ?? []) takeItem(source, ['pst', nid])
    }
  })
})
