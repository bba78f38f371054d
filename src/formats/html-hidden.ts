/** Beyond this the list of hidden things is cut, and says so. */
const maxHiddenLength = 400_000

/** Gathers what a mail's HTML carries unseen, one line each, without repeats. */
export interface HiddenLines {
  add(label: string, value: string): void
  /** Text of an unseen element; pieces are joined until `endRun`. */
  run(text: string, label?: string): void
  endRun(): void
  /** Whether there was more than could be listed. */
  cut(): boolean
  text(): string
}

const labels: Readonly<Record<string, string>> = {
  title: 'title',
  script: 'script',
  svg: 'drawing',
  math: 'formula',
  template: 'template',
  iframe: 'frame',
}

/** @param most characters, after which the list says that it was cut */
export function createHiddenLines(most = maxHiddenLength): HiddenLines {
  const lines = new Set<string>()
  let length = 0
  let cut = false
  let pieces: string[] = []
  let runLabel = 'not shown'

  const add = (label: string, value: string): void => {
    const text = collapse(value)
    if (text === '' || cut) return
    const line = `${label}: ${text}`
    if (lines.has(line)) return
    if (length + line.length > most) {
      cut = true
      return
    }
    length += line.length + 1
    lines.add(line)
  }
  const endRun = (): void => {
    if (pieces.length > 0) add(runLabel, pieces.join(''))
    pieces = []
  }
  return {
    add,
    run(text, label) {
      const wanted = label === undefined ? 'not shown' : (labels[label] ?? 'not shown')
      if (wanted !== runLabel) endRun()
      runLabel = wanted
      pieces.push(text)
    },
    endRun,
    cut: () => cut,
    text() {
      endRun()
      return [...lines, ...(cut ? ['(more hidden text follows, too long to list)'] : [])].join('\n')
    },
  }
}

/** White space of any kind, also the invisible fillers of preheaders, as one space. */
export function collapse(text: string): string {
  return text
    .toWellFormed()
    .replace(/(?:[\0-\x20\x7f\u00a0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]|\u034f)+/g, ' ')
    .trim()
}

/** A comment's words: conditional comments (`[if mso]>…`) hold markup. */
export function withoutTags(comment: string): string {
  if (/^\[if\b|^<!\[|^\[endif/i.test(comment) && !comment.includes('>')) return ''
  return comment.replace(/^\[if[^\]]{0,200}\]>|<!\[endif\]$/gi, ' ').replace(/<[^<>]*>/g, ' ')
}
