import { Autocomplete, Button, PasswordInput, Select } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { WorkspaceStatus } from '../../../src/api/index.ts'
import { attempt } from '../../core/act.ts'
import type { DeskError } from '../../core/desk-error.ts'
import { Failure } from '../../parts/notice.tsx'
import { PathField } from '../../parts/path-field.tsx'
import { text } from '../../text/en.ts'
import { StartBox } from './start-box.tsx'

interface Props {
  readonly status: WorkspaceStatus
  /** Ask for the folder too: another workspace than the one the program was started for. */
  readonly other: boolean
  readonly onSignedIn: () => void
  readonly onOther: () => void
  readonly onCreate: () => void
}

/** Signing in to a workspace that is there. */
export function SignInForm({ status, other, onSignedIn, onOther, onCreate }: Props) {
  const [workspace, setWorkspace] = useState('')
  const [user, setUser] = useState<string>(other ? '' : (status.users[0] ?? ''))
  const [passphrase, setPassphrase] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<DeskError | null>(null)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    const answer = await attempt('workspace.unlock', { ...(other ? { workspace: workspace.trim() } : {}), user: user.trim(), passphrase })
    setBusy(false)
    if ('error' in answer) {
      setPassphrase('')
      setError(answer.error)
    } else onSignedIn()
  }

  return (
    <StartBox title={other ? text.start.other : text.start.signIn}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        {other ? (
          <PathField label={text.start.location} kind="workspace" value={workspace} onChange={setWorkspace} />
        ) : (
          <p className="quiet small mono">{text.start.locked(status.workspace ?? '')}</p>
        )}
        {other || status.users.length === 0 ? (
          <Autocomplete label={text.start.user} value={user} onChange={setUser} data={[]} autoComplete="off" />
        ) : (
          <Select
            label={text.start.user}
            data={[...status.users]}
            value={user}
            allowDeselect={false}
            onChange={(value) => setUser(value ?? '')}
          />
        )}
        <PasswordInput
          label={text.start.passphrase}
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
          autoComplete="current-password"
          data-autofocus
          autoFocus={!other}
        />
        <Failure error={error} />
        <div className="row">
          <Button type="submit" loading={busy} disabled={user.trim() === '' || passphrase === ''}>
            {text.start.signInButton}
          </Button>
          <span className="grow" />
          <button type="button" className="link" onClick={onCreate}>
            {text.start.makeNew}
          </button>
          {!other && (
            <button type="button" className="link" onClick={onOther}>
              {text.start.other}
            </button>
          )}
        </div>
      </form>
    </StartBox>
  )
}
