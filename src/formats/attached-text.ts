import type { Problem } from '../model/index.ts'
import { decodeText } from './charset.ts'
import { textCharset, wideLabel } from './charset-wide.ts'
import { isContentLines, readContentLines } from './content-lines.ts'
import { decodeHtml } from './part-content.ts'

export interface AttachedText {
  readonly text: string
  readonly problems: readonly Problem['code'][]
}

/** The text of an attached file of text, decoded; of a calendar or card what it says. */
export function attachedText(kind: 'html' | 'text', bytes: Uint8Array, declared: string | null): AttachedText {
  const charset = textCharset(bytes, declared)
  if (charset !== null && wideLabel.test(charset)) {
    // Read further as UTF-8, in which lines and marks are single bytes.
    const { text, problems } = decodeText(bytes, charset)
    if (kind === 'html') return { text, problems }
    const read = plainText(Buffer.from(text), 'utf-8')
    return { text: read.text, problems: [...problems, ...read.problems] }
  }
  return kind === 'html' ? decodeHtml(bytes, charset) : plainText(bytes, charset)
}

function plainText(bytes: Uint8Array, charset: string | null): AttachedText {
  return isContentLines(bytes) ? readContentLines(bytes, charset) : decodeText(bytes, charset)
}
