import { createHash } from 'node:crypto'
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'
import { parseFragment } from 'parse5'

/**
 * Decoders of the leak check for whatever text may be wrapped in: not the writer's, and deliberately dumb. Each takes text and gives other
 * readings of it; `expand` applies them until nothing new comes.
 */
export interface Reading {
  readonly text: string
  /** How it was read, outermost first: `base64 › url`. Empty for the text itself. */
  readonly how: string
  /** A guess (a run that merely looks like base64): short needles are not looked for in it. */
  readonly guess: boolean
}

/** Wrapped deeper than this, a text is not looked into any further: the caller fails closed. */
const MAX_DEPTH = 12
const MAX_READINGS = 4000
/** Characters of all readings together: so many times the text's own, and for a short text so many at least. */
const MAX_GROWTH = 60
const MIN_CHARACTERS = 4 * 2 ** 20
/** Of a short text (a link, a header, a cell) decoders are tried in every order. */
const SHORT = 2000

const hash = (text: string) => createHash('sha256').update(text).digest('base64')

function latin(text: string): Buffer {
  return Buffer.from(text, 'latin1')
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Bytes as text: UTF-8 where valid, else Latin-1; UTF-16 besides, where every second byte is zero or a mark says so. */
export function textsOf(bytes: Uint8Array): string[] {
  const found: string[] = []
  try {
    found.push(strictUtf8.decode(bytes))
  } catch {
    found.push(new TextDecoder('windows-1252').decode(bytes))
  }
  let zeros = 0
  const sample = Math.min(bytes.length, 4096)
  for (let at = 0; at < sample; at++) if (bytes[at] === 0) zeros++
  const marked = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  if (bytes.length > 3 && (marked || zeros > 2)) {
    found.push(new TextDecoder('utf-16le').decode(bytes), new TextDecoder('utf-16be').decode(bytes))
    // Text at an odd offset, as in the middle of a binary structure.
    found.push(new TextDecoder('utf-16le').decode(bytes.subarray(1)), new TextDecoder('utf-16be').decode(bytes.subarray(1)))
  }
  if (bytes.includes(0x1b)) found.push(new TextDecoder('iso-2022-jp').decode(bytes).replaceAll('\ufffd', ''))
  return found
}

/** Decoded bytes as texts that may mean something; of noise nothing, or where `strings` is wanted the words that stand in it, as in a certificate. */
function meaningful(bytes: Buffer, strings = false): string[] {
  const inflated = tryInflate(bytes)
  if (inflated !== null) return textsOf(inflated)
  let zeros = 0
  let printable = 0
  const sample = bytes.subarray(0, 2000)
  for (const byte of sample) {
    if (byte === 0) zeros++
    else if ((byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09) printable++
  }
  if (sample.length < 4) return []
  const wide = zeros * 4 >= sample.length || (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  if (wide || printable * 10 >= sample.length * 7) return textsOf(bytes)
  // What is no ASCII must at least be UTF-8, which noise hardly ever is, up to the one character that a cut run may end in.
  const text = bytes.toString('utf8')
  return (text.match(/[\ufffd\p{Cc}]/gu)?.length ?? 0) <= 2 ? [text] : strings ? stringsIn(bytes) : []
}

/** Characters that follow each other in binary data, in UTF-8 or in two bytes a letter: so many of them hardly ever by chance. */
function stringsIn(bytes: Buffer): string[] {
  const view = bytes.toString('latin1')
  const narrow = view.match(/(?:[\x20-\x7e]|[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}){6,}/g) ?? []
  const wide = [...(view.match(/(?:[\x20-\x7e\xc0-\xff]\0){5,}/g) ?? []), ...(view.match(/(?:\0[\x20-\x7e\xc0-\xff]){5,}/g) ?? [])]
  const found = [...narrow.map((run) => latin(run).toString('utf8')), ...wide.map((run) => run.replaceAll('\0', ''))]
  return found.length === 0 ? [] : [found.join('\n')]
}

/** Deflate without a header (RFC 1951), as diagrams and sign-in requests are kept, and brotli (RFC 7932): where all of it unpacks, to text. */
function inflatedRaw(bytes: Buffer): string[] {
  return [inflateRawSync, brotliDecompressSync].flatMap((unpack) => {
    const unpacked = unpackedWhole(unpack, bytes)
    return unpacked !== null && unpacked.length > 3 && !/[\0-\x08\ufffd]/.test(unpacked.toString('utf8')) ? textsOf(unpacked) : []
  })
}

/**
 * Null where not all of it unpacks, as of every longer word of a text that is tried: room for what a short run can hold (16 KB is usual), and an error that
 * doesn't collect where it came from, make such a try twelve times as fast.
 */
function unpackedWhole(unpack: typeof inflateRawSync, bytes: Buffer): Buffer | null {
  const room = { maxOutputLength: 64 * 2 ** 20, chunkSize: Math.min(16_384, Math.max(64, bytes.length * 8)) }
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    const { buffer, engine } = unpack(bytes, { ...room, info: true }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } }
    return engine.bytesWritten === bytes.length ? buffer : null
  } catch {
    return null
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

function tryInflate(bytes: Uint8Array): Buffer | null {
  const limit = { maxOutputLength: 64 * 2 ** 20 }
  try {
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipSync(bytes, limit)
    if ((bytes[0] ?? 0) % 16 === 8 && ((bytes[0] ?? 0) * 256 + (bytes[1] ?? 0)) % 31 === 0) return inflateSync(bytes, limit)
    return null
  } catch {
    return null
  }
}

/** Of so many runs, the longest, it is tried whether they are packed without a header: nothing but trying tells, and a text may hold thousands of keys. */
const MAX_PACKED_RUNS = 200

/** Base64 at all its alignments: a run may begin in the middle of a group, and go on after its padding (RFC 4648 §4, §5). */
function base64Readings(text: string): string[] {
  const found: string[] = []
  const runs = text.match(/[A-Za-z0-9+/_=-]{8,}(?:\r?\n[> \t]*[A-Za-z0-9+/_=-]{2,})*/g) ?? []
  for (const run of runs.toSorted((left, right) => right.length - left.length).slice(0, MAX_PACKED_RUNS))
    found.push(...inflatedRaw(Buffer.from(run.replace(/\r?\n[> \t]*/g, ''), 'base64')))
  for (const run of runs) {
    const lines = run.split(/\r?\n[> \t]*/)
    const whole = lines.join('')
    for (const body of new Set([whole, ...lines, ...whole.split(/=+/)])) {
      const clean = body.replaceAll('=', '').replaceAll('-', '+').replaceAll('_', '/')
      // Base64 of text mixes cases or holds digits; words of prose do not.
      if (clean.length < 8 || !/[a-z+/]/.test(clean) || !/.[A-Z0-9]/.test(clean)) continue
      for (let skip = 0; skip < 4; skip++) found.push(...meaningful(Buffer.from(clean.slice(skip), 'base64'), body === whole))
    }
  }
  return found
}

function hexReadings(text: string): string[] {
  return (text.match(/(?:[0-9a-fA-F]{2}[ :]?){6,}/g) ?? []).flatMap((run) => meaningful(Buffer.from(run.replace(/[ :]/g, ''), 'hex')))
}

/** Codes of characters, as programs list them: `90, 111, 101`, `0x5a, 0x6f`. */
function codeReadings(text: string): string[] {
  return (text.match(codes) ?? []).flatMap((run) => {
    const points = (run.match(/0x[0-9a-f]+|\d+/gi) ?? []).map(Number)
    const said = points.every((point) => point >= 9 && point < 0xd800) ? String.fromCharCode(...points) : ''
    return /^[^\p{Cc}\p{Cn}]{5,}$/u.test(said.replace(/[\t\r\n]/g, ' ')) ? [said] : []
  })
}
const codes = /(?:0x[0-9a-f]{2,4}|\d{2,5})(?:\s{0,3}[,;]?\s{0,3}(?:0x[0-9a-f]{2,4}|\d{2,5})){4,2000}/gi

/** Base32 (RFC 4648 §6). */
function base32Readings(text: string): string[] {
  return (text.match(/(?<![A-Z2-7])[A-Z2-7]{13,}(?:\r?\n[A-Z2-7]{8,})*/g) ?? []).flatMap((run) => {
    const bytes: number[] = []
    let [bits, held] = [0, 0]
    for (const letter of run.replace(/\s/g, '')) {
      bits = ((bits << 5) | 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter)) & 0xfff
      held += 5
      if (held < 8) continue
      held -= 8
      bytes.push((bits >> held) & 255)
    }
    return meaningful(Buffer.from(bytes))
  })
}

/** Ascii85 in the brackets of Adobe's (PDF 32000-1 §7.4.3). */
function ascii85Readings(text: string): string[] {
  return [...text.matchAll(/<~([!-uz\s]+)~>/g)].flatMap(([, body = '']) => {
    const groups =
      body
        .replace(/\s/g, '')
        .replaceAll('z', '!!!!!')
        .match(/.{1,5}/g) ?? []
    const bytes = groups.flatMap((group) => {
      const value = [...group.padEnd(5, 'u')].reduce((sum, letter) => sum * 85 + letter.charCodeAt(0) - 33, 0)
      return [24, 16, 8, 0].slice(0, group.length - 1).map((shift) => Math.floor(value / 2 ** shift) & 255)
    })
    return meaningful(Buffer.from(bytes))
  })
}

function quotedPrintable(text: string): string {
  const joined = text.replace(/=[ \t]*\r?\n/g, '')
  return joined.replace(/(?:=[0-9A-Fa-f]{2})+/g, (run) => textsOf(Buffer.from(run.replaceAll('=', ''), 'hex'))[0] ?? run)
}

/** Percent encoding (RFC 3986 §2.1), where forms write a space as `+`; and the old `%u0000`. */
function percent(text: string): string {
  return text
    .replace(/(?<=\w)\+(?=\w)/g, ' ')
    .replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => textsOf(Buffer.from(run.replaceAll('%', ''), 'hex'))[0] ?? run)
    .replace(/%u([0-9A-Fa-f]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', shy: '', zwnj: '', zwj: '' }

function entities(text: string): string {
  const point = (value: number) => (value > 0 && value <= 0x10ffff ? String.fromCodePoint(value) : '\ufffd')
  return text
    .replace(/&#x([0-9a-f]{1,6});?/gi, (_, hex: string) => point(Number.parseInt(hex, 16)))
    .replace(/&#([0-9]{1,7});?/g, (_, decimal: string) => point(Number(decimal)))
    .replace(/&([a-z][a-z0-9]*);/gi, (whole, name: string) => named[name.toLowerCase()] ?? letterOfEntity(name) ?? otherEntity(whole))
}

const entityCache = new Map<string, string>()

/** Any other name of the HTML standard's list, by the parser of that standard. */
function otherEntity(whole: string): string {
  const known = entityCache.get(whole)
  if (known !== undefined) return known
  const [node] = parseFragment(whole).childNodes
  const text = node !== undefined && 'value' in node ? node.value : whole
  if (entityCache.size < 5000) entityCache.set(whole, text)
  return text
}

/** Tag characters (Unicode 16 §23.9), which show nothing and spell ASCII; variation selectors, which have been used to carry bytes. */
function invisible(text: string): string {
  const tags = text.replace(/[\u{e0020}-\u{e007e}]/gu, (tag) => String.fromCharCode((tag.codePointAt(0) ?? 0) - 0xe0000))
  return tags.replace(/[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]{4,}/gu, (run) => {
    const bytes = Array.from(run, (selector) => {
      const point = selector.codePointAt(0) ?? 0
      return point < 0x10000 ? point - 0xfe00 : point - 0xe0100 + 16
    })
    return textsOf(Buffer.from(bytes))[0] ?? ''
  })
}

/** Text under a right-to-left override is shown from its end (UAX #9 §2.2). */
function overridden(text: string): string {
  return text.replace(/\u202e([^\n\u202c\u2069]*)/g, (_, run: string) => [...run].reverse().join(''))
}

/** `&eacute;` and its kin: the letter with its combining mark, which is all that folding needs. */
function letterOfEntity(name: string): string | undefined {
  const found = /^([A-Za-z])(?:acute|grave|circ|uml|tilde|cedil|ring|caron|slash)$/.exec(name)
  return (
    found?.[1] ?? ({ szlig: 'ß', aelig: 'æ', AElig: 'Æ', oelig: 'œ', OElig: 'Œ', eth: 'ð', thorn: 'þ' } as Record<string, string>)[name]
  )
}

function escapes(text: string): string {
  const unicode = (_: string, hex: string) => String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(hex, 16)))
  return text
    .replace(/\\u\{([0-9a-fA-F]{1,6})\}/g, unicode)
    .replace(/\\u([0-9a-fA-F]{4})/g, unicode)
    .replace(/\\U([0-9a-fA-F]{8})/g, unicode)
    .replace(/\\x([0-9a-fA-F]{2})/g, unicode)
    .replace(/\\u(-?\d{1,5})\??/g, (_, value: string) => String.fromCharCode((Number(value) + 65536) % 65536))
    .replace(/\\'([0-9a-fA-F]{2})/g, unicode)
    .replace(/\\([0-9a-fA-F]{1,6})\s?/g, unicode)
    .replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8) & 0xff))
    .replace(/\\t/g, '\t')
    .replace(/\\r\\n|\\[rn]/g, '\n')
    .replace(/\\(.)/gs, '$1')
}

/** RFC 2047, whose words may be cut anywhere and are joined where only white space stands between them; RFC 2231 continuations. */
function encodedWords(text: string): string {
  const joined = text.replace(/\?=\s+=\?[^?\s]+\?[BbQq]\?/g, (gap) => (/\?([BbQq])\?$/.test(gap) ? '\u0000' : gap))
  return joined.replace(/=\?([^?\s]+)\?([BbQq])\?([^?]*)\?=/g, (whole, charset: string, kind: string, body: string) => {
    const pieces = body.split('\u0000')
    const bytes = Buffer.concat(
      pieces.map((piece) =>
        kind.toLowerCase() === 'b'
          ? Buffer.from(piece, 'base64')
          : latin(
              piece.replaceAll('_', ' ').replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
            ),
      ),
    )
    try {
      return new TextDecoder(charset.replace(/\*.*/, '')).decode(bytes)
    } catch {
      return textsOf(bytes)[0] ?? whole
    }
  })
}

function continuations(text: string): string {
  const parts = [...text.matchAll(/[\w-]+\*\d*\*?\s*=\s*"?([^";\r\n]*)"?/g)].map((match) => (match[1] ?? '').replace(/^[\w-]*'[\w-]*'/, ''))
  return parts.length > 0 ? percent(parts.join('')) : text
}

/** UTF-7 (RFC 2152) and its IMAP form. */
function utf7(text: string): string {
  return text.replace(/[+&]([A-Za-z0-9+/,]{3,})-?/g, (whole, body: string) => {
    const bytes = Buffer.from(body.replaceAll(',', '/'), 'base64')
    const decoded = new TextDecoder('utf-16be').decode(bytes.subarray(0, bytes.length & ~1))
    return /[\p{Cc}\p{Co}\p{Cn}\ufffd]/u.test(decoded) ? whole : decoded
  })
}

/** What windows-1252 makes of the bytes 0x80 to 0x9f (WHATWG Encoding). */
const above = new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 32 }, (_, index) => 0x80 + index))

