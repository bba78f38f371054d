import type { PersonName } from '../model/index.ts'
import { foldText, isParticle, isSharedAddress, writtenAddresses } from '../model/index.ts'
import type { Form, FormGroup, Seeds } from './form.ts'
import { garbledNames } from './garbled.ts'
import { inflected } from './inflected.ts'
import { allLoginsOf } from './logins.ts'
import { type FormerName, formerName, readKnownName } from './name-readings.ts'
import { nicknamesOf } from './nicknames/index.ts'
import { otherParticles } from './particle-forms.ts'
import { phoneForms } from './phone-forms.ts'
import { sameWord } from './same-word.ts'
import { rewritten } from './slavic.ts'
import { otherApostrophes, sameLetters, spellingsOf } from './transliterate.ts'
import { withTwoSurnames } from './two-surnames.ts'
import { surnameFirst, twoSyllables } from './two-syllables.ts'

/** Every form of the seeds: given ones first, then variants, then guesses; each once by kind. A spelling that folding finds anyway isn't offered again. */
export function formsOf(seeds: Seeds): readonly Form[] {
  const forms = [
    ...(seeds.emails ?? []).flatMap(emailForms),
    ...[seeds.name, ...(seeds.names ?? [])].flatMap(nameForms),
    ...(seeds.phones ?? []).flatMap((phone) => phoneForms(phone, seeds.region ?? null)),
    ...(seeds.identifiers ?? []).flatMap(identifierForms),
  ]
  const order = { given: 0, variant: 1, guess: 2 }
  const unique = new Map<string, Form>()
  for (const form of [...forms].sort((left, right) => order[left.certainty] - order[right.certainty])) {
    const key = `${form.kind} ${form.kind === 'phone' ? form.form : foldText(form.form).replace(/(?<=\p{L})\.(?=\s|$)/gu, '')}`
    if (form.form !== '' && !unique.has(key)) unique.set(key, form)
  }
  return [...unique.values()]
}

/** The forms that are the subject's beyond doubt: what detectors leave alone. */
export function protectedForms(seeds: Seeds, accepted: readonly string[] = []): readonly string[] {
  return [...new Set([...formsOf(seeds).flatMap((one) => (one.certainty === 'guess' ? [] : [one.form])), ...accepted])]
}

function emailForms(address: string): Form[] {
  const [email = '', ...travelling] = writtenAddresses(address.trim())
  const at = email.lastIndexOf('@')
  if (at < 1) return []
  const shared = isSharedAddress(email)
  const forms: Form[] = [
    {
      form: email,
      kind: 'email',
      group: 'address',
      why: shared ? 'an address that was given; by its name a desk, which others may use' : 'an address that was given',
      certainty: 'given',
    },
  ]
  for (const form of travelling)
    forms.push({ form, kind: 'email', group: 'address', why: 'the address with its domain as it travels', certainty: 'variant' })
  const local = email.slice(0, at)
  const plain = local.replace(/\+.*/u, '')
  if (plain !== local)
    forms.push({
      form: `${plain}${email.slice(at)}`,
      kind: 'email',
      group: 'address',
      why: shared ? 'the address without its number, of a desk or a list' : 'the address without its +tag',
      certainty: shared ? 'guess' : 'variant',
    })
  if (!shared && plain.length >= 4 && /\p{L}/u.test(plain)) {
    forms.push({ form: plain, kind: 'identifier', group: 'login', why: 'the address’s local part, as a login', certainty: 'guess' })
  }
  return forms
}

function nameForms(written: string): Form[] {
  const given = written.trim()
  const name = readKnownName(given)
  const forms: Form[] = [{ form: given, kind: 'name', group: 'name', why: 'a name that was given', certainty: 'given' }]
  if (name === null || name.family === '') return forms
  return [
    ...forms,
    ...orders(name),
    ...spellings(name),
    ...otherLetters(name),
    ...doubleNames(name),
    ...surnamesOfTwo(name),
    ...inSyllables(name),
    ...besides(name),
    ...letterSpaced(name),
    ...inflected(name).map(({ given: first, family, why }) => nameForm(`${first} ${family}`, why, 'guess')),
    ...shortNames(name),
    ...logins(name),
    ...formerForms(name, formerName(given)),
  ]
}

