import { Pill, TagsInput } from '@mantine/core'
import type { SeedFault } from '../../../src/api/index.ts'
import { text } from '../../text/en.ts'

interface Props {
  readonly id: string
  readonly label: string
  readonly description?: string
  readonly value: string[]
  readonly onChange: (value: string[]) => void
  /** What of the field's values could find nothing. */
  readonly faults: readonly SeedFault[]
  /** What is said of the whole field where no value is at fault. */
  readonly error: string | null
  readonly split?: string[]
}

/** Addresses, names or numbers, each by itself; one that could find nothing is marked as soon as it is entered, and the field says why. */
export function SeedField({ id, label, description, value, onChange, faults, error, split = [',', ';'] }: Props) {
  const said = faults.map(({ at, why }) => text.requests.seedFault(value[at] ?? '', why))
  const faulty = new Set(faults.map(({ at }) => value[at]))
  return (
    <TagsInput
      id={id}
      label={label}
      description={description}
      value={value}
      onChange={onChange}
      error={said.length > 0 ? said.join(' ') : error}
      acceptValueOnBlur
      splitChars={split}
      renderPill={({ option, onRemove, disabled }) => (
        <Pill
          withRemoveButton={disabled !== true}
          {...(onRemove === undefined ? {} : { onRemove })}
          removeButtonProps={{ 'aria-label': text.requests.removeSeed(option.label) }}
          className={faulty.has(option.label) ? 'seed seed-faulty' : 'seed'}
        >
          {option.label}
        </Pill>
      )}
    />
  )
}
