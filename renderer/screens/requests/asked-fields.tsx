import { MultiSelect, TextInput } from '@mantine/core'
import type { SeedFault } from '../../../src/api/index.ts'
import { useCommand } from '../../core/use-command.ts'
import { DateField } from '../../parts/date-field.tsx'
import { text } from '../../text/en.ts'
import { SeedField } from './seed-field.tsx'

/** Whom a request concerns and where is looked, as its form holds it; empty for what is not given. */
export interface AskedValues {
  readonly subject: string
  readonly names: string[]
  readonly emails: string[]
  readonly phones: string[]
  readonly identifiers: string[]
  readonly from: string
  readonly to: string
  readonly custodians: string[]
  readonly sources: string[]
}

interface Props {
  readonly values: AskedValues
  readonly onChange: (part: Partial<AskedValues>) => void
  /** What is said of a field, beside it. */
  readonly faultOf: (field: keyof AskedValues) => string | null
}

export const fieldId = (field: string): string => `request-${field}`

/** Gives the focus to the field that was refused, or to the button where it is none by itself: a refusal below the fold is no refusal. */
export function lookAtField(field: string): void {
  requestAnimationFrame(() => {
    const found = document.getElementById(fieldId(field)) ?? document.getElementById(fieldId('submit'))
    found?.focus()
    // What is said of it stands below it, where the buttons would cover it.
    found?.scrollIntoView({ block: 'center' })
  })
}

/** What of the lists could find nothing. What is checked is what was entered, not each letter of the name while it is typed. */
export function useSeedFaults({ emails, names, phones, identifiers }: AskedValues): readonly SeedFault[] {
  const checked = useCommand('matter.check', { emails, names, phones, identifiers }, ['sources'])
  return checked.data?.faults ?? []
}

/** The person: name, and what is known of them. */
export function PersonFields({ values, onChange, faultOf, faults }: Props & { readonly faults: readonly SeedFault[] }) {
  const seedOf = (field: 'emails' | 'names' | 'phones' | 'identifiers') => ({
    id: fieldId(field),
    value: values[field],
    onChange: (value: string[]) => onChange({ [field]: value }),
    faults: faults.filter((fault) => fault.field === field),
    error: faultOf(field),
  })
  return (
    <fieldset>
      <legend>{text.requests.who}</legend>
      <TextInput
        id={fieldId('subject')}
        className="wide"
        label={text.requests.name}
        description={text.requests.nameHint}
        value={values.subject}
        onChange={(event) => onChange({ subject: event.currentTarget.value })}
        error={faultOf('subject')}
        data-autofocus
      />
      <SeedField {...seedOf('emails')} label={text.requests.emails} description={text.requests.emailsHint} split={[',', ';', ' ']} />
      <SeedField {...seedOf('names')} label={text.requests.names} description={text.requests.namesHint} />
      <SeedField {...seedOf('phones')} label={text.requests.phones} />
      <SeedField {...seedOf('identifiers')} label={text.requests.identifiers} />
    </fieldset>
  )
}

/** The scope: from when, until when, in whose mail. */
export function ScopeFields({ values, onChange, faultOf }: Props) {
  const sources = useCommand('source.list', {}, ['sources'])
  const known = sources.data?.sources ?? []
  const custodians = [...new Set([...known.flatMap(({ custodian }) => custodian ?? []), ...values.custodians])]
  return (
    <fieldset>
      <legend>{text.requests.scope}</legend>
      <DateField label={text.requests.from} value={values.from} onChange={(from) => onChange({ from })} />
      <DateField id={fieldId('to')} label={text.requests.to} value={values.to} onChange={(to) => onChange({ to })} error={faultOf('to')} />
      <MultiSelect
        id={fieldId('sources')}
        label={text.requests.inSources}
        description={text.requests.scopeHint}
        placeholder={values.sources.length === 0 ? text.requests.allSources : ''}
        data={known.map((source) => ({ value: source.id, label: source.label }))}
        value={values.sources}
        onChange={(list) => onChange({ sources: list })}
      />
      <MultiSelect
        id={fieldId('custodians')}
        label={text.requests.ofCustodians}
        description={text.requests.custodiansHint}
        placeholder={values.custodians.length === 0 ? text.requests.allCustodians : ''}
        data={custodians}
        value={values.custodians}
        error={faultOf('custodians')}
        onChange={(list) => onChange({ custodians: list })}
      />
    </fieldset>
  )
}
