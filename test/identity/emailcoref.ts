import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One explicit mention of a person: a name or an address, no pronoun and no description. `[start, end)` in the thread's text. */
export interface Mention {
  readonly text: string
  readonly start: number
  readonly end: number
  readonly kind: 'address' | 'surname first' | 'full name' | 'one word' | 'initials'
}

export interface LabelledThread {
  readonly name: string
  readonly text: string
  /** Mentions of each person; those of groups, pronouns and descriptions are left out. */
  readonly people: readonly { readonly id: string; readonly mentions: readonly Mention[] }[]
}

const noSpaceBefore = /^[,.;:?!)\]>]|^'(?:s|ll|re|ve|d|m|t)$/iu
const noSpaceAfter = /[([<]$/u
const pronouns = new Set(
  "i you he she me my your his him her hers we us our ours mine yours they them their theirs it its who whom whose this that these those one ones both all some any others other myself yourself himself herself themselves everyone everybody anyone anybody nobody each several ya y'all".split(
    ' ',
  ),
)
/** Descriptions that are written with capitals. */
const descriptions =
  /^(?:(?:account|sr|senior|managing) ?\.? .*|team|the .*|a .*|an .*|two .*|our .*|all .*|dl .*|.*\b(?:sme|prez|assistant|director|winner|fans|group|egroup|trader|strategist|historian|commission|betas?)\b.*|emca)$/iu

/** Reads the threads of a folder of .conll files (token, speaker, type, chain), put back into text. */
export function labelledThreads(folder: string): readonly LabelledThread[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.conll'))
    .sort()
    .map((name) => labelledThread(name.replace('.conll', ''), readFileSync(join(folder, name), 'utf8')))
}

function labelledThread(name: string, conll: string): LabelledThread {
  let text = ''
  let atStart = true
  const open = new Map<string, number[]>()
  const mentions = new Map<string, Mention[]>()
  for (const line of conll.split('\n')) {
    if (line.startsWith('#')) continue
    const [token = '', , types = ''] = line.split('\t')
    if (token === '') {
      if (!atStart) text += '\n'
      atStart = true
      continue
    }
    // `X - From` and `O ' Brien` were one word before they were cut.
    const glued =
      atStart ||
      noSpaceBefore.test(token) ||
      noSpaceAfter.test(text) ||
      (token === '-' && /(?:^|\n)X$/u.test(text)) ||
      /(?:^|\n)X-$/u.test(text)
    text += `${glued ? '' : ' '}${token}`
    atStart = false
    const start = text.length - token.length
    for (const [label, opens, id = '', closes] of types.matchAll(/(\()?P(\d+)\*?(\))?/gu)) {
      if (label === undefined) continue
      if (opens !== undefined) open.set(id, [...(open.get(id) ?? []), start])
      const begun = closes === undefined ? undefined : open.get(id)?.pop()
      if (begun === undefined) continue
      const kind = kindOf(text.slice(begun))
      if (kind !== null) mentions.set(id, [...(mentions.get(id) ?? []), { text: text.slice(begun), start: begun, end: text.length, kind }])
    }
  }
  return { name, text, people: [...mentions].map(([id, list]) => ({ id, mentions: list })) }
}

function kindOf(written: string): Mention['kind'] | null {
  if (/@/u.test(written)) return 'address'
  if (pronouns.has(written.toLowerCase()) || descriptions.test(written)) return null
  const words = written.split(/[\s,.]+/u).filter((word) => word !== '')
  if (words.length === 1)
    return /^\p{Lu}?\p{L}$|^\p{Lu}{2,3}$|^\p{Ll}{2}$/u.test(words[0] ?? '') || /^\p{L}\.\p{L}\.$/u.test(written)
      ? 'initials'
      : /^\p{Lu}/u.test(written)
        ? 'one word'
        : null
  if (/^(?:\p{L}\.\s?){2,3}$/u.test(written)) return 'initials'
  // A name has capitals, or is written without any at all.
  if (!words.some((word) => /^\p{Lu}/u.test(word)) && words.length !== 2) return null
  if (words.some((word) => /^\p{Ll}/u.test(word) && !/^(?:de|la|van|von|der)$/u.test(word)) && /\p{Lu}/u.test(written)) return null
  if (!/\p{Lu}/u.test(written) && pronouns.has(words[0] ?? '')) return null
  return written.includes(',') ? 'surname first' : /^(?:mr|mrs|ms|dr|professor)\b/iu.test(written) ? 'one word' : 'full name'
}
