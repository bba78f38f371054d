import { Button } from '@mantine/core'
import { useCallback, useEffect, useState } from 'react'
import type { WorkspaceStatus } from '../src/api/index.ts'
import { call, openSession } from './core/client.ts'
import { DeskError, toDeskError } from './core/desk-error.ts'
import { connectEvents, useAreas } from './core/events.ts'
import { useLeaveGuard } from './core/productions.ts'
import { go } from './core/router.ts'
import { SessionContext } from './core/session.ts'
import { Failure } from './parts/notice.tsx'
import { Frame } from './screens/frame/frame.tsx'
import { Start } from './screens/start/start.tsx'
import { StartBox } from './screens/start/start-box.tsx'
import { text } from './text/en.ts'

/** One exchange of the token for the page's whole life, also where React mounts twice. */
let opening: Promise<void> | null = null

/** Who was signed in last in this page. */
let lastPerson: string | null = null

/** Whoever signs in after somebody else begins at the requests, not where the other was. */
function beginAnew(status: WorkspaceStatus): void {
  if (status.state !== 'open') return
  const person = `${status.workspace}\n${status.user}`
  if (lastPerson !== null && lastPerson !== person) go({ screen: 'requests' }, true)
  lastPerson = person
}

/** The whole workstation: a session, then signing in, then the frame with its screens. */
export function App() {
  const [status, setStatus] = useState<WorkspaceStatus | null>(null)
  const [error, setError] = useState<DeskError | null>(null)

  const reload = useCallback(() => {
    call('workspace.status', {})
      .then((next) => {
        beginAnew(next)
        setStatus(next)
        setError(null)
      })
      .catch((failure: unknown) => {
        const known = toDeskError(failure)
        setError(known.code === 'api/not-signed-in' ? new DeskError('renderer/no-session', '') : known)
      })
  }, [])
  useAreas(['workspace'], reload)
  useLeaveGuard()

  useEffect(() => {
    let stop: (() => void) | null = null
    let live = true
    opening ??= openSession()
    opening
      .catch(() => undefined)
      .then(() => {
        if (!live) return
        stop = connectEvents()
        reload()
      })
      .catch((failure: unknown) => setError(toDeskError(failure)))
    return () => {
      live = false
      stop?.()
    }
  }, [reload])

  if (error !== null) {
    return (
      <StartBox title={text.errors.title}>
        <Failure error={error} />
        <div>
          <Button onClick={reload}>{text.frame.again}</Button>
        </div>
      </StartBox>
    )
  }
  if (status === null) return <p className="hidden-visually">{text.frame.loading}</p>
  if (status.state !== 'open' || status.mustChangePassphrase) return <Start status={status} reload={reload} />
  return (
    <SessionContext value={{ status, reload }}>
      <Frame />
    </SessionContext>
  )
}
