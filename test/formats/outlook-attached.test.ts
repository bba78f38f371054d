import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openCompoundFile } from '../../src/formats/cfb.ts'
import { type StorageTree, writeCompoundFile } from '../../src/formats/cfb-write.ts'
import {
  attachmentParts,
  listPst,
  locatedBytes,
  messageTexts,
  messageWithin,
  parseMessage,
  partBytes,
  surfacesOfAttachment,
  takeItem,
} from '../../src/formats/index.ts'
import { rebuildMessage } from '../../src/formats/mapi-mime.ts'
import { readTnef } from '../../src/formats/tnef.ts'
import { asId, bytesSource, type DocumentId } from '../../src/model/index.ts'
import { corpora, describeWithCorpora } from '../corpora.ts'
import { docx } from './office-file.ts'
import { msgFile, type OutlookAttachment, type OutlookItem } from './outlook-item.ts'

function rebuilt(item: OutlookItem): Uint8Array {
  return takeItem(bytesSource(msgFile(item)), ['msg'])?.bytes ?? new Uint8Array(0)
}

interface Read {
  readonly name: string | null
  readonly text: string
  readonly problems: readonly string[]
}

/** Each attachment of a message with its text and what is told of it. */
async function attached(bytes: Uint8Array): Promise<readonly Read[]> {
  const read = attachmentParts(parseMessage(bytes)).map(async (located) => {
    const { type, filename, charset, message } = located.part
    const content = partBytes(locatedBytes(bytes, located), located.part).bytes
    const input = { part: located.path, type, filename, bytes: content, charset, message }
    const { surfaces, problems } = await surfacesOfAttachment(asId<DocumentId>('a1'), input)
    const texts = surfaces.filter(({ kind }) => kind !== 'filename').map(({ text }) => text)
    return { name: filename, text: texts.join('\n'), problems: problems.map(({ code }) => code) }
  })
  return Promise.all(read)
}

const holding = (attachment: OutlookAttachment): Promise<readonly Read[]> =>
  attached(rebuilt({ properties: { 26: 'IPM.Note', 4096: 'See.' }, attachments: [attachment] }))
const ole = (storage: StorageTree): Promise<readonly Read[]> =>
  holding({ properties: { 14085: 6, 12289: 'Worksheet' }, object: { storage: { '\u0001Ole': Buffer.alloc(20), ...storage } } })

const letter = docx('<w:p><w:r><w:t>To Ida Falk</w:t></w:r></w:p>')

/** MS-OLEDS 2.3.6, as the Object Packager writes it. */
function packaged(label: string, content: string): Buffer {
  const number = (value: number): Buffer => Buffer.from(Uint32Array.of(value).buffer)
  const path = Buffer.from(`C:\\${label}\0`)
  const rest = Buffer.concat([
    Buffer.from([2, 0]),
    Buffer.from(`${label}\0C:\\${label}\0`),
    Buffer.from([0, 0, 3, 0]),
    number(path.byteLength),
    path,
    number(content.length),
    Buffer.from(content),
  ])
  return Buffer.concat([number(rest.byteLength), rest])
}

describe('an OLE object in a message of Outlook', () => {
  it('that is an Office file is that file', async () => {
    expect(await ole({ Package: letter })).toEqual([{ name: 'Worksheet', text: 'To Ida Falk', problems: [] }])
  })

  it('that is what another program keeps is read as that', async () => {
    expect(await ole({ CONTENTS: Buffer.from('Ask Ida Falk.\n') })).toEqual([{ name: 'Worksheet', text: 'Ask Ida Falk.\n', problems: [] }])
  })

  it('that is a packaged file is that file, with its name', async () => {
    const found = await holding({
      properties: { 14085: 6 },
      object: { storage: { '\u0001Ole10Native': packaged('names.txt', 'Ida Falk') } },
    })
    expect(found).toEqual([{ name: 'names.txt', text: 'Ida Falk', problems: [] }])
  })

  it('that no reader knows stands in the ledger', async () => {
    expect(await ole({ Drawing: Buffer.from('Ida Falk') })).toMatchObject([{ text: '', problems: ['unreadable-attachment'] }])
  })

  it('that is empty is told as missing', async () => {
    const found = await holding({ properties: { 14085: 6, 12289: 'Worksheet' }, object: { storage: {} } })
    expect(found).toMatchObject([{ name: 'Worksheet', problems: ['attachment-missing'] }])
  })

  it('in winmail.dat is read as well', async () => {
    const storage = writeCompoundFile({ Package: letter })
    const object = Buffer.concat([Buffer.from('0b00000000000000c000000000000046', 'hex'), storage])
    const number = (value: number): Buffer => Buffer.from(Uint32Array.of(value).buffer)
    const attribute = (level: number, id: number, data: Uint8Array): Buffer =>
      Buffer.concat([Buffer.from([level]), number(id), number(data.byteLength), data, Buffer.alloc(2)])
    const property = Buffer.concat([number(1), Buffer.from([0x0d, 0, 0x01, 0x37]), number(1), number(object.byteLength), object])
    const stream = [Buffer.from('789f3e220100', 'hex'), attribute(2, 0x00069002, Buffer.alloc(14)), attribute(2, 0x00069005, property)]
    const item = readTnef(Buffer.concat(stream))
    if (item === null) throw new Error('not read')
    expect(await attached(rebuildMessage(item).bytes)).toEqual([{ name: null, text: 'To Ida Falk', problems: [] }])
  })
})

