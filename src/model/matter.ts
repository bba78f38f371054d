import { foldText } from './fold.ts'
import type { MatterId, SourceId } from './ids.ts'
import type { CivilDate, RecordedEvent, RegimeId } from './law.ts'

/** A data subject as the officer knows them: the seeds of the search. */
export interface Subject {
  readonly name: string
  readonly names: readonly string[]
  readonly emails: readonly string[]
  readonly phones: readonly string[]
  readonly identifiers: readonly string[]
}

export interface Scope {
  /** Inclusive civil dates in the controller's time zone; null for open. */
  readonly from: CivilDate | null
  readonly to: CivilDate | null
  readonly custodians: readonly string[]
  readonly sources: readonly SourceId[]
}

/** Two custodians are the same whatever the case, the accents and the blanks of their names. */
export function custodianKey(name: string): string {
  return foldText(name).trim()
}

/** Whether a source's mail is in a request's scope; dates aside. */
export function inScope(
  scope: Pick<Scope, 'sources' | 'custodians'>,
  source: { readonly id: SourceId; readonly custodian: string | null },
): boolean {
  if (scope.sources.length > 0 && !scope.sources.includes(source.id)) return false
  if (scope.custodians.length === 0) return true
  const key = source.custodian === null ? null : custodianKey(source.custodian)
  return scope.custodians.some((name) => custodianKey(name) === key)
}

export type MatterStep = 'identify' | 'find' | 'review' | 'approve' | 'produce' | 'closed'

export interface Matter {
  readonly id: MatterId
  readonly reference: string
  readonly subject: Subject
  readonly scope: Scope
  readonly regime: RegimeId
  /** The day on which it came, as it stands now. */
  readonly received: CivilDate
  /** The events that stand, in order of entry; the receipt is one. */
  readonly events: readonly RecordedEvent[]
  readonly createdAtMs: number
  readonly createdBy: string
}
