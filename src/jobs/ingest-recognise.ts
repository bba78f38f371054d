import { openEvidence } from './ingest-file.ts'

const headBytes = 65_536
const fieldLine = /^[!-9;-~]{1,200}[ \t]*:/u
const mailField =
  /^(?:from|to|cc|subject|date|received|return-path|delivered-to|message-id|mime-version|content-type|reply-to|sender|status|x-[a-z-]+)[ \t]*:/iu

/**
 * What kind of mail file this is, told by its first bytes; null for anything else, and for an empty file.
 *
 * @throws the system's errors
 */
export function recogniseFile(path: Buffer, sizeBytes: number): 'mbox' | 'eml' | null {
  if (sizeBytes === 0) return null
  const file = openEvidence(path)
  try {
    return recogniseHead(Buffer.from(file.read(0, headBytes)))
  } finally {
    file.close()
  }
}

/** As `recogniseFile`, from the first bytes. */
export function recogniseHead(head: Buffer): 'mbox' | 'eml' | null {
  const text = head.toString('latin1').replace(/^(?:ï»¿)?[\r\n]*/u, '')
  if (text.startsWith('From ')) return 'mbox'
  const [header = ''] = text.split(/\r?\n\r?\n/u, 1)
  const lines = header.split(/\r?\n/u)
  const [first = ''] = lines
  if (!fieldLine.test(first) || text.includes('\0')) return null
  return lines.some((line) => mailField.test(line)) ? 'eml' : null
}
