import type { ErrorCode, ErrorDetails } from '../../src/model/index.ts'

/** The code of a failure: one of the core's, or the renderer's own where the core could not be asked. */
export type DeskErrorCode = ErrorCode | 'renderer/no-connection' | 'renderer/no-session'

/** A failure that the core reported, as every transport hands it over. */
export class DeskError extends Error {
  readonly code: DeskErrorCode
  readonly details: ErrorDetails

  constructor(code: DeskErrorCode, message: string, details: ErrorDetails = {}) {
    super(message)
    this.name = 'DeskError'
    this.code = code
    this.details = details
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Rebuilds a failure from what crossed the boundary, where classes are lost; an unknown shape is an internal error. */
export function toDeskError(value: unknown): DeskError {
  if (value instanceof DeskError) return value
  const inner = isRecord(value) && isRecord(value['error']) ? value['error'] : value
  if (isRecord(inner) && typeof inner['code'] === 'string' && typeof inner['message'] === 'string') {
    const details = isRecord(inner['details']) ? (inner['details'] as ErrorDetails) : {}
    return new DeskError(inner['code'] as DeskErrorCode, inner['message'], details)
  }
  return new DeskError('api/internal', value instanceof Error ? value.message : '')
}
