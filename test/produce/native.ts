import { crc32, deflateSync } from 'node:zlib'
import { PDFDocument } from '@cantoo/pdf-lib'
import { directReader } from '../../src/formats/index.ts'
import { leakSearch } from '../../src/produce/check-hits.ts'
import { checkNative } from '../../src/produce/check-native.ts'
import { furtherNeedle } from '../../src/produce/check-needles.ts'
import { docx, paragraph, zipOf } from '../formats/office-file.ts'
import { picture } from './fixtures.ts'

/** What is redacted. */
export const NAME = 'Zoe Quillfeather'

/** A file and what is told of it. */
export type Made = readonly [what: string, make: () => Uint8Array | Promise<Uint8Array>]

/** Checks a file released as it came: how many of the needles are found, and why it is kept back. */
export async function check(bytes: Uint8Array, ...needles: string[]) {
  const search = leakSearch(
    needles.flatMap((text) => furtherNeedle(text) ?? []),
    null,
    directReader,
  )
  await checkNative(bytes, 'files/x', null, search)
  return { found: new Set(search.hits.map(({ needle }) => needle)).size, problems: search.problems.map(({ code }) => code) }
}

/** As zlib packs it. */
export const packed = (text: string) => deflateSync(Buffer.from(text))

/** In lines, as in mail. */
export const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\n')

/** An archive with the name in a file. */
export const zipped = () => zipOf([{ name: 'list.txt', content: `${NAME}\n` }])

/** A chunk of a PNG. */
export function chunk(type: string, body: Uint8Array): Buffer {
  const data = Buffer.concat([Buffer.from(type, 'latin1'), body])
  const out = Buffer.alloc(data.length + 8)
  out.writeUInt32BE(body.length, 0)
  data.copy(out, 4)
  out.writeUInt32BE(crc32(data), data.length + 4)
  return out
}

/** A picture with one chunk more. */
export const png = (type: string, body: Uint8Array) => {
  const bytes = Buffer.from(picture())
  return Buffer.concat([bytes.subarray(0, 33), chunk(type, body), bytes.subarray(33)])
}

/** A document with one part more. */
export const officePart = (name: string, bytes: Uint8Array) => docx(paragraph('Slates'), { [name]: bytes })

/** A PDF with this file embedded. */
export async function pdfCarrying(bytes: Uint8Array): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  document.addPage([100, 100])
  await document.attach(bytes, 'a.bin')
  return await document.save()
}

/** A PDF with one stream more. */
export async function pdfStream(dictionary: string, data: Uint8Array): Promise<Buffer> {
  const document = await PDFDocument.create()
  document.addPage([100, 100])
  const bytes = Buffer.from(await document.save({ useObjectStreams: false })).toString('latin1')
  const object = `900 0 obj\n<< ${dictionary} /Length ${data.length} >>\nstream\n${Buffer.from(data).toString('latin1')}\nendstream\nendobj\n`
  return Buffer.from(
    bytes.replace(/xref\n/, () => `${object}xref\n`).replace(/\/Type \/Catalog/, '/Type /Catalog /Extra 900 0 R'),
    'latin1',
  )
}
