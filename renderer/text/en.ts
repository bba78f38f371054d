import { approve } from './en/approve.ts'
import { errors } from './en/errors.ts'
import { frame } from './en/frame.ts'
import { keys } from './en/keys.ts'
import { log } from './en/log.ts'
import { produce } from './en/produce.ts'
import { find, identify } from './en/request.ts'
import { requests, sources } from './en/requests.ts'
import { review } from './en/review.ts'
import { settings } from './en/settings.ts'
import { folder, start } from './en/start.ts'

/**
 * Every text of the surface, by screen, with typed keys: a translation is a second object of this type. Dates, counts and sizes
 * come from `format.ts`, which alone knows a locale.
 */
export const text = {
  approve,
  errors,
  find,
  folder,
  frame,
  identify,
  keys,
  log,
  produce,
  requests,
  review,
  settings,
  sources,
  start,
} as const
