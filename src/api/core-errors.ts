import type { z } from 'zod'
import { AppError, incompleteProgram } from '../model/index.ts'
import { storeError } from '../store/index.ts'
import { cancelled } from './core-queue.ts'

/** Names the first field that does not fit and what was expected; the value given is never repeated. */
export function badInput(error: z.ZodError): AppError {
  const issue = error.issues[0]
  const field = issue?.path.map(String).join('.') || 'input'
  return new AppError('api/bad-input', `The input does not fit at “${field}”: ${issue ? inWords(issue) : 'unknown'}.`, { field })
}

/** Schemas say in their own words what a text must be; the validator's words for the rest are for programmers. */
function inWords(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value')
    return `it needs to be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`
  if (issue.code === 'too_small') return `it needs to be at least ${issue.minimum}${lengthOf(issue.origin)}`
  if (issue.code === 'too_big') return `it may be at most ${issue.maximum}${lengthOf(issue.origin)}`
  return issue.code === 'invalid_format' ? `it needs to be ${issue.message}` : issue.message
}

function lengthOf(origin: string): string {
  if (origin === 'string') return ' characters long'
  return origin === 'array' ? ' in number' : ''
}

/**
 * What any failure of a handler becomes. Expected ones stay as they are; the disk's and the database's get the product's words; anything
 * else is a bug of ours: its message might hold what a mail says, so nothing of it crosses.
 */
export function toAppError(error: unknown, signal: AbortSignal, directory: string | null, onBug: (error: unknown) => void): AppError {
  if (error instanceof AppError) return error
  const { name, code, path } = error as { name?: string; code?: unknown; path?: unknown }
  if (signal.aborted || name === 'AbortError') return cancelled()
  if (typeof code === 'string') {
    if (code === 'ENOSPC' || code === 'EDQUOT' || code.startsWith('SQLITE_')) {
      const known = storeError(error, directory ?? '')
      if (known instanceof AppError) return known
    }
    if (loaderErrors.has(code)) return incompleteProgram(error)
    if (fileErrors.has(code) && typeof path === 'string') {
      return new AppError(
        'formats/cannot-read',
        `A file or folder could not be used (${code}). Check that it exists and that you may use it.`,
        {
          path,
          reason: code,
        },
      )
    }
  }
  onBug(error)
  return new AppError(
    'api/internal',
    'Something went wrong inside the program. Try again; if it happens again, report what you did and the version.',
  )
}

const loaderErrors = new Set(['ERR_MODULE_NOT_FOUND', 'ERR_DLOPEN_FAILED'])
const fileErrors = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'EPERM', 'EROFS', 'EMFILE', 'EIO', 'ELOOP', 'ENAMETOOLONG'])
