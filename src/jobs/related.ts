import { isShownDate } from '../formats/index.ts'
import { formsOf } from '../identity/index.ts'
import type { DocumentId, MailAddress } from '../model/index.ts'
import { foldText, isSharedAddress, parsePersonName } from '../model/index.ts'
import { findPlaces } from '../redact/index.ts'
import type { ReadableDatabase } from '../store/index.ts'
import { liveStates, readDocuments, readMarks } from '../store/index.ts'
import { isSubjectOwn, protectedSpans } from './places.ts'
import { squash, surfacesOf } from './surface-cache.ts'

/** Another way in which the person behind a marked text is written in the review set, and where it stands unmarked. */
export interface RelatedForm {
  readonly form: string
  readonly why: string
  readonly places: number
  readonly documents: number
}

const mostForms = 40

/**
 * How else the same person is written in the review set: addresses shown with the name, names shown with the address, usual orders and short
 * forms, middle names. Only forms that stand somewhere unmarked, the subject's own aside; most places first. A person decides which are meant.
 */
export function relatedForms(database: ReadableDatabase, text: string, subject: readonly string[]): readonly RelatedForm[] {
  const candidates = candidatesFor(database, text)
  if (candidates.size === 0) return []
  const counts = new Map<string, { places: number; documents: Set<DocumentId> }>()
  for (const { id } of readDocuments(database)) {
    const marks = Map.groupBy(readMarks(database, { document: id, states: liveStates }), ({ surface }) => surface)
    for (const surface of surfacesOf(database, id)) {
      if (!surface.producible || surface.text === '' || isShownDate(surface)) continue
      const squashed = squash(surface.text)
      let own: ReturnType<typeof protectedSpans> | null = null
      for (const [form] of candidates) {
        if (!squashed.includes(squash(form))) continue
        for (const place of findPlaces(surface, form)) {
          const hidden = (marks.get(surface.id) ?? []).some(
            ({ span }) => span !== null && span.start <= place.start && place.end <= span.end,
          )
          own ??= protectedSpans(surface, subject, squashed)
          if (hidden || isSubjectOwn(place, own)) continue
          const known = counts.get(form) ?? { places: 0, documents: new Set() }
          known.places++
          counts.set(form, { ...known, documents: known.documents.add(id) })
        }
      }
    }
  }
  return [...counts]
    .map(([form, { places, documents }]) => ({ form, why: candidates.get(form) ?? '', places, documents: documents.size }))
    .sort((left, right) => right.places - left.places || (left.form < right.form ? -1 : 1))
    .slice(0, mostForms)
}

/** Forms with their reasons; the text itself, and what is found with it anyway, are none. */
function candidatesFor(database: ReadableDatabase, text: string): ReadonlyMap<string, string> {
  const asked = text.trim()
  const found = new Map<string, string>()
  const folded = new Set([foldText(asked)])
  const add = (form: string, why: string): void => {
    // The same letters with other signs between them are places of the text itself.
    if (form.trim() === '' || folded.has(foldText(form)) || squash(form) === squash(asked)) return
    folded.add(foldText(form))
    found.set(form, why)
  }
  const people = readDocuments(database).flatMap(({ header }) =>
    header === null ? [] : [...header.from, ...header.to, ...header.cc, ...header.bcc],
  )
  const isAddress = /^[^\s@]+@[^\s@]+$/u.test(asked)
  const names = new Set(isAddress ? namesOf(people, asked) : [asked])
  for (const name of names) {
    const parsed = parsePersonName(name)
    if (parsed === null || parsed.family === '') continue
    if (isAddress) add(name, 'the name shown with this address, or in it')
    for (const { form, kind, why, certainty } of formsOf({ name })) {
      if (kind !== 'identifier' || certainty !== 'guess' || form.length >= 5) add(form, why)
    }
    for (const middle of withMiddleNames(database, parsed.given[0] ?? '', parsed.family)) add(middle, 'with a middle name')
    for (const { name: shown, address } of people) {
      if (address !== '' && (sameName(shown, name) || sameName(nameInAddress(address) ?? '', name))) add(address, 'an address of this name')
    }
  }
  return found
}

function namesOf(people: readonly MailAddress[], address: string): readonly string[] {
  const shown = people.filter((one) => foldText(one.address) === foldText(address) && one.name !== '').map(({ name }) => name)
  const inside = nameInAddress(address)
  return inside === null ? shown : [...shown, inside]
}

/** First and last name of `first.last@` and `first.m.last@`; null where the address is a desk's or has another shape. */
export function nameInAddress(address: string): string | null {
  const match = /^(\p{L}{2,})[._](?:\p{L}[._])?(\p{L}{2,})@(.+)$/u.exec(address)
  if (match === null || isSharedAddress(address)) return null
  const [, given = '', family = '', domain = ''] = match
  if (domain.toLowerCase().split('.').includes(given.toLowerCase())) return null
  const capital = (word: string): string => `${word.slice(0, 1).toUpperCase()}${word.slice(1).toLowerCase()}`
  return parsePersonName(`${capital(given)} ${capital(family)}`) === null ? null : `${capital(given)} ${capital(family)}`
}

/** Whether two names have the same first and last word. */
function sameName(left: string, right: string): boolean {
  const [one, other] = [parsePersonName(left), parsePersonName(right)]
  if (one === null || other === null || one.family === '') return false
  return foldText(one.family) === foldText(other.family) && foldText(one.given[0] ?? '') === foldText(other.given[0] ?? '')
}

/** `Ann M. Berg`, `Ann Maria Berg`: up to two words between, as the review set writes them. */
function withMiddleNames(database: ReadableDatabase, given: string, family: string): readonly string[] {
  const pattern = new RegExp(
    `(?<![\\p{L}])${RegExp.escape(given)}(?:[ \\t]+\\p{Lu}[\\p{L}.'’]{0,20}){1,2}[ \\t]+${RegExp.escape(family)}(?!\\p{L})`,
    'gu',
  )
  const found = new Set<string>()
  for (const { id } of readDocuments(database)) {
    for (const surface of surfacesOf(database, id)) {
      for (const match of surface.producible ? surface.text.matchAll(pattern) : []) found.add(match[0].replace(/[ \t]+/gu, ' '))
    }
  }
  return [...found]
}
