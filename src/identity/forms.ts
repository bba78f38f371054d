import type { CountryCode } from 'libphonenumber-js'
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js'
import type { PersonName } from '../model/index.ts'
import { foldText, isSharedAddress, parsePersonName } from '../model/index.ts'
import { nicknamesOf } from './nicknames.ts'
import { romanised, spelledOut, withoutDiacritics } from './transliterate.ts'

/** What the officer knows of the subject. */
export interface Seeds {
  readonly name: string
  readonly names?: readonly string[]
  readonly emails?: readonly string[]
  readonly phones?: readonly string[]
  readonly identifiers?: readonly string[]
  /** ISO 3166-1 alpha-2, for phone numbers without country code; null where unknown. */
  readonly region?: string | null
}

export type FormKind = 'email' | 'name' | 'phone' | 'identifier'

/** One way in which the subject may be written, to accept or refuse. */
export interface Form {
  readonly form: string
  readonly kind: FormKind
  readonly why: string
  /** `given` by the officer; `variant` of the same words; `guess` that may well be somebody else. */
  readonly certainty: 'given' | 'variant' | 'guess'
}

/** Every form of the seeds: given ones first, then variants, then guesses; each once by kind. A spelling that folding finds anyway isn't offered again. */
export function formsOf(seeds: Seeds): readonly Form[] {
  const forms = [
    ...(seeds.emails ?? []).flatMap(emailForms),
    ...[seeds.name, ...(seeds.names ?? [])].flatMap(nameForms),
    ...(seeds.phones ?? []).flatMap((phone) => phoneForms(phone, seeds.region ?? null)),
    ...(seeds.identifiers ?? []).map(
      (form): Form => ({ form: form.trim(), kind: 'identifier', why: 'an identifier that was given', certainty: 'given' }),
    ),
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
  const email = address.trim().toLowerCase()
  const at = email.lastIndexOf('@')
  if (at < 1) return []
  const shared = isSharedAddress(email)
  const forms: Form[] = [
    {
      form: email,
      kind: 'email',
      why: shared ? 'an address that was given; by its name a desk, which others may use' : 'an address that was given',
      certainty: 'given',
    },
  ]
  const local = email.slice(0, at)
  const plain = local.replace(/\+.*/u, '')
  if (plain !== local)
    forms.push({ form: `${plain}${email.slice(at)}`, kind: 'email', why: 'the address without its +tag', certainty: 'variant' })
  if (!shared && plain.length >= 4 && /\p{L}/u.test(plain)) {
    forms.push({ form: plain, kind: 'identifier', why: 'the address’s local part, as a login', certainty: 'guess' })
  }
  return forms
}

function nameForms(written: string): Form[] {
  const given = written.trim()
  const name = parsePersonName(given)
  const forms: Form[] = [{ form: given, kind: 'name', why: 'a name that was given', certainty: 'given' }]
  if (name === null || name.family === '') return forms
  forms.push(...orders(name))
  forms.push(...spellings(name))
  forms.push(...shortNames(name))
  forms.push(...logins(name))
  return forms
}

function orders(name: PersonName): Form[] {
  const [first = ''] = name.given
  const initial = `${[...first][0] ?? ''}.`
  const variant = (form: string, why: string): Form => ({ form, kind: 'name', why, certainty: 'variant' })
  const all = name.given.join(' ')
  const forms = [
    variant(`${all} ${name.family}`, 'names in order'),
    variant(`${name.family}, ${all}`, 'surname first'),
    { ...variant(`${initial} ${name.family}`, 'initial and surname'), certainty: 'guess' as const },
    { ...variant(`${name.family}, ${initial}`, 'surname and initial'), certainty: 'guess' as const },
  ]
  if (name.given.length > 1) {
    const middle = name.given.slice(1).map((word) => `${[...word][0] ?? ''}.`)
    forms.push(
      variant(`${first} ${name.family}`, 'without middle names'),
      variant(`${name.family}, ${first}`, 'surname first, without middle names'),
      variant(`${[first, ...middle].join(' ')} ${name.family}`, 'with middle initials'),
    )
  }
  return forms
}

function spellings(name: PersonName): Form[] {
  const [first = ''] = name.given
  const full = `${first} ${name.family}`
  const variant = (form: string, why: string, certainty: Form['certainty'] = 'variant'): Form[] =>
    form === full ? [] : [{ form, kind: 'name', why, certainty }]
  const doubled = name.family.replace(/(\p{L})\1/giu, '$1')
  const umlaut = full
    .replace(/ae/gu, 'ä')
    .replace(/oe/gu, 'ö')
    .replace(/(?<![aeq])ue/gu, 'ü')
  return [
    ...variant(withoutDiacritics(full), 'without diacritics'),
    ...variant(spelledOut(full), 'umlauts and special letters spelled out'),
    ...variant(romanised(full), 'in Latin letters'),
    ...variant(umlaut, 'with the umlaut that may stand behind it', 'guess'),
    ...variant(`${first} ${doubled}`, 'a double letter written once', 'guess'),
  ]
}

function shortNames(name: PersonName): Form[] {
  return nicknamesOf(name.given[0] ?? '').map((short) => ({
    form: `${short.slice(0, 1).toUpperCase()}${short.slice(1)} ${name.family}`,
    kind: 'name',
    why: 'a usual short or long form of the first name',
    certainty: 'guess',
  }))
}

/** Login-style names, as in user lists and file paths: `jroe`, `jane.roe`. */
function logins(name: PersonName): Form[] {
  const plain = (text: string): string =>
    withoutDiacritics(romanised(text))
      .toLowerCase()
      .replace(/[^a-z]/gu, '')
  const first = plain(name.given[0] ?? '')
  const family = plain(name.family)
  if (first === '' || family.length < 3) return []
  return [
    `${first}.${family}`,
    `${first}_${family}`,
    `${first}${family}`,
    `${first.slice(0, 1)}${family}`,
    `${first.slice(0, 1)}.${family}`,
  ].map((form) => ({
    form,
    kind: 'identifier',
    why: 'the name as a login is often written',
    certainty: 'guess',
  }))
}

function phoneForms(phone: string, region: string | null): Form[] {
  const given: Form = { form: phone.trim(), kind: 'phone', why: 'a number that was given', certainty: 'given' }
  const country = region?.toUpperCase() ?? ''
  const known = parsePhoneNumberFromString(phone, isSupportedCountry(country) ? (country as CountryCode) : undefined)
  if (known === undefined || !known.isPossible()) return [given]
  const national = known.formatNational()
  const variant = (form: string, why: string): Form => ({ form, kind: 'phone', why, certainty: 'variant' })
  return [
    given,
    variant(known.number, 'in international form, unspaced'),
    variant(known.formatInternational(), 'in international form'),
    variant(national, 'as dialled within the country'),
    variant(national.replace(/\D/gu, ''), 'as dialled within the country, unspaced'),
    variant(`00${known.number.slice(1)}`, 'with 00 for the plus sign'),
  ]
}
