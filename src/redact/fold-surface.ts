import { foldText } from '../model/index.ts'

/** A text folded for finding places: as `fold` of model does, and quoting marks at line starts are white space. */
export interface FoldedSurface {
  readonly text: string
  /** For each code unit of `text`, where its source character starts and ends. */
  readonly starts: Uint32Array
  readonly ends: Uint32Array
}

const folds = new Map<string, string>()
/** The table is for the letters of a few languages; a text of many more is folded without it. */
const maxFolds = 20_000

function foldCharacter(character: string): string {
  const known = folds.get(character)
  if (known !== undefined) return known
  const folded = foldText(character)
  if (folds.size < maxFolds) folds.set(character, folded)
  return folded
}

const quoting = /[ \t]*(?:>[ \t]?)+/y
const wrapHyphen = /[-\u2010\u00ad][ \t]*\n[ \t]*(?:>[ \t]?)*(?=\p{Ll})/uy

/**
 * Folds a surface's text.
 * @param joined words broken by a hyphen at a line's end are joined
 */
export function foldSurface(text: string, joined = false): FoldedSurface {
  const out: string[] = []
  // Full compatibility decompositions reach 18 code units (U+FDFA); the arrays grow where that is met.
  let starts = new Uint32Array(text.length + 32)
  let ends = new Uint32Array(text.length + 32)
  let length = 0
  let atSpace = false
  let lineStart = true
  let at = 0
  const put = (folded: string, start: number, end: number): void => {
    if (length + folded.length > starts.length) {
      starts = grown(starts)
      ends = grown(ends)
    }
    for (let unit = 0; unit < folded.length; unit++) {
      starts[length] = start
      ends[length] = end
      length++
    }
    out.push(folded)
  }
  const space = (start: number, end: number): void => {
    if (!atSpace) put(' ', start, end)
    else if (length > 0) ends[length - 1] = end
    atSpace = true
  }
  while (at < text.length) {
    if (lineStart) {
      lineStart = false
      quoting.lastIndex = at
      if (quoting.test(text)) {
        space(at, quoting.lastIndex)
        at = quoting.lastIndex
        continue
      }
    }
    const code = text.charCodeAt(at)
    if (joined && (code === 0x2d || code === 0x2010 || code === 0xad) && at > 0) {
      wrapHyphen.lastIndex = at
      if (wrapHyphen.test(text) && /\p{L}/u.test(text.charAt(at - 1))) {
        at = wrapHyphen.lastIndex
        continue
      }
    }
    if (code < 128) {
      if (code === 32 || (code >= 9 && code <= 13)) {
        space(at, at + 1)
        if (code === 10) lineStart = true
      } else {
        put(code >= 65 && code <= 90 ? String.fromCharCode(code + 32) : text.charAt(at), at, at + 1)
        atSpace = false
      }
      at++
      continue
    }
    const character = String.fromCodePoint(text.codePointAt(at) ?? code)
    const end = at + character.length
    const folded = foldCharacter(character)
    if (folded === ' ') space(at, end)
    else if (folded !== '') {
      put(folded, at, end)
      atSpace = false
    } else if (length > 0 && !atSpace) ends[length - 1] = end
    at = end
  }
  return { text: out.join(''), starts: starts.subarray(0, length), ends: ends.subarray(0, length) }
}

function grown(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2)
  larger.set(array)
  return larger
}
