/**
 * Writes `holidays.json` from the package date-holidays: the public holidays of every regime, 2018 to 2040. Run by hand when the package is
 * updated: `node resources/holidays/generate.ts <date read, YYYY-MM-DD>`. Only whole public holidays count: bank holidays, half days and observances
 * do not end a period later under Regulation 1182/71 Art. 2(1).
 */
import { readFileSync, writeFileSync } from 'node:fs'
import Holidays from 'date-holidays'

const firstYear = 2018
const lastYear = 2040
const dayMs = 86_400_000
const countries =
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' ')

/** `MM-DD` of each public holiday by year. */
export function publicHolidays(country: string, region?: string): Map<number, string[]> {
  const calendar = region === undefined ? new Holidays(country) : new Holidays(country, region)
  const years = new Map<number, string[]>()
  for (let year = firstYear; year <= lastYear; year++) {
    const days = new Set<string>()
    for (const holiday of calendar.getHolidays(year)) {
      const wholeDays = Math.floor((holiday.end.getTime() - holiday.start.getTime() + dayMs / 12) / dayMs)
      if (holiday.type !== 'public' || !/ 00:00:00/.test(holiday.date)) continue
      for (let day = 0; day < wholeDays; day++) {
        const date = new Date(Date.parse(`${holiday.date.slice(0, 10)}T00:00:00Z`) + day * dayMs).toISOString()
        if (date.startsWith(String(year))) days.add(date.slice(5, 10))
      }
    }
    years.set(year, [...days].sort())
  }
  return years
}

export interface TableRegime {
  readonly label: string
  /** The regime whose days also hold. */
  readonly extends: string | null
  /** `MM-DD` separated by spaces, by year. */
  readonly days: Readonly<Record<string, string>>
}
export interface HolidayTable {
  readonly version: string
  readonly source: string
  readonly readOn: string
  readonly firstYear: number
  readonly lastYear: number
  readonly regimes: Readonly<Record<string, TableRegime>>
}

const written = (years: Map<number, string[]>): Record<string, string> =>
  Object.fromEntries([...years].filter(([, days]) => days.length > 0).map(([year, days]) => [String(year), days.join(' ')]))

/** Days of the region that the nation hasn't. A region that lacks a national day gets a whole table of its own. */
function regionRegime(label: string, parent: string, national: Map<number, string[]>, regional: Map<number, string[]>): TableRegime {
  const lacks = [...national].some(([year, days]) => days.some((day) => !regional.get(year)?.includes(day)))
  if (lacks) return { label, extends: null, days: written(regional) }
  const added = new Map([...regional].map(([year, days]) => [year, days.filter((day) => !national.get(year)?.includes(day))]))
  return { label, extends: parent, days: written(added) }
}

/** The whole table; pure but for the package's data. */
export function holidayTable(readOn: string): HolidayTable {
  const regimes: Record<string, TableRegime> = {}
  const names = new Holidays().getCountries('en')
  for (const country of countries) {
    const national = publicHolidays(country)
    const id = `eu-${country.toLowerCase()}`
    const name = names[country] ?? country
    regimes[id] = { label: name, extends: null, days: written(national) }
    for (const [region, regionName] of Object.entries(new Holidays().getStates(country, 'en') ?? {})) {
      regimes[`${id}-${region.toLowerCase()}`] = regionRegime(`${name}: ${regionName}`, id, national, publicHolidays(country, region))
    }
  }
  for (const [id, region, label] of [
    ['uk-eng', 'ENG', 'United Kingdom: England and Wales'],
    ['uk-sct', 'SCT', 'United Kingdom: Scotland'],
    ['uk-nir', 'NIR', 'United Kingdom: Northern Ireland'],
  ] as const) {
    regimes[id] = { label, extends: null, days: written(publicHolidays('GB', region)) }
  }
  const packageFile = JSON.parse(readFileSync(new URL('../../node_modules/date-holidays/package.json', import.meta.url), 'utf8'))
  return { version: `${readOn}/1`, source: `date-holidays ${packageFile.version}`, readOn, firstYear, lastYear, regimes }
}

if (import.meta.main) {
  const readOn = process.argv[2]
  if (readOn === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(readOn)) throw new Error('usage: node resources/holidays/generate.ts YYYY-MM-DD')
  const table = holidayTable(readOn)
  const rows = Object.entries(table.regimes).map(([id, regime]) => `    ${JSON.stringify(id)}: ${JSON.stringify(regime)}`)
  const { regimes: _, ...head } = table
  const text = `${JSON.stringify({ ...head }, null, 2).replace(/\n\}$/, '')},\n  "regimes": {\n${rows.join(',\n')}\n  }\n}\n`
  writeFileSync(new URL('holidays.json', import.meta.url), text)
}
