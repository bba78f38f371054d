import { lstatSync } from 'node:fs'

/**
 * What stands at a source's path: a disk that was unmounted leaves its empty mount point under the same name. Null where nothing can be reached there.
 */
export function sourceIdentity(path: string): string | null {
  try {
    const { dev, ino } = lstatSync(path, { bigint: true })
    return `${dev}:${ino}`
  } catch {
    return null
  }
}
