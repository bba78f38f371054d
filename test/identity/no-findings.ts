import type { Findings } from '../../src/identity/index.ts'

/** An archive in which nothing is found of anybody. */
export const nothing: Findings = {
  people: [],
  bearers: [],
  vocabulary: new Map(),
  written: [],
  signed: [],
  greeted: [],
  initials: [],
  phones: [],
  carded: [],
}
