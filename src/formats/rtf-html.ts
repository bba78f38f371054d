import { decodeText } from './charset.ts'
import { charsetOf } from './mapi-item.ts'

/** What an RTF body holds. */
export interface RtfBody {
  /** `html`, `text`: encapsulated by Outlook (MS-OXRTFEX) and given back as it was; `rtf`: written as RTF, its plain text. */
  readonly kind: 'html' | 'text' | 'rtf'
  readonly text: string
}

interface State {
  /** Of the font in use. */
  charset: string
  /** Unicode characters are followed by this many for readers that don't know them. */
  skip: number
  htmlrtf: boolean
  /** In a group whose text is not part of the body. */
  ignored: boolean
  /** In `{\*\htmltag …}`. */
  tag: boolean
}

/** Destinations whose text is not that of the body. */
const destinations = new Set([
  'fonttbl',
  'colortbl',
  'stylesheet',
  'info',
  'pict',
  'object',
  'header',
  'footer',
  'headerl',
  'headerr',
  'footerl',
  'footerr',
  'footnote',
  'generator',
  'listtable',
  'listoverridetable',
  'rsidtbl',
  'themedata',
  'colorschememapping',
  'latentstyles',
  'datastore',
  'xmlnstbl',
  'mmathpr',
  'pntext',
  'pntxta',
  'pntxtb',
  'fldinst',
  'bkmkstart',
  'bkmkend',
  'nonshppict',
  'mhtmltag',
])
const characters: Readonly<Record<string, string>> = {
  par: '\r\n',
  line: '\r\n',
  tab: '\t',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  endash: '–',
  emdash: '—',
  cell: '\t',
  row: '\r\n',
  page: '\r\n',
  enspace: '\u2002',
  emspace: '\u2003',
}
/** Character sets of a font (`\fcharset`), as code pages. */
const fontPages: Readonly<Record<number, number>> = {
  0: 1252,
  77: 10000,
  128: 932,
  129: 949,
  130: 1361,
  134: 936,
  136: 950,
  161: 1253,
  162: 1254,
  163: 1258,
  177: 1255,
  178: 1256,
  186: 1257,
  204: 1251,
  222: 874,
  238: 1250,
}
const maximumDepth = 1000

/** HTML, or text, out of an RTF body. Never throws; groups that aren't closed end with the text. */
export function readRtf(bytes: Uint8Array): RtfBody {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const kind = /\\fromhtml1?\b/u.test(source.slice(0, 4096)) ? 'html' : /\\fromtext\b/u.test(source.slice(0, 4096)) ? 'text' : 'rtf'
  let page = 'windows-1252'
  const fonts = new Map<number, string>()
  let output = ''
  let pending: number[] = []
  let toSkip = 0
  let state: State = { charset: '', skip: 1, htmlrtf: false, ignored: false, tag: false }
  const stack: State[] = []
  let inFonts = -1
  let font = 0
  let groupStart = false
  let starred = false
  const flush = (): void => {
    if (pending.length === 0) return
    output += decodeText(Uint8Array.from(pending), state.charset === '' ? page : state.charset).text
    pending = []
  }
  const shown = (): boolean => !state.ignored && !state.htmlrtf && inFonts < 0
  const put = (text: string): void => {
    if (!shown()) return
    flush()
    output += text
  }
  const byte = (value: number): void => {
    if (toSkip > 0) toSkip--
    else if (shown()) pending.push(value)
  }
  const word = (name: string, argument: number | null): void => {
    if (name === 'ansicpg' && argument !== null) page = charsetOf(argument)
    else if (name === 'fonttbl') inFonts = stack.length
    else if (name === 'f' && argument !== null) {
      font = argument
      if (inFonts < 0) {
        flush()
        state.charset = fonts.get(argument) ?? ''
      }
    } else if (name === 'fcharset' && argument !== null) {
      const known = fontPages[argument]
      if (inFonts >= 0 && known !== undefined) fonts.set(font, charsetOf(known))
    } else if (name === 'cpg' && argument !== null && inFonts >= 0) fonts.set(font, charsetOf(argument))
    else if (name === 'uc') state.skip = argument ?? 1
    else if (name === 'u' && argument !== null) {
      if (toSkip === 0 || shown()) put(String.fromCharCode(argument < 0 ? argument + 65_536 : argument))
      toSkip = state.skip
    } else if (name === 'htmlrtf') {
      flush()
      state.htmlrtf = argument !== 0
    } else if (name === 'htmltag') {
      flush()
      state.tag = true
      state.ignored = kind !== 'html'
    } else if (groupStart && (destinations.has(name) || starred)) {
      flush()
      state.ignored = true
    } else {
      const text = characters[name]
      // Between tags, line breaks of the RTF stand for nothing in the HTML unless they are in a tag's group or plain text.
      if (text !== undefined) put(text)
    }
  }
  for (let at = 0; at < source.length; ) {
    const character = source[at] as string
    if (character === '{') {
      flush()
      if (stack.length >= maximumDepth) break
      stack.push({ ...state })
      groupStart = true
      starred = false
      toSkip = 0
      at++
      continue
    }
    if (character === '}') {
      flush()
      const outer = stack.pop()
      if (outer === undefined) break
      // The switch off is the htmlrtf's own, but a group's end brings back what held before it.
      state = outer
      if (inFonts >= 0 && stack.length < inFonts) inFonts = -1
      toSkip = 0
      groupStart = false
      at++
      continue
    }
    if (character !== '\\') {
      if (character !== '\r' && character !== '\n') {
        byte(source.charCodeAt(at))
        groupStart = false
      }
      at++
      continue
    }
    const next = source[at + 1] ?? ''
    if (/[a-z]/iu.test(next)) {
      const match = /^\\([a-z]{1,32})(-?\d{1,10})? ?/iu.exec(source.slice(at, at + 50))
      const name = match?.[1] ?? ''
      at += match?.[0].length ?? 2
      if (name === 'bin') at += Math.max(0, Number(match?.[2] ?? 0))
      else word(name.toLowerCase(), match?.[2] === undefined ? null : Number(match[2]))
      groupStart = false
      starred = false
      continue
    }
    at += 2
    if (next === "'") {
      byte(Number.parseInt(source.slice(at, at + 2), 16) || 0x20)
      at += 2
      groupStart = false
    } else if (next === '*') starred = true
    else if ('\\{}'.includes(next)) byte(next.charCodeAt(0))
    else if (next === '~') put('\u00a0')
    else if (next === '_') put('-')
    else if (next === '\r' || next === '\n') put('\r\n')
    if (next !== '*') groupStart = false
  }
  flush()
  return { kind, text: output }
}
