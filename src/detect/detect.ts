import { parsePhoneNumberFromString } from 'libphonenumber-js'
import type { Hit } from '../model/index.ts'
import { foldText } from '../model/index.ts'
import { emailAddress } from './email-address.ts'
import { iban } from './iban.ts'
import { paymentCard } from './payment-card.ts'
import type { Person } from './person-names.ts'
import { personNames } from './person-names.ts'
import { phoneNumber } from './phone-number.ts'
import type { Recognizer } from './recognizer.ts'

/** Types of hit, in the order in which equal ones win. */
export const hitTypes = ['iban', 'card', 'email', 'phone', 'person'] as const
export type HitType = (typeof hitTypes)[number]

export interface DetectOptions {
  /** ISO 3166-1 alpha-2 for national phone numbers; null finds international ones only. */
  readonly region?: string | null
  /** The other correspondents. */
  readonly people?: readonly Person[]
  /** Recognizers that many detectors share, since building them takes long: `namesElsewhere`. */
  readonly further?: readonly Recognizer[]
  /** The subject's own names, addresses, numbers and identifiers, in every form: never suggested. */
  readonly protect?: readonly string[]
  /** Only these types. */
  readonly types?: readonly string[]
}

/** Built once for a review set, used for every surface. */
export type Detector = (text: string) => readonly Hit[]

/**
 * A detector for a review set. Its hits are sorted by place and do not overlap: of two that do, the surer one stays, then the longer, then
 * by the order of types. The same text always gives the same hits.
 */
export function makeDetector({ region = null, people = [], further = [], protect = [], types = hitTypes }: DetectOptions): Detector {
  const all: readonly Recognizer[] = [emailAddress, iban, paymentCard, phoneNumber(region), personNames(people, protect), ...further]
  const recognizers = all.filter(({ type }) => types.includes(type))
  const isOwn = ownIdentifiers(protect, region)
  return (text) => {
    const hits: Hit[] = []
    for (const recognizer of recognizers) {
      for (const { start, end, score, why } of recognizer.find(text)) {
        const matched = text.slice(start, end)
        if (isOwn(recognizer.type, matched)) continue
        hits.push({ type: recognizer.type, start, end, text: matched, score, recognizer: `${recognizer.id}/${recognizer.version}`, why })
      }
    }
    return withoutOverlaps(hits)
  }
}

/** Hits of one text. For many texts of one review set use `makeDetector`. */
export function detect(text: string, options: DetectOptions = {}): readonly Hit[] {
  return makeDetector(options)(text)
}

function withoutOverlaps(hits: readonly Hit[]): Hit[] {
  const rank = (hit: Hit): number => hitTypes.indexOf(hit.type as HitType)
  const ordered = [...hits].sort(
    (left, right) =>
      right.score - left.score || right.end - right.start - (left.end - left.start) || rank(left) - rank(right) || left.start - right.start,
  )
  const kept: Hit[] = []
  const taken = new Set<number>()
  for (const hit of ordered) {
    let free = true
    for (let at = hit.start; at < hit.end && free; at++) free = !taken.has(at)
    if (!free || hit.end <= hit.start) continue
    for (let at = hit.start; at < hit.end; at++) taken.add(at)
    kept.push(hit)
  }
  return kept.sort((left, right) => left.start - right.start)
}

const significantDigits = 7

/** Whether a match is the subject's own: addresses folded, numbers by their digits in any format. */
function ownIdentifiers(protect: readonly string[], region: string | null): (type: string, text: string) => boolean {
  const emails = new Set(protect.filter((form) => form.includes('@')).map(foldText))
  const compact = new Set(protect.filter((form) => !form.includes('@')).map(squash))
  const numbers = new Set(protect.flatMap((form) => numberOf(form, region) ?? []))
  return (type, text) => {
    if (type === 'email') return emails.has(foldText(text))
    if (type === 'person') return false
    if (compact.has(squash(text))) return true
    const number = type === 'phone' ? numberOf(text, region) : null
    return number !== null && numbers.has(number)
  }
}

const squash = (text: string): string => foldText(text).replace(/[^\p{L}\p{N}]/gu, '')

/** E.164 where it is a number of a plan, else its digits. */
function numberOf(text: string, region: string | null): string | null {
  const digits = text.replace(/\D/gu, '')
  if (digits.length < significantDigits || text.includes('@')) return null
  const known = parsePhoneNumberFromString(text, region === null ? undefined : (region.toUpperCase() as 'IE'))
  return known?.isPossible() ? known.number : digits
}
