import holidayTable from '../../resources/holidays/holidays.json' with { type: 'json' }
import type { CivilDate, RegimeId } from '../model/index.ts'
import { AppError } from '../model/index.ts'
import { addDays, weekday } from './civil-date.ts'

interface TableRegime {
  readonly label: string
  readonly extends: string | null
  readonly days: Readonly<Record<string, string>>
}
const table: ReadonlyMap<string, TableRegime> = new Map(Object.entries(holidayTable.regimes as Record<string, TableRegime>))

/** Version, origin and reading date of the holiday tables, for logs. */
export const holidaysVersion = { version: holidayTable.version, source: holidayTable.source, readOn: holidayTable.readOn }

/** Every regime with its name for people, sorted by id. */
export function regimes(): readonly { id: RegimeId; label: string }[] {
  return [...table].map(([id, { label }]) => ({ id, label })).sort((left, right) => (left.id < right.id ? -1 : 1))
}

function regime(id: RegimeId): TableRegime {
  const found = table.get(id)
  if (found === undefined) {
    throw new AppError('law/unknown-regime', 'This regime is not known: use eu-<country>, eu-<country>-<region>, uk-eng, uk-sct or uk-nir.')
  }
  return found
}

/** The family of rules that a regime follows. @throws law/unknown-regime */
export function rulesOf(id: RegimeId): 'eu' | 'uk' {
  regime(id)
  return id.startsWith('uk-') ? 'uk' : 'eu'
}

/** Public holiday of the controller's nation or region. @throws law/unknown-regime, law/bad-date outside the years of the table */
export function isHoliday(id: RegimeId, date: CivilDate): boolean {
  const year = Number(date.slice(0, 4))
  if (year < holidayTable.firstYear || year > holidayTable.lastYear) {
    throw new AppError('law/bad-date', `The holiday tables hold the years ${holidayTable.firstYear} to ${holidayTable.lastYear}.`)
  }
  const { days, extends: parent } = regime(id)
  const listed = (days[date.slice(0, 4)] ?? '').split(' ').includes(date.slice(5))
  return listed || (parent !== null && isHoliday(parent, date))
}

/** The same day where it is a working day, else the next that is (Reg. 1182/71 Art. 3(4); DPA 2018 s.54 as the ICO counts). */
export function roll(id: RegimeId, date: CivilDate): CivilDate {
  let day = date
  while (weekday(day) === 0 || weekday(day) === 6 || isHoliday(id, day)) day = addDays(day, 1)
  return day
}

/** Why `roll` moves a date: "Saturday", "Sunday", "a public holiday"; null where it doesn't. */
export function restDay(id: RegimeId, date: CivilDate): string | null {
  const day = weekday(date)
  if (day === 6) return 'a Saturday'
  if (day === 0) return 'a Sunday'
  return isHoliday(id, date) ? 'a public holiday' : null
}
