/** A reviewer's decisions about a document. */
export const codings = ['responsive', 'not-responsive', 'undecided'] as const
export type Coding = (typeof codings)[number]

/** Legal protection; a flag beside the coding, never the same field. */
export const privileges = ['none', 'advice', 'litigation'] as const
export type Privilege = (typeof privileges)[number]

export const dispositions = ['release', 'redact', 'withhold'] as const
export type Disposition = (typeof dispositions)[number]

/** Where a document stands between the two people. Any change to it brings it back to `open`. */
export const reviewStates = ['open', 'submitted', 'approved', 'declined'] as const
export type ReviewState = (typeof reviewStates)[number]

export const roles = ['investigator', 'legal-reviewer', 'auditor'] as const
export type Role = (typeof roles)[number]
