import { sameWord } from '../same-word.ts'
import { english } from './english.ts'
import { french } from './french.ts'
import { german } from './german.ts'
import { others } from './others.ts'
import { ukrainian } from './slavic.ts'
import type { NicknameTable } from './table.ts'

export type { NicknameTable } from './table.ts'

/** The bundled tables, each with its source and licence. */
export const nicknameTables: readonly NicknameTable[] = [english, german, french, ...others, ukrainian]

interface Entry {
  /** Short forms of it as a formal name, then formal names of it as a short form. */
  readonly short: Set<string>
  readonly formal: Set<string>
}

const entries = ((): ReadonlyMap<string, Entry> => {
  const byName = new Map<string, Entry>()
  const entry = (name: string): Entry => {
    const key = sameWord(name)
    const known = byName.get(key) ?? { short: new Set(), formal: new Set() }
    byName.set(key, known)
    return known
  }
  for (const { groups } of nicknameTables) {
    for (const line of groups.split('\n')) {
      const [formal, ...short] = line.split(' ').filter((word) => word !== '')
      if (formal === undefined) continue
      for (const each of short) {
        entry(formal).short.add(each)
        entry(each).formal.add(formal)
      }
    }
  }
  return byName
})()

/**
 * Short and formal names of a given name, sorted. A formal name has its short forms; a short form has its formal names, and the other short forms
 * of these (`siblings`): a Bob may be a Rob, but less surely.
 */
export function nicknamesOf(given: string): readonly { readonly name: string; readonly relation: 'short' | 'formal' | 'sibling' }[] {
  const own = sameWord(given)
  const known = entries.get(own)
  if (known === undefined) return []
  const found = new Map<string, { name: string; relation: 'short' | 'formal' | 'sibling' }>()
  const add = (name: string, relation: 'short' | 'formal' | 'sibling'): void => {
    if (sameWord(name) !== own && !found.has(name)) found.set(name, { name, relation })
  }
  for (const name of known.short) add(name, 'short')
  for (const name of known.formal) add(name, 'formal')
  for (const formal of known.formal) for (const name of entries.get(sameWord(formal))?.short ?? []) add(name, 'sibling')
  return [...found.values()].sort((left, right) => (left.name < right.name ? -1 : 1))
}

/** How two given names are related by the tables; null where they aren't. */
export function nicknameRelation(left: string, right: string): 'short' | 'formal' | 'sibling' | null {
  const wanted = sameWord(right)
  return nicknamesOf(left).find(({ name }) => sameWord(name) === wanted)?.relation ?? null
}
