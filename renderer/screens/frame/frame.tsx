import { useCallback, useState } from 'react'
import { act } from '../../core/act.ts'
import { useRoute } from '../../core/router.ts'
import { useSession } from '../../core/session.ts'
import { useIdleLock } from '../../core/use-idle-lock.ts'
import { Boundary } from '../../parts/boundary.tsx'
import { text } from '../../text/en.ts'
import { Log } from '../log/log.tsx'
import { Request } from '../request/request.tsx'
import { Requests } from '../requests/requests.tsx'
import { Settings } from '../settings/settings.tsx'
import { Sources } from '../sources/sources.tsx'
import './frame.css'
import { Jobs } from './jobs.tsx'
import { KeysHelp } from './keys-help.tsx'
import { Rail } from './rail.tsx'
import { Failures, StatusLine } from './status-line.tsx'
import { useFrameKeys } from './use-frame-keys.ts'

/** The frame around every screen: rail, the screen itself, and the strip of running jobs. */
export function Frame() {
  const { route } = useRoute()
  const { reload } = useSession()
  const [help, setHelp] = useState(false)
  const [idleMinutes, setIdleMinutes] = useState(15)
  const lock = useCallback(() => {
    act('workspace.lock', {})
      .then(reload)
      .catch(() => undefined)
  }, [reload])
  useIdleLock(idleMinutes, lock)
  useFrameKeys(() => setHelp(true))

  return (
    <div className="frame">
      <a className="skip" href="#main">
        {text.frame.skip}
      </a>
      <Rail onLock={lock} onHelp={() => setHelp(true)} />
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
      <KeysHelp opened={help} onClose={() => setHelp(false)} />
    </div>
  )
}
