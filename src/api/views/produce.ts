import type { ProductionId, UserName } from '../../model/index.ts'

export type { Gate as GateView, GateItem, GatePlace } from '../../model/index.ts'

/** What commands return about the gate, productions, logs. */

export interface LeakHit {
  readonly needle: string
  readonly layer: string
  readonly path: string
}
export interface CheckView {
  readonly passed: boolean
  /** How many redacted strings were searched for. */
  readonly needles: number
  /** How many values of the originals that are never given (dropped headers, ids, boundaries, hidden text) were searched for, too. */
  readonly technicalNeedles: number
  /** How many decoded layers of the finished bundle were searched. */
  readonly layers: number
  readonly hits: readonly LeakHit[]
  readonly problems: readonly { readonly code: string; readonly path: string; readonly message: string }[]
}
export interface ProducedView {
  readonly production: ProductionId
  readonly bundle: string
  readonly sha256: string
  readonly bytes: number
  readonly documents: number
  readonly pages: number
  readonly withheld: number
  readonly notViewed: number
  /** Documents proposed or approved under a passphrase that another person gave. */
  readonly givenPassphrase: number
  /** Shown once; null when it was written to a file instead. */
  readonly passphrase: string | null
  readonly check: CheckView
  readonly formats: readonly ('eml' | 'mbox' | 'pdf')[]
}
export interface ProductionsView {
  readonly productions: readonly {
    readonly production: ProductionId
    readonly bundle: string
    readonly sha256: string
    readonly documents: number
    readonly pages: number
    readonly atMs: number
    readonly user: UserName
  }[]
}
export interface LogWritten {
  readonly rows: number
  readonly out: string
}
export interface DemoView extends ProducedView {
  readonly out: string
  readonly letter: string
  /** The passphrase alone, for programs. */
  readonly passphraseFile: string
  readonly internalLog: string
  readonly workspace: string
}
