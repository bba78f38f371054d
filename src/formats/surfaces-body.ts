import type { MessagePart, ParsedMessage, Problem } from '../model/index.ts'
import { besideDraft } from './beside-parts.ts'
import { bodyParts } from './body-parts.ts'
import { parseHtml } from './html.ts'
import { armouredWords, type KeyWords } from './key-words.ts'
import { partText } from './part-content.ts'
import type { SurfaceDraft } from './surfaces-hash.ts'
import { cleanText, contentTypeParameter, unflow } from './surfaces-text.ts'

export interface Bodies {
  readonly drafts: readonly SurfaceDraft[]
  readonly problems: readonly Problem[]
}

/** The surfaces of an HTML text: what is shown, and where there is any, what it hides. */
export function htmlDrafts(part: string, html: string): Bodies {
  const parsed = parseHtml(html)
  const drafts: SurfaceDraft[] = [{ id: `w:${part}`, kind: 'html', part, text: parsed.text, tree: parsed.tree, boxes: parsed.boxes }]
  const keys = keyDrafts(`x:${part}`, part, armouredWords(parsed.text))
  const hidden = [parsed.hidden, ...keys.drafts.map(({ text }) => text)].filter((text) => text !== '')
  if (hidden.length > 0) drafts.push({ id: `x:${part}`, kind: 'hidden', part, text: hidden.join('\n'), producible: false })
  return { drafts, problems: [...keys.problems, ...parsed.problems.map((code): Problem => ({ code, where: part }))] }
}

/** Whom keys, certificates and signatures name, as hidden text: a reader of the mail doesn't see it. */
export function keyDrafts(id: string, part: string, names: KeyWords | null): Bodies {
  if (names === null) return { drafts: [], problems: [] }
  const drafts: SurfaceDraft[] = names.text === '' ? [] : [{ id, kind: 'hidden', part, text: names.text, producible: false }]
  return { drafts, problems: names.problems.map((code) => ({ code, where: part })) }
}

/**
 * A message's bodies as surfaces. A text/plain alternative that says the same as its HTML twin, word for word in the same order, is left out: the HTML is
 * reviewed and produced, and a plain text made from it. One that says anything else is a surface of its own and is produced too, since the
 * requester must not lose what only it says. Behind them what the message says in no part, as hidden text.
 */
export function bodyDrafts(parsed: ParsedMessage, bytes: Uint8Array): Bodies {
  const drafts: SurfaceDraft[] = []
  const problems: Problem[] = []
  for (const { plain, html } of bodyParts(parsed)) {
    const read = (part: MessagePart): string => {
      const { text, problems: found } = partText(bytes, part)
      problems.push(...[...new Set(found)].map((code): Problem => ({ code, where: part.path })))
      return text
    }
    const shown: Bodies = html === null ? { drafts: [], problems: [] } : htmlDrafts(html.path, read(html))
    problems.push(...shown.problems)
    const text = plain === null ? '' : plainText(plain, read(plain))
    const twin = shown.drafts[0]
    const superseded = twin !== undefined && saysNoMore(words(withoutAddresses(text)), words(twin.text))
    if (plain !== null && pgpMessage.test(text)) problems.push({ code: 'encrypted', where: plain.path })
    else if (html !== null && twin !== undefined && pgpMessage.test(twin.text)) problems.push({ code: 'encrypted', where: html.path })
    if (plain !== null && !superseded) drafts.push({ id: `t:${plain.path}`, kind: 'text', part: plain.path, text })
    const keys = plain === null || superseded ? null : keyDrafts(`x:${plain.path}`, plain.path, armouredWords(text))
    drafts.push(...shown.drafts, ...(keys?.drafts ?? []))
    problems.push(...(keys?.problems ?? []))
  }
  const beside = besideDraft(parsed, bytes)
  if (beside !== null) {
    drafts.push(beside.draft)
    problems.push(...beside.problems)
  }
  return { drafts, problems }
}

/** Inline PGP (RFC 9580 §6.2). */
export const pgpMessage = /^-----BEGIN PGP MESSAGE(?:, PART [\d/]+)?-----\s*$/m

function plainText(part: MessagePart, decoded: string): string {
  const text = cleanText(decoded)
  if (contentTypeParameter(part, 'format') !== 'flowed') return text
  return unflow(text, contentTypeParameter(part, 'delsp') === 'yes')
}

/** Bounded: the engine's stack is not made for a word of megabytes. */
function words(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]{1,1000}/gu) ?? []
  )
}

/** Plain alternatives write out the addresses of links and pictures; those stand among what the HTML hides. */
function withoutAddresses(text: string): string {
  return text.replace(/\b(?:https?|mailto|tel|cid|file):[^\s<>")\]]+/gi, ' ').replace(/\[(?:cid|image)\b[^\]\n]{0,200}\]/gi, ' ')
}

/** Whether `said` is `full` with words left out: greedy matching of a subsequence is exact, and linear. */
function saysNoMore(said: readonly string[], full: readonly string[]): boolean {
  let at = 0
  for (const word of said) {
    while (at < full.length && full[at] !== word) at++
    if (at === full.length) return false
    at++
  }
  return true
}
