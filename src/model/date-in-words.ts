import type { CivilDate } from './law.ts'

const months = 'January February March April May June July August September October November December'.split(' ')

/** A civil date as a letter writes it, in every time zone the same: `26 November 2026`. */
export function dateInWords(date: CivilDate): string {
  const [year = '', month = '', day = ''] = date.split('-')
  return `${Number(day)} ${months[Number(month) - 1] ?? ''} ${year}`
}
