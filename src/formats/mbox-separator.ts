/**
 * Which `From ` line parts messages in an mbox (RFC 4155, LoC fdd000383). Bodies hold such lines too: prose ("From now on …"), and
 * the first line of git patches; and writers disagree in what follows the address. So the line must look like one that a mailer wrote.
 */

const week = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)'
const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)'
const clock = '\\d{1,2}:\\d{2}(?::\\d{2})?'
const zone = '(?:[A-Z]{2,5}|[+-]\\d{4})(?: (?:[A-Z]{2,4}))?'

/** asctime, with the zone before or after the year or not at all, and what follows it (`remote from host`). */
const asctime = new RegExp(`^${week},? +${month} +\\d{1,2},? +${clock}(?: +${zone})? +\\d{4}(?: +${zone})?(?: .*)?$`, 'i')
/** The order of RFC 5322, which some exporters write. */
const mailOrder = new RegExp(`^(?:${week},? +)?\\d{1,2}[ -]${month}[ -]\\d{2,4} +${clock}(?: +${zone})?(?: .*)?$`, 'i')
const isoOrder = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?: ?(?:Z|[+-]\d\d:?\d\d))?$/i
/** The same orders with names of days and months in another language, as programs write them that format dates for people. */
const otherWord = '[^\\s\\d:,.]{1,10}\\.?'
const foreignOrder = new RegExp(
  `^(?:${otherWord},? +)?(?:${otherWord} +\\d{1,2}\\.?,? +${clock}(?: +${zone})? +\\d{4}|\\d{1,2}\\.?[ -]${otherWord}[ -]\\d{4} +${clock})(?: +${zone})?$`,
  'i',
)
/** The date of every patch that git formats: constant, so that tools know the line. */
const gitLine = /^From [0-9a-f]{40} Mon Sep 17 00:00:00 2001\s*$/

export type SeparatorStyle = 'mail' | 'git'

/** How much a line says: `full` ends in a date, `bare` is only an address, or ends in what may be a date in another language; null is no separator. */
export type SeparatorStrength = 'full' | 'bare'

/** Longest separator line looked at, in bytes; a longer `From ` line is prose. */
export const maxSeparatorBytes = 1000

/** @param line one character a byte, without its line break */
export function separatorStyle(line: string): SeparatorStyle {
  return gitLine.test(line) ? 'git' : 'mail'
}

/** @param line one character a byte, without its line break */
export function separatorStrength(line: string): SeparatorStrength | null {
  if (!line.startsWith('From ') || line.length > maxSeparatorBytes) return null
  const rest = line.slice(5).trimEnd()
  // The address may hold blanks in quotes or be missing altogether: try the date after each of the first few words.
  let at = 0
  for (let word = 0; word < 8; word++) {
    while (rest[at] === ' ' || rest[at] === '\t') at++
    const tail = rest.slice(at)
    if (asctime.test(tail) || mailOrder.test(tail) || isoOrder.test(tail)) return plausibleSender(rest.slice(0, at).trim()) ? 'full' : null
    if (foreignOrder.test(tail) && plausibleSender(rest.slice(0, at).trim())) return 'bare'
    const blank = tail.search(/[ \t]/)
    if (blank < 0) break
    at += blank
  }
  return /^(?:[^\s@]+@[^\s@]+|MAILER-DAEMON|-)$/.test(rest) ? 'bare' : null
}

/** One word (address, `-`, `MAILER-DAEMON`, `???@???`), none, pipermail's `ann at host`, or a quoted local part. */
function plausibleSender(sender: string): boolean {
  return !/\s/.test(sender) || /^\S+ at \S+$/.test(sender) || /^"[^"]*"@\S+$/.test(sender) || /^\S+@\S+ /.test(sender)
}

/** Whether a line is a header field, or one of the odd lines that may come first in a message. */
export function looksLikeField(line: string): boolean {
  return /^[!-9;-~]{1,200}[ \t]*:/.test(line) || line.startsWith('>From ')
}

/** Fields that mail is made of: one among the first lines makes a message certain. */
export function looksLikeMailField(line: string): boolean {
  return /^(?:from|to|cc|subject|date|received|return-path|delivered-to|envelope-to|message-id|mime-version|content-type|reply-to|sender|status|x-[a-z-]+)[ \t]*:/i.test(
    line,
  )
}
