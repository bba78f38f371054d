import { existsSync } from 'node:fs'
import { stdout } from 'node:process'
import { picturePath, screens } from './screens.ts'

/** After the whole suite: every screen of the list has its picture at both sizes. */
const missing = screens
  .flatMap((name) => (['wide', 'small'] as const).map((size) => picturePath(name, size)))
  .filter((path) => !existsSync(path))
for (const path of missing) stdout.write(`no picture ${path}\n`)
process.exitCode = missing.length === 0 ? 0 : 1
