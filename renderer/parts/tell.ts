import { notifications } from '@mantine/notifications'
import type { DeskError } from '../core/desk-error.ts'
import { text } from '../text/en.ts'

/** What to do about a failure, where the catalogue knows more than the core's message says. */
export function remedy(error: DeskError): string | null {
  return Object.hasOwn(text.errors, error.code) ? text.errors[error.code as keyof typeof text.errors] : null
}

/** Message and remedy of a failure in one piece of text. */
export const inWords = (error: DeskError): string => [error.message, remedy(error)].filter(Boolean).join(' ')

/** Shows a failure as a toast that stays long enough to be read. */
export function tell(error: DeskError): void {
  if (error.code === 'api/cancelled') {
    notifications.show({ message: text.errors.cancelled, color: 'gray', autoClose: 6000, withBorder: true })
    return
  }
  notifications.show({
    title: text.errors.title,
    message: inWords(error),
    color: 'red',
    autoClose: 12_000,
    withBorder: true,
    role: 'alert',
  })
}

let lastSaid: string | null = null

/** Says that something was done. Only the last such word stands: a practised hand does more in four seconds than the screen should hold. */
export function said(message: string): void {
  if (lastSaid !== null) notifications.hide(lastSaid)
  lastSaid = notifications.show({ message, color: 'ink', autoClose: 4000, withBorder: true })
}
