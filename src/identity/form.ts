/** What the officer knows of the subject. */
export interface Seeds {
  readonly name: string
  readonly names?: readonly string[]
  readonly emails?: readonly string[]
  readonly phones?: readonly string[]
  readonly identifiers?: readonly string[]
  /** ISO 3166-1 alpha-2, for phone numbers without country code; null where unknown. */
  readonly region?: string | null
}

export type FormKind = 'email' | 'name' | 'phone' | 'identifier'

/** Under which heading a form is shown. */
export type FormGroup = 'address' | 'name' | 'nickname' | 'misspelling' | 'number' | 'login'

/** One way in which the subject may be written, to accept or refuse. */
export interface Form {
  readonly form: string
  readonly kind: FormKind
  readonly group: FormGroup
  readonly why: string
  /** `given` by the officer; `variant` of the same words; `guess` that may well be somebody else. */
  readonly certainty: 'given' | 'variant' | 'guess'
}
