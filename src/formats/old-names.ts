import { isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import { mixedWord, oddities } from './charset-oddities.ts'

/** A name without the flag that says UTF-8, as it is most likely meant, and as it may be meant too. */
export interface OldName {
  readonly name: string
  readonly others: readonly string[]
}

/**
 * Code pages of names: what APPNOTE appendix D says, then those of the machines whose packers wrote their own (Windows' and DOS' of the same country), with
 * what a name in them is made of beside ASCII. In order: the first that all names of an archive can be in is taken. Those of two bytes a letter stand last, since most bytes are letters
 * of theirs.
 */
const pages: readonly (readonly [charset: string, letters: RegExp])[] = [
  ['cp437', /^[àáâäåæçèéêëìíîïñòóôöøùúûüÿßÄÅÆÇÉÑÖÜ°§–]*$/u],
  ['cp850', /^[\p{Script=Latin}°§]*$/u],
  ['windows-1252', /^[\p{Script=Latin}°§–—’€]*$/u],
  ['cp852', /^[\p{Script=Latin}°§]*$/u],
  ['cp866', /^[\p{Script=Cyrillic}№]*$/u],
  ['windows-1251', /^[\p{Script=Cyrillic}№–—]*$/u],
  ['koi8-r', /^\p{Script=Cyrillic}*$/u],
  ['cp737', /^\p{Script=Greek}*$/u],
  ['cp862', /^\p{Script=Hebrew}*$/u],
  ['windows-1250', /^[\p{Script=Latin}°§–—’€]*$/u],
  ['shift_jis', /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff5eー・々]*$/u],
  ['gbk', /^[\p{Script=Han}\u3000-\u303f\uff01-\uff5e“”‘’—…·]*$/u],
  ['euc-jp', /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff5eー・々]*$/u],
  ['euc-kr', /^\p{Script=Hangul}*$/u],
  ['big5', /^[\p{Script=Han}\u3000-\u303f\uff01-\uff5e]*$/u],
]

const latin = /\p{Script=Latin}/u
/** Half a syllable's width: a name is hardly ever written in it, and bytes of other code pages come out so. */
const halfWidth = /[\uff61-\uff9f]/u
/** Most names that are looked at to find their code page. */
const asked = 2000
/** Attack: names of 64 kB by the thousand, each tried in every code page. Longer ones are read in that of the others alone; in bytes. */
const longestTried = 500

/** Code pages of Unix, which know none of DOS. */
const ofUnix: ReadonlySet<string> = new Set(['windows-1252', 'windows-1250', 'koi8-r', 'windows-1251', 'euc-jp'])
const unixFirst = [...pages.filter(([charset]) => ofUnix.has(charset)), ...pages.filter(([charset]) => !ofUnix.has(charset))]

/**
 * Names of one archive that are neither ASCII nor UTF-8, each as it may be meant.
 * @param system of the packers that mostly wrote such archives
 */
export function oldNames(names: readonly Buffer[], system: 'dos' | 'unix'): OldName[] {
  const page = oldPage(names, system)
  return names.map((bytes) => {
    const name = iconv.decode(bytes, page)
    const tried = bytes.byteLength <= longestTried ? pages : []
    const others = tried.flatMap(([charset, letters]) => readingOf(bytes, charset, letters) ?? [])
    return { name, others: [...new Set(others)].filter((other) => other !== name) }
  })
}

/** The code page that names of one archive are most likely in. */
function oldPage(names: readonly Uint8Array[], system: 'dos' | 'unix'): string {
  const some = names.filter(({ byteLength }) => byteLength <= longestTried).slice(0, asked)
  const likely = (system === 'unix' ? unixFirst : pages).find(([charset, letters]) =>
    some.every((name) => readingOf(Buffer.from(name), charset, letters) !== null),
  )
  return likely?.[0] ?? 'cp437'
}

/**
 * Names of one archive in UTF-8, in their order: those that are it already as they are, the others as they are most likely meant. For names of which only one reading can
 * be kept, since they are the way to what they name.
 */
export function namesInUtf8<Name extends Uint8Array>(names: readonly Name[], system: 'dos' | 'unix'): (Name | Buffer)[] {
  const old = names.filter((name) => !isUtf8(name))
  if (old.length === 0) return [...names]
  const page = oldPage(old, system)
  return names.map((name) => (isUtf8(name) ? name : Buffer.from(iconv.decode(Buffer.from(name), page))))
}

/** A name in a code page; null where nobody would write it so. */
function readingOf(bytes: Buffer, charset: string, letters: RegExp): string | null {
  const text = iconv.decode(bytes, charset)
  const beyond = text.replace(/[\x20-\x7e]/gu, '')
  const isWritten = letters.test(beyond) && !halfWidth.test(text) && !mixedWord.test(text) && oddities(text) === 0
  // Latin letters with marks stand among others.
  return isWritten && (!latin.test(beyond) || beyond.length * 2 < text.length) ? text : null
}
