import type { Identified, IdentifiedForm } from '../../../src/jobs/index.ts'

/** A decision of the officer's. */
export interface Decision {
  readonly form: string
  readonly kind: IdentifiedForm['kind']
  readonly group: IdentifiedForm['group']
  readonly accepted: boolean
  readonly why: string
}

type Card = Identified['twins'][number]

/**
 * A sensible officer: decides from what the screen shows and nothing else. Accepts what stands with the subject's own address or number; leaves open what
 * doesn't; refuses another bearer of the name when their signature or firm is another's.
 */
export function decide(shown: Identified): readonly Decision[] {
  const cards = new Map(shown.twins.flatMap((card) => card.addresses.map((address) => [address, card] as const)))
  const strangers = new Set(shown.twins.filter((card) => judge(card, shown.person) === 'twin').flatMap(({ names }) => names))
  return shown.forms.flatMap((form): readonly Decision[] => {
    if (form.accepted !== null) return []
    const accepted = opinion(form, cards, shown, strangers)
    return accepted === null ? [] : [{ form: form.form, kind: form.kind, group: form.group, accepted, why: form.why }]
  })
}

function opinion(
  form: IdentifiedForm,
  cards: ReadonlyMap<string, Card>,
  shown: Identified,
  strangers: ReadonlySet<string>,
): boolean | null {
  if (form.flagged === 'shared' && !form.namesake) return null
  if (form.kind === 'email') {
    if (!form.namesake) return true
    const card = cards.get(form.form.toLowerCase())
    // Only texts show it: the subject's as long as nobody else of the name is about.
    if (card === undefined) return shown.twins.length === 0 ? true : null
    return judge(card, shown.person) === 'same'
  }
  const share = form.documents === 0 ? 0 : form.together / form.documents
  if (form.kind === 'phone') return share > 0.8 ? true : null
  if (form.kind === 'identifier') return form.flagged === null ? true : null
  const isOneWord = !/[\s,]/u.test(form.form.trim())
  // A name that only a refused person was shown with is theirs.
  if (!isOneWord && strangers.has(form.form) && form.together === 0) return null
  if (!isOneWord) return form.flagged === 'common' && share < 0.2 ? null : true
  // One word: the subject's where it mostly stands in the subject's mail; where others are called so, it must do so clearly.
  if (form.together === 0) return null
  return share >= (form.flagged === 'common' ? 0.3 : 0.15)
}

/** Same person or another, from the card alone. */
export function judge(card: Card, person: Card): 'same' | 'twin' {
  const digits = (list: readonly string[]): readonly string[] => list.map((phone) => phone.replace(/\D/gu, '').slice(-8))
  const [theirs, own] = [digits(card.phones), digits(person.phones)]
  if (theirs.some((phone) => own.includes(phone))) return 'same'
  if (theirs.length > 0) return 'twin'
  if (card.both > 0) return 'twin'
  if (card.organisation !== null && person.organisation?.domain === card.organisation.domain) return 'same'
  if (card.between > 0) return 'same'
  if (card.organisation !== null) return 'twin'
  return card.shared > 0 ? 'same' : 'twin'
}
