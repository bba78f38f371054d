import type { PersonName } from '../model/index.ts'
import { type Relation, relateDisplay, surnames } from './compare-names.ts'
import { nicknamesOf } from './nicknames/index.ts'
import { sameWord } from './same-word.ts'
import type { Sighting } from './sightings.ts'

/** A display name seen with an address, and in how many documents. In headers, or as some text says. */
export interface Seen {
  readonly address: string
  readonly name: string
  readonly documents: number
  /** Where only a text brings the two together, which may be by accident: how, to show. Absent where a mail program, a card or an invitation wrote both. */
  readonly why?: string
}

/** Two doubts at once are one too many: an initial or half a surname proves nothing where the address only stands near. */
const surelyNear: ReadonlySet<Relation> = new Set<Relation>(['same', 'middle', 'script', 'short', 'misspelt'])
const surelyWithin: ReadonlySet<Relation> = new Set<Relation>(['same', 'middle', 'script', 'short'])

/** What a sighting says of somebody of these names and addresses (lower case); null where it says nothing of them. */
export function seenOf(sighting: Sighting, own: readonly PersonName[], addresses: ReadonlySet<string>): Omit<Seen, 'documents'> | null {
  const { name, address, where } = sighting
  const relation = relationTo(own, name)
  const isOwn = addresses.has(address)
  const isByProgram = where !== 'near' && where !== 'cell'
  if (relation !== null && isByProgram) return { address, name }
  if (address === '') return null
  const within = where === 'cell' ? null : nameWithin(name, own)
  if (isOwn) {
    if (within !== null) return { address, name: within }
    return isByProgram || (relation !== null && surelyNear.has(relation)) ? { address, name } : null
  }
  if (relation !== null && surelyNear.has(relation))
    return { address, name, why: where === 'cell' ? 'stands in a text in one row or block with the name' : besides(name) }
  return within === null ? null : { address, name: within, why: besides(name) }
}

function besides(words: string): string {
  return `stands beside the name in a text: “${words}”`
}

/** A name of the subject's behind other capitalised words, as a sentence puts it (`Ask Jane Roe`); not where these are a first name (`Mary Jane Roe`). */
function nameWithin(written: string, own: readonly PersonName[]): string | null {
  const words = written.split(/\s+/u)
  for (let start = 1; start < words.length - 1; start++) {
    if (nicknamesOf(words[start - 1] ?? '').length > 0) return null
    const rest = words.slice(start).join(' ')
    const relation = relationTo(own, rest)
    if (relation !== null && surelyWithin.has(relation)) return rest
  }
  return null
}

/** Whether one of the words under which a mail is signed names this person: in full, or by a first name, a short form of it or a surname. */
export function isSignedAs(signed: readonly string[], own: readonly PersonName[]): boolean {
  const words = new Set(
    own.flatMap((name) => [
      ...surnames(name),
      ...name.given.map(sameWord),
      ...name.given.flatMap((word) => nicknamesOf(word).map((short) => sameWord(short.name))),
    ]),
  )
  return signed.some((text) => words.has(sameWord(text)) || relationTo(own, text) !== null)
}

function relationTo(own: readonly PersonName[], written: string): Relation | null {
  return relateDisplay(own, written)?.relation ?? null
}