/** By the name before a marriage, where the written one gives it, and by both joined. A name in brackets that nothing says so of may be anything. */
function formerForms(name: PersonName, former: FormerName | null): Form[] {
  if (former === null) return []
  const [first = ''] = name.given
  const { family } = former.name
  const reason = former.said ? 'with the name before a marriage' : 'with the name in brackets, perhaps one before a marriage'
  const both = 'both surnames joined, as after a marriage'
  return [
    ...[...orders(former.name), ...spellings(former.name), ...shortNames(former.name), ...logins(former.name)].map(
      (form): Form => ({ ...form, why: `${form.why}, ${reason}`, certainty: former.said ? form.certainty : 'guess' }),
    ),
    nameForm(`${first} ${name.family}-${family}`, both, 'guess'),
    nameForm(`${first} ${family}-${name.family}`, both, 'guess'),
  ]
}

/** With what stands before the surname written otherwise, and as broken mail shows it; an apostrophe is also a letter of Unicode, which no folding takes for the sign. */
function besides(name: PersonName): Form[] {
  const [first = ''] = name.given
  const both = (given: string, family: string, why: string, certainty: Form['certainty']): Form[] => [
    nameForm(`${given} ${family}`, why, certainty),
    nameForm(`${family}, ${given}`, `${why}, surname first`, certainty),
  ]
  const apart = otherParticles(name).flatMap(({ given, family, why }) => [
    ...both(given, family, why, 'guess'),
    nameForm(`${initialOf(given)} ${family}`, `${why}, with an initial`, 'guess'),
  ])
  const garbled = garbledNames(name).flatMap(({ given, family }) => both(given, family, 'as mail in a mistaken charset shows it', 'guess'))
  const marked = `${first} ${name.family}`
  const signs = otherApostrophes(marked).flatMap((_, at) =>
    both(otherApostrophes(first)[at] ?? first, otherApostrophes(name.family)[at] ?? name.family, 'with another apostrophe', 'variant'),
  )
  return [...apart, ...garbled, ...signs]
}

/** Letters of a shorter name stand next to each other by accident. */
const shortestSpaced = 6

/** `J O H N  S M I T H`, as headings and slides have it: to the index, words of one letter each. */
function letterSpaced(name: PersonName): Form[] {
  const [first = ''] = name.given
  const apart = (text: string): string => [...text.normalize('NFC').replace(/[^\p{L}\p{M}]/gu, '')].join(' ').toUpperCase()
  if ([...`${first}${name.family}`.replace(/\P{L}/gu, '')].length < shortestSpaced || /[\p{Script=Han}\p{Script=Kana}]/u.test(name.family))
    return []
  return [`${apart(first)} ${apart(name.family)}`, `${apart(name.family)} ${apart(first)}`].map((form) => ({
    form,
    // No name to be read for others: each of its words would be an initial.
    kind: 'identifier',
    group: 'name',
    why: 'letter by letter, as headings have it',
    certainty: 'guess',
  }))
}

/** A Ukrainian or Russian name in the other letters, and in Latin ones by each rule; `spellings` has the rule of passports. */
function otherLetters(name: PersonName): Form[] {
  return rewritten(name.given[0] ?? '', name.family).flatMap(({ given, family, rule }) => [
    nameForm(`${given} ${family}`, rule, 'guess'),
    nameForm(`${family}, ${given}`, `${rule}, surname first`, 'guess'),
  ])
}

function nameForm(form: string, why: string, certainty: Form['certainty'], group: FormGroup = 'name'): Form {
  return { form, kind: 'name', group, why, certainty }
}

function initialOf(word: string): string {
  return `${[...word][0] ?? ''}.`
}

