import { useEffect, useRef } from 'react'
import { runningJobs } from './events.ts'

/** Locks after a while without a key or a pointer; waits while a job runs, which locking would cut. */
export function useIdleLock(minutes: number, lock: () => void): void {
  const latest = useRef(lock)
  latest.current = lock
  useEffect(() => {
    let lastAtMs = Date.now()
    const touched = () => {
      lastAtMs = Date.now()
    }
    const kinds = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const
    for (const kind of kinds) window.addEventListener(kind, touched, { passive: true })
    const timer = setInterval(() => {
      if (Date.now() - lastAtMs > minutes * 60_000 && runningJobs().length === 0) latest.current()
    }, 5_000)
    return () => {
      clearInterval(timer)
      for (const kind of kinds) window.removeEventListener(kind, touched)
    }
  }, [minutes])
}
