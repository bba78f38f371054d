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
 * A stable key of the thread a message says it belongs to: the root of References (RFC 5322 §3.6.4), else In-Reply-To, else its own Message-ID,
 * else its base subject with its participants. One message alone can't know an ancestor that its program left out: `threadKeys` joins those.
 */
export function threadKey(message: Threaded): string {
  const root = message.references[0] ?? message.inReplyTo[0] ?? message.messageId
  return digest(root === undefined || root === null ? `subject ${subjectKey(message)}` : `id ${root}`)
}

/**
 * Thread keys of many messages at once, in their order: messages are joined when one names the other, or when both name the same ancestor.
 * The key is that of the thread's earliest name in sort order, so that the order of messages doesn't matter.
 */
export function threadKeys(messages: readonly Threaded[]): readonly string[] {
  const parent = new Map<string, string>()
  const find = (name: string): string => {
    let root = name
    for (let next = parent.get(root); next !== undefined && next !== root; next = parent.get(root)) root = next
    for (let step = name; step !== root; ) {
      const next = parent.get(step) ?? root
      parent.set(step, root)
      step = next
    }
    return root
  }
  const join = (left: string, right: string): void => {
    const [first, second] = [find(left), find(right)].sort() as [string, string]
    if (first !== second) parent.set(second, first)
  }
  const names = messages.map((message) => {
    const own = [...message.references, ...message.inReplyTo, ...(message.messageId === null ? [] : [message.messageId])].map(
      (id) => `id ${id}`,
    )
    if (own.length === 0) own.push(`subject ${subjectKey(message)}`)
    for (const name of own) if (!parent.has(name)) parent.set(name, name)
    const first = own[0] ?? ''
    for (const name of own) join(first, name)
    return first
  })
  return names.map((name) => digest(find(name)))
}

function subjectKey(message: Threaded): string {
  const people = [...message.from, ...message.to, ...message.cc].map((address: MailAddress) => address.address.toLowerCase())
  return JSON.stringify([baseSubject(message.subject), [...new Set(people)].sort()])
}

/** Hashed, so that a key in a log or an export says nothing about the mail. */
function digest(text: string): string {
  return `t${hash('sha256', text, 'hex').slice(0, 20)}`
}
