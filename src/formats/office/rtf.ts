import type { ProblemCode } from '../../model/index.ts'
import type { FileWithin } from '../file-within.ts'
import { embeddedObject } from './ole-object.ts'
import { codePageOfFont, decodeCodePage } from './rtf-charset.ts'
import { createTable } from './rtf-table.ts'
import { type RtfToken, rtfTokens } from './rtf-tokens.ts'
import {
  characters,
  emptyField,
  type FormField,
  fieldShown,
  fieldWord,
  formulaLooks,
  isWritten,
  keptDestinations,
  listing,
  marked,
  noted,
  pageParts,
  shownProperty,
  skippedDestinations,
} from './rtf-words.ts'
import { createOfficeWriter, listed, type OfficeContent, type TextFormat } from './writer.ts'

/** A piece that stands elsewhere than in the text: a note, a comment, a page header, a property. */
interface Aside {
  readonly kind: 'note' | 'comment' | 'page' | 'property' | 'field' | 'shape' | 'author' | 'object' | 'skip'
  readonly label: string
  text: string
}

interface Group {
  readonly aside: Aside | null
  readonly format: TextFormat
  /** Why its text is not seen, else null. */
  readonly unseen: string | null
  readonly font: number
  /** Bytes that stand for one `\u`, for readers without Unicode. */
  readonly fallback: number
  readonly inFontTable: boolean
  readonly html: 'text' | 'tag' | 'ignored'
  /** Of the group of a field: how much text there was before it; else null. */
  readonly field: number | null
}

/** An RTF file, or the HTML that Outlook wrapped in one (MS-OXRTFEX). */
export type RtfContent =
  | { readonly kind: 'document'; readonly content: OfficeContent }
  | { readonly kind: 'html'; readonly html: string; readonly files: readonly FileWithin[]; readonly problems: readonly ProblemCode[] }

/** Groups nested deeper share one state: their text is kept, and told where it may stand in another destination than its own. */
const maxGroups = 1000
const maxAsides = 20_000
/** Attack: a note of gigabytes, each letter of which is held several times. In UTF-16 code units; of an object, in hexadecimal digits. */
const maxAside = { text: 1_000_000, object: 200_000_000 } as const
const skip: Aside = { kind: 'skip', label: '', text: '' }

export function readRtf(bytes: Uint8Array): RtfContent {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 4096)).toString('latin1')
  const reader = createReader(/\\fromhtml1?\b/.test(head))
  for (const token of rtfTokens(bytes)) reader.take(token)
  return reader.finish()
}