function orders(name: PersonName): Form[] {
  const [first = ''] = name.given
  const all = name.given.join(' ')
  const forms = [
    nameForm(`${all} ${name.family}`, 'names in order', 'variant'),
    nameForm(`${name.family}, ${all}`, 'surname first', 'variant'),
    nameForm(`${initialOf(first)} ${name.family}`, 'initial and surname', 'guess'),
    nameForm(`${name.family}, ${initialOf(first)}`, 'surname and initial', 'guess'),
  ]
  if (name.given.length === 1) return forms
  const middle = name.given.slice(1)
  const initials = middle.map(initialOf)
  return [
    ...forms,
    nameForm(`${first} ${name.family}`, 'without middle names', 'variant'),
    nameForm(`${name.family}, ${first}`, 'surname first, without middle names', 'variant'),
    nameForm(`${[first, ...initials].join(' ')} ${name.family}`, 'with middle initials', 'variant'),
    nameForm(`${name.family}, ${[first, ...initials].join(' ')}`, 'surname first, with middle initials', 'variant'),
    nameForm(`${[initialOf(first), ...initials].join(' ')} ${name.family}`, 'all initials and surname', 'guess'),
    nameForm(`${[initialOf(first), ...initials].join('').replaceAll('.', '')} ${name.family}`, 'all initials in one, and surname', 'guess'),
    ...middle.flatMap((word) => (word.length > 2 ? [nameForm(`${word} ${name.family}`, 'by a middle name', 'guess')] : [])),
  ]
}

function spellings(name: PersonName): Form[] {
  const [first = ''] = name.given
  const doubled = name.family.replace(/(\p{L})\1/giu, '$1')
  const forms: Form[] = []
  for (const given of spellingsOf(first)) {
    for (const family of spellingsOf(name.family)) {
      if (given === first && family === name.family) continue
      // An umlaut that may stand behind ae, oe, ue is a guess; letters left out or spelled out are the same name.
      const sure = [first, ...sameLetters(first)].includes(given) && [name.family, ...sameLetters(name.family)].includes(family)
      const certainty = sure ? 'variant' : 'guess'
      forms.push(
        nameForm(`${given} ${family}`, 'another spelling of the same letters', certainty),
        nameForm(`${family}, ${given}`, 'another spelling of the same letters, surname first', certainty),
      )
    }
  }
  if (doubled !== name.family) forms.push(nameForm(`${first} ${doubled}`, 'a double letter written once', 'guess', 'misspelling'))
  return forms
}

/** Each half of a double surname; and of a double first name. */
function doubleNames(name: PersonName): Form[] {
  const [first = ''] = name.given
  const halves = halvesOf(name.family)
  const parts = first.split('-').filter((word) => word.length > 2)
  return [
    ...(halves.length < 2
      ? []
      : [...halves, ...halves.map(withoutParticles)].map((half) =>
          nameForm(`${first} ${half}`, 'one half of the double surname', 'guess'),
        )),
    ...(halves.length < 2 || !name.family.includes('-')
      ? []
      : [nameForm(`${first} ${[...halves].reverse().join('-')}`, 'the double surname the other way round', 'guess')]),
    ...(parts.length < 2
      ? []
      : parts.map((part) => nameForm(`${part} ${name.family}`, 'one half of the double first name', 'guess', 'nickname'))),
  ]
}

