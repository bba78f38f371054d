import { z } from 'zod'
import { allGrounds, civilDateOf, computeDeadline, groundsFor, groundsVersion, regimes } from '../../law/index.ts'
import type { Deadline } from '../../model/index.ts'
import { command } from '../command.ts'
import type { GroundsView, RegimeView } from '../views.ts'
import { civilDate } from './schemas.ts'

const instant = z.iso.datetime({ offset: true })

/** The clock and the code tables. */
export const lawCommands = {
  /** `received` may be an instant: it then falls on its day in the zone. `extended` is the day on which the requester was told of an extension. */
  'deadline.compute': command({
    input: z.object({
      received: z.union([civilDate, instant]),
      regime: z.string(),
      identity: civilDate.optional(),
      clarify: z.array(z.object({ asked: civilDate, answered: civilDate.nullable() })).default([]),
      extended: civilDate.optional(),
      zone: z.string().optional(),
    }),
    access: 'read',
    allowed: 'signed-out',
    handler: (context, { received, regime, identity, clarify, extended, zone }): Deadline =>
      computeDeadline({
        received: received.includes('T') ? civilDateOf(Date.parse(received), zone ?? context.services.timeZone) : received,
        regime,
        clarify,
        extended: extended ?? null,
        identity: identity === undefined ? [] : [{ asked: null, answered: identity }],
      }),
  }),
  'regime.list': command({
    input: z.object({}),
    access: 'read',
    allowed: 'signed-out',
    handler: (): { regimes: readonly RegimeView[] } => ({ regimes: regimes() }),
  }),
  'ground.list': command({
    input: z.object({ regime: z.string().optional() }),
    access: 'read',
    allowed: 'signed-out',
    handler: (_context, { regime }): GroundsView => ({
      version: groundsVersion,
      grounds: regime === undefined ? allGrounds() : groundsFor(regime),
    }),
  }),
}
