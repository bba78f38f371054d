import { Button, Select, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Role } from '../../../src/model/index.ts'
import { attempt } from '../../core/act.ts'
import type { DeskError } from '../../core/desk-error.ts'
import { focusFirstFault } from '../../parts/first-fault.ts'
import { Failure, Notice } from '../../parts/notice.tsx'
import { PassphraseFields } from '../../parts/passphrase-fields.tsx'
import { PathField } from '../../parts/path-field.tsx'
import { inWords } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'
import { StartBox } from './start-box.tsx'

/** First start: where the workspace lives, who one is, and a passphrase that nobody can recover. */
export function CreateForm({ directory, onMade, onOther }: { directory: string; onMade: () => void; onOther: () => void }) {
  const [workspace, setWorkspace] = useState(directory)
  const [user, setUser] = useState('')
  const [role, setRole] = useState<Role>('investigator')
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<DeskError | null>(null)
  const tooWeak = error?.code === 'store/passphrase-weak'
  const missing = (value: string) => (tried && value.trim() === '' ? text.start.missing : null)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setTried(true)
    const form = event.currentTarget
    if (workspace.trim() === '' || user.trim() === '' || passphrase === '' || passphrase !== again) return focusFirstFault(form)
    setBusy(true)
    const answer = await attempt('workspace.create', { workspace: workspace.trim(), user: user.trim(), role, passphrase })
    setBusy(false)
    if (!('error' in answer)) return onMade()
    setError(answer.error)
    return focusFirstFault(form)
  }

  return (
    <StartBox title={text.start.create}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <PathField
          label={text.start.location}
          description={text.start.locationHint}
          kind="workspace"
          value={workspace}
          onChange={setWorkspace}
          error={missing(workspace)}
        />
        <div className="row" style={{ alignItems: 'flex-start' }}>
          <TextInput
            className="grow"
            label={text.start.name}
            value={user}
            onChange={(event) => setUser(event.currentTarget.value)}
            error={missing(user)}
            autoComplete="off"
            autoFocus={directory !== ''}
          />
          <Select
            className="grow"
            label={text.start.role}
            data={(['investigator', 'legal-reviewer'] as const).map((value) => ({ value, label: text.frame.roles[value] }))}
            value={role}
            allowDeselect={false}
            onChange={(value) => setRole((value ?? 'investigator') as Role)}
          />
        </div>
        <p className="quiet small">{text.start.roleHint}</p>
        <PassphraseFields
          label={text.start.passphrase}
          labelAgain={text.start.passphraseAgain}
          value={passphrase}
          again={again}
          onChange={setPassphrase}
          onAgain={setAgain}
          error={missing(passphrase) ?? (tooWeak ? inWords(error) : null)}
          tried={tried}
        />
        <Notice tone="amber">{text.start.noRecovery}</Notice>
        <Failure error={tooWeak ? null : error} />
        <div className="row">
          <Button type="submit" loading={busy}>
            {text.start.createButton}
          </Button>
          <span className="grow" />
          <button type="button" className="link" onClick={onOther}>
            {text.start.other}
          </button>
        </div>
      </form>
    </StartBox>
  )
}
