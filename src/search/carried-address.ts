/** An address that another one carries in its local part, with its place there in UTF-16 code units. */
export interface CarriedAddress {
  readonly local: string
  readonly domain: string
  readonly start: number
  readonly end: number
  /** Whether both are the same person's: a forwarder or a filter wrote theirs anew. Otherwise a list or a service says by it whom a mail of its own is about. */
  readonly same: boolean
}

/** Sender Rewriting Scheme (www.libsrs2.net/srs/srs.pdf §4): `SRS0=hash=time=domain=local`; through a second forwarder `SRS1=hash=first==hash=time=domain=local`; Exchange's has a prefix. */
const rewritten = /(?:^|[+-])srs(?:0?[=+-]|1[=+-][^=]*=[^=]*=[=+-])[^=]*=[^=]*=(?<domain>[^=]+\.[^=]+)=(?<local>.+)$/iu
/** Bounce Address Tag Validation (draft-levine-smtp-batv-01 §4) and Barracuda's, before an address at its own domain. */
const tagged = /^(?:prvs|btv1)=+[^=]+=+(?<local>[^=]+)$/iu
/** Exchange's, of an address of another system; `+40` is the sign. */
const encapsulated = /^imceasmtp-(?<both>.+\+40.+)$/iu
/** Variable envelope return paths (cr.yp.to/proto/verp.txt) as most write them, as Sympa does, and as LISTSERV does. */
const returned = [
  /(?<local>[^=]+)=(?<domain>[^=]+\.[^=]+)$/u,
  /(?<local>[^=]+)==a==(?<domain>[^=]+\.[^=]+?)(?:==[^=]*)?$/u,
  /\*(?<local>[^*]+)\*\*(?<domain>[^*]+\.[^*]+)$/u,
]
const carries = /[=*]|^imceasmtp-/iu
/** Words before a local part that say what comes back, and numbers of lists. */
const isMark = /^(?:(?:ms)?bounces?|returns?|errors?|owner|request|confirm|verp|sentto|unsubscribe|\d{3,})$/iu
/** Numbers of mails behind them. */
const isNumber = /^(?=.*\d)[0-9a-f]+$/iu

/**
 * The address that is carried in the local part of another, at `domain`: `staff-bounces+roe=x.example` gives `roe@x.example`. Null where there is none. What stands
 * before the carried local part and may belong to it (`anna-roe=x.example`) is taken for part of it, since `roe` would be somebody else.
 */
export function carriedIn(local: string, domain: string): CarriedAddress | null {
  // Most addresses carry none, and have no such sign.
  if (!carries.test(local)) return null
  const tag = tagged.exec(local)?.groups?.['local']
  if (tag !== undefined) return { local: tag, domain, start: local.length - tag.length, end: local.length, same: true }
  const both = encapsulated.exec(local)?.groups?.['both']
  if (both !== undefined) {
    const plain = both.replace(/\+([0-9a-f]{2})/giu, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    const at = plain.lastIndexOf('@')
    return { local: plain.slice(0, at), domain: plain.slice(at + 1), start: 0, end: local.length, same: true }
  }
  const anew = rewritten.exec(local)?.groups
  if (anew !== undefined) {
    const [before = '', behind = ''] = [anew['domain'], anew['local']]
    const start = local.length - behind.length - 1 - before.length
    const inner = carriedIn(behind, before)
    if (inner === null) return { local: behind, domain: before, start, end: local.length, same: true }
    const offset = local.length - behind.length
    return { ...inner, start: offset + inner.start, end: offset + inner.end }
  }
  for (const expression of returned) {
    const found = expression.exec(local)
    if (found === null) continue
    const [before = '', behind = ''] = [found.groups?.['local'], found.groups?.['domain']]
    const own = withoutTags(before)
    const start = local.indexOf(before, found.index) + before.length - own.length
    return { local: own, domain: behind, start, end: local.indexOf(behind, start + own.length) + behind.length, same: false }
  }
  return null
}

/** A local part without the list and the number of the mail before it: `staff-return-77-roe` gives `roe`. */
function withoutTags(local: string): string {
  const pieces = local.split(/(?<=[-+])/u)
  let from = 0
  for (const [at, piece] of pieces.slice(0, -1).entries()) {
    const word = piece.slice(0, -1)
    if (isMark.test(word) || (from > 0 && from === at && isNumber.test(word))) from = at + 1
  }
  return pieces.slice(from).join('')
}
