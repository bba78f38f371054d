import { writeFileSync } from 'node:fs'

/**
 * Keeps the process's memory, which holds mail and keys, out of core dumps. Linux lets a process choose what a dump of it may contain; children, the
 * browser among them, inherit the choice (core(5)). Elsewhere the system's own setting stands.
 */
export function keepMemoryOutOfDumps(): void {
  try {
    writeFileSync('/proc/self/coredump_filter', '0')
  } catch {
    // Not Linux, or no /proc: nothing to choose.
  }
}
