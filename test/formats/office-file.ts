import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipPart {
  readonly name: string
  readonly content: string | Uint8Array
  readonly encrypted?: boolean
  /** What the headers say instead of the truth. */
  readonly declaredBytes?: number
  /** The name as it stands in an old code page; its true one is in an extra field, or nowhere where `name` is empty. */
  readonly oldName?: Uint8Array
  /** The directory leaves it out. */
  readonly unlisted?: boolean
}

/** APPNOTE 4.6.9: the checksum of the name that it stands for, then the name in UTF-8. */
function unicodeField(written: Uint8Array, name: string): Buffer {
  const head = Buffer.alloc(9)
  head.writeUInt16LE(0x7075, 0)
  head.writeUInt16LE(5 + Buffer.byteLength(name), 2)
  head[4] = 1
  head.writeUInt32LE(crc32(written), 5)
  return Buffer.concat([head, Buffer.from(name)])
}

/** A zip archive with deflated entries, written plainly. */
export function zipOf(parts: readonly ZipPart[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, encrypted, declaredBytes, oldName, unlisted } of parts) {
    const data = Buffer.from(content as string)
    const written = Buffer.from(oldName ?? Buffer.from(name))
    const extra = oldName === undefined || name === '' ? Buffer.alloc(0) : unicodeField(written, name)
    const packed = deflateRawSync(data)
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt16LE((oldName === undefined ? 0x800 : 0) | (encrypted === true ? 1 : 0), 2)
    head.writeUInt16LE(8, 4)
    head.writeUInt32LE(crc32(data), 10)
    head.writeUInt32LE(packed.length, 14)
    head.writeUInt32LE(declaredBytes ?? data.length, 18)
    head.writeUInt16LE(written.byteLength, 22)
    head.writeUInt16LE(extra.byteLength, 24)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), head, written, extra, packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    if (unlisted !== true) directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), head, tail, written, extra]))
    locals.push(local)
    offset += local.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, listed, end])
}

type Related = readonly (readonly [id: string, type: string, target: string, external?: true])[]

function relations(related: Related): string {
  const rows = related.map(
    ([id, type, target, external]) =>
      `<Relationship Id="${id}" Type="http://schemas.example/${type}" Target="${target}"${external === true ? ' TargetMode="External"' : ''}/>`,
  )
  return `<Relationships>${rows.join('')}</Relationships>`
}

/** An OOXML file of these parts; `rels` by the part that they belong to. */
export function ooxml(
  main: string,
  type: string,
  parts: Readonly<Record<string, string | Uint8Array>>,
  rels: Readonly<Record<string, Related>> = {},
): Buffer {
  const relationParts = Object.entries(rels).map(([part, related]): ZipPart => {
    const slash = part.lastIndexOf('/') + 1
    return { name: `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`, content: relations(related) }
  })
  return zipOf([
    {
      name: '[Content_Types].xml',
      content: `<Types><Override PartName="/${main}" ContentType="application/vnd.${type}.main+xml"/></Types>`,
    },
    {
      name: '_rels/.rels',
      content: relations([
        ['r1', 'officeDocument', main],
        ['r2', 'core-properties', 'docProps/core.xml'],
      ]),
    },
    ...Object.entries(parts).map(([name, content]): ZipPart => ({ name, content })),
    ...relationParts,
  ])
}

/** A Word document with that body. */
export function docx(body: string, parts: Readonly<Record<string, string | Uint8Array>> = {}, related: Related = []): Buffer {
  return ooxml(
    'word/document.xml',
    'openxmlformats-officedocument.wordprocessingml.document',
    { 'word/document.xml': `<?xml version="1.0"?><w:document><w:body>${body}</w:body></w:document>`, ...parts },
    { 'word/document.xml': related },
  )
}

/** A paragraph of one run. */
export function paragraph(text: string, properties = ''): string {
  return `<w:p><w:pPr>${properties}</w:pPr><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`
}

/** A workbook of sheets, each the XML of its `worksheet` element's content. */
export function xlsx(
  sheets: readonly { readonly name: string; readonly state?: string; readonly content: string }[],
  parts: Readonly<Record<string, string | Uint8Array>> = {},
  related: Related = [],
  sheetRelated: Related = [],
): Buffer {
  const list = sheets.map(
    ({ name, state }, index) => `<sheet name="${name}" sheetId="${index + 1}" state="${state ?? 'visible'}" r:id="s${index}"/>`,
  )
  const files = sheets.map(({ content }, index) => [`xl/worksheets/sheet${index}.xml`, `<worksheet>${content}</worksheet>`] as const)
  return ooxml(
    'xl/workbook.xml',
    'openxmlformats-officedocument.spreadsheetml.sheet',
    { 'xl/workbook.xml': `<workbook><sheets>${list.join('')}</sheets></workbook>`, ...Object.fromEntries(files), ...parts },
    {
      'xl/workbook.xml': [...sheets.map((_, index) => [`s${index}`, 'worksheet', `worksheets/sheet${index}.xml`] as const), ...related],
      'xl/worksheets/sheet0.xml': sheetRelated,
    },
  )
}

/** An OpenDocument file with that `office:body` content. */
export function odf(
  kind: 'text' | 'spreadsheet' | 'presentation',
  body: string,
  styles = '',
  parts: Readonly<Record<string, string | Uint8Array>> = {},
): Buffer {
  return zipOf([
    { name: 'mimetype', content: `application/vnd.oasis.opendocument.${kind}` },
    { name: 'META-INF/manifest.xml', content: parts['META-INF/manifest.xml'] ?? '<manifest:manifest/>' },
    {
      name: 'content.xml',
      content: `<office:document-content><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:${kind}>${body}</office:${kind}></office:body></office:document-content>`,
    },
    ...Object.entries(parts).map(([name, content]): ZipPart => ({ name, content })),
  ])
}
