import { foldText } from '../model/index.ts'
import { slavicGivenNames } from './nicknames/slavic.ts'
import { common, type Scheme, schemes } from './slavic-schemes.ts'

/**
 * Ukrainian and Russian names between Cyrillic and Latin letters, in both directions: `Сергій` is written Serhii, Serhiy, Sergij; who writes Serhiy may stand as `Сергій`
 * elsewhere. Which language a word is of is told by letters that only one has; a word without them may be of both.
 */

const cyrillic = /\p{Script=Cyrillic}/u
const ukrainian = /[іїєґ’']/iu
const russian = /[ыэёъ]/iu

export function isCyrillic(word: string): boolean {
  return cyrillic.test(word)
}

/** A Cyrillic word in Latin letters by one scheme, capitals kept. */
export function romanisedBy({ initial, pairs, endings, letters }: Scheme, word: string): string {
  return word.normalize('NFC').replace(/[\p{L}\p{M}’']+/gu, (part) => {
    const [stem, ending] = endings?.find(([end]) => part.toLowerCase().endsWith(end)) ?? ['', '']
    const plain = [...part.slice(0, part.length - stem.length)].map((letter, at, all) => {
      const lower = letter.toLowerCase()
      const pair = pairs?.[`${all[at - 1]?.toLowerCase() ?? ''}${lower}`]
      // The letter before stands there already.
      if (pair !== undefined) return pair.slice(1)
      const to = (at === 0 ? initial?.[lower] : undefined) ?? letters[lower] ?? common[lower] ?? letter
      return lower === letter ? to : `${to.slice(0, 1).toUpperCase()}${to.slice(1)}`
    })
    return `${plain.join('')}${ending}`
  })
}

/** The schemes by which a Cyrillic word may be written; none for another. */
export function schemesOf(word: string): readonly Scheme[] {
  if (!isCyrillic(word)) return []
  const [uk, ru] = [ukrainian.test(word), russian.test(word)]
  return schemes.filter(({ language }) => (language === 'uk' ? uk || !ru : ru || !uk))
}

const latinKey = (word: string): string => foldText(word).replace(/[^\p{L}\p{N}]+/gu, '')

const remembered = new Map<string, ReadonlySet<string>>()
const mostRemembered = 5_000

/** Every way to write a Cyrillic word in Latin letters, folded; of another word that word alone. */
export function latinKeys(word: string): ReadonlySet<string> {
  const known = remembered.get(word)
  if (known !== undefined) return known
  const keys = new Set(isCyrillic(word) ? schemesOf(word).map((scheme) => latinKey(romanisedBy(scheme, word))) : [latinKey(word)])
  if (remembered.size >= mostRemembered) remembered.clear()
  remembered.set(word, keys)
  return keys
}

/** Given names in Cyrillic letters by every Latin way to write them. */
const givenByKey: ReadonlyMap<string, readonly string[]> = (() => {
  const found = new Map<string, string[]>()
  for (const name of slavicGivenNames) for (const key of latinKeys(name)) found.set(key, [...(found.get(key) ?? []), name])
  return found
})()

/** The given names that a word in Latin letters may be, in Cyrillic ones; none where no table knows it. */
export function cyrillicGiven(word: string): readonly string[] {
  return givenByKey.get(latinKey(word)) ?? []
}

/** Endings by which a surname in Latin letters is told for one of these languages. */
const surnameEnding =
  /(?:enko|[ct](?:sch|h)uk|tschuk|[yij]uk|ov|ova|ev|eva|ow|owa|ew|ewa|sk(?:y|yi|yy|iy|ii|ij|yj|i|a|aya|aia|aja)|[yi]n(?:a|sky)?|[yij]?shyn|chko|tschko)$/iu

export function endsSlavic(surname: string): boolean {
  return surnameEnding.test(latinKey(surname))
}

type Reading = readonly (readonly [string, string])[]
const english: Reading = [
  ['shch', 'щ'],
  ['zgh', 'зг'],
  ['kh', 'х'],
  ['zh', 'ж'],
  ['ts', 'ц'],
  ['ch', 'ч'],
  ['sh', 'ш'],
]
const german: Reading = [
  ['schtsch', 'щ'],
  ['tsch', 'ч'],
  ['sch', 'ш'],
  ['ch', 'х'],
  ['w', 'в'],
  ['z', 'ц'],
]
const letters: Reading = [
  ['a', 'а'],
  ['b', 'б'],
  ['v', 'в'],
  ['w', 'в'],
  ['h', 'г'],
  ['g', 'г'],
  ['d', 'д'],
  ['e', 'е'],
  ['z', 'з'],
  ['k', 'к'],
  ['l', 'л'],
  ['m', 'м'],
  ['n', 'н'],
  ['o', 'о'],
  ['p', 'п'],
  ['r', 'р'],
  ['s', 'с'],
  ['t', 'т'],
  ['u', 'у'],
  ['f', 'ф'],
  ['c', 'ц'],
]
const vowels: Readonly<Record<'uk' | 'ru', Reading>> = {
  uk: [...'yij'].flatMap(
    (soft): Reading => [
      [`${soft}e`, 'є'],
      [`${soft}u`, 'ю'],
      [`${soft}a`, 'я'],
    ],
  ),
  ru: [...'yij'].flatMap(
    (soft): Reading => [
      [`${soft}e`, 'е'],
      [`${soft}o`, 'ё'],
      [`${soft}u`, 'ю'],
      [`${soft}a`, 'я'],
    ],
  ),
}
const adjectives = { uk: { sk: 'ський', tsk: 'цький' }, ru: { sk: 'ский', tsk: 'цкий' } } as const

/** What no rule for Latin letters gives: Smith, Cook, Phelps. */
const unlike = /th|ph|ck|oo|ee|q|x/u

/** How a surname in Latin letters may stand in Cyrillic ones: a soft sign is guessed in `-skyi` alone, as Latin letters drop it. Sorted, each once. */
export function cyrillicSurnames(surname: string): readonly string[] {
  const word = latinKey(surname)
  if (!/^[a-z]{3,30}$/u.test(word) || unlike.test(word)) return []
  const found = (['uk', 'ru'] as const).flatMap((language) =>
    [english, german].map((clusters) => {
      const adjective = /t?sk(?=(?:y|yi|yy|iy|ii|ij|yj|i)$)/u.exec(word)
      const tail = adjective === null ? '' : adjectives[language][adjective[0] === 'sk' ? 'sk' : 'tsk']
      const stem = adjective === null ? word : word.slice(0, adjective.index)
      return `${spelled(stem, [...clusters, ...vowels[language], ...letters], language)}${tail}`
    }),
  )
  return [...new Set(found)].sort().map(capital)
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}

function spelled(word: string, readings: Reading, language: 'uk' | 'ru'): string {
  let written = ''
  for (let at = 0; at < word.length; ) {
    const [latin, letter] = readings.find(([each]) => word.startsWith(each, at)) ?? [word[at] ?? '', '']
    const afterVowel = /[аеиоуіїєюяыё]$/u.test(written)
    written +=
      letter !== ''
        ? letter
        : afterVowel || latin === 'j'
          ? 'й'
          : latin === 'y'
            ? language === 'uk'
              ? 'и'
              : 'ы'
            : language === 'uk'
              ? 'і'
              : 'и'
    at += latin.length
  }
  return written
}

/** A name in other letters, or in Latin ones by other rules; `rule` says by which. Each pair once. */
export interface Rewritten {
  readonly given: string
  readonly family: string
  readonly rule: string
}

/** First name and surname in the other letters, and by every rule for Latin ones; nothing where the first name is of neither language. */
export function rewritten(given: string, family: string): readonly Rewritten[] {
  const pairs = isCyrillic(given)
    ? [{ given, family }]
    : cyrillicGiven(given).flatMap((first) => cyrillicSurnames(family).map((last) => ({ given: capital(first), family: last })))
  const found = new Map<string, Rewritten>()
  const add = (one: Rewritten): void => {
    const key = `${one.given} ${one.family}`
    if (key !== `${given} ${family}` && !found.has(key)) found.set(key, one)
  }
  if (!isCyrillic(given)) for (const pair of pairs) add({ ...pair, rule: 'in Cyrillic letters, as it may be written there' })
  // A surname that shows no such ending may be of any language; the first name is written by each rule all the same.
  if (!isCyrillic(given) && !endsSlavic(family)) {
    for (const first of cyrillicGiven(given))
      for (const scheme of schemesOf(first))
        add({ given: capital(romanisedBy(scheme, first)), family, rule: `in Latin letters by ${scheme.name}` })
    return [...found.values()]
  }
  for (const pair of pairs)
    for (const scheme of schemesOf(`${pair.given} ${pair.family}`))
      add({ given: romanisedBy(scheme, pair.given), family: romanisedBy(scheme, pair.family), rule: `in Latin letters by ${scheme.name}` })
  return [...found.values()]
}

/** Whether two given names are one, written by other rules or in other letters. */
export function sameSlavicGiven(left: string, right: string): boolean {
  if (isCyrillic(left) || isCyrillic(right)) return meet(latinKeys(left), latinKeys(right))
  const others = cyrillicGiven(right)
  return cyrillicGiven(left).some((name) => others.includes(name))
}

/** Whether two surnames are one, written by other rules or in other letters; in Latin letters both, where an ending tells that they are of these languages. */
export function sameSlavicSurname(left: string, right: string): boolean {
  if (isCyrillic(left) || isCyrillic(right)) return meet(latinKeys(left), latinKeys(right))
  if (!endsSlavic(left) || !endsSlavic(right)) return false
  return cyrillicSurnames(left).some((name) => latinKeys(name).has(latinKey(right)))
}

function meet(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  return [...left].some((each) => right.has(each))
}
