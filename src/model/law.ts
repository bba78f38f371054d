import type { ClockEventId } from './ids.ts'

/** Vocabulary of the law room that other rooms share. Dates are civil dates `YYYY-MM-DD`. */
export type CivilDate = string

/** `eu-<country>` with a region where holidays differ (`eu-de-by`), `uk-eng`, `uk-sct`, `uk-nir`. */
export type RegimeId = string

export const clockEventKinds = [
  'received',
  'identity-asked',
  'identity-answered',
  'clarification-asked',
  'clarification-answered',
  'extended',
  'sent',
] as const
export type ClockEventKind = (typeof clockEventKinds)[number]

export interface ClockEvent {
  readonly kind: ClockEventKind
  readonly on: CivilDate
}

/** An event as it was entered. */
export interface RecordedEvent extends ClockEvent {
  readonly id: ClockEventId
  readonly by: string
  readonly atMs: number
}

/** How an event ceased to stand: both stay in the record. */
export interface ClockCorrection {
  readonly event: RecordedEvent
  /** What stands in its place; null where it was taken back. */
  readonly instead: RecordedEvent | null
  readonly reason: string
  readonly by: string
  readonly atMs: number
}

export interface DeadlineBasis {
  /** In words: "Received on 31 Jan 2026; the event day is not counted". */
  readonly step: string
  readonly date: CivilDate | null
  /** Article or guidance. */
  readonly source: string
}

export interface Deadline {
  readonly regime: RegimeId
  /** Null while a pause is open. */
  readonly due: CivilDate | null
  /** Without any pause: what alerts are driven from in the EU. */
  readonly strictDue: CivilDate
  readonly extendedDue: CivilDate | null
  /** Latest day to tell the requester of an extension. */
  readonly noticeBy: CivilDate | null
  /** Whether an extension is in force: told to the requester, and in time. */
  readonly extended: boolean
  readonly basis: readonly DeadlineBasis[]
}

/** A ground in a versioned code table. */
export interface Ground {
  /** `EU-15(4)`, `UK-16`, `OUT-OF-SCOPE`. */
  readonly code: string
  /** `eu`, `uk`, `ie`, `de` or `any`. */
  readonly jurisdiction: string
  /** At most three words, on a mark and in a marker: "third party". */
  readonly short: string
  /** One sentence for a requester. */
  readonly sentence: string
  /** The statutory test in words that the reviewer must meet; empty where there is none. */
  readonly test: readonly string[]
  readonly source: string
  /** False where the number was not confirmed against the statute. */
  readonly confirmed: boolean
  /** Exempts a whole document, a passage, or is no exemption at all (OUT-OF-SCOPE, DUPLICATE …). */
  readonly kind: 'exemption' | 'privilege' | 'no-exemption'
}
