import { Settings as Cog, Inbox, Keyboard, ListChecks, Lock, type LucideIcon, ScrollText } from 'lucide-react'
import { useRoute } from '../../core/router.ts'
import { useSession } from '../../core/session.ts'
import { text } from '../../text/en.ts'

const places: readonly (readonly ['requests' | 'sources' | 'log' | 'settings', LucideIcon])[] = [
  ['requests', ListChecks],
  ['sources', Inbox],
  ['log', ScrollText],
  ['settings', Cog],
]

/** The left rail: the four places, who is signed in, and the lock. */
export function Rail({ onLock, onHelp }: { onLock: () => void; onHelp: () => void }) {
  const { route, go } = useRoute()
  const { status } = useSession()
  const here = route.screen === 'request' ? 'requests' : route.screen
  return (
    <nav className="rail" aria-label={text.frame.mainNavigation}>
      <ul>
        {places.map(([screen, Icon]) => (
          <li key={screen}>
            <button type="button" className="rail-item" aria-current={here === screen ? 'page' : undefined} onClick={() => go({ screen })}>
              <Icon size={20} aria-hidden />
              {text.frame[screen]}
            </button>
          </li>
        ))}
      </ul>
      <span className="grow" />
      <button type="button" className="rail-item" onClick={onHelp} aria-keyshortcuts="?">
        <Keyboard size={20} aria-hidden />
        {text.frame.keysHelp}
      </button>
      <div className="rail-user">
        <div>{status.user}</div>
        <div className="quiet">{status.role !== null && text.frame.roles[status.role]}</div>
      </div>
      <button type="button" className="rail-item" onClick={onLock}>
        <Lock size={20} aria-hidden />
        {text.frame.lock}
      </button>
    </nav>
  )
}
