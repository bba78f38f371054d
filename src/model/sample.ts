import type { DocumentId, UserName } from './ids.ts'

/** A random sample of messages that were not collected, as it was drawn. */
export interface DrawnSample {
  readonly number: number
  readonly seed: string
  /** 0.95 for 95 %. */
  readonly confidence: number
  /** Half the width of the interval that the size was reckoned for: 0.05 for five points either way. */
  readonly margin: number
  /** Messages in scope that were not in the review set when it was drawn. */
  readonly population: number
  readonly size: number
  readonly user: UserName
  readonly atMs: number
}

export interface SampledDocument {
  readonly document: DocumentId
  /** Null until somebody read it. */
  readonly relevant: boolean | null
  readonly user: UserName | null
}

/** Both ends included. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** Families of the review set, and how many of them hold something responsive, or nothing responsive and something undecided. */
export interface FamilyCounts {
  readonly families: number
  readonly responsive: number
  readonly undecided: number
}

/** What a sample says so far. */
export interface SampleVerdict extends DrawnSample {
  readonly read: number
  readonly relevant: number
  /** Relevant messages among all that were not collected, with the stated confidence; null until every one of the sample was read. */
  readonly missed: Interval | null
  /** Messages that were in the review set when it was drawn and hold something responsive. */
  readonly collected: number
  /** Messages that were in the review set when it was drawn and are not decided yet: while there are any, recall is provisional. */
  readonly undecided: number
  /** Recall of what was collected when it was drawn, at the sample's own share; null where nothing relevant is known, or the sample isn't read. */
  readonly recall: number | null
  readonly recallInterval: Interval | null
  /** Messages collected since it was drawn, those of the sample among them. */
  readonly since: FamilyCounts
  /**
   * Recall with what was collected since, of the mail that the sample was drawn from alone: null where none of it was collected since, or a sample from before that was
   * noted doesn't tell. The sample says nothing of mail that was taken in later.
   */
  readonly nowInterval: Interval | null
}
