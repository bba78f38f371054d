import { isSharedAddress } from '../model/index.ts'
import type { Candidate, Recognizer } from './recognizer.ts'

/** RFC 5321 §4.5.3.1: what lies further away from the @ isn't part of an address. */
const maximumLocal = 64
const maximumDomain = 255
const local = /[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~.-]/u
const domain = /^(?:[\p{L}\p{N}\p{M}](?:[\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}])?\.)+(?:xn--[a-z0-9-]{2,59}|\p{L}[\p{L}\p{M}]{1,62})/iu
/** "jane.roe (at) alder.example", "jane.roe [at] alder [dot] example". */
const spelled =
  /(?<![\p{L}\p{N}])([\p{L}\p{N}._+-]{1,64}) ?[([{] ?(?:at|ät|arobase) ?[)\]}] ?([\p{L}\p{N}-]{1,63}(?: ?(?:\.|[([{] ?(?:dot|punkt|point) ?[)\]}]) ?[\p{L}\p{N}-]{1,63}){1,4})/giu

function at(text: string, index: number): Candidate | null {
  let start = index
  while (start > 0 && index - start < maximumLocal && local.test(text[start - 1] ?? '')) start--
  while (start < index && !/[\p{L}\p{N}_]/u.test(text[start] ?? '')) start++
  if (start === index || text[index - 1] === '.') return null
  const found = domain.exec(text.slice(index + 1, index + 1 + maximumDomain))
  if (found === null) return null
  const end = index + 1 + found[0].length
  return isSharedAddress(text.slice(start, end))
    ? { start, end, score: 0.6, why: 'a mail address; of a desk or a list by its name' }
    : { start, end, score: 0.98, why: 'a mail address' }
}

/** What is written as an address and is the name of a message or an appointment. */
const identifierField = /(?:^|\n)[>|\s]*(?:UID|Message-ID|In-Reply-To|References|Content-ID)(?:;[^:\n]{0,80})?:[^\n]{0,400}$/iu

/** Mail addresses, also in other scripts, and those written "at" and "dot". */
export const emailAddress: Recognizer = {
  id: 'email-address',
  version: 1,
  type: 'email',
  source: 'RFC 5321 §4.1.2, RFC 6531',
  find: (text) => {
    const found: Candidate[] = []
    for (let index = text.indexOf('@'); index >= 0; index = text.indexOf('@', index + 1)) {
      const candidate = at(text, index)
      if (candidate !== null && !identifierField.test(text.slice(Math.max(0, candidate.start - 500), candidate.start)))
        found.push(candidate)
    }
    if (/[([{] ?(?:at|ät|arobase) ?[)\]}]/iu.test(text)) {
      for (const match of text.matchAll(spelled)) {
        found.push({ start: match.index, end: match.index + match[0].length, score: 0.75, why: 'address with its @ written as a word' })
      }
    }
    return found
  },
}
