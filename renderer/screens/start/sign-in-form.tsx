import { Button, PasswordInput, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { type FormEvent, useState } from 'react'
import type { WorkspaceStatus } from '../../../src/api/index.ts'
import { attempt } from '../../core/act.ts'
import type { DeskError } from '../../core/desk-error.ts'
import { useCommand } from '../../core/use-command.ts'
import { Failure } from '../../parts/notice.tsx'
import { PathField } from '../../parts/path-field.tsx'
import { isWhole } from '../../parts/whole-path.ts'
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
  const [asked] = useDebouncedValue(workspace.trim(), 300)
  const there = useCommand('workspace.status', other && isWhole(asked) ? { workspace: asked } : null)
  const none = there.data?.state === 'none' && asked === workspace.trim()
  const users = other ? (there.data?.users ?? []) : status.users
  const [chosen, setChosen] = useState('')
  const user = users.find((one) => one === chosen) ?? users[0] ?? ''
  const [passphrase, setPassphrase] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<DeskError | null>(null)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    const answer = await attempt('workspace.unlock', { ...(other ? { workspace: workspace.trim() } : {}), user, passphrase })
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
          <PathField
            label={text.start.location}
            kind="workspace"
            value={workspace}
            error={none ? text.start.noWorkspace : null}
            onChange={setWorkspace}
          />
        ) : (
          <p className="quiet small mono">{text.start.locked(status.workspace ?? '')}</p>
        )}
        <Select
          label={text.start.user}
          description={other && users.length === 0 ? text.start.userHint : undefined}
          data={[...users]}
          value={user}
          allowDeselect={false}
          onChange={(value) => setChosen(value ?? '')}
        />
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
          <Button type="submit" loading={busy} disabled={user === '' || passphrase === ''}>
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
