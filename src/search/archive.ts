import { custodianNames, custodiansNamed, type ReadableDatabase, sourceIdOf, sourceLabels, sourceNames } from '../store/index.ts'

/** What `in:` and `custodian:` may name: one that isn't there would find nothing, and nobody would know why. */
export interface Archive {
  hasSource(number: number): boolean
  hasCustodian(name: string): boolean
}

/** Fields whose values only the archive knows. */
export type ArchiveField = 'in' | 'custodian'

/** What `in:` and `custodian:` may name in this index. */
export function archiveOf(index: ReadableDatabase): Archive {
  return {
    hasSource: (number) => sourceNames(index).includes(sourceIdOf(number)),
    hasCustodian: (name) => custodiansNamed(index, name).length > 0,
  }
}

/** What a field may name in this index, for people: custodians, or ids of sources with their labels. */
export function namesIn(index: ReadableDatabase, field: ArchiveField): readonly string[] {
  return field === 'custodian' ? custodianNames(index) : sourceLabels(index).map(({ source, label }) => `${source} ${label}`)
}