/** The surnames of a double one, each with its particles: `de Vries` and `Smit` of "de Vries-Smit". */
function halvesOf(family: string): readonly string[] {
  const halves = family.matchAll(/(?:\p{Ll}[\p{L}\p{M}’']*\s+)*\p{Lu}[^\s-]+/gu)
  return [...halves].map(([half]) => half).filter((half) => withoutParticles(half).length > 2)
}

function withoutParticles(surname: string): string {
  const words = surname.split(/\s+/u)
  return words.slice(words.findIndex((word) => !isParticle(word))).join(' ')
}

/** By the first of two surnames, as people of Spain and Portugal are called, and by the second. */
function surnamesOfTwo(name: PersonName): Form[] {
  const two = withTwoSurnames(name)
  if (two === null) return []
  const { given, family, first, second } = two
  const initials = given.map(initialOf)
  const called = [
    given.join(' '),
    given[0] ?? '',
    initials.join(' '),
    initials.join('').replaceAll('.', ''),
    initials[0] ?? '',
    ...(sameWord(given[0] ?? '') === 'maria' ? ['Mª', 'M.ª'].map((mary) => [mary, ...given.slice(1)].join(' ')) : []),
  ]
  const firsts = [first, ...(first.includes('-') ? first.split('-') : [])]
  return [family, ...firsts, second].flatMap((surname) =>
    called.flatMap((one) => {
      const why = surname === family ? 'with both surnames' : `by the ${surname === second ? 'second' : 'first'} of two surnames`
      return [nameForm(`${one} ${surname}`, why, 'guess'), nameForm(`${surname}, ${one}`, `${why}, surname first`, 'guess')]
    }),
  )
}

/** A Chinese or Korean given name in one word and in two, also of a name that was given surname first. Hyphens make no difference to what is found. */
function inSyllables(written: PersonName): Form[] {
  return [written, surnameFirst(written)].flatMap((name) => {
    const two = name === null ? null : twoSyllables(name)
    return name === null || two === null ? [] : inOneWordAndTwo(two, name.family)
  })
}

function inOneWordAndTwo([first, second]: readonly [string, string], family: string): Form[] {
  const joined = `${first}${second.toLowerCase()}`
  const apart = `${first} ${capitalised(second)}`
  return [joined, apart].flatMap((given) => {
    const why = `the given name in ${given === joined ? 'one word' : 'two syllables'}`
    return [nameForm(`${given} ${family}`, why, 'guess'), nameForm(`${family}, ${given}`, `${why}, surname first`, 'guess')]
  })
}

/** A name with capital initials, as tables and vocabularies give it folded: `jean-luc`, `o'neil`. */
export function capitalised(name: string): string {
  return name.replace(/(?<![\p{L}\p{M}])\p{L}/gu, (letter) => letter.toUpperCase())
}

function shortNames(name: PersonName): Form[] {
  return nicknamesOf(name.given[0] ?? '').flatMap(({ name: short, relation }) => {
    const why = relation === 'sibling' ? 'another short form of the same first name' : 'a usual short or long form of the first name'
    const other = capitalised(short)
    return [
      nameForm(`${other} ${name.family}`, why, 'guess', 'nickname'),
      nameForm(`${name.family}, ${other}`, `${why}, surname first`, 'guess', 'nickname'),
    ]
  })
}

function logins(name: PersonName): Form[] {
  return (
    allLoginsOf(name)
      // `kate.b` stands in any sentence about Kate B…; as an address it is looked for all the same.
      .filter((form) => form.length > 4 && !/[._]\p{L}$/u.test(form))
      .map((form) => ({ form, kind: 'identifier', group: 'login', why: 'the name as a login is often written', certainty: 'guess' }))
  )
}

/** Words before a number that say what it is, typed along from a form: `Employee no. 00417`, `Personal-Nr.: 00417`. */
const label =
  /^(?:(?:[\p{L}]+[-\s]+){0,2}(?<counted>no|nos|nr|num|number|id|ref|reference|nummer|numéro|numero|número|matricule|kennung)|(?<spelled>\p{L}{6,})|emp|empl|staff|pers|cust|memb|acc|acct|case|file|pnr|kd|kdnr)(?:\s*[.:#=№°]+\s*|\s+)(?=[\p{L}\p{N}-]*\d)/iu
/** Shorter numbers stand anywhere. */
const shortestBare = 5

/** An identifier as given, in usual digits, and without the words typed along with it. */
function identifierForms(written: string): Form[] {
  const given = written.normalize('NFKC').trim()
  const base = { kind: 'identifier', group: 'number' } as const
  const forms: Form[] = [{ ...base, form: given, why: 'an identifier that was given', certainty: 'given' }]
  const said = label.exec(given)
  if (said === null) return forms
  const bare = given.slice(said[0].length)
  // The letters of `EMP 00417` may be its own.
  const isLabel = (said.groups?.['counted'] ?? said.groups?.['spelled']) !== undefined
  const certainty = isLabel && bare.length >= shortestBare ? 'variant' : 'guess'
  return [...forms, { ...base, form: bare, why: 'the identifier without the words before it', certainty }]
}
