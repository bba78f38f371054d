import { z } from 'zod'
import type { Deadline } from '../../model/index.ts'
import { command } from '../command.ts'
import type { GroundsView, RegimeView } from '../views.ts'
import { civilDate } from './schemas.ts'

const unbuilt = (): never => {
  throw new Error('not wired yet')
}

/** The clock and the code tables. */
export const lawCommands = {
  'deadline.compute': command({
    input: z.object({
      received: civilDate,
      regime: z.string(),
      identity: civilDate.optional(),
      clarify: z.array(z.object({ asked: civilDate, answered: civilDate.nullable() })).default([]),
      zone: z.string().optional(),
    }),
    access: 'read',
    allowed: 'signed-out',
    handler: (): Deadline => unbuilt(),
  }),
  'regime.list': command({
    input: z.object({}),
    access: 'read',
    allowed: 'signed-out',
    handler: (): { regimes: readonly RegimeView[] } => unbuilt(),
  }),
  'ground.list': command({
    input: z.object({ regime: z.string().optional() }),
    access: 'read',
    allowed: 'signed-out',
    handler: (): GroundsView => unbuilt(),
  }),
}
