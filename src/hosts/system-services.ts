import { env, kill, pid } from 'node:process'
import type { Services } from '../api/index.ts'

/**
 * Clock, zone and checkpoint hook of a real machine.
 *
 * `DESK_KILL_AT=name:n` makes the process die by SIGKILL when it passes the n-th checkpoint of that name (`*` for any): how the tests prove
 * that work interrupted at any durable point resumes to the same result. It only ever ends our own process.
 */
export function systemServices(): Pick<Services, 'now' | 'timeZone' | 'checkpoint'> {
  const [name = '', count = '1'] = (env['DESK_KILL_AT'] ?? '').split(':')
  let left = Number(count)
  return {
    now: () => Date.now(),
    timeZone: env['DESK_TIME_ZONE'] ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    checkpoint: (reached) => {
      if (name === '' || (name !== '*' && name !== reached)) return
      left -= 1
      if (left === 0) kill(pid, 'SIGKILL')
    },
  }
}