function createReader(html: boolean) {
  const out = createOfficeWriter()
  const table = createTable(out)
  const htmlOut: string[] = []
  const notes: string[] = []
  const comments: string[] = []
  const pages = new Map<string, Set<string>>()
  const fonts = new Map<number, number>()
  let codePage = 1252
  let definedFont = 0
  let defaultFont = 0
  let pending: number[] = []
  /** Fallback characters still to pass over. */
  let passing = 0
  /** A group just opened: its first words tell whether it is a destination. */
  let fresh = false
  let starred = false
  let author = ''
  /** First half of a character, until the second comes. */
  let high = 0
  let propertyName = ''
  let shapeProperty = ''
  let form: FormField | null = null
  /** Pieces of text that were written. */
  let pieces = 0
  let group: Group = { aside: null, format: {}, unseen: null, font: 0, fallback: 1, inFontTable: false, html: 'text', field: null }
  const stack: Group[] = []
  let overflow = 0

  const emit = (text: string): void => {
    const { aside, unseen } = group
    if (aside === skip || text === '') return
    if (aside?.kind !== 'field' && aside?.kind !== 'shape' && aside?.kind !== 'object' && text.trim() !== '') pieces++
    if (aside !== null) {
      if (aside.text.length < (aside.kind === 'object' ? maxAside.object : maxAside.text)) aside.text += text
      else out.problem('too-large')
    } else if (html) {
      if (group.html === 'tag') htmlOut.push(text)
      else if (group.html === 'text') htmlOut.push(text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'))
    } else if (unseen !== null) {
      out.hide(unseen)
      out.text(text)
      out.show()
    } else {
      table.beforeText()
      out.text(text, group.format)
    }
  }
  const flush = (): void => {
    if (pending.length === 0) return
    const page = fonts.get(group.font) ?? codePage
    const bytes = Uint8Array.from(pending)
    pending = []
    if (!group.inFontTable) emit(decodeCodePage(bytes, page))
  }
  const lineEnd = (): void => {
    flush()
    if (html) {
      if (group.html === 'text' && group.aside === null) htmlOut.push('\r\n')
    } else if (group.aside !== null) group.aside.text += '\n'
    else if (group.unseen === null) table.paragraphEnd()
  }

  const close = (): void => {
    flush()
    fresh = false
    passing = 0
    if (overflow > 0) {
      overflow--
      return
    }
    const parent = stack.pop()
    if (parent === undefined) return
    const { aside, field } = group
    group = parent
    // A list or box of a form shows its state, and has no text of its own.
    if (field !== null && form !== null) {
      if (field === pieces) emit(fieldShown(form))
      form = null
    }
    if (aside === null || aside === skip) return
    if (aside !== parent.aside) put(aside)
    else apart()
  }
  const put = (aside: Aside): void => {
    if (aside.kind === 'object') {
      const file = embeddedObject(Buffer.from(aside.text.replace(/[^\da-f]+/gi, ''), 'hex'))
      out.file(file.name, file.bytes)
      return
    }
    const text = aside.text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .join('\n')
    if (aside.kind === 'author') author = text
    else if (text === '') return
    else if (aside.kind === 'property') {
      if (aside.label === 'propname') propertyName = text
      else out.note(`property “${aside.label === 'staticval' ? propertyName : aside.label}”`, text)
    } else if (aside.kind === 'shape') shape(aside.label, text)
    else if (aside.kind === 'field') {
      if (aside.label === noted['ffl']) form?.entries.push(text)
      if (isWritten(text)) out.note(aside.label, text)
    } else if (notes.length + comments.length >= maxAsides && (aside.kind === 'note' || aside.kind === 'comment'))
      out.problem('too-many-parts')
    else if (aside.kind === 'note') {
      notes.push(`[${notes.length + 1}] ${text}`)
      emit(`[${notes.length}]`)
    } else if (aside.kind === 'comment') {
      comments.push(`[comment ${comments.length + 1}] ${author === '' ? '' : `${author}: `}${text}`)
      emit(`[comment ${comments.length}]`)
    } else if (aside.kind === 'page') pages.set(aside.label, (pages.get(aside.label) ?? new Set()).add(text))
  }
  /** Begin or end of a group within what is listed. */
  const apart = (): void => {
    if (group.aside?.kind === 'field' && listing.test(group.aside.label)) group.aside.text += ' '
  }
  const shape = (word: string, text: string): void => {
    if (word === 'sn') shapeProperty = text
    else if (shapeProperty === shownProperty) {
      // Within the shape nothing else is text: it stands where the shape does.
      const inner = group
      group = around() ?? group
      emit(text)
      group = inner
    } else if ((/\p{L}/u.test(text) || shapeProperty.startsWith('wz')) && isWritten(text))
      out.note(`shape property “${shapeProperty}”`, text)
  }
  const enter = (aside: Aside | null): void => {
    if (overflow > 0) {
      out.problem('too-deep')
      if (group.aside !== null && group.aside !== skip && group.aside !== around()?.aside) put(group.aside)
    }
    group = { ...group, aside, unseen: aside === null ? group.unseen : null }
  }

  /** The first word of a group: what the group holds. */
  const destination = (word: string): boolean => {
    if (word === 'fonttbl') group = { ...group, inFontTable: true, aside: skip }
    else if (html && word === 'htmltag') group = { ...group, html: 'tag' }
    else if (html && word === 'mhtmltag') enter(skip)
    else if (skippedDestinations.has(word) || formulaLooks.test(word)) enter(skip)
    else if (word === 'sn' || word === 'sv') enter({ kind: 'shape', label: word, text: '' })
    else if (word === 'pict' || word === 'shppict') {
      if (word === 'pict' && group.aside === null && !html) emit('[picture]')
      if (word === 'pict') enter(skip)
    } else if (word === 'objdata') enter({ kind: 'object', label: '', text: '' })
    else if (word === 'footnote') enter({ kind: 'note', label: '', text: '' })
    else if (word === 'annotation') enter({ kind: 'comment', label: '', text: '' })
    else if (word === 'atnauthor') enter({ kind: 'author', label: '', text: '' })
    else if (pageParts[word] !== undefined) enter({ kind: 'page', label: pageParts[word], text: '' })
    else if (word === 'field') group = { ...group, field: pieces }
    else if (noted[word] !== undefined) {
      if (word === 'formfield') form = emptyField()
      enter({ kind: 'field', label: noted[word], text: '' })
    } else if (
      /^(title|subject|author|manager|company|operator|category|keywords|comment|doccomm|hlinkbase|propname|staticval)$/.test(word)
    )
      enter({ kind: 'property', label: word, text: '' })
    else if (word === 'ud') enter(outside())
    // What nobody has heard of: within data it is data, else somebody may have written it.
    else if (starred && !keptDestinations.has(word))
      enter(group.aside === skip ? skip : { kind: 'field', label: `kept in ${word}`, text: '' })
    else return false
    return true
  }
  /** What surrounds an `\upr` group, whose first half is passed over. */
  const outside = (): Aside | null => around()?.aside ?? null
  const around = (): Group | undefined => stack.findLast((one) => one.aside !== skip)

  const control = (word: string, value: number | null): void => {
    const on = value !== 0
    if (form !== null) fieldWord(form, word, value)
    const character = characters[word]
    if (character !== undefined) {
      flush()
      emit(character)
    } else if (word === 'u') {
      flush()
      unicode(((value ?? 0) + 65_536) % 65_536)
      passing = group.fallback
    } else if (word === 'uc') group = { ...group, fallback: Math.max(0, Math.min(16, value ?? 1)) }
    else if (word === 'par' || word === 'line' || word === 'sect' || word === 'page') lineEnd()
    else if (word === 'ansicpg') codePage = value ?? 1252
    else if (word === 'mac') codePage = 10000
    else if (word === 'pc') codePage = 437
    else if (word === 'pca') codePage = 850
    else if (word === 'deff') defaultFont = value ?? 0
    else if (word === 'f') {
      flush()
      if (group.inFontTable) definedFont = value ?? 0
      else group = { ...group, font: value ?? 0 }
    } else if ((word === 'fcharset' || word === 'cpg') && group.inFontTable) {
      const page = word === 'cpg' ? value : codePageOfFont(value ?? 1)
      if (page !== null && fonts.size < 10_000) fonts.set(definedFont, page)
    } else if (word === 'htmlrtf') {
      flush()
      group = { ...group, html: on ? 'ignored' : 'text' }
    } else if (word === 'plain') {
      flush()
      group = { ...group, format: {}, unseen: null, font: defaultFont }
    } else if (word === 'v') unsee(on ? 'hidden text' : null)
    else if (word === 'deleted') unsee(on ? 'deleted text' : null)
    else if (!table.control(word, group.aside === null && group.unseen === null && !html, flush)) format(word, on)
  }
  /** A character above U+FFFF comes as two numbers; symbol fonts use a private area (F000–F0FF) whose looks say nothing. */
  const unicode = (code: number): void => {
    if (code >= 0xd800 && code <= 0xdbff) {
      high = code
      return
    }
    const low = code >= 0xdc00 && code <= 0xdfff
    emit(
      low && high > 0
        ? String.fromCharCode(high, code)
        : low
          ? '\ufffd'
          : code >= 0xf000 && code <= 0xf0ff
            ? '•'
            : String.fromCharCode(code),
    )
    high = 0
  }
  const unsee = (why: string | null): void => {
    flush()
    group = { ...group, unseen: why }
  }
  const format = (word: string, on: boolean): void => {
    const change = marked(word, on)
    if (change === null) return
    flush()
    group = { ...group, format: { ...group.format, ...change } }
  }

  const binary = ({ bytes, whole }: Extract<RtfToken, { kind: 'binary' }>): void => {
    passing = Math.max(0, passing - 1)
    if (!whole) out.problem('unreadable-attachment')
    if (group.aside?.kind === 'object') emit(Buffer.from(bytes).toString('hex'))
  }

  return {
    take(token: RtfToken): void {
      if (token.kind === 'open') {
        flush()
        apart()
        passing = 0
        if (stack.length >= maxGroups) overflow++
        else {
          stack.push(group)
          if (group.field !== null) group = { ...group, field: null }
        }
        fresh = true
        starred = false
      } else if (token.kind === 'close') close()
      else if (token.kind === 'binary') binary(token)
      else if (token.kind === 'byte') {
        fresh = false
        if (passing > 0) passing--
        else if (group.aside !== skip) pending.push(token.byte)
        if (pending.length > 65_536) flush()
      } else {
        if (token.word === '*' && fresh) {
          starred = true
          return
        }
        const first = fresh
        fresh = false
        if (first && destination(token.word)) return
        control(token.word, token.value)
      }
    },
    finish(): RtfContent {
      while (stack.length > 0 || overflow > 0) close()
      flush()
      if (html) {
        const { files, problems } = out.finish()
        return { kind: 'html', html: htmlOut.join(''), files, problems }
      }
      table.finish()
      listed(out, 'Notes', notes)
      for (const [label, lines] of pages) listed(out, label, [...lines])
      listed(out, 'Comments', comments)
      return { kind: 'document', content: out.finish() }
    },
  }
}
