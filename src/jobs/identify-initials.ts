import { fullNames, initialsOf, isAbbreviation, ownPart, readName, relateToAny, type SeenInitials, signOffs } from '../identity/index.ts'
import { anyOf, documentNumbers, phrase } from '../search/index.ts'
import { correspondentsIn, displayNames, documentFacts, documentText, type ReadableDatabase } from '../store/index.ts'

/** So many texts are read for each; they tell whether somebody is called so, not how often. */
const mostRead = 200
const mostCorrespondents = 200
/** More letters are a word, fewer stand anywhere. */
const [fewest, most] = [2, 4]

/**
 * Initials of the subject that others write, in capitals, in mail that the subject or somebody takes part in who writes with the subject; with those
 * who have the same initials. `beside` are the documents by, to and about the subject, in order.
 */
export function initialsBeside(
  index: ReadableDatabase,
  names: readonly string[],
  addresses: ReadonlySet<string>,
  beside: readonly number[],
): readonly SeenInitials[] {
  const wanted = new Set(
    fullNames(names)
      .flatMap(initialsOf)
      .filter((letters) => letters.length >= fewest && letters.length <= most && !isAbbreviation(letters)),
  )
  if (wanted.size === 0) return []
  const company = new Set([...correspondentsIn(index, beside, mostCorrespondents), ...addresses])
  const near = new Set(beside)
  return [...wanted].flatMap((letters): readonly SeenInitials[] => {
    const capitals = [...letters.toUpperCase()]
    const written = new RegExp(
      String.raw`(?<![\p{L}\p{M}\p{N}.@_/-])${capitals.join(String.raw`(?:\.\p{Zs}?)?`)}(?![\p{L}\p{M}\p{N}@_/-])`,
      'u',
    )
    const hits = documentNumbers(index, anyOf([phrase(letters), phrase(capitals.join('.'))]), null, 'UTC').map(([number]) => number)
    const step = Math.max(1, Math.ceil(hits.length / mostRead))
    let documents = 0
    const signing = new Set<string>()
    for (const { number, sender, recipients, copied } of documentFacts(
      index,
      hits.filter((_, at) => at % step === 0),
    )) {
      const people = `${sender} ${recipients} ${copied}`.toLowerCase().match(/[^\s<>,;"]+@[^\s<>,;"]+/gu) ?? []
      if (!near.has(number) && !people.some((address) => company.has(address))) continue
      const own = ownPart(documentText(index, number))
      if (!written.test(own)) continue
      const isSigned = signOffs(own).signed.some((text) => text.replace(/\./gu, '').toLowerCase() === letters)
      if (isSigned && !people.slice(0, 1).some((address) => addresses.has(address))) signing.add(sender)
      else documents++
    }
    return documents === 0
      ? []
      : [{ text: capitals.join(''), documents, others: [...new Set([...signing, ...sharing(index, names, letters)])] }]
  })
}

/** Display names of others with these initials, most five. */
function sharing(index: ReadableDatabase, names: readonly string[], letters: string): readonly string[] {
  const own = fullNames(names)
  const [first = '', last = ''] = [letters[0], letters.at(-1)]
  // Reading a name is slow, and most begin with other letters.
  const worth = new RegExp(String.raw`(?<!\p{L})${first}.*(?<!\p{L})${last}|(?<!\p{L})${last}.*(?<!\p{L})${first}`, 'iu')
  const found: string[] = []
  for (const { name } of displayNames(index)) {
    if (found.length === 5) break
    if (name.length > 80 || !worth.test(name)) continue
    const read = readName(name)
    if (read !== null && read.family !== '' && relateToAny(own, read) === null && initialsOf(read).includes(letters)) found.push(name)
  }
  return found
}
