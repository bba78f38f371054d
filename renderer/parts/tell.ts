import { useSyncExternalStore } from 'react'
import type { DeskError } from '../core/desk-error.ts'
import { text } from '../text/en.ts'

/** What to do about a failure, where the catalogue knows more than the core's message says. */
export function remedy(error: DeskError): string | null {
  return Object.hasOwn(text.errors, error.code) ? text.errors[error.code as keyof typeof text.errors] : null
}

/** Message and remedy of a failure in one piece of text. */
export const inWords = (error: DeskError): string => [error.message, remedy(error)].filter(Boolean).join(' ')

/** What the status line says last. `number` rises with every word, so that the same words said twice are two. */
export interface Word {
  readonly number: number
  readonly message: string
  readonly atMs: number
}

/** A failure that stands until the user closes it, or what failed works. */
export interface ToldFailure {
  readonly number: number
  readonly error: DeskError
  /** The command that failed; empty where it is none of the core's. */
  readonly deed: string
}

interface Told {
  readonly word: Word | null
  readonly failures: readonly ToldFailure[]
}

/** More than these at once say nothing more. */
const failuresShown = 3
const nothing: Told = { word: null, failures: [] }
let number = 0
let told = nothing
const listeners = new Set<() => void>()

function set(next: Told): void {
  told = next
  for (const listener of listeners) listener()
}

/** Tells a failure in the frame, above the status line, where it covers nothing and stays until it is closed, or until the same is done and works. */
export function tell(error: DeskError, deed = ''): void {
  if (error.code === 'api/cancelled') {
    said(text.errors.cancelled)
    return
  }
  number += 1
  const others = told.failures.filter((one) => inWords(one.error) !== inWords(error))
  set({ ...told, failures: [...others, { number, error, deed }].slice(-failuresShown) })
}

/** Says in the status line that something was done. Only the last such word stands there, and nothing is covered by it. */
export function said(message: string): void {
  number += 1
  set({ ...told, word: { number, message, atMs: Date.now() } })
}

/** Takes the last word away: it was about something that is no longer on the screen. Failures stand until they are closed. */
export function forgetWord(): void {
  if (told.word !== null) set({ ...told, word: null })
}

/** Takes the last word away where it was said a while ago, in milliseconds: what was just said may be why another screen opens. */
export function forgetWordOlderThan(ms: number): void {
  if (told.word !== null && Date.now() - told.word.atMs > ms) forgetWord()
}

/** A deed worked: that it failed before is no longer so. */
export function worked(deed: string): void {
  if (told.failures.some((one) => one.deed === deed)) set({ ...told, failures: told.failures.filter((one) => one.deed !== deed) })
}

/** Takes away a failure that was read. */
export function closeFailure(failure: ToldFailure): void {
  set({ ...told, failures: told.failures.filter((one) => one !== failure) })
}

/** Forgets everything that was said: it may hold words of a mail, and none of them stays on a locked screen. */
export function forgetTold(): void {
  set(nothing)
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** What was said and told last. */
export const useTold = (): Told => useSyncExternalStore(subscribe, () => told)
