import { TextInput } from '@mantine/core'
import { civil } from '../text/format.ts'

interface Props {
  readonly id?: string
  readonly label: string
  readonly value: string
  /** What is wrong, or whether: where it is said elsewhere. */
  readonly error?: string | boolean | null
  readonly onChange: (value: string) => void
}

const isDay = (value: string) => /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))

/** A civil date; the chosen day stands below in words, since the browser's own order of day and month depends on the machine. */
export function DateField({ id, label, value, error = null, onChange }: Props) {
  return (
    <TextInput
      {...(id === undefined ? {} : { id })}
      type="date"
      label={label}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      description={isDay(value) ? civil(value) : '\u00a0'}
    />
  )
}
