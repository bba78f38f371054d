import type { Problem, ProblemCode } from '../model/index.ts'
import type { AttachmentInput } from './attachment-input.ts'
import { attachmentParts, locatedBytes } from './body-parts.ts'
import { carriedMessage } from './carried.ts'
import type { FileWithin } from './file-within.ts'
import { createHiddenLines } from './html-hidden.ts'
import { officeLimits } from './limits.ts'
import { parseMessage } from './parse-message.ts'
import { partBytes } from './part-content.ts'
import type { Bodies } from './surfaces-body.ts'
import type { SurfaceDraft } from './surfaces-hash.ts'

/** Attack: a file in a file in a file. */
const maxDepth = 5
/** Attack: a file that holds tens of thousands. */
const maxFiles = 500

/** Why something in an inner file was not read: that of the outer one. */
const passedOn: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'unreadable-attachment',
  'password-protected',
  'encrypted',
  'too-large',
  'too-many-parts',
  'too-deep',
  'timeout',
  'no-text',
])

/**
 * The surfaces of a file that holds files (in a PDF, in an Office file): what those say stands among what it hides, so that it is found and shown to the reviewer. They
 * are no documents of their own and can't be produced, which `files-within` says.
 * @param read the drafts of an inner file
 */
export async function withFilesWithin(
  part: string,
  bodies: Bodies,
  files: readonly FileWithin[],
  depth: number,
  read: (inner: AttachmentInput) => Promise<Bodies>,
): Promise<Bodies> {
  if (files.length === 0) return bodies
  const codes = new Set<ProblemCode>(['files-within'])
  const lines = createHiddenLines(officeLimits.hiddenLength)
  if (depth >= maxDepth) codes.add('too-deep')
  else {
    if (files.length > maxFiles) codes.add('too-many-parts')
    for (const { name, bytes } of files.slice(0, maxFiles)) {
      lines.add('embedded file', name)
      if (bytes === null) codes.add('unreadable-attachment')
      else for (const inner of unwrapped(part, name, bytes, codes)) addTexts(await read(inner), lines, codes)
    }
  }
  const hidden = bodies.drafts.find(({ kind }) => kind === 'hidden')
  const said = lines.text()
  if (lines.cut()) codes.add('too-large')
  const text = [hidden?.text ?? '', said].filter((one) => one !== '').join('\n')
  const drafts: SurfaceDraft[] = bodies.drafts.filter((draft) => draft !== hidden)
  if (text !== '') drafts.push({ id: `x:${part}`, kind: 'hidden', part, text, producible: false })
  const problems: readonly Problem[] = [...codes].map((code) => ({ code, where: part }))
  return { drafts, problems: [...bodies.problems.filter(({ code }) => !codes.has(code)), ...problems] }
}

/** A file as it is; what carries a message or files (a mail, an archive), with all that it carries. */
function unwrapped(part: string, filename: string, bytes: Uint8Array, codes: Set<ProblemCode>): readonly AttachmentInput[] {
  const type = 'application/octet-stream'
  const carried = carriedMessage({ type, filename }, bytes)
  if (carried === null) return [{ part, type, filename, bytes }]
  for (const code of carried.problems) if (passedOn.has(code)) codes.add(code)
  if (carried.bytes === null) return []
  const message = parseMessage(carried.bytes)
  for (const { code } of message.problems) if (passedOn.has(code)) codes.add(code)
  const whole: AttachmentInput = { part, type: 'message/rfc822', filename, bytes: carried.bytes, message }
  const { bytes: inside } = carried
  const parts = attachmentParts(message).map((located): AttachmentInput => {
    const { type: declared, filename: name, charset, message: inner } = located.part
    return {
      part,
      type: declared,
      filename: name,
      charset,
      message: inner,
      bytes: partBytes(locatedBytes(inside, located), located.part).bytes,
    }
  })
  return [whole, ...parts]
}

function addTexts({ drafts, problems }: Bodies, lines: ReturnType<typeof createHiddenLines>, codes: Set<ProblemCode>): void {
  for (const { code } of problems) if (passedOn.has(code)) codes.add(code)
  for (const { text } of drafts) for (const line of text.split('\n')) lines.add('text of an embedded file', line)
}