describe('an attachment that a message of Outlook doesn’t hold', () => {
  it('says where the file lies, and stands in the ledger', async () => {
    const link = { 14085: 2, 14087: 'pay.docx', 14093: '\\\\server\\Ida Fälk\\pay.docx' }
    const [found] = await holding({ properties: link })
    expect(found).toMatchObject({ name: 'pay.docx', problems: ['attachment-missing'] })
    expect(found?.text).toContain('\\\\server\\Ida Fälk\\pay.docx')
  })

  it('is told as well where its content is lost, and is not where it is empty', async () => {
    expect(await holding({ properties: { 14085: 1, 14087: 'a.txt' } })).toMatchObject([{ problems: ['attachment-missing'] }])
    expect(await holding({ properties: { 14085: 1, 14087: 'a.txt', 14081: new Uint8Array(0) } })).toMatchObject([{ problems: [] }])
  })
})

describe('messages of Outlook in each other', () => {
  const nested = (levels: number): OutlookItem => ({
    properties: { 26: 'IPM.Note', 55: `level ${levels}`, 4096: `text ${levels}` },
    attachments: levels === 0 ? [] : [{ properties: { 14085: 5 }, object: nested(levels - 1) }],
  })

  it('are each read', () => {
    const bytes = rebuilt(nested(20))
    const parsed = parseMessage(bytes)
    const inner = attachmentParts(parsed).at(-1)
    if (inner?.part.message == null) throw new Error('not read')
    const own = partBytes(locatedBytes(bytes, inner), inner.part).bytes
    expect(messageTexts(inner.part.message, messageWithin(inner.part, own)).bodyText.trim()).toBe('text 0')
    expect(parsed.problems.map(({ code }) => code)).not.toContain('too-deep')
  })

  it.each([26, 31, 60])('%d deep are told as deeper than is read', (levels) => {
    expect(parseMessage(rebuilt(nested(levels))).problems.map(({ code }) => code)).toContain('too-deep')
  })
})

describe('a compound file', () => {
  it('reads as it was written, with streams of every size in storages', () => {
    const bytes = (length: number): Buffer => Buffer.from(Uint8Array.from({ length }, (_, at) => (at * 31 + length) & 0xff))
    const inner = Object.fromEntries([0, 1, 63, 64, 65, 4095, 4096, 5000, 9_000_000].map((size) => [`s${size}`, bytes(size)]))
    const root = openCompoundFile(bytesSource(writeCompoundFile({ Inner: { Deep: inner }, 'Ä Ω': bytes(10) })))
    const deep = root?.children.find(({ name }) => name === 'Inner')?.children.find(({ name }) => name === 'Deep')
    expect(root?.children.find(({ name }) => name === 'Ä Ω')?.read().byteLength).toBe(10)
    const read = new Map(deep?.children.map((entry) => [entry.name, Buffer.from(entry.read())]))
    for (const [name, content] of Object.entries(inner)) expect([name, read.get(name)?.equals(content)]).toEqual([name, true])
  })
})

describeWithCorpora('objects that Outlook wrote', () => {
  it('are read: a packaged text, a document of Word, pictures of a store', async () => {
    const folder = corpora('outlook/pst-aspose')
    const file = (readdirSync(folder, { recursive: true }) as string[]).find((name) => name.endsWith('MSG file with RTF Formatting.msg'))
    const bytes = takeItem(bytesSource(readFileSync(join(folder, file ?? ''))), ['msg'])?.bytes ?? new Uint8Array(0)
    expect(await attached(bytes)).toEqual([{ name: 'Attach.txt', text: 'This text file is attached', problems: [] }])

    const document = openCompoundFile(bytesSource(readFileSync(corpora('documents/tika/testWORD.doc'))))
    const storage = Object.fromEntries(
      (document?.children ?? []).filter(({ kind }) => kind === 'stream').map((entry) => [entry.name, entry.read()]),
    )
    expect((await ole(storage))[0]?.text).toContain('Sample Word Document')

    const store = bytesSource(readFileSync(corpora('outlook/pst-aspose/Outlook/SampleOstFile.ost')))
    expect(listPst(store)?.messages.some(({ nid }) => nid === 2182756)).toBe(true)
    const pictures = await attached(takeItem(store, ['pst', 2182756])?.bytes ?? new Uint8Array(0))
    expect(pictures.map(({ problems }) => problems)).toEqual(Array.from({ length: 6 }, () => ['no-text']))
  })
})
