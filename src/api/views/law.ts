import type { Ground, Hit } from '../../model/index.ts'

/** What commands return about rules of the law, recognizers. */

export interface DetectView {
  readonly hits: readonly Hit[]
}
export interface RegimeView {
  readonly id: string
  readonly label: string
}
export interface GroundsView {
  readonly version: string
  readonly grounds: readonly Ground[]
}
