import { foldText, isSharedAddress, parsePersonName } from '../model/index.ts'
import type { Form, Seeds } from './forms.ts'
import { formsOf } from './forms.ts'

/** A display name seen with an address in the headers, and in how many documents. */
export interface Seen {
  readonly address: string
  readonly name: string
  readonly documents: number
}

/** A form that the archive suggests. Never merged by itself: a person accepts or refuses it. */
export interface Alias extends Form {
  readonly documents: number
  /** Others seem to use it too: a desk, or an address shown with somebody else's name. */
  readonly shared: boolean
  /** The same name at an address that was not given: perhaps a namesake. */
  readonly namesake: boolean
}

const comparable = (name: string): string => {
  const parsed = parsePersonName(name)
  return foldText(parsed === null ? name : `${parsed.given.join(' ')} ${parsed.family}`)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/**
 * What the headers say of the subject: names shown with the given addresses, addresses shown with the full names, names one letter away, and addresses
 * written like the name. Sorted by kind, then documents, then form. One name alone (a first name, a surname) never leads anywhere.
 */
export function aliasesSeen(seeds: Seeds, rows: readonly Seen[]): readonly Alias[] {
  const forms = formsOf(seeds)
  const known = new Set(forms.filter(({ certainty }) => certainty === 'given').map(({ kind, form }) => `${kind} ${foldText(form)}`))
  const emails = new Set(forms.flatMap(({ kind, form }) => (kind === 'email' ? [form] : [])))
  const names = new Set(
    forms.flatMap(({ kind, form, certainty }) =>
      kind === 'name' && certainty !== 'guess' && form.includes(' ') ? [comparable(form)] : [],
    ),
  )
  const guesses = new Set(
    forms.flatMap(({ kind, form, certainty }) =>
      kind === 'name' && certainty === 'guess' && form.includes(' ') ? [comparable(form)] : [],
    ),
  )
  const logins = new Set(
    forms.flatMap(({ kind, form }) => (kind === 'identifier' && !/\d/u.test(form) && form.length > 4 ? [foldText(form)] : [])),
  )
  const others = namesByAddress(rows)
  const found = new Map<string, Alias>()
  const add = (alias: Alias): void => {
    const key = `${alias.kind} ${foldText(alias.form)}`
    const before = found.get(key)
    if (alias.form === '' || known.has(key)) return
    found.set(
      key,
      before === undefined ? alias : { ...before, documents: before.documents + alias.documents, shared: before.shared || alias.shared },
    )
  }
  for (const row of rows) {
    const address = row.address.toLowerCase()
    const name = row.name.trim()
    const own = emails.has(address)
    const same = names.has(comparable(name))
    const shared = isSharedAddress(address) || strangers(others.get(address) ?? [], names, guesses, own)
    const base = { documents: row.documents, shared, namesake: false, certainty: 'guess' as const }
    if (own && !same && name !== '' && foldText(name) !== foldText(address))
      add({ ...base, form: name, kind: 'name', why: 'shown with an address of the subject' })
    if (own) continue
    const local = foldText(address.slice(0, address.lastIndexOf('@')).replace(/\+.*/u, ''))
    const near = [...names].find((one) => one.includes(' ') && oneLetterAway(one, comparable(name)))
    if (same) {
      add({ ...base, namesake: true, form: address, kind: 'email', why: 'shown with the subject’s full name; it may be a namesake' })
    } else if (near !== undefined) {
      add({ ...base, form: name, kind: 'name', why: 'one letter away from the subject’s name' })
      add({ ...base, form: address, kind: 'email', why: 'shown with a name one letter away from the subject’s' })
    } else if (guesses.has(comparable(name))) {
      add({ ...base, form: address, kind: 'email', why: 'shown with a short form or initial of the subject’s name; it may be a namesake' })
    } else if (logins.has(local)) {
      add({ ...base, form: address, kind: 'email', why: 'written like the subject’s name or login' })
    }
  }
  return [...found.values()].sort(
    (left, right) =>
      (left.kind < right.kind ? -1 : left.kind > right.kind ? 1 : 0) ||
      right.documents - left.documents ||
      (left.form < right.form ? -1 : 1),
  )
}

function namesByAddress(rows: readonly Seen[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>()
  for (const { address, name } of rows) {
    const key = address.toLowerCase()
    if (parsePersonName(name)?.family) names.set(key, [...(names.get(key) ?? []), comparable(name)])
  }
  return names
}

/** Whether full names of others were shown with an address. Two of them for the subject's own address, since a name may be written in many ways. */
function strangers(shown: readonly string[], names: ReadonlySet<string>, guesses: ReadonlySet<string>, own: boolean): boolean {
  const surnames = new Set([...names].map((name) => name.split(' ').at(-1)))
  const other = new Set(shown.filter((name) => !names.has(name) && !guesses.has(name) && !surnames.has(name.split(' ').at(-1))))
  return other.size >= (own ? 2 : 1)
}

const shortest = 7

/** One letter more, fewer, other, or two neighbours swapped; only for names long enough that this says something. */
function oneLetterAway(left: string, right: string): boolean {
  if (left === right || Math.min(left.length, right.length) < shortest || Math.abs(left.length - right.length) > 1) return false
  let start = 0
  while (start < left.length && left[start] === right[start]) start++
  let end = 0
  while (end < Math.min(left.length, right.length) - start && left.at(-1 - end) === right.at(-1 - end)) end++
  const one = left.slice(start, left.length - end)
  const two = right.slice(start, right.length - end)
  if (one.length <= 1 && two.length <= 1) return true
  return one.length === 2 && two.length === 2 && one[0] === two[1] && one[1] === two[0]
}
