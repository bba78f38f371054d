import type { Ground, RegimeId } from '../model/index.ts'
import { AppError } from '../model/index.ts'
import { euGrounds } from './grounds-eu.ts'
import { anyGrounds, deGrounds, ieGrounds } from './grounds-national.ts'
import { ukGrounds } from './grounds-uk.ts'
import { rulesOf } from './holidays.ts'

/** Version of the code tables: date read and number; printed in logs, since a code means what its table said. */
export const groundsVersion = '2026-11-23/1'

const packs = { eu: euGrounds, uk: ukGrounds, ie: ieGrounds, de: deGrounds, any: anyGrounds }
const byCode: ReadonlyMap<string, Ground> = new Map(
  Object.values(packs)
    .flat()
    .map((one) => [one.code, one]),
)

/** The grounds of a regime: its own law first, the non-exemption codes last. @throws law/unknown-regime */
export function groundsFor(regime: RegimeId): readonly Ground[] {
  if (rulesOf(regime) === 'uk') return [...packs.uk, ...packs.any]
  const country = regime.split('-')[1]
  const national = country === 'ie' ? packs.ie : country === 'de' ? packs.de : []
  return [...packs.eu, ...national, ...packs.any]
}

/** Every ground of every pack. */
export function allGrounds(): readonly Ground[] {
  return [...byCode.values()]
}

/** One ground. @throws law/unknown-ground */
export function ground(code: string): Ground {
  const found = byCode.get(code)
  if (found === undefined)
    throw new AppError('law/unknown-ground', 'This ground is in no code table: see the list of grounds of the regime.')
  return found
}
