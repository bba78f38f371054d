import type { PersonName } from '../model/index.ts'
import { spellingsOf } from './transliterate.ts'
import { westSlavicCases, westSlavicPossessives } from './west-slavic.ts'

/** A name as it stands within a sentence of its language. */
export interface Inflected {
  readonly given: string
  readonly family: string
  readonly why: string
}

/** Conjunctions, prepositions and articles of one letter that Hebrew and Arabic join to the word behind. */
const joined: readonly { readonly script: RegExp; readonly letters: readonly string[]; readonly language: string }[] = [
  { script: /\p{Script=Hebrew}/u, letters: [...'ובלמהשכ'], language: 'Hebrew' },
  { script: /\p{Script=Arabic}/u, letters: [...'وبلفك'], language: 'Arabic' },
]

/** A word with each letter that may be joined before it; behind the Arabic لـ the article ال loses its first letter. */
function withLetters(word: string): readonly { readonly word: string; readonly language: string }[] {
  return joined.flatMap(({ script, letters, language }) =>
    script.test(word)
      ? letters.map((letter) => ({ word: letter === 'ل' && word.startsWith('ال') ? `لل${word.slice(2)}` : `${letter}${word}`, language }))
      : [],
  )
}

/** Ways in which a name is written within sentences: joined to a preposition, or in another case. Leads only: a word may happen to begin or end so. */
export function inflected({ given: [first = ''], family }: PersonName): readonly Inflected[] {
  return [
    ...withLetters(first).map(({ word, language }) => ({ given: word, family, why: `with a word joined before it, as in ${language}` })),
    ...genitives(family).map((whose) => ({
      given: first,
      family: whose,
      why: 'the name in the genitive, as in German and in Scandinavia',
    })),
    ...polish(first, family),
    ...westSlavicCases(first, family).map((one) => ({ ...one, why: 'the name in another case, as in Czech and Polish' })),
    ...greek(first, family),
  ]
}

/** The surname alone in these ways. */
export function inflectedSurnames(name: PersonName): readonly string[] {
  const others = inflected(name).flatMap(({ family }) => (family === name.family ? [] : [family]))
  const whose = westSlavicPossessives(name.given[0] ?? '', name.family)
  return [...new Set([...withLetters(name.family).map(({ word }) => word), ...others, ...whose])]
}

/** `Müllers`, `Muellers`; behind an s none is written. A slip away from the name in one spelling alone, and more in a short one. */
function genitives(family: string): readonly string[] {
  if (!/^[\p{Script=Latin}\p{M}\s-]+$/u.test(family)) return []
  return spellingsOf(family).flatMap((spelling) => (/[sßxz]$/iu.test(spelling) ? [] : [`${spelling}s`]))
}

/** Surnames in -ski, -cki, -dzki, which are declined as adjectives; what only an ogonek tells apart is found anyway. */
function polish(first: string, family: string): readonly Inflected[] {
  const [, stem, ending] = /^(.*(?:[sc]|dz)k)([ia])$/iu.exec(family) ?? []
  if (stem === undefined || first.length < 3) return []
  const why = 'the name in another case, as in Polish'
  const of = (given: string, end: string): Inflected => ({ given, family: `${stem}${end}`, why })
  if (ending === 'a') {
    const root = first.replace(/a$/iu, '')
    if (root === first) return [of(first, 'iej')]
    const soft = /[iklgj]$/iu.test(root)
    const genitive = soft ? (root.endsWith('i') ? (/[lrnfbmdtkgw]i$/iu.test(root) ? `${root}i` : root) : `${root}i`) : `${root}y`
    return [of(genitive, 'iej'), ...(root.endsWith('i') ? [of(root, 'iej')] : []), of(dativeOf(root), 'iej'), of(`${root}ę`, 'ą')]
  }
  // Marek, Marka; Paweł, Pawła.
  const root = first.replace(/e(?=[kłlrc]$)/iu, '')
  return [of(`${root}a`, 'iego'), of(`${root}owi`, 'iemu'), of(`${root}${/[kg]$/iu.test(root) ? 'i' : ''}em`, 'im')]
}

function dativeOf(root: string): string {
  const endings: readonly (readonly [RegExp, string])[] = [
    [/k$/iu, 'ce'],
    [/g$/iu, 'dze'],
    [/r$/iu, 'rze'],
    [/ł$/iu, 'le'],
    [/t$/iu, 'cie'],
    [/d$/iu, 'dzie'],
    [/i$/iu, 'i'],
    [/[lj]$/iu, `${root.slice(-1)}i`],
  ]
  const [ending, to] = endings.find(([end]) => end.test(root)) ?? [/$/u, 'ie']
  return root.replace(ending, to)
}

/** Names in -ος, -ης, -ας, -ις lose the ς in genitive, accusative and vocative; accents make no difference to what is found. */
function greek(first: string, family: string): readonly Inflected[] {
  const cases = (word: string): readonly [string, string, string] => {
    const stem = word.slice(0, -2)
    if (/[οό]ς$/iu.test(word)) return [`${stem}ου`, `${stem}ο`, `${stem}ε`]
    const bare = /[ηήαάιίεέ]ς$/iu.test(word) ? word.slice(0, -1) : word
    return [bare, bare, bare]
  }
  if (!/\p{Script=Greek}ς$/u.test(first) && !/\p{Script=Greek}ς$/u.test(family)) return []
  const [givens, families] = [cases(first), cases(family)]
  const found = givens.map((given, at) => ({ given, family: families[at] ?? family, why: 'the name in another case, as in Greek' }))
  // Who is spoken to is often called in the accusative (Γιώργο).
  return [...found, ...(givens[1] === givens[2] ? [] : [{ ...(found[2] as Inflected), given: givens[1] }])]
}
