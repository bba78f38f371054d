import { PasswordInput } from '@mantine/core'
import { text } from '../text/en.ts'
import type { Tone } from './badge.tsx'
import { passphraseStrength } from './passphrase-strength.ts'
import './passphrase-fields.css'

interface Props {
  readonly label: string
  readonly labelAgain: string
  readonly value: string
  readonly again: string
  readonly error?: string | null
  /** The form was sent: what is missing in the second field is told, too. */
  readonly tried?: boolean
  readonly onChange: (value: string) => void
  readonly onAgain: (value: string) => void
}

const tones: readonly Tone[] = ['red', 'amber', 'amber', 'green']

/** A new passphrase, twice, with its strength in words as one types. */
export function PassphraseFields({ label, labelAgain, value, again, error = null, tried = false, onChange, onAgain }: Props) {
  const strength = passphraseStrength(value)
  const differs = (again !== '' || (tried && value !== '')) && value !== again
  return (
    <>
      <div>
        <PasswordInput
          label={label}
          value={value}
          error={error}
          onChange={(event) => onChange(event.currentTarget.value)}
          autoComplete="new-password"
        />
        <div className="strength">
          <div className={`strength-bar tone-${tones[strength]}`} aria-hidden>
            {[0, 1, 2, 3].map((step) => (
              <span key={step} data-on={value !== '' && step <= strength} />
            ))}
          </div>
          <span className="small quiet" role="status" aria-label={text.start.strengthLabel}>
            {value === '' ? text.start.strengthHint : text.start.strength[strength]}
          </span>
        </div>
      </div>
      <PasswordInput
        label={labelAgain}
        value={again}
        onChange={(event) => onAgain(event.currentTarget.value)}
        error={differs ? text.start.mismatch : null}
        autoComplete="new-password"
      />
    </>
  )
}
