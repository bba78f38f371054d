import { Button, Select, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { FormView } from '../../../src/api/index.ts'
import { act } from '../../core/act.ts'
import { text } from '../../text/en.ts'

const kinds = ['email', 'name', 'phone', 'identifier'] as const

/** Adds a form that the officer knows and the archive did not offer; it counts as accepted. */
export function AddForm({ matter }: { matter: string }) {
  const [form, setForm] = useState('')
  const [kind, setKind] = useState<FormView['kind']>('email')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (form.trim() === '') return
    const done = await act('matter.form', { matter, form: form.trim(), kind, accepted: true, unlisted: true })
    if (done !== null) setForm('')
  }
  return (
    <form className="row" style={{ alignItems: 'flex-end', maxWidth: 640 }} onSubmit={(event) => void submit(event)}>
      <TextInput
        className="grow"
        label={text.identify.own}
        value={form}
        onChange={(event) => setForm(event.currentTarget.value)}
        autoComplete="off"
      />
      <Select
        label={text.identify.ownKind}
        data={kinds.map((value) => ({ value, label: text.identify.kinds[value] }))}
        value={kind}
        allowDeselect={false}
        onChange={(value) => setKind((value ?? kind) as FormView['kind'])}
      />
      <Button type="submit" variant="default" h={36} disabled={form.trim() === ''}>
        {text.identify.ownAdd}
      </Button>
    </form>
  )
}