/** UTF-8 that was taken for windows-1252 or Latin-1: `MÃ¼ller`. */
function misread(text: string): string {
  return text.replace(misreadRun, (run) => {
    const bytes = Uint8Array.from(run, (letter) => (above.includes(letter) ? 0x80 + above.indexOf(letter) : letter.charCodeAt(0) & 0xff))
    try {
      return strictUtf8.decode(bytes)
    } catch {
      return run
    }
  })
}
const misreadRun = new RegExp(`[\\u00c2-\\u00f4][\\u0080-\\u00bf${above}]{1,3}`, 'g')

/** Lines put together again: quoting marks, list bullets, hyphens and folded continuation lines gone. */
function unwrapped(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[-\u2010\u00ad]\n[>|\s]*/g, '')
    .replace(/\n[>|\s]+/g, ' ')
}

const inlineTag = /<\/?(?:span|b|i|u|s|a|em|strong|font|sub|sup|code|small|big|wbr|img|mark|tt)\b[^>]*>/gi

/** A mail address in the brackets of an address list. Taken for a tag and left out, it would put two people's names side by side: `Ann Smith <a@…>, Will Roy`. */
const bracketedAddress = /(?<=[ \t\n])<([^\s<>@=]+@[^\s<>@=]+)>(?=\s*(?:[,;]|$))/gm

