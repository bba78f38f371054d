import { longMagics } from './check-carried.ts'
import type { ZipEntry } from './check-zip.ts'

/**
 * Whether a part of an Office file is of a kind that says nothing but what a search of its bytes finds, by its name and by how it is built: a printer's settings,
 * a text document's line breaks, a drawing. Any other part that is no text cannot be looked into.
 */
export function isKnownPart(name: string, data: Buffer): boolean {
  if (/^(?:xl|ppt)\/printerSettings\/printerSettings\d+\.bin$/.test(name)) return isPrinterSettings(data)
  if (name === 'layout-cache') return isLayoutCache(data)
  if (/^ObjectReplacements\/[^/]+$/.test(name)) return isSvm(data) && !carries(data)
  const isDrawing = /^(?:word|xl|ppt)\/media\/image\d+\.[ew]mf$|^docProps\/thumbnail\.[ew]mf$/.test(name)
  return isDrawing && (isEmf(data) || isWmf(data)) && !carries(data)
}

/** Whether a part is the preview of a presentation, which PowerPoint 2007 and 2010 fill up to whole sectors with what stands in memory: bytes, but no file of anybody. */
export function isPreview(name: string, data: Buffer): boolean {
  return name === 'docProps/thumbnail.jpeg' && data.length % 512 === 0
}

/** A drawing may hold a picture or a file of its own, which would have to be taken apart. */
function carries(data: Buffer): boolean {
  return longMagics.some((magic) => data.includes(magic, 0, 'latin1'))
}

/** DEVMODEW ([MS-RPRN] §2.2.2.1): at 64 its version, at 68 its own length and that of what the driver adds. Excel also writes one of zeros alone. */
function isPrinterSettings(data: Buffer): boolean {
  if (data.every((byte) => byte === 0)) return true
  return (
    data.length >= 72 && data.readUInt16LE(64) === 0x0401 && data.readUInt16LE(68) + data.readUInt16LE(70) === data.length && !carries(data)
  )
}

/** Numbers of paragraphs and lines, as Writer keeps them to open faster (`sw/source/core/layout/laycache.cxx`): a version, then one record `p` to the end. */
function isLayoutCache(data: Buffer): boolean {
  return data.length >= 8 && data.length < 2 ** 20 && data[4] === 0x70 && data.readUIntLE(5, 3) === data.length - 4
}

/** Bytes of a comment in a drawing that are too few to carry anything: programs tell there what they are for. */
const MAX_COMMENT = 64

/** Enhanced metafile ([MS-EMF] §2.3): records up to its end; comments only of the kinds that draw, and short ones. */
function isEmf(data: Buffer): boolean {
  if (data.length < 88 || data.readUInt32LE(0) !== 1 || data.readUInt32LE(40) !== 0x464d4520) return false
  for (let at = 0; at + 8 <= data.length; ) {
    const kind = data.readUInt32LE(at)
    const size = data.readUInt32LE(at + 4)
    if (size < 8 || at + size > data.length) return false
    if (kind === 70 && size > MAX_COMMENT && !/^(?:EMF\+|GDIC)/.test(data.toString('latin1', at + 12, at + 16))) return false
    at += size
    if (kind === 14) return at === data.length
  }
  return false
}

/** Windows metafile ([MS-WMF] §2.3), with or without the header that places it; an escape may carry anything, so only short ones are taken. */
function isWmf(data: Buffer): boolean {
  let at = data.length >= 22 && data.readUInt32LE(0) === 0x9ac6cdd7 ? 22 : 0
  if (at + 18 > data.length || data.readUInt16LE(at + 2) !== 9) return false
  at += 18
  while (at + 6 <= data.length) {
    const size = data.readUInt32LE(at) * 2
    const kind = data.readUInt16LE(at + 4)
    if (size < 6 || at + size > data.length) return false
    if (kind === 0x0626 && size > MAX_COMMENT) return false
    at += size
    if (kind === 0) return data.subarray(at).every((byte) => byte === 0)
  }
  return false
}

/** LibreOffice's drawing of a chart or formula (`vcl/source/gdi/svmconverter`, `svmreader`): a header, then as many actions as it says, to the end; comments only short. */
function isSvm(data: Buffer): boolean {
  if (data.length < 16 || data.toString('latin1', 0, 6) !== 'VCLMTF') return false
  let at = 12 + data.readUInt32LE(8)
  if (at > data.length) return false
  let left = data.readUInt32LE(at - 4)
  for (; left > 0 && at + 8 <= data.length; left--) {
    const size = data.readUInt32LE(at + 4)
    if (data.readUInt16LE(at) === 512 && size > MAX_COMMENT) return false
    at += 8 + size
  }
  return left === 0 && at === data.length
}

/**
 * Whether a package that stands within a text is what Office keeps there beside a document: a theme, the shapes of a drawing. It is XML and pictures alone, which are
 * taken apart, and no reader of documents finds a document in it.
 */
export function isPieceOfOffice(entries: readonly ZipEntry[]): boolean {
  const relations = entries.find(({ name }) => name === '_rels/.rels')
  const main = Buffer.from(relations?.bytes ?? [])
    .toString('latin1')
    .match(/<[^>]*\/officeDocument"[^>]*>/g)
  return (
    relations !== undefined &&
    (main ?? []).every((relation) => relation.includes('themeManager.xml"')) &&
    entries.every(({ name }) => /^(?!word\/|xl\/|ppt\/).*(?:\.(?:xml|rels|png|jpe?g|gif)|\/)$/.test(name))
  )
}
