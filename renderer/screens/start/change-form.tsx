import { Button, PasswordInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { attempt } from '../../core/act.ts'
import type { DeskError } from '../../core/desk-error.ts'
import { Failure } from '../../parts/notice.tsx'
import { PassphraseFields } from '../../parts/passphrase-fields.tsx'
import { text } from '../../text/en.ts'

/** The fields for changing one's own passphrase; in Settings, and forced at the first sign-in. */
export function ChangePassphrase({ onChanged, first = false }: { onChanged: () => void; first?: boolean }) {
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<DeskError | null>(null)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (next !== again) return
    setBusy(true)
    const answer = await attempt('user.changePassphrase', { current, next })
    setBusy(false)
    if ('error' in answer) {
      setError(answer.error)
      return
    }
    setError(null)
    setCurrent('')
    setNext('')
    setAgain('')
    onChanged()
  }

  return (
    <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
      <PasswordInput
        label={text.start.current}
        autoFocus={first}
        value={current}
        onChange={(event) => setCurrent(event.currentTarget.value)}
        autoComplete="current-password"
      />
      <PassphraseFields
        label={text.start.next}
        labelAgain={text.start.nextAgain}
        value={next}
        again={again}
        onChange={setNext}
        onAgain={setAgain}
      />
      <Failure error={error} />
      <div>
        <Button type="submit" loading={busy} disabled={current === '' || next === '' || next !== again}>
          {text.start.changeButton}
        </Button>
      </div>
    </form>
  )
}