/** HTML as read: inline tags leave no gap, all others a break; and what stands in tags, comments and style by itself. */
function markup(text: string): string[] {
  const shown = text
    .replace(bracketedAddress, '$1')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(inlineTag, '')
    .replace(/<[^>]*>/g, '\n')
  const inside = (text.match(/<!--[\s\S]*?-->|<[^>]*>/g) ?? []).filter((tag) => tag.includes('=') || tag.startsWith('<!')).join('\n')
  return inside === '' ? [shown] : [shown, inside]
}

/** What HTML shows, as text. */
export function plainOfMarkup(html: string): string {
  return entities(markup(html)[0] ?? '')
}

interface Decoder {
  readonly name: string
  readonly when: RegExp
  readonly guess: boolean
  readonly decode: (text: string) => string | readonly string[]
}

const decoders: readonly Decoder[] = [
  { name: 'html', when: /<[a-z!/][^>]*>/i, guess: false, decode: markup },
  { name: 'entities', when: /&(?:#|[a-z])/i, guess: false, decode: entities },
  { name: 'invisible characters', when: /[\u{e0020}-\u{e007e}]|[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]{4}/u, guess: false, decode: invisible },
  { name: 'right to left', when: /\u202e/, guess: false, decode: overridden },
  { name: 'lines joined', when: /\n[>|\s]|[-\u2010\u00ad]\r?\n/, guess: false, decode: unwrapped },
  { name: 'quoted-printable', when: /=(?:[0-9A-Fa-f]{2}|[ \t]*\r?\n)/, guess: false, decode: quotedPrintable },
  { name: 'encoded words', when: /=\?[^?\s]+\?[BbQq]\?/, guess: false, decode: encodedWords },
  { name: 'parameters', when: /\*\d*\*?\s*=/, guess: false, decode: continuations },
  { name: 'url', when: /%(?:[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4})|\w\+\w/, guess: false, decode: percent },
  { name: 'escapes', when: /\\[\w'{,;]/, guess: false, decode: escapes },
  { name: 'misread utf-8', when: /[\u00c2-\u00f4][^\0-\x7f]/, guess: false, decode: misread },
  { name: 'utf-7', when: /[+&][A-Za-z0-9+/,]{3,}/, guess: true, decode: utf7 },
  { name: 'base64', when: /[A-Za-z0-9+/_=-]{8,}/, guess: true, decode: base64Readings },
  { name: 'hex', when: /(?:[0-9a-fA-F]{2}[ :]?){6,}/, guess: true, decode: hexReadings },
  { name: 'codes', when: /(?:(?:0x[0-9a-f]{2,4}|\d{2,5})\s{0,3}[,;]?\s{0,3}){5}/i, guess: true, decode: codeReadings },
  { name: 'base32', when: /[A-Z2-7]{13}/, guess: true, decode: base32Readings },
  { name: 'ascii85', when: /<~[!-uz\s]+~>/, guess: true, decode: ascii85Readings },
]

/**
 * Every reading of a text, itself first: each decoder by itself, then all of them one after the other, again and again until nothing new
 * comes. `null` where there are more than can be looked at: the caller fails closed.
 */
export function expand(text: string): Reading[] | null {
  const { readings, isComplete } = readingsOf(text)
  return isComplete ? readings : null
}

/** As `expand`, up to where there are more than can be looked at: enough to see that something is there, never that it isn't. */
export function readingsOf(text: string): { readonly readings: Reading[]; readonly isComplete: boolean } {
  const seen = new Set<string>([hash(text)])
  const out: Reading[] = [{ text, how: '', guess: false }]
  let level: Reading[] = [...out]
  const add = (from: Reading, other: string, name: string, guess: boolean): Reading | null => {
    if (other === '' || other === from.text) return null
    const key = hash(other)
    if (seen.has(key)) return null
    seen.add(key)
    const reading = { text: other, how: from.how === '' ? name : `${from.how} › ${name}`, guess: from.guess || guess }
    out.push(reading)
    return reading
  }
  const most = Math.max(MIN_CHARACTERS, text.length * MAX_GROWTH)
  let characters = text.length
  for (let depth = 0; level.length > 0; depth++) {
    if (depth === MAX_DEPTH) return { readings: out, isComplete: false }
    const next: Reading[] = []
    for (const reading of level) {
      let all = reading.text
      for (const decoder of decoders) {
        if (decoder.guess || !decoder.when.test(all)) continue
        const decoded = decoder.decode(all)
        if (typeof decoded === 'string') all = decoded
      }
      const made = add(reading, all, 'all', false)
      if (made !== null) next.push(made)
      for (const decoder of decoders) {
        if (!decoder.when.test(reading.text)) continue
        const decoded = decoder.decode(reading.text)
        const results = typeof decoded === 'string' ? [decoded] : decoder.guess ? [decoded.join('\n')] : decoded
        for (const result of results) {
          const single = add(reading, result, decoder.name, decoder.guess)
          if (single === null) continue
          characters += result.length
          if (typeof decoded !== 'string' || decoder.guess || result.length <= SHORT) next.push(single)
        }
      }
      characters += made?.text.length ?? 0
      if (out.length > MAX_READINGS || characters > most) return { readings: out, isComplete: false }
    }
    level = next
  }
  return { readings: out, isComplete: true }
}
