import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { CommandName, CoreEvent } from '../../src/api/index.ts'
import type { Progress } from '../../src/model/index.ts'
import { listen } from './client.ts'
import type { DeskError } from './desk-error.ts'

/** Parts of the core's state that may change under a screen. */
export type Area = Extract<CoreEvent, { type: 'changed' }>['area']

const areaListeners = new Set<(areas: ReadonlySet<Area>) => void>()
const waiting = new Set<Area>()
let timer: ReturnType<typeof setTimeout> | null = null

/** Announces a change to every screen, gathered for a moment: a job announces many in a row. */
export function announce(areas: readonly Area[]): void {
  for (const area of areas) waiting.add(area)
  if (timer !== null) return
  timer = setTimeout(() => {
    const changed = new Set(waiting)
    waiting.clear()
    timer = null
    for (const listener of areaListeners) listener(changed)
  }, 60)
}

/** The workspace was locked from elsewhere: asks for its state again, which shows the sign-in screen. */
export function leaveIfLocked(error: DeskError): void {
  if (error.code === 'api/not-signed-in') announce(['workspace'])
}

/** What a write of ours changes; the core announces it too, but the screen that wrote must not wait for it. */
export function areasOf(name: CommandName): readonly Area[] {
  const room = name.split('.')[0]
  if (room === 'workspace' || room === 'user') return ['workspace', 'audit']
  if (room === 'source') return ['sources', 'audit']
  if (room === 'ledger') return ['audit']
  if (room === 'demo') return ['sources', 'matters', 'review', 'audit']
  if (room === 'matter') return ['matters', 'review', 'audit']
  return ['review', 'matters', 'audit']
}

/** Runs `listener` when one of the areas changed. */
export function useAreas(areas: readonly Area[], listener: () => void): void {
  const latest = useRef({ areas, listener })
  latest.current = { areas, listener }
  useEffect(() => {
    const heard = (changed: ReadonlySet<Area>) => {
      if (latest.current.areas.some((area) => changed.has(area))) latest.current.listener()
    }
    areaListeners.add(heard)
    return () => {
      areaListeners.delete(heard)
    }
  }, [])
}

let jobs: readonly Progress[] = []
const jobListeners = new Set<() => void>()

function setJobs(next: readonly Progress[]): void {
  jobs = next
  for (const listener of jobListeners) listener()
}

function onProgress(progress: Progress): void {
  const others = jobs.filter((job) => job.job !== progress.job)
  setJobs(progress.state === 'running' ? [...others, progress] : others)
}

/** Starts listening to the core; returns how to stop. */
export function connectEvents(): () => void {
  return listen((event) => (event.type === 'progress' ? onProgress(event.progress) : announce([event.area])))
}

const subscribe = (listener: () => void) => {
  jobListeners.add(listener)
  return () => {
    jobListeners.delete(listener)
  }
}

/** Jobs that are running now, in order of their start. */
export function useJobs(): readonly Progress[] {
  return useSyncExternalStore(subscribe, () => jobs)
}

/** Jobs that are running now, outside of rendering. */
export const runningJobs = (): readonly Progress[] => jobs
