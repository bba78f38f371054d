import { allParts, messagePiece } from '../formats/mail-side.ts'
import type { MessagePart, ParsedMessage } from '../model/index.ts'
import { type DocumentRecord, documentByNumber, type ReadableDatabase } from '../store/index.ts'

/** A part on the way to the one that an exception is about; `path`: of all of the way. */
interface PartStep {
  readonly path: string
  readonly type: string
  readonly filename: string | null
}

/** Longer names are cut, in UTF-16 code units: nobody reads on, and a name may be as long as a header. */
const longestName = 120
/** What would break the line, or turn the direction of writing. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu

/** Parts for people, from the outside in: `forwarded.eml › invoice.pdf`; one without a name by its number and type: `part 1.2 (text/html)`. */
function labelOf(steps: readonly PartStep[]): string {
  return steps
    .map(({ path, type, filename }, at) => {
      if (filename !== null) return shortened(filename.replace(unprintable, '\ufffd'))
      const number = `part ${path.slice(path.lastIndexOf('/') + 1)}`
      return at === steps.length - 1 ? `${number} (${shortened(type)})` : number
    })
    .join(' › ')
}

/** So that whoever looks for the other pieces of a message knows which those are: `piece 2 of 5 of the message a1@x.example`. */
function pieceOf(part: MessagePart): string {
  const piece = messagePiece(part)
  if (piece === null) return ''
  const { number, total, id } = piece
  const which = `piece ${number ?? '?'} of ${total ?? '?'}`
  return id === '' ? which : `${which} of the message ${shortened(id.replace(unprintable, '\ufffd'))}`
}

function shortened(text: string): string {
  return text.length <= longestName ? text : `${text.slice(0, longestName).toWellFormed()}…`
}

/**
 * Labels of the places within a message where something is told: of a part, at whatever depth, or of a field of a header. Null for the message as a whole, and for
 * its only part where that is no file.
 */
export function partLabels(parsed: ParsedMessage): (place: string) => string | null {
  let parts: ReadonlyMap<string, PartStep & { readonly piece: string }> | null = null
  return (place) => {
    if (place === '') return null
    parts ??= new Map(
      [...allParts(parsed)].map(({ path, part }) => [path, { path, type: part.type, filename: part.filename, piece: pieceOf(part) }]),
    )
    const { root } = parsed
    const piece = parts.get(place)?.piece ?? ''
    if (place === root.path && root.filename === null) return piece || null
    const names = place.split('/')
    const steps = names.flatMap((_, at) => parts?.get(names.slice(0, at + 1).join('/')) ?? [])
    const last = names.at(-1) ?? ''
    const field = last === '' || steps.length === names.length ? '' : `header field “${shortened(last)}”`
    return [labelOf(steps), piece, field].filter((text) => text !== '').join(' › ') || null
  }
}

/** The label of an attachment that is indexed. */
export function attachmentLabel(index: ReadableDatabase, attachment: DocumentRecord): string {
  const steps: PartStep[] = []
  for (let at: DocumentRecord | null = attachment; at !== null && at.kind === 'attachment'; ) {
    steps.unshift({ path: at.part, type: at.type, filename: at.filename })
    at = at.parent === null ? null : documentByNumber(index, at.parent)
  }
  return labelOf(steps)
}
