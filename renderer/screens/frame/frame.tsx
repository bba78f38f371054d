import { useCallback, useEffect, useRef, useState } from 'react'
import { act } from '../../core/act.ts'
import { runningJobs } from '../../core/events.ts'
import { forgetProductions, useUnconfirmed } from '../../core/productions.ts'
import { useRoute } from '../../core/router.ts'
import { useSession } from '../../core/session.ts'
import { useIdleLock } from '../../core/use-idle-lock.ts'
import { Boundary } from '../../parts/boundary.tsx'
import { forgetWord, forgetWordOlderThan, said } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'
import { Log } from '../log/log.tsx'
import { Request } from '../request/request.tsx'
import { Requests } from '../requests/requests.tsx'
import { Settings } from '../settings/settings.tsx'
import { Sources } from '../sources/sources.tsx'
import './frame.css'
import { Jobs } from './jobs.tsx'
import { KeysHelp } from './keys-help.tsx'
import { LockDialog } from './lock-dialog.tsx'
import { Rail } from './rail.tsx'
import { Failures, StatusLine } from './status-line.tsx'
import { useFrameKeys } from './use-frame-keys.ts'

/** What locking stopped: said to whoever signs in next, since the sign-in screen forgets every word. */
let stopped: string | null = null
/** A word that led to another screen goes on standing there. */
const justSaidMs = 5000

/** The frame around every screen: rail, the screen itself, and the strip of running jobs. */
export function Frame() {
  const { route } = useRoute()
  const { reload, status } = useSession()
  const [help, setHelp] = useState(false)
  const [idleMinutes, setIdleMinutes] = useState(15)
  const lock = useCallback(async () => {
    const jobs = runningJobs()
    const production = jobs.some(({ kind }) => kind === 'produce' || kind === 'check')
    const locked = await act('workspace.lock', {})
    if (locked !== null && jobs.length > 0) stopped = text.frame.lockStopped(jobs.length, production)
    reload()
    return locked !== null
  }, [reload])
  // Nothing that only this page holds goes, and nothing stops, before the user has been asked.
  const [asking, setAsking] = useState(false)
  const unconfirmed = useUnconfirmed(status)
  const askLock = () => {
    if (unconfirmed.length > 0 || runningJobs().length > 0) setAsking(true)
    else void lock()
  }
  const lockAnyway = async () => {
    setAsking(false)
    if (await lock()) forgetProductions(unconfirmed)
  }
  useEffect(() => {
    if (stopped !== null) said(stopped)
    stopped = null
  }, [])
  // What was done in one request is not said in the next.
  const inMatter = route.screen === 'request' ? route.matter : null
  const lastMatter = useRef(inMatter)
  useEffect(() => {
    if (inMatter === null) return
    if (lastMatter.current !== null && lastMatter.current !== inMatter) forgetWord()
    lastMatter.current = inMatter
  }, [inMatter])
  const place = route.screen === 'request' ? route.step : route.screen
  // biome-ignore lint/correctness/useExhaustiveDependencies: another screen is what makes an old word old
  useEffect(() => forgetWordOlderThan(justSaidMs), [place])
  useIdleLock(idleMinutes, () => void lock())
  useFrameKeys(() => setHelp(true))

  return (
    <div className="frame">
      <a className="skip" href="#main">
        {text.frame.skip}
      </a>
      <Rail onLock={askLock} onHelp={() => setHelp(true)} />
      <main id="main" className="frame-main" tabIndex={-1}>
        <Boundary place={route.screen}>
          {route.screen === 'requests' && <Requests />}
          {route.screen === 'sources' && <Sources />}
          {route.screen === 'log' && <Log />}
          {route.screen === 'settings' && <Settings idleMinutes={idleMinutes} onIdleMinutes={setIdleMinutes} />}
          {route.screen === 'request' && (
            <Request key={route.matter} matter={route.matter} step={route.step} document={route.document} only={route.only} />
          )}
        </Boundary>
      </main>
      <Failures />
      <Jobs />
      <StatusLine />
      <LockDialog opened={asking} unconfirmed={unconfirmed} onClose={() => setAsking(false)} onLock={() => void lockAnyway()} />
      <KeysHelp opened={help} onClose={() => setHelp(false)} />
    </div>
  )
}
