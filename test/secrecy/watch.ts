import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { pid } from 'node:process'
import { type Found, findInBytes, findInFolders, type Seen } from './scan.ts'

/** What a watch saw. */
export interface Watched {
  readonly found: readonly Found[]
  readonly samples: number
  /** Different states of files that were looked at. */
  readonly looked: number
  /** Regular files outside of the watched folders that one of our processes had open for writing. */
  readonly strays: readonly string[]
}

export interface Watch {
  /** Resolves once it has looked at everything that is there now. */
  looked(): Promise<void>
  stop(): Promise<Watched>
}

/** Every living process below this one. */
function descendants(): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
      children.set(parent, [...(children.get(parent) ?? []), Number(name)])
    } catch {
      // Gone meanwhile.
    }
  }
  const below = (parent: number): number[] => (children.get(parent) ?? []).flatMap((child) => [child, ...below(child)])
  return below(pid)
}

interface OpenFile {
  readonly link: string
  /** What stands in it, read through the process's own descriptor; null where it is no regular file. */
  readonly read: () => Buffer | null
  readonly writable: boolean
}

function openFiles(process: number): OpenFile[] {
  try {
    return readdirSync(`/proc/${process}/fd`).flatMap((descriptor) => {
      try {
        const link = readlinkSync(`/proc/${process}/fd/${descriptor}`)
        const flags = /^flags:\s*(\d+)/mu.exec(readFileSync(`/proc/${process}/fdinfo/${descriptor}`, 'utf8'))?.[1] ?? '0'
        const writable = (Number.parseInt(flags, 8) & 3) !== 0
        return [{ link, writable, read: () => regularFile(`/proc/${process}/fd/${descriptor}`) }]
      } catch {
        return []
      }
    })
  } catch {
    return []
  }
}

function regularFile(path: string): Buffer | null {
  let file: number | null = null
  try {
    file = openSync(path, 'r')
    return fstatSync(file).isFile() ? readFileSync(file) : null
  } catch {
    return null
  } finally {
    if (file !== null) closeSync(file)
  }
}

/** Memory that has a name: never written to a disk. What stands in it is what stands in any process's memory. */
const inMemory = /^\/(dev\/shm|memfd:|proc|sys|dev)\b/u

/**
 * Looks again and again, while things run, at every file of the folders and at every file that a process of ours has open: also at those that were
 * deleted while open, which no listing shows.
 */
export function watch(folders: readonly string[], canaries: readonly string[], except: readonly string[]): Watch {
  const found: Found[] = []
  const strays = new Set<string>()
  const seen: Seen = new Map()
  let samples = 0
  let stopped = false
  const within = (path: string): boolean => [...folders, ...except].some((folder) => path.startsWith(`${folder}/`))
  const sample = (): void => {
    samples += 1
    found.push(...findInFolders(folders, canaries, except, seen).found)
    for (const process of descendants()) {
      for (const { link, writable, read } of openFiles(process)) {
        if (!link.startsWith('/') || inMemory.test(link)) continue
        if (link.endsWith(' (deleted)')) {
          const bytes = read()
          if (bytes !== null && bytes.length > 0) found.push(...findInBytes(link, bytes, canaries))
        } else if (writable && !within(link)) strays.add(link)
      }
    }
  }
  const ended = (async () => {
    while (!stopped) {
      sample()
      await new Promise((later) => setTimeout(later, 30))
    }
    sample()
  })()
  return {
    looked: async () => {
      const next = samples + 1
      while (samples < next && !stopped) await new Promise((later) => setTimeout(later, 10))
    },
    stop: async () => {
      stopped = true
      await ended
      return { found, samples, looked: seen.size, strays: [...strays] }
    },
  }
}
