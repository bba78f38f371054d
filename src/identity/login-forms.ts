import { foldText } from '../model/index.ts'
import { fullNames } from './compare-names.ts'
import { allLoginsOf } from './logins.ts'
import { nicknamesOf } from './nicknames/index.ts'
import { sameWord } from './same-word.ts'

/**
 * Whether an identifier is a name in disguise, which everybody of the name may have: words and initials of the subject's names (`jane.roe`, `j.roe`, `roe`), a login
 * made of them, or of an address of theirs, a digit or two at its end or none (`jroe`, `jroe2`).
 */
export function readsAsName(form: string, names: readonly string[], emails: readonly string[]): boolean {
  const login = (text: string): string => sameWord(text.replace(/\d{1,2}$/u, ''))
  const words = foldText(form.replace(/\d{1,2}$/u, ''))
    .split(/[^\p{L}\p{N}]+/u)
    .map(sameWord)
    .filter((word) => word !== '')
  const own = fullNames(names)
  const short = own.flatMap(({ given: [first = ''], family }) => nicknamesOf(first).map(({ name }) => ({ given: [name], family })))
  const known = new Set(
    [...names, ...short.flatMap(({ given }) => given)].flatMap((name) => foldText(name).split(/[^\p{L}\p{N}]+/u)).map(sameWord),
  )
  const initials = new Set([...known].map((word) => word.slice(0, 1)))
  if (words.every((word) => known.has(word) || initials.has(word)) && words.some((word) => known.has(word))) return true
  const locals = emails.map((email) => email.slice(0, Math.max(0, email.lastIndexOf('@'))).replace(/\+.*/u, ''))
  return [...[...own, ...short].flatMap(allLoginsOf), ...locals].map(login).includes(login(form))
}
