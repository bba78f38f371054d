import { addressListText, furtherOf } from '../formats/index.ts'
import { ancestorsOf } from '../group/index.ts'
import type { FurtherHeader, FurtherHeaderName, MailAddress, ParsedMessage } from '../model/index.ts'
import { indexForm } from '../search/index.ts'
import type { HeaderColumn, HeaderFacts, HeaderPerson, HeaderWords, ParticipantRole } from '../store/index.ts'
import { shownInCopy, shownInHeader } from './shown-addresses.ts'
import { joined, orFails } from './worker-text.ts'

/** Columns in which people of further fields are found by words, as the language's `from:`, `to:` and `cc:`; the others by plain words alone. */
const columnOf: Readonly<Partial<Record<FurtherHeaderName, HeaderColumn>>> = {
  'resent-from': 'sender',
  'resent-sender': 'sender',
  'resent-to': 'recipients',
  'resent-cc': 'copied',
  'x-original-from': 'sender',
  'x-original-sender': 'sender',
  'x-google-original-from': 'sender',
  'delivered-to': 'recipients',
  'x-original-to': 'recipients',
  'envelope-to': 'recipients',
  'x-envelope-to': 'recipients',
  'apparently-to': 'recipients',
  'x-apparently-to': 'recipients',
  'x-delivered-to': 'recipients',
  'x-rcpt-to': 'recipients',
  'original-recipient': 'recipients',
  'x-original-recipient': 'recipients',
  received: 'recipients',
  'x-forwarded-to': 'recipients',
  'x-forwarded-for': 'recipients',
  'x-outlook-from': 'sender',
  'x-outlook-sender': 'sender',
  'x-outlook-to': 'recipients',
  'x-outlook-received-by': 'recipients',
  'x-outlook-cc': 'copied',
  'part-from': 'sender',
  'part-to': 'recipients',
  'part-cc': 'copied',
  'part-sender': 'sender',
}

/** What stands in no column of the text: Bcc, Reply-To where it is somebody else, and the further fields. */
function headerWords(parsed: ParsedMessage, further: readonly FurtherHeader[]): readonly HeaderWords[] {
  // Most mail has none of it.
  if (parsed.bcc.length === 0 && parsed.replyTo.length === 0 && further.length === 0) return []
  const columns = new Set([...parsed.from, ...parsed.sender, ...parsed.to, ...parsed.cc].map((person) => wordsOf(person)))
  const words: HeaderWords[] = []
  const add = (column: HeaderColumn, people: readonly MailAddress[]): void => {
    for (const person of people) {
      const text = wordsOf(person)
      if (text !== '' && !columns.has(text)) words.push({ column, words: text })
    }
  }
  add('other', parsed.bcc)
  add('other', parsed.replyTo)
  for (const { name, people, text } of further) {
    add(columnOf[name] ?? 'other', people)
    if (text !== '') words.push({ column: 'other', words: indexForm(text) })
  }
  return words
}

const wordsOf = ({ group, name, address }: MailAddress): string => joined([group ?? '', name, address].filter((part) => part !== ''))

const inRole = (role: ParticipantRole, people: readonly MailAddress[]): readonly HeaderPerson[] =>
  people.map(({ address, name }) => [role, address, name])

/** What a message says of itself, for the index; each fact that the engine fails on is empty, and costs no other. */
export function headerFactsOrLess(parsed: ParsedMessage): { readonly header: HeaderFacts; readonly failed: boolean } {
  let failed = false
  const kept = <Result>(read: () => Result, rest: Result): Result => {
    const tried = orFails(read, rest)
    failed ||= tried.failed
    return tried.value
  }
  const further = kept(() => furtherOf(parsed), [])
  const header: HeaderFacts = {
    dateMs: parsed.date.atMs,
    dateRaw: parsed.date.raw,
    sender: kept(() => addressListText(parsed.from.length > 0 ? parsed.from : parsed.sender), ''),
    recipients: kept(() => addressListText(parsed.to), ''),
    copied: kept(() => addressListText(parsed.cc), ''),
    subject: parsed.subject,
    messageId: parsed.messageId,
    references: kept(() => ancestorsOf(parsed), []),
    participants: [
      ...inRole('from', parsed.from),
      ...inRole('sender', parsed.sender),
      ...inRole('reply-to', parsed.replyTo),
      ...inRole('to', parsed.to),
      ...inRole('cc', parsed.cc),
      ...kept(() => shownInHeader(parsed), []),
    ],
    further: [...further.flatMap(({ name, people }) => inRole(name, people)), ...kept(() => shownInCopy(parsed, further), [])],
    words: kept(() => headerWords(parsed, further), []),
  }
  return { header, failed }
}
