import { looksLikeField } from './mbox-separator.ts'

/**
 * Whether text is the header of a message (RFC 5322 §2.2), where only the text tells. Configuration, calendars, answers of web servers and packages have the
 * same grammar; the names of fields part them, and where one name that others use too is all there is, what it says.
 */

/** `unfinished`: nothing but fields so far, and the text ends before the header does. */
export type HeaderVerdict = 'mail' | 'unfinished' | 'none'

/** Fields that nothing but mail has. */
const certain = new RegExp(
  `^(?:${[
    'return-path|delivered-to|envelope-to|message-id|in-reply-to|resent-[a-z-]+|dkim-signature|domainkey-signature|authentication-results|received-spf|arc-[a-z-]+',
    'list-(?:id|post|unsubscribe|help|archive)|apparently-to|disposition-notification-to|content-transfer-encoding|thread-(?:topic|index)|autocrypt',
    'x-(?:received|mailer|originating-ip|original-to|priority|msmail-[a-z-]+|ms-(?:exchange|has-attach|tnef)[a-z-]*|mozilla-[a-z0-9-]+|spam[a-z-]*|virus[a-z-]*|gm[a-z]*-[a-z-]+|uidl?|keywords)',
    'x-(?:account-key|envelope-[a-z-]+|mimeole|mime-autoconverted|folder|origin|filename|from|to|google-[a-z-]+|unix-from|authentication-warning|beenthere)',
  ].join('|')})$`,
)
/** The same, where they are written as mailers do: written small they are words of configuration. */
const certainCapital = /^(?:Received|References|RECEIVED|REFERENCES)$/
const ordinary = /^(?:from|to|cc|bcc|sender|reply-to|subject|date|mime-version|content-type|content-disposition|errors-to)$/
const addressed = /^(?:from|to|cc|bcc|sender|reply-to)$/
/** Fields that stand beside any of mail's and say nothing against it. */
const neutral = /^(?:content-[a-z-]+|x-[a-z-]+|status|user-agent|organization|importance|priority|precedence|newsgroups|lines)$/
const ofTheWeb =
  /^(?:server|set-cookie|cookie|cache-control|etag|host|accept|accept-[a-z]+|connection|transfer-encoding|location|vary|content-encoding|last-modified|x-powered-by|strict-transport-security|access-control-[a-z-]+)$/

const mailAddress = /[^\s<>"',;:]@[^\s<>"',;:]/
const mediaType = /^\s*(?:text|multipart|message|application|image|audio|video)\/[!-~]/i
const mailDate = /^\s*(?:[A-Z]{3,9},?\s+)?\d{1,2}[ -][A-Z]{3,9}[ -]\d{2,4}\b/i
const traced = /\b(?:from|by|with|for|id)\b|;/i

/** A value is looked at up to here, in characters; what is said of it stands at its beginning. */
const valueLength = 2000

interface Evidence {
  certain: number
  ordinary: number
  /** Ordinary fields written as mailers do. */
  capital: number
  addressed: number
  /** Whether one ordinary field says enough where no foreign one stands beside it. */
  telling: boolean
  foreign: number
  web: number
}

/**
 * Judges the lines of a text from `start`. Characters are bytes.
 * @param whole whether the lines are all of the file: else its header may go on
 */
export function judgeHeader(lines: readonly string[], start: number, whole: boolean): HeaderVerdict {
  const evidence: Evidence = { certain: 0, ordinary: 0, capital: 0, addressed: 0, telling: false, foreign: 0, web: 0 }
  let at = start
  while (at < lines.length) {
    const line = lines[at] as string
    const last = at === lines.length - 1
    if (line === '' && !(last && at > start)) return ended(evidence, lines, at) ? 'mail' : 'none'
    if (last && line === '') break
    if (!looksLikeField(line)) {
      // Cut within a field's name.
      if (last && !whole && /^[!-9;-~]*$/.test(line)) return 'unfinished'
      return strayLine(evidence) ? 'mail' : 'none'
    }
    let value = line.slice(line.indexOf(':') + 1, valueLength)
    let next = at + 1
    while (next < lines.length && /^[ \t]/.test(lines[next] as string)) {
      if (value.length < valueLength) value += (lines[next] as string).slice(0, valueLength)
      next++
    }
    weigh(evidence, line.slice(0, line.indexOf(':')).trimEnd(), value)
    at = next
  }
  if (!whole) return 'unfinished'
  return withoutEnd(evidence) ? 'mail' : 'none'
}

/** What fields say that fill all that is looked at. Nothing but mail has a header of that length, where it has a field of mail at all. */
export function judgeUnfinished(lines: readonly string[], start: number): boolean {
  // The last line is cut, and says something only where it is the first.
  const seen = lines.length - 1 > start ? lines.slice(0, -1) : lines
  return judgeHeader([...seen, '', ''], start, true) === 'mail'
}

function weigh(evidence: Evidence, name: string, value: string): void {
  const lower = name.toLowerCase()
  if (certain.test(lower) || (certainCapital.test(name) && (lower !== 'received' || traced.test(value)))) evidence.certain++
  else if (ofTheWeb.test(lower)) evidence.web++
  else if (ordinary.test(lower)) weighOrdinary(evidence, name, lower, value)
  else if (!neutral.test(lower) && !name.startsWith('>From ')) evidence.foreign++
}

function weighOrdinary(evidence: Evidence, name: string, lower: string, value: string): void {
  const says = value.trim()
  if (lower === 'date' ? !mailDate.test(value) : !/[a-z0-9@\x80-\xff]/i.test(says)) return
  if (addressed.test(lower)) {
    // Times and amounts go from one to another too.
    if (!/[a-z@\x80-\xff]/i.test(says)) return
    if (mailAddress.test(value)) evidence.addressed++
  }
  evidence.ordinary++
  if (/^[A-Z]/.test(name)) evidence.capital++
  if (lower === 'subject' || lower === 'mime-version' || (lower === 'content-type' && mediaType.test(value))) evidence.telling = true
}

/** Fields, then an empty line: a header by grammar. */
function ended(evidence: Evidence, lines: readonly string[], empty: number): boolean {
  if (evidence.certain > 0) return true
  if (evidence.web > 0 && evidence.addressed === 0) return false
  if (evidence.capital === 0) return evidence.ordinary >= 2 && evidence.addressed > 0 && !isConfiguration(lines, empty)
  return evidence.ordinary >= 2 || evidence.addressed > 0 || (evidence.telling && evidence.foreign === 0)
}

/** Whether what follows fields written small is more of the same, as in YAML. */
function isConfiguration(lines: readonly string[], empty: number): boolean {
  const next = lines.slice(empty).find((line) => line.trim() !== '') ?? ''
  return next === '' || /^(?:[\w-]+:(?:\s|$)|- |#|---)/.test(next)
}

/** Fields to the file's end: a message without a body, or something that only looks alike. */
function withoutEnd(evidence: Evidence): boolean {
  return evidence.certain > 0 || (evidence.capital >= 2 && evidence.web === 0)
}

/** One stray line among good fields is a mailer's fault; prose with colons is told by there being few. */
function strayLine(evidence: Evidence): boolean {
  return evidence.web === 0 && evidence.certain + evidence.capital >= 2
}
