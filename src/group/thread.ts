import { hash } from 'node:crypto'
import type { MailAddress, ParsedMessage } from '../model/index.ts'

/** What threading needs of a message. */
export type Threaded = Pick<ParsedMessage, 'messageId' | 'inReplyTo' | 'references' | 'subject' | 'from' | 'to' | 'cc'>

/** Reply and forward marks of mail programs in several languages, list tags, and counters such as `Re[2]:`. */
const mark =
  /^\s*(?:\[[^\]]{1,60}\]\s*|(?:re|aw|antw|antwort|sv|vs|vb|odp|ref|r|tr|rv|res|enc|fw|fwd|wg|doorst|pd|i|rif|отв|на|回复|答复|转发|返信|転送)(?:\s*[[(]\d+[\])])?\s*[:：]\s*)/iu
const maximumMarks = 50

/** The subject without reply and forward marks, folded for comparison; empty where nothing is left. */
export function baseSubject(subject: string): string {
  let rest = subject.normalize('NFKC')
  for (let count = 0; count < maximumMarks; count++) {
    const shorter = rest.replace(mark, '')
    if (shorter === rest) break
    rest = shorter
  }
  return rest.replace(/\s+/gu, ' ').trim().toLowerCase()
}

/**
 * The messages that a message says it answers: References (RFC 5322 §3.6.4), then In-Reply-To, without repetition. Old programs write the address of whom they
 * answer in angle brackets there; an address of its own participants is no message, and would join everything that person was ever answered.
 */
export function ancestorsOf(message: Threaded): readonly string[] {
  if (message.references.length === 0 && message.inReplyTo.length === 0) return []
  const people = new Set([...message.from, ...message.to, ...message.cc].map(({ address }) => address.toLowerCase()))
  return [...new Set([...message.references, ...message.inReplyTo])].filter((id) => !people.has(id.toLowerCase()))
}

/**
 * A stable key of the thread a message says it belongs to: the first message it names as answered, else its own Message-ID, else its base subject with its
 * participants. One message alone can't know an ancestor that its program left out: `joinThreads` joins what belongs together.
 */
export function threadKey(message: Threaded): string {
  const root = ancestorsOf(message)[0] ?? message.messageId
  return root === null ? digest(`subject ${subjectKey(message)}`) : messageKey(root)
}

/** The key of the thread that begins with the message of this id. */
export function messageKey(id: string): string {
  return digest(`id ${id}`)
}

/**
 * Joins thread keys: each list holds the keys of messages of which one names the others. `known` says to which key one was joined before. The answer says the
 * same of what is new or changed; whoever follows it, and then `known`, to the end gets to the first key of the whole thread in sort order, in whatever order and
 * portions its messages came.
 */
export function joinThreads(
  lists: Iterable<readonly string[]>,
  known: (key: string) => string | undefined = () => undefined,
): ReadonlyMap<string, string> {
  const read = new Map<string, string | undefined>()
  const joined = new Map<string, string>()
  const next = (key: string): string | undefined => {
    const own = joined.get(key)
    if (own !== undefined || read.has(key)) return own ?? read.get(key)
    const before = known(key)
    read.set(key, before)
    return before
  }
  const first = (key: string): string => {
    let root = key
    for (let step = next(root); step !== undefined; step = next(root)) root = step
    for (let step = key, after = next(step); after !== undefined && after !== root; step = after, after = next(step)) joined.set(step, root)
    return root
  }
  for (const list of lists) {
    let root: string | undefined
    for (const key of list) {
      const other = first(key)
      if (root === undefined || other === root) root = other
      else {
        const [earlier, later] = other < root ? [other, root] : [root, other]
        joined.set(later, earlier)
        root = earlier
      }
    }
  }
  return joined
}

function subjectKey(message: Threaded): string {
  const people = [...message.from, ...message.to, ...message.cc].map((address: MailAddress) => address.address.toLowerCase())
  return JSON.stringify([baseSubject(message.subject), [...new Set(people)].sort()])
}

/** Hashed, so that a key in a log or an export says nothing about the mail. */
function digest(text: string): string {
  return `t${hash('sha256', text, 'hex').slice(0, 20)}`
}
