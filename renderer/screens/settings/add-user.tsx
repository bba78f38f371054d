import { Button, Modal, Select, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Role } from '../../../src/model/index.ts'
import { attempt } from '../../core/act.ts'
import type { DeskError } from '../../core/desk-error.ts'
import { Failure } from '../../parts/notice.tsx'
import { PassphraseFields } from '../../parts/passphrase-fields.tsx'
import { said } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'

/** Adds a person with a role and a first passphrase, which they must change when they first sign in. */
export function AddUser({ roles, opened, onClose }: { roles: readonly Role[]; opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title={text.settings.addTitle} closeButtonProps={{ 'aria-label': text.frame.close }}>
      {opened && <AddForm roles={roles} onClose={onClose} />}
    </Modal>
  )
}

function AddForm({ roles, onClose }: { roles: readonly Role[]; onClose: () => void }) {
  const [user, setUser] = useState('')
  const [role, setRole] = useState<Role>(roles[0] ?? 'auditor')
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<DeskError | null>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    const answer = await attempt('user.add', { user: user.trim(), role, passphrase })
    setBusy(false)
    if ('error' in answer) return setError(answer.error)
    said(text.settings.added(answer.result.user))
    return onClose()
  }
  return (
    <form className="stack" onSubmit={(event) => void submit(event)}>
      <TextInput
        label={text.settings.addName}
        value={user}
        onChange={(event) => setUser(event.currentTarget.value)}
        data-autofocus
        autoComplete="off"
      />
      <Select
        label={text.settings.addRole}
        description={role === 'auditor' ? text.settings.auditorHint : text.settings.rolesHint}
        data={roles.map((value) => ({ value, label: text.frame.roles[value] }))}
        value={role}
        allowDeselect={false}
        onChange={(value) => setRole((value ?? role) as Role)}
      />
      <PassphraseFields
        label={text.settings.addPassphrase}
        labelAgain={text.settings.addPassphraseAgain}
        value={passphrase}
        again={again}
        onChange={setPassphrase}
        onAgain={setAgain}
      />
      <p className="quiet small">{text.settings.addHint}</p>
      <Failure error={error} />
      <div className="row" style={{ justifyContent: 'flex-end' }}>
        <Button variant="default" onClick={onClose}>
          {text.frame.cancel}
        </Button>
        <Button type="submit" loading={busy} disabled={user.trim() === '' || passphrase === '' || passphrase !== again}>
          {text.settings.addButton}
        </Button>
      </div>
    </form>
  )
}
