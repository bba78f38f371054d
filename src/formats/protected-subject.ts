import { decodeHeaderText } from './encoded-word.ts'
import type { RawField } from './header-block.ts'
import type { HeaderParameters } from './parameters.ts'

/** An entity, as far as it tells whether its header is protected. */
interface Headed {
  readonly fields: readonly RawField[]
  readonly parameters: HeaderParameters
  readonly children: readonly Headed[]
}

/** What mail programs write in place of a subject that only the encrypted part has (RFC 9788 §3.2.1: `[...]`; before, `...` and words). */
const standIn = /^(?:[^\p{L}\p{N}]*|(?:re|fwd?|aw|wg): ?[^\p{L}\p{N}]*|\W*encrypted (?:message|e-?mail|subject)\W*)$/iu
/** Deeper than signatures and layers stand in use. */
const deepest = 5

/**
 * The subject in the header of the part that was signed or encrypted, which says that it stands for the message's own (RFC 9788 §2; `protected-headers` in the
 * drafts before), where the message's own is a stand-in for it. Null where there is none, and where the message has a subject: of mail that is only signed most programs
 * show that, lists put their name before it, and whether the signature holds isn't known here.
 * @param outer the message's own subject, empty where it has none
 */
export function protectedSubject(root: Headed, outer: string, charset: string | null): string | null {
  let payload = root.children[0]
  if (payload === undefined || !standIn.test(outer)) return null
  for (let depth = 0; payload !== undefined && depth < deepest; depth++, payload = payload.children[0]) {
    const { parameters } = payload.parameters
    if (!parameters.has('hp') && !parameters.has('protected-headers')) continue
    const field = payload.fields.find(({ lower }) => lower === 'subject')
    const subject = field === undefined ? '' : decodeHeaderText(field.raw, charset)
    return /[\p{L}\p{N}]/u.test(subject) ? subject : null
  }
  return null
}
