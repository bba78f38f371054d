import { Button, Modal, Select, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Role } from '../../../src/model/index.ts'
import { attempt } from '../../core/act.ts'
import type { DeskError } from '../../core/desk-error.ts'
import { DialogActs } from '../../parts/dialog-acts.tsx'
import { focusFirstFault } from '../../parts/first-fault.ts'
import { Failure } from '../../parts/notice.tsx'
import { PassphraseFields } from '../../parts/passphrase-fields.tsx'
import { inWords, said } from '../../parts/tell.ts'
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
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<DeskError | null>(null)
  const tooWeak = error?.code === 'store/passphrase-weak'
  const missing = (value: string) => (tried && value.trim() === '' ? text.start.missing : null)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setTried(true)
    const form = event.currentTarget
    if (user.trim() === '' || passphrase === '' || passphrase !== again) return focusFirstFault(form)
    setBusy(true)
    const answer = await attempt('user.add', { user: user.trim(), role, passphrase })
    setBusy(false)
    if ('error' in answer) {
      setError(answer.error)
      return focusFirstFault(form)
    }
    said(text.settings.added(answer.result.user))
    return onClose()
  }
  return (
    <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
      <TextInput
        label={text.settings.addName}
        value={user}
        onChange={(event) => setUser(event.currentTarget.value)}
        error={missing(user)}
        data-autofocus
        autoComplete="off"
      />
      <Select
        label={text.settings.addRole}
        description={text.settings.roleDoes[role]}
        data={roles.map((value) => ({ value, label: text.frame.roles[value] }))}
        value={role}
        allowDeselect={false}
        onChange={(value) => setRole((value ?? role) as Role)}
      />
      {role !== 'auditor' && <p className="quiet small">{text.settings.rolesHint}</p>}
      <PassphraseFields
        label={text.settings.addPassphrase}
        labelAgain={text.settings.addPassphraseAgain}
        value={passphrase}
        again={again}
        onChange={setPassphrase}
        onAgain={setAgain}
        error={missing(passphrase) ?? (tooWeak ? inWords(error) : null)}
        tried={tried}
      />
      <p className="quiet small">{text.settings.addHint}</p>
      <Failure error={tooWeak ? null : error} />
      <DialogActs onCancel={onClose}>
        <Button type="submit" loading={busy}>
          {text.settings.addButton}
        </Button>
      </DialogActs>
    </form>
  )
}
