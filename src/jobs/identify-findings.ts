import {
  allLoginsOf,
  askedWords,
  type Findings,
  fullNames,
  isNear,
  nearPrefixes,
  relateDisplay,
  type Seeds,
  type Seen,
  sameSlavicSurname,
  sameWord,
  slipsBetween,
  spelledOut,
  surnames,
  withoutNumber,
} from '../identity/index.ts'
import { comparableAddress, foldText } from '../model/index.ts'
import { countWords, vocabularyUnder } from '../search/index.ts'
import {
  addressesOfNames,
  addressNumbers,
  displayNames,
  frequentAddresses,
  knownAddresses,
  namesOfAddresses,
  type ReadableDatabase,
} from '../store/index.ts'
import { readTexts, type TextsRead } from './identify-texts.ts'

/** More addresses than this can't be one person's; the most frequent are enough to show that. Services give one to each mail that they send in a person's name. */
const mostAddresses = 500

/**
 * What an archive says of a person, with bounded effort: the tables of people, the stretches of the vocabulary near the name's words, and some
 * thousand texts (identify-texts.ts). `names` and `emails` are those of the seeds and those accepted since.
 */
export function findingsFor(index: ReadableDatabase, seeds: Seeds): Findings & { readonly texts: TextsRead } {
  const names = [seeds.name, ...(seeds.names ?? [])]
  const emails = (seeds.emails ?? []).map((address) => comparableAddress(address.trim()))
  const texts = readTexts(index, names, emails)
  const { related, bearers } = namesAlike(index, names)
  const wanted = new Set([...emails, ...texts.people.map(({ address }) => address)])
  const all = [...new Set([...addressesLike(index, names, emails, wanted), ...addressesOfNames(index, related)])]
  const addresses =
    all.length <= mostAddresses ? all : [...new Set([...addressNumbers(index, emails), ...frequentAddresses(index, all, mostAddresses)])]
  return {
    people: merged([...namesOfAddresses(index, addresses), ...texts.people]),
    bearers,
    vocabulary: vocabularyOf(index, names),
    written: texts.written,
    signed: texts.signed,
    greeted: texts.greeted,
    initials: texts.initials,
    phones: texts.phones,
    carded: texts.carded,
    texts: texts.texts,
  }
}

/** One row for a pair of address and name: headers and texts of one document may both give it, so the larger count stands, with the better reason. */
function merged(rows: readonly Seen[]): readonly Seen[] {
  const found = new Map<string, Seen>()
  for (const row of rows) {
    const key = `${row.address} ${row.name}`
    const known = found.get(key)
    if (known === undefined) found.set(key, row)
    else {
      const { address, name } = row
      const why = known.why === undefined ? undefined : row.why
      found.set(key, { address, name, documents: Math.max(known.documents, row.documents), ...(why === undefined ? {} : { why }) })
    }
  }
  return [...found.values()].sort(
    (left, right) =>
      right.documents - left.documents ||
      (left.address < right.address ? -1 : left.address > right.address ? 1 : left.name < right.name ? -1 : 1),
  )
}

/** Display names related to the subject's, and those that only share a word with them. */
function namesAlike(
  index: ReadableDatabase,
  names: readonly string[],
): { readonly related: readonly number[]; readonly bearers: readonly string[] } {
  const own = fullNames(names)
  const words = new Set(askedWords(names).map(({ word }) => sameWord(word)))
  const initials = [...new Set([...words].flatMap((word) => [...word].slice(0, 2)))].join('')
  // Most names are somebody else's: a look at first letters spares the work.
  const worth = new RegExp(`(?:^|[^a-z])[${initials.replace(/[^a-z]/gu, '')}]|[^\\u0000-\\u007f]`, 'iu')
  // Reading a name is slow, words repeat: each is judged once, and only a name with a surname like the subject's can be related.
  const families = own.flatMap((name) => [...surnames(name), surnames(name).join(''), sameWord(name.family)])
  const judged = new Map<string, { readonly bears: boolean; readonly surname: boolean }>()
  const judge = (word: string): { readonly bears: boolean; readonly surname: boolean } => {
    const known = judged.get(word)
    if (known !== undefined) return known
    const parts = [word, ...word.split(/[\u2010-\u2015-]+/u)].map(sameWord)
    const judgement = {
      bears: words.has(parts[0] ?? ''),
      surname:
        parts.some((part) => families.some((family) => family === part || slipsBetween(family, part) !== null)) ||
        own.some(({ family }) => sameSlavicSurname(family, word)),
    }
    judged.set(word, judgement)
    return judgement
  }
  const related: number[] = []
  const bearers: string[] = []
  for (const { number, name } of displayNames(index)) {
    if (name.length > 200 || !worth.test(name)) continue
    const found = name.split(/[\s,._/@"()[\]|:]+/u).map(judge)
    if (found.some(({ bears }) => bears)) bearers.push(name)
    if (!found.some(({ surname }) => surname)) continue
    if (relateDisplay(own, name) !== null) related.push(number)
  }
  return { related, bearers }
}

/** Addresses that are wanted, have the local part of a given one, or are written like the name. */
function addressesLike(
  index: ReadableDatabase,
  names: readonly string[],
  emails: readonly string[],
  wanted: ReadonlySet<string>,
): readonly number[] {
  const own = fullNames(names)
  const locals = new Set(emails.map((email) => email.slice(0, Math.max(0, email.lastIndexOf('@'))).replace(/\+.*/u, '')))
  // An entry of a directory has none, and neither have many others.
  locals.delete('')
  const logins = new Set(own.flatMap(allLoginsOf))
  const starts = own
    .flatMap(({ family }) => [family, spelledOut(family)])
    .map((family) =>
      foldText(family)
        .replace(/[^a-z]/gu, '')
        .slice(0, 3),
    )
    .filter((start) => start.length === 3)
  return knownAddresses(index).flatMap(({ number, address }) => {
    if (wanted.has(address)) return [number]
    const local = address.slice(0, Math.max(0, address.lastIndexOf('@'))).replace(/\+.*/u, '')
    const plain = withoutNumber(local) ?? local
    if (locals.has(local) || logins.has(local) || logins.has(plain)) return [number]
    if (!starts.some((start) => local.includes(start)) || !/[._-]/u.test(local)) return []
    return relateDisplay(own, plain.replace(/[._-]+/gu, ' ')) === null ? [] : [number]
  })
}

function vocabularyOf(index: ReadableDatabase, names: readonly string[]): ReadonlyMap<string, number> {
  const asked = askedWords(names)
  const found = new Map(
    countWords(
      index,
      asked.map(({ word }) => word),
    ),
  )
  for (const { word, near, lead } of asked) {
    if (!near || word.length < 4) continue
    for (const [other, documents] of vocabularyUnder(index, nearPrefixes(word, lead), (each) => isNear(word, each, lead)))
      found.set(other, documents)
  }
  return found
}
