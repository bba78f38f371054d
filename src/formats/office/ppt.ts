import type { OfficeWriter } from './writer.ts'

/** Types of records (MS-PPT 2.13.24). */
const record = {
  slide: 0x3ee,
  notes: 0x3f0,
  slidePersist: 0x3f3,
  slideInfo: 0x3f9,
  outlineRef: 0xf9e,
  textHeader: 0xf9f,
  textChars: 0xfa0,
  textBytes: 0xfa8,
  string: 0xfba,
  slideList: 0xff0,
  userEdit: 0xff5,
  notesAtom: 0x3f1,
  persistDirectory: 0x1772,
  /** MS-ODRAW 2.2.40; its instance is the kind of shape. */
  shape: 0xf00a,
  /** Holds what newer versions added, comments among it, though it isn’t marked as a container. */
  tagData: 0x138b,
  comment: 0x2ee0,
}

/** MS-ODRAW 2.4.24. */
const pictureFrame = 75

/** Attack: containers in containers without end. Real files nest about ten deep. */
const maximumDepth = 40
/** Attack: a chain of saves that leads in a ring. */
const maximumEdits = 10_000

interface PptRecord {
  readonly type: number
  readonly instance: number
  readonly container: boolean
  readonly start: number
  readonly end: number
}

interface Reading {
  readonly stream: Buffer
  readonly out: OfficeWriter
  /** Text atoms that were shown, and what they say. */
  readonly shown: Set<number>
  readonly lines: Set<string>
}

/**
 * A presentation of PowerPoint 97 to 2003 (MS-PPT): slides in order, each with its comments, then the notes. Texts that the file holds outside of its slides and
 * notes (masters, what earlier saves left behind) go to what is hidden.
 */
export function readPpt(stream: Buffer, currentUser: Buffer | null, out: OfficeWriter): void {
  const edits = persistence(stream, currentUser)
  if (edits === 'encrypted') {
    out.problem('password-protected')
    return
  }
  const reading: Reading = { stream, out, shown: new Set(), lines: new Set() }
  const document = edits === null ? null : recordAt(stream, edits.offsets.get(edits.document) ?? -1, stream.byteLength)
  if (edits === null || document === null) {
    out.problem('unreadable-attachment')
    leftOver(reading, 'text')
    return
  }
  const lists = [...children(stream, document)].filter(({ type }) => type === record.slideList)
  const at = (persist: number): PptRecord | null => recordAt(stream, edits.offsets.get(persist) ?? -1, stream.byteLength)
  let number = 0
  for (const list of lists.filter(({ instance }) => instance === 0)) {
    for (const { persist, outline } of slidesOf(reading, list)) {
      number++
      const slide = at(persist)
      const hidden = slide !== null && isHidden(stream, slide)
      if (hidden) out.hide(`hidden slide ${number}`)
      out.heading(2, `Slide ${number}`)
      // Where the slide's own shapes don't refer to the outline's texts, these are shown all the same.
      const used = new Set<number>()
      if (slide === null) out.problem('unreadable-attachment')
      else texts(reading, slide, outline, used, 0)
      for (const [index, atom] of outline.entries()) if (!used.has(index)) paragraph(reading, atom)
      if (hidden) out.show()
    }
  }
  let notes = 0
  for (const list of lists.filter(({ instance }) => instance === 2)) {
    for (const { persist } of slidesOf(reading, list)) {
      const page = at(persist)
      if (page === null || page.type !== record.notes) continue
      out.section(3, `Notes ${++notes}`)
      texts(reading, page, [], new Set(), 0)
      out.section(3, null)
    }
  }
  leftOver(reading, 'text outside of the slides')
}

/** Where each numbered object stands, of the last save and those before it (MS-PPT 2.1.2); null where that can't be read. */
function persistence(
  stream: Buffer,
  currentUser: Buffer | null,
): { readonly offsets: ReadonlyMap<number, number>; readonly document: number } | 'encrypted' | null {
  if (currentUser === null || currentUser.byteLength < 20) return null
  if (currentUser.readUInt32LE(12) === 0xf3d1c4df) return 'encrypted'
  const offsets = new Map<number, number>()
  let document: number | null = null
  let at = currentUser.readUInt32LE(16)
  for (let edits = 0; edits < maximumEdits; edits++) {
    const edit = recordAt(stream, at, stream.byteLength)
    if (edit === null || edit.type !== record.userEdit || edit.end - edit.start < 28) break
    if (edit.end - edit.start >= 32 && stream.readUInt32LE(edit.start + 28) !== 0) return 'encrypted'
    document ??= stream.readUInt32LE(edit.start + 16)
    const directory = recordAt(stream, stream.readUInt32LE(edit.start + 12), stream.byteLength)
    if (directory?.type === record.persistDirectory) readDirectory(stream, directory, offsets)
    const before = stream.readUInt32LE(edit.start + 8)
    if (before === 0 || before >= at) break
    at = before
  }
  return document === null ? null : { offsets, document }
}

