import type { FileReader } from '../formats/index.ts'
import type { DocumentId } from '../model/index.ts'

/** A redacted string that was found. `path` says where in the bundle: `mail/CTRL-000001.eml › header Subject`. */
export interface LeakHit {
  readonly needle: string
  readonly layer: string
  readonly path: string
}

/** Something that the check could not clear: unexpected structure, an undecodable layer. Any of them keeps the bundle back. */
export interface CheckProblem {
  readonly code: string
  readonly path: string
  readonly message: string
}

/** The outcome of a leak check; what the api calls `CheckView`. */
export interface CheckResult {
  readonly passed: boolean
  /** Redacted strings that were searched for. */
  readonly needles: number
  /** Values of the originals that are never given (dropped headers, ids, boundaries, hidden text) and were searched for, too. */
  readonly technicalNeedles: number
  readonly layers: number
  readonly hits: readonly LeakHit[]
  readonly problems: readonly CheckProblem[]
  /** What a reader of the result should know and that is no failure, in words. */
  readonly notes: readonly string[]
}

/** A decoded text of the bundle, and whose content it shows. */
export interface Layer {
  readonly path: string
  /** How it was read: `header`, `text/plain`, `pdf text`, `pdf object`, `base64` … */
  readonly layer: string
  /** Documents whose content may stand here; null for pages of ours that belong to none. */
  readonly owners: readonly DocumentId[] | null
  readonly text: string
  /** The text without the places at which these texts were decided to stay, where they are known; else they are found by the words around them. */
  readonly without?: (texts: ReadonlySet<string>) => string
  /** The words around a place can't be told here, and another layer says all of it in order: what stays is known there. */
  readonly isSaidElsewhere?: boolean
  /** Binary bytes or a guess at an encoding: only needles of eight letters and more mean something in it. */
  readonly noisy: boolean
}

/** Collects layers and problems while a file is taken apart. */
export interface Findings {
  /** By which PDFs, Office files and pictures are read. */
  readonly reader: FileReader
  layer(layer: Layer): void
  problem(code: string, path: string, message: string): void
}

/** Collects what a file is made of; whatever must be waited for is asked afterwards. */
export interface Structure extends Pick<Findings, 'layer' | 'problem'> {
  read(ask: (reader: FileReader) => Promise<void>): void
}
