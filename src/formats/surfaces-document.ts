import type { Problem } from '../model/index.ts'
import type { FileWithin } from './file-within.ts'
import { readLegacy } from './office/legacy.ts'
import { type OfficeContent, readOffice } from './office/office.ts'
import { readRtf } from './office/rtf.ts'
import { type Bodies, htmlDrafts } from './surfaces-body.ts'
import type { SurfaceDraft } from './surfaces-hash.ts'

/**
 * The surfaces of a document that holds text and its layout: what it shows as a render tree, and what it keeps unseen. Null for a zip archive
 * that is no Office file.
 */
export function documentDrafts(part: string, kind: 'zip' | 'compound' | 'rtf', bytes: Uint8Array): DocumentDrafts | null {
  if (kind === 'rtf') {
    const rtf = readRtf(bytes)
    if (rtf.kind === 'document') return contentDrafts(part, rtf.content)
    const { drafts, problems } = htmlDrafts(part, rtf.html)
    return {
      bodies: { drafts, problems: [...problems, ...rtf.problems.map((code): Problem => ({ code, where: part }))] },
      files: rtf.files,
    }
  }
  const content = kind === 'compound' ? readLegacy(bytes) : readOffice(bytes)
  return content === null ? null : contentDrafts(part, content)
}

export interface DocumentDrafts {
  readonly bodies: Bodies
  /** Files that the document holds. */
  readonly files: readonly FileWithin[]
}

function contentDrafts(part: string, content: OfficeContent): DocumentDrafts {
  const drafts: SurfaceDraft[] = []
  const problems: Problem[] = content.problems.map((code) => ({ code, where: part }))
  const unread = content.problems.some((code) => code === 'unreadable-attachment' || code === 'password-protected')
  if (content.text.trim() !== '') drafts.push({ id: `w:${part}`, kind: 'html', part, text: content.text, tree: content.tree })
  else if (!unread) problems.push({ code: 'no-text', where: part })
  if (content.hidden !== '') drafts.push({ id: `x:${part}`, kind: 'hidden', part, text: content.hidden, producible: false })
  return { bodies: { drafts, problems }, files: content.files }
}
