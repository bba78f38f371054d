/**
 * Checks of what files beside the databases hold, by hand: a schema library would be half of what each thread that opens a database loads of this room.
 */

/** The fields of an object; of anything else none. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

/** Whether it is a whole number that a double holds exactly, within bounds. */
export function isWholeNumber(
  value: unknown,
  least: number = Number.MIN_SAFE_INTEGER,
  most: number = Number.MAX_SAFE_INTEGER,
): value is number {
  return Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most
}

/** Whether it is text of that form. */
export function isWritten(value: unknown, form: RegExp): value is string {
  return typeof value === 'string' && form.test(value)
}
