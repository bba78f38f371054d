import type { OfficePackage } from './package.ts'

/** How the numbers of a cell style are shown, as far as it changes what they say. */
export type NumberShape = 'plain' | 'date' | 'time' | 'date-time' | 'duration' | 'percent'

/** Built-in formats (ECMA-376 part 1 §18.8.30) that are not plain numbers. */
const builtin: Readonly<Record<number, NumberShape>> = {
  9: 'percent',
  10: 'percent',
  14: 'date',
  15: 'date',
  16: 'date',
  17: 'date',
  18: 'time',
  19: 'time',
  20: 'time',
  21: 'time',
  22: 'date-time',
  45: 'time',
  46: 'duration',
  47: 'time',
}

/** What a format code makes of a number: codes in quotes, brackets and after a backslash are literal text. */
export function numberShape(id: number, code: string | undefined): NumberShape {
  if (code === undefined) return builtin[id] ?? (id >= 27 && id <= 36 ? 'date' : id >= 50 && id <= 58 ? 'date' : 'plain')
  const bare = (code.split(';')[0] ?? '')
    .replace(/"[^"]*"/g, '')
    .replace(/\\./g, '')
    .replace(/_./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .toLowerCase()
  if (/general/.test(bare)) return 'plain'
  if (/\[[hms]+\]/.test(bare)) return 'duration'
  const date = /[yd]|e+$/.test(bare)
  const time = /[hs]/.test(bare)
  if (date && time) return 'date-time'
  if (date || (/m/.test(bare) && !time)) return 'date'
  if (time) return 'time'
  return bare.includes('%') ? 'percent' : 'plain'
}

/** Shapes of the cell styles, by index, of `styles.xml`. */
export function readCellStyles(pack: OfficePackage, part: string | undefined): readonly NumberShape[] {
  const codes = new Map<number, string>()
  const shapes: NumberShape[] = []
  let inCells = false
  if (part !== undefined)
    pack.read(part, {
      open(name, attributes) {
        if (name === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '')
        else if (name === 'cellXfs') inCells = true
        else if (name === 'xf' && inCells) {
          const id = Number(attributes['numFmtId'] ?? 0)
          shapes.push(numberShape(id, codes.get(id)))
        }
      },
      close(name) {
        if (name === 'cellXfs') inCells = false
      },
    })
  return shapes
}

const dayMs = 86_400_000

/**
 * A number as a reader of the sheet would take it: dates as `2026-10-05`, whatever the sheet's own order of day and month, since that
 * depends on the reader's settings.
 * @param from1904 days count from 1904 instead of 1900
 */
export function shownNumber(raw: string, shape: NumberShape, from1904: boolean): string {
  if (shape === 'plain' || raw === '') return tidy(raw)
  const value = Number(raw)
  if (!Number.isFinite(value)) return raw
  if (shape === 'percent') return `${tidy(String(Math.round(value * 1e10) / 1e8))}%`
  // Day 60 of 1900 never was; Excel counts it (ECMA-376 part 1 §18.17.4.1).
  const days = from1904 ? value + 1462 : value < 60 ? value + 1 : value
  const ms = Math.round((days - 25569) * dayMs)
  if (!Number.isFinite(ms) || Math.abs(ms) > 8e13) return raw
  const iso = new Date(Math.round(ms / 1000) * 1000).toISOString()
  const clock = iso.slice(11, 19).replace(/:00$/, '')
  if (shape === 'date') return iso.slice(0, 10)
  if (shape === 'duration') return `${Math.floor(value * 24 + 1e-9)}:${iso.slice(14, 19).replace(/:00$/, '')}`
  if (shape === 'time') return clock
  return `${iso.slice(0, 10)} ${clock}`
}

/** Binary fractions as they were typed: `0.1`, not `0.10000000000000001`. Long digit strings, such as card numbers, stay whole. */
function tidy(raw: string): string {
  if (!/[.eE]/.test(raw)) return raw
  const value = Number(raw)
  if (!Number.isFinite(value)) return raw
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return BigInt(value).toString()
  return String(Number(value.toPrecision(15)))
}
