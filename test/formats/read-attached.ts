import { attachmentParts, indexText, locatedBytes, parseMessage, partBytes, surfacesOfAttachment } from '../../src/formats/index.ts'
import { asId } from '../../src/model/index.ts'

/** All that is read of a file that was attached: documents by name with their text, and the problems. */
export async function readAttached(content: Uint8Array | string, name: string | null = null, type = 'application/octet-stream') {
  const encoded = Buffer.from(content).toString('base64').replace(/.{76}/g, '$&\r\n')
  const file = name === null ? '' : `; filename="${name}"`
  const bytes = Buffer.from(
    `Content-Type: ${type}\r\nContent-Disposition: attachment${file}\r\nContent-Transfer-Encoding: base64\r\nDate: 5 Oct 2026 14:03:22 +0200\r\n\r\n${encoded}`,
  )
  const parsed = parseMessage(bytes)
  const problems = parsed.problems.filter(({ where, code }) => where === '1' && code !== 'no-date').map(({ code }) => code)
  const texts: [string | null, string][] = []
  for (const located of attachmentParts(parsed)) {
    const { part } = located
    const { bytes: inner } = partBytes(locatedBytes(bytes, located), part)
    const { charset, message, filename } = part
    const found = await surfacesOfAttachment(asId('d'), {
      part: located.path,
      type: part.type,
      filename,
      bytes: inner,
      charset,
      message,
    })
    texts.push([filename, indexText(found.surfaces).body.trim()])
    problems.push(...found.problems.map(({ code }) => code))
  }
  return { texts, problems }
}