function readDirectory(stream: Buffer, { start, end }: PptRecord, offsets: Map<number, number>): void {
  for (let at = start; at + 4 <= end; ) {
    const entry = stream.readUInt32LE(at)
    const first = entry & 0xfffff
    at += 4
    for (let index = 0; index < entry >>> 20 && at + 4 <= end; index++, at += 4)
      // The newest save is read first.
      if (!offsets.has(first + index)) offsets.set(first + index, stream.readUInt32LE(at))
  }
}

function recordAt(stream: Buffer, at: number, limit: number): PptRecord | null {
  if (at < 0 || at + 8 > limit) return null
  const head = stream.readUInt16LE(at)
  const end = at + 8 + stream.readUInt32LE(at + 4)
  return { type: stream.readUInt16LE(at + 2), instance: head >> 4, container: (head & 15) === 15, start: at + 8, end: Math.min(end, limit) }
}

function* children(stream: Buffer, parent: PptRecord): Generator<PptRecord> {
  for (let at = parent.start; ; ) {
    const child = recordAt(stream, at, parent.end)
    if (child === null) return
    yield child
    at = child.end
  }
}

/** The slides of a list with the texts of their placeholders. */
function slidesOf({ stream }: Reading, list: PptRecord): { readonly persist: number; readonly outline: PptRecord[] }[] {
  const slides: { persist: number; outline: PptRecord[] }[] = []
  for (const child of children(stream, list)) {
    if (child.type === record.slidePersist && child.end - child.start >= 4)
      slides.push({ persist: stream.readUInt32LE(child.start), outline: [] })
    else if (isText(child)) slides.at(-1)?.outline.push(child)
    // A placeholder without text keeps its place, since it is referred to by number.
    else if (child.type === record.textHeader) slides.at(-1)?.outline.push(child)
  }
  return slides.map(({ persist, outline }) => ({ persist, outline: byHeader(outline) }))
}

/** One atom a text header: the header itself where no text follows. */
function byHeader(atoms: readonly PptRecord[]): PptRecord[] {
  const out: PptRecord[] = []
  for (const atom of atoms) {
    if (isText(atom) && out.at(-1)?.type === record.textHeader) out[out.length - 1] = atom
    else out.push(atom)
  }
  return out
}

const isText = ({ type }: PptRecord): boolean => type === record.textChars || type === record.textBytes

function isHidden(stream: Buffer, slide: PptRecord): boolean {
  for (const child of children(stream, slide))
    if (child.type === record.slideInfo && child.end - child.start >= 16) return (stream.readUInt16LE(child.start + 10) & 4) !== 0
  return false
}

/** Texts below a container, in the file's order; `outline`: what its placeholders refer to. */
function texts(reading: Reading, parent: PptRecord, outline: readonly PptRecord[], used: Set<number>, depth: number): void {
  const { stream, out } = reading
  for (const child of children(stream, parent)) {
    if (isText(child)) paragraph(reading, child)
    else if (child.type === record.shape && child.instance === pictureFrame) {
      out.paragraph()
      out.text('[picture]')
      out.endParagraph()
    } else if (child.type === record.outlineRef && child.end - child.start >= 4) {
      const index = stream.readUInt32LE(child.start)
      const atom = outline[index]
      if (atom !== undefined && !used.has(index)) paragraph(reading, atom)
      used.add(index)
    } else if (child.type === record.comment) {
      const [author = '', text = ''] = [...children(stream, child)]
        .filter(({ type }) => type === record.string)
        .map((each) => {
          reading.shown.add(each.start)
          return stream.toString('utf16le', each.start, each.end)
        })
      if (text === '') continue
      out.paragraph()
      out.text(`Comment, ${author}: ${text}`)
      out.endParagraph()
    } else if ((child.container || child.type === record.tagData) && depth < maximumDepth) texts(reading, child, outline, used, depth + 1)
  }
}

function textOf(stream: Buffer, atom: PptRecord): string {
  if (atom.type === record.textChars) return stream.toString('utf16le', atom.start, atom.end)
  return atom.type === record.textBytes ? stream.toString('latin1', atom.start, atom.end) : ''
}

const oneLine = (text: string): string => text.replace(/[\r\v]/g, ' ')

function paragraph({ stream, out, shown, lines }: Reading, atom: PptRecord): void {
  shown.add(atom.start)
  lines.add(oneLine(textOf(stream, atom)))
  // A vertical tab is a line break within a paragraph.
  for (const line of textOf(stream, atom).split(/[\r\v]/)) {
    if (line.trim() === '') continue
    out.paragraph()
    out.text(line)
    out.endParagraph()
  }
}

/** Every text that was not shown, wherever it stands. */
function leftOver(reading: Reading, label: string): void {
  const { stream, shown, out } = reading
  const told = new Set<string>(reading.lines)
  const visit = (parent: PptRecord, depth: number): void => {
    for (const child of children(stream, parent)) {
      if (isText(child) && !shown.has(child.start)) {
        const text = oneLine(textOf(stream, child))
        // Prompts such as “Click to edit Master title style” stand in each master once more.
        if (text.trim() !== '' && !told.has(text)) out.note(label, text)
        told.add(text)
      } else if (child.container && depth < maximumDepth) visit(child, depth + 1)
    }
  }
  visit({ type: 0, instance: 0, container: true, start: 0, end: stream.byteLength }, 0)
}
