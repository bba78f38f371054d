import type { Page } from 'playwright-core'
import { afterEach, beforeEach } from 'vitest'
import { picture } from './workstation.ts'

/**
 * Makes the claims of a file one walk: after the first that fails the rest are skipped, since each starts where the one before it ended. What stood on
 * the screen then is kept as a picture.
 */
export function oneWalk(page: () => Page): void {
  let broken = false
  beforeEach(({ skip }) => {
    if (broken) skip()
  })
  afterEach(async ({ task }) => {
    if (broken || task.result?.state !== 'fail') return
    broken = true
    await picture(page(), `failed-${task.name.replace(/\W+/gu, '-').slice(0, 60)}`)
  })
}
