import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { picturePath } from '../../test/e2e/screens.ts'

/** Takes over the picture of the README from those that the end-to-end suite made last: `node resources/screenshots/take.ts`. */
copyFileSync(picturePath('review-decided', 'wide'), join(import.meta.dirname, 'review.png'))
