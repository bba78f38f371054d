import { isParticle, type PersonName } from '../model/index.ts'

/** A name as it is written besides, with its surname as it may stand alone. */
export interface Besides {
  readonly given: string
  readonly family: string
  readonly why: string
}

const shortened = /^(?:von|van|vom|zu|zur|der|den|de|dem)$/iu

/** The surname of a name with particles in other ways: `v. d. Berg`, `vd Berg`, `Berg`, `El-Rashid`; with `Mc` apart and as `Mac`. */
export function otherParticles({ given: [first = ''], family }: PersonName): readonly Besides[] {
  const of = (surname: string, why: string): Besides => ({ given: first, family: surname, why })
  const [, son = '', clan = ''] = /^(Ma?c)\s?(\p{Lu}[\p{L}\p{M}-]+)$/u.exec(family) ?? []
  if (son !== '')
    return ['Mc ', 'Mac ', 'Mc', 'Mac'].map((one) => of(`${one}${clan}`, '“Mc” written otherwise')).filter((one) => one.family !== family)
  const words = family.split(/(?<=\s)|(?<=^(?:al|el)-)/iu)
  const at = words.findIndex((word) => !isParticle(word.replace(/[\s-]+$/u, '')))
  if (at < 1) return []
  const [lead, rest] = [words.slice(0, at).map((word) => word.replace(/[\s-]+$/u, '')), words.slice(at).join('')]
  const article = lead.length === 1 && /^[ae]l$/iu.test(lead[0] ?? '') ? (/^a/iu.test(lead[0] ?? '') ? 'El' : 'Al') : null
  const letters = lead.map((word) => word.slice(0, 1))
  return [
    of(rest, 'without the words before the surname'),
    ...(article === null
      ? []
      : [
          of(`${article}-${rest}`, 'with the other way to write the article'),
          of(`${article}${rest.toLowerCase()}`, 'with the other way to write the article'),
        ]),
    ...(lead.every((word) => shortened.test(word))
      ? [
          of(`${letters.map((one) => `${one}.`).join(' ')} ${rest}`, 'with the words before the surname shortened'),
          ...(lead.length > 1 ? [of(`${letters.join('')} ${rest}`, 'with the words before the surname shortened')] : []),
        ]
      : []),
  ]
}
