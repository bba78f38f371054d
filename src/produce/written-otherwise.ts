import { readingsOf } from './check-decode.ts'
import { canon, squash } from './check-normalise.ts'
import { bounded } from './check-search.ts'

/** What a text says only once it is decoded, or with lookalikes read as the letters they show: no search by words finds that. */
export interface OtherReadings {
  readonly canonical: string
  readonly squashed: string
  /** As above, of runs that merely look encoded. */
  readonly guessed: string
}

const none: OtherReadings = { canonical: '', squashed: '', guessed: '' }

/** Signs that a line is written in another way than it reads: escapes, references, tags, base64, UTF-8 taken for Latin-1, letters lost, scripts mixed within a word. */
const signs = [
  /%[0-9a-f]{2}|=[0-9a-f]{2}|=[ \t]*$|=\?|&(?:#\w+|[a-z]+\d*);|\\[ux'\d]|<[/!]?[a-z]|[+&][a-z0-9/,]{3,}-|(?:[0-9a-f]{2}[ :]?){6}/i,
  /(?=\S*[a-z])(?=\S*[A-Z0-9])[A-Za-z0-9+/_=-]{12,}/,
  /\u202e|[\u{e0020}-\u{e007e}]|[\ufe00-\ufe0f]{4}|[\u00c2-\u00f4][^\p{ASCII}\p{Lu}\p{Ll}]|\p{L}\?{1,2}\p{L}|\ufffd/u,
  /[a-z\u00e0-\u024f][\u0370-\u058f\u13a0-\u13ff]|[\u0370-\u058f\u13a0-\u13ff][a-z\u00e0-\u024f]/i,
] as const
/** Of a text that is all signs (a table of numbers, a dump) so much is read. */
const MAX_READ = 200_000

/** The other readings of a text, by the decoders of the leak check. */
export function otherReadings(text: string): OtherReadings {
  let size = 0
  let goesOn = false
  const lines = text.split('\n').filter((line) => {
    const isSigned = size <= MAX_READ && signs.some((sign) => sign.test(line))
    // What is encoded may break off, and end on a line without a sign.
    const isTaken = isSigned || goesOn
    goesOn = isSigned
    if (isTaken) size += line.length
    return isTaken
  })
  if (lines.length === 0) return none
  const known = new Set(lines.map((line) => line.trim()))
  const fresh: string[] = []
  const guessed: string[] = []
  for (const reading of readingsOf(lines.join('\n')).readings) {
    if (reading.how === '') continue
    for (const line of reading.text.split('\n')) {
      if (known.has(line.trim())) continue
      known.add(line.trim())
      ;(reading.guess ? guessed : fresh).push(line)
    }
  }
  // Lost letters and lookalikes are read as they stand.
  fresh.push(...lines.filter((line) => /\ufffd|\?/.test(line) || signs[3].test(line)))
  const canonical = canon(fresh.join('\n'))
  return { canonical, squashed: squash(canonical), guessed: canon(guessed.join('\n')) }
}

const MIN_SQUASHED = 8
const MIN_LOSSY = 5

/** Whether one of the texts stands among the other readings of a text. */
export function readsAs({ canonical, squashed, guessed }: OtherReadings, texts: readonly string[]): boolean {
  if (canonical === '' && guessed === '') return false
  return texts.flatMap(asWritten).some((form) => {
    if (stands(canonical, form)) return true
    const letters = squash(form)
    return letters.length >= MIN_SQUASHED && (squashed.includes(letters) || guessed.includes(form))
  })
}

/** A text in canonical form, and as programs leave it that know no letters beyond ASCII. */
function asWritten(text: string): readonly string[] {
  const form = canon(text).trim()
  const lossy = [...new Set(['?', '??', '\ufffd'].map((lost) => canon(text.replace(/[^\0-\x7f]/g, lost)).trim()))]
  return [form, ...lossy.filter((other) => other !== form && squash(other).length >= MIN_LOSSY)].filter((one) => squash(one) !== '')
}

function stands(canonical: string, form: string): boolean {
  for (let at = canonical.indexOf(form); at >= 0; at = canonical.indexOf(form, at + 1))
    if (bounded(canonical, at, at + form.length)) return true
  return false
}
