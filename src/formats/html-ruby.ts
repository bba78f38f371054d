/** Parts of a ruby element (HTML §4.5.10 to §4.5.14; `rb` and `rtc` of older drafts). */
export const rubyParts: ReadonlySet<string> = new Set(['rb', 'rt', 'rtc', 'rp'])
const readings: ReadonlySet<string> = new Set(['rt', 'rtc'])

/** Follows the ruby elements of a page; told of whatever opens, closes and is said. */
export interface Rubies {
  /** Whether a reading is open. */
  readonly isReading: boolean
  opened(name: string): void
  /** Before the innermost element, of that name, is closed. */
  closing(name: string): void
  /** Before a start tag, or the end. */
  before(name: string): void
  /** Takes a text that is a reading, and says so. */
  read(text: string): boolean
}

/**
 * Readings stand above what is read, and so between its signs in the source: `<ruby>山田<rt>やまだ</rt></ruby><ruby>太郎<rt>たろう</rt></ruby>`. In a text they follow in
 * brackets what was read in one go, `山田太郎 (やまだ たろう)`, so that the name is found, and can be marked, in both ways of writing.
 */
export function createRubies(write: (text: string) => void): Rubies {
  let open = 0
  let reading = 0
  /** Of each ruby element that has some. */
  let held: string[] = []
  let current = ''
  const flush = (): void => {
    if (open > 0 || (held.length === 0 && current === '')) return
    const said = [...held, current].map((text) => text.trim()).filter((text) => text !== '')
    held = []
    current = ''
    if (said.length > 0) write(` (${said.join(' ')})`)
  }
  return {
    get isReading() {
      return reading > 0
    },
    opened(name) {
      if (name === 'ruby') open++
      if (open > 0 && readings.has(name)) reading++
    },
    closing(name) {
      flush()
      if (name === 'ruby') {
        open--
        if (current !== '') held.push(current)
        current = ''
      }
      if (readings.has(name) && reading > 0) reading--
    },
    before(name) {
      if (name !== 'ruby') flush()
    },
    read(text) {
      if (reading > 0) {
        current += text
        return true
      }
      flush()
      return false
    },
  }
}
