/** How far a long job is. Holds counts and a label of ours, never mail content. */
export interface Progress {
  readonly job: string
  readonly kind: 'ingest' | 'extract' | 'collect' | 'suggest' | 'produce' | 'check'
  /** The step in words for people, from our catalogue. */
  readonly step: string
  readonly done: number
  /** Null while unknown. */
  readonly total: number | null
  readonly unit: 'messages' | 'documents' | 'bytes' | 'steps'
  /** Units a second since the start; null at the start. */
  readonly perSecond: number | null
  readonly remainingMs: number | null
  readonly state: 'running' | 'done' | 'cancelled' | 'failed'
}

/** What a pipeline gets from its host: a way to report, and a way to be stopped. */
export interface JobControl {
  readonly signal: AbortSignal
  report(progress: Omit<Progress, 'job' | 'perSecond' | 'remainingMs' | 'state' | 'kind'>): void
  /**
   * Called at every point where work is durable and may be cut; tests inject a kill here. Names are stable
   * (`ingest/batch-committed`, `produce/rendered` …).
   */
  checkpoint(name: string): void
}
