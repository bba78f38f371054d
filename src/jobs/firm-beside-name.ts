import { matchesIn, type Wanted } from '../search/index.ts'
import { type Organisation, organisationIn } from './twin-organisation.ts'

/**
 * Whether a text says of somebody of the name that they are of a firm. That a firm is named somewhere says nothing: colleagues write about the subject and
 * the customer they look after. It must stand beside the name, in a way in which people are told from others: `Nora Quill of Firm`, `Nora Quill (Firm)`, `Nora
 * Quill, Firm` at the end of a line, `Firm’s Nora Quill`, or in the lines below a name that stands alone, as in signatures.
 */

/** How far one looks, in UTF-16 code units. */
const around = 160
const linesBelow = 3
const mostWords = 6
/** Words that lead from a person to where they are. */
const leading =
  /^\s*[,(]?\s*(?:(?:who is|who works|the one|now)\s+)?(?:of|from|at|von|vom|bei|beim|aus|der Firma|de chez|de|du|chez|del|di|da|van|bij|fra|från|hos|z|ze|из|от|από)\s+(?:(?:the|our|your|der|die|das|dem|la|le|il|de|het|firma|firmy|company|société)\s+){0,2}/iu

/** The organisations that stand beside one of the names, place by place. Of two that a place may mean (`Harbour`, `Harbour View`), the first given. */
export function firmsBesideName(text: string, names: readonly Wanted[], organisations: readonly Organisation[]): readonly Organisation[] {
  return matchesIn(text, names).flatMap(({ start, end }) => {
    const found =
      after(text.slice(end, end + around), organisations) ?? before(text.slice(Math.max(0, start - around), start), organisations)
    if (found !== null) return [found]
    const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start)
    return /^[\s>*_-]*$/u.test(line) ? (belowAlone(text.slice(end, end + 2 * around), prefixOf(line), organisations) ?? []) : []
  })
}

function after(rest: string, organisations: readonly Organisation[]): Organisation | null {
  const inBrackets = /^\s*[([/]\s*([^)\]\n]{1,100})/u.exec(rest)?.[1]
  if (inBrackets !== undefined && wordsIn(inBrackets) <= mostWords) return organisationIn(inBrackets, organisations)
  const lead = leading.exec(rest)?.[0]
  if (lead !== undefined) return atStart(rest.slice(lead.length), organisations)
  const alone = /^[^\S\n]*[,@|/–—-][^\S\n]*([^\n]{1,80})(?:\n|$)/u.exec(rest)?.[1]
  return alone !== undefined && wordsIn(alone) <= 4 ? organisationIn(alone, organisations) : null
}

/** `Firm’s Nora Quill`, `Firm (Nora Quill)`. */
function before(rest: string, organisations: readonly Organisation[]): Organisation | null {
  const words = /((?:\S+[ \t]+){0,4}\S+?)(?:['’]s?[ \t]+|[ \t]*[(/][ \t]*)$/u.exec(rest)?.[1]
  if (words === undefined) return null
  const found = organisationIn(words, organisations)
  // It ends there: without its last word it isn't named.
  return found !== null && organisationIn(words.replace(/\S+$/u, ''), organisations) === null ? found : null
}

/** At the beginning: without the first word it isn't named. */
function atStart(rest: string, organisations: readonly Organisation[]): Organisation | null {
  const words = rest.split(/\s+/u).slice(0, mostWords)
  const found = organisationIn(words.join(' '), organisations)
  return found !== null && organisationIn(words.slice(1).join(' '), organisations) === null ? found : null
}

/** In the lines that stand below in the same quotation, but for those of a header. */
function belowAlone(rest: string, prefix: string, organisations: readonly Organisation[]): Organisation | null {
  const [same = '', ...lines] = rest.split('\n')
  if (!/^[\s,.*_-]*$/u.test(same)) return null
  const other = lines.findIndex((line) => prefixOf(line) !== prefix)
  const near = lines.slice(0, other < 0 ? linesBelow : Math.min(other, linesBelow))
  return organisationIn(near.filter((line) => wordsIn(line) <= mostWords && !ofHeader.test(line)).join('\n'), organisations)
}

const ofHeader = /^[\s>|]*\p{Lu}[\p{L} -]{1,20}:\s/u

/** How deep a line is quoted. */
function prefixOf(line: string): string {
  return /^[\s>|]*/u.exec(line)?.[0].replace(/\s+/gu, '') ?? ''
}

function wordsIn(text: string): number {
  return text.split(/\s+/u).filter((word) => word !== '').length
}
