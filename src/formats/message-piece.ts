import type { MessagePart } from '../model/index.ts'
import { parseParameters } from './parameters.ts'

/** Which piece a part is of a message that was sent in several (RFC 2046 §5.2.2). */
export interface MessagePiece {
  /** From 1; null where it doesn't say. */
  readonly number: number | null
  /** How many there are; said by the last one, and mostly by all. */
  readonly total: number | null
  /** The same for all pieces of a message. */
  readonly id: string
}

/** Null for a part that is none. */
export function messagePiece({ type, headers }: Pick<MessagePart, 'type' | 'headers'>): MessagePiece | null {
  if (type !== 'message/partial') return null
  const field = headers.find(({ name }) => name.toLowerCase() === 'content-type')
  const { parameters } = parseParameters(field?.value ?? '')
  const count = (name: string): number | null => {
    const value = Number(/^\d{1,6}$/u.exec(parameters.get(name) ?? '')?.[0] ?? 0)
    return value > 0 ? value : null
  }
  return { number: count('number'), total: count('total'), id: parameters.get('id') ?? '' }
}
