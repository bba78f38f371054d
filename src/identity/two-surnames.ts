import { isParticle, type PersonName } from '../model/index.ts'
import { nicknamesOf } from './nicknames/index.ts'
import { sameWord } from './same-word.ts'

/** Frequent surnames of Spain, Portugal and the countries that name as they do, as `sameWord` gives them; those in -ez are told by that. */
const surnames = new Set(
  'garcia martin ruiz diaz moreno munoz romero alonso navarro torres ramos gil serrano blanco molina morales ortega delgado castro ortiz rubio marin sanz nunes iglesias medina garrido cortes castillo santos lozano guerrero cano prieto cruz calvo vidal gallego vega leon herrera flores cabrera campos reyes fuentes carrasco caballero nieto aguilar pascual herrero santana lorenzo hidalgo montero ibanez ferrer duran vicente mora arias soto silva ferreira pereira oliveira costa rodrigues martins sousa souza fernandes goncalves gomes lopes marques alves almeida ribeiro pinto carvalho teixeira moreira correia mendes soares vieira monteiro cardoso rocha neves coelho cunha pires reis simoes antunes matos fonseca machado araujo barbosa tavares figueiredo azevedo freitas lima barros melo nascimento moura rojas vargas salazar mejia rivera valencia acosta aguirre pena quintero'
    .split(' ')
    .map(sameWord),
)
/** What follows `María del`, `María de los`, `Juan de`: part of the first name. */
const ofMary = new Set(
  'carmen pilar rosario mar sol angeles dolores mercedes luz concepcion nieves dios jesus fatima lourdes socorro consuelo remedios rocio cruz guadalupe conceicao graca lurdes ceu carmo'
    .split(' ')
    .map(sameWord),
)
const devotion = /^((?:del|de|da|do|das|dos)(?:\s(?:la|las|los))?\s(\p{Lu}[\p{L}\p{M}]+))\s(.+)$/u
/** `Ortega y Gasset`, `Costa e Silva`. */
const joining = /^[ye]$/u

/** A name with two surnames, of which either may stand alone. */
export interface TwoSurnames extends PersonName {
  /** With its particles: `de la Fuente`. */
  readonly first: string
  readonly second: string
}

/**
 * A name read as Spanish and Portuguese ones are, with two surnames: `María José García López`, `Ana de la Fuente Ruiz`, `Ana Pérez del Río`, and so a married name of the
 * Netherlands, `Anna Smit-van den Berg`. Null where nothing speaks for it: the word before the last may be a middle name. Behind two words, a particle begins the
 * second surname, unless the word before it is known as a first name (`Jan Willem van den Berg`).
 */
export function withTwoSurnames(name: PersonName): TwoSurnames | null {
  const [, of = '', whom = '', rest = ''] = devotion.exec(name.family) ?? []
  if (ofMary.has(sameWord(whom))) {
    const given = [...name.given.slice(0, -1), `${name.given.at(-1) ?? ''} ${of}`]
    const devoted = split(given, rest.split(/\s+/u))
    // José de la Cruz Peña: with one word behind, what may be a surname is the first of two.
    if (devoted !== null || !surnames.has(sameWord(whom))) return devoted
  }
  const joined = /^(.+\p{L})[-\u2010\u2011](\p{Ll}+\s.+)$/u.exec(name.family)
  if (joined !== null) return { ...name, first: joined[1] ?? '', second: joined[2] ?? '' }
  const words = name.family.split(/\s+/u)
  const within = words.length > 1 ? split(name.given, words) : null
  if (within !== null) return within
  const before = name.given.at(-1) ?? ''
  if (name.given.length < 2 || (words.length === 1 && name.family.includes('-'))) return null
  const isOne = words.length > 1 ? isSurname(before) || mayBeSurname(before) : isSurname(before)
  return isOne ? split(name.given.slice(0, -1), [before, ...words]) : null
}

function isSurname(word: string): boolean {
  const same = sameWord(word)
  return surnames.has(same) || (same.length > 4 && same.endsWith('ez'))
}

/** Whether a word isn't an initial nor known as a first name. */
function mayBeSurname(word: string): boolean {
  return sameWord(word).length > 2 && !word.endsWith('.') && word.split('-').every((part) => nicknamesOf(part).length === 0)
}

/** Parted before the last surname with its particles; null where it is the only one. */
function split(given: readonly string[], family: readonly string[]): TwoSurnames | null {
  const belongs = (word: string): boolean => isParticle(word) || joining.test(word)
  let at = family.length - 1
  while (at > 0 && belongs(family[at - 1] ?? '')) at--
  const [first, second] = [family.slice(0, at), family.slice(at)]
  const hasWord = (part: readonly string[]): boolean => part.some((word) => !belongs(word) && sameWord(word).length > 1)
  return hasWord(first) && hasWord(second) ? { given, family: family.join(' '), first: first.join(' '), second: second.join(' ') } : null
}
