import { useEffect, useState } from 'react'
import type { WorkspaceStatus } from '../../../src/api/index.ts'
import { act } from '../../core/act.ts'
import { forgetTold } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'
import { ChangePassphrase } from './change-form.tsx'
import { CreateForm } from './create-form.tsx'
import { SignInForm } from './sign-in-form.tsx'
import { StartBox } from './start-box.tsx'

/** Everything before the workstation opens: make a workspace, sign in, or choose one's own passphrase. */
export function Start({ status, reload }: { status: WorkspaceStatus; reload: () => void }) {
  const [view, setView] = useState<'default' | 'create' | 'other'>('default')
  useEffect(forgetTold, [])

  if (status.state === 'open' && status.mustChangePassphrase) {
    return (
      <StartBox title={text.start.change}>
        <p className="quiet">{text.start.changeWhy}</p>
        <ChangePassphrase onChanged={reload} first />
        <div>
          <button type="button" className="link" onClick={() => void act('workspace.lock', {}).then(reload)}>
            {text.start.notMe}
          </button>
        </div>
      </StartBox>
    )
  }
  const create = view === 'create' || (view === 'default' && status.state === 'none')
  if (create) {
    return (
      <CreateForm directory={status.state === 'none' ? (status.workspace ?? '') : ''} onMade={reload} onOther={() => setView('other')} />
    )
  }
  return (
    <SignInForm
      key={view}
      status={status}
      other={view === 'other' || status.state === 'none'}
      onSignedIn={reload}
      onOther={() => setView('other')}
      onCreate={() => setView('create')}
    />
  )
}
