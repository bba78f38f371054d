import type { MatterFacts } from '../search/index.ts'
import { documentIdsOf, documentsCoded, documentsWithMarks, type ReadableDatabase, readMatter } from '../store/index.ts'
import { personQuery } from './terms.ts'

/** What a query may ask of a request, with the names that `person:` is completed with. */
export interface RequestFacts extends MatterFacts {
  readonly persons: readonly string[]
}

/** What a query may ask of a request. Looked up when it is asked for. */
export function matterFacts(database: ReadableDatabase): RequestFacts {
  const matter = readMatter(database)
  return {
    persons: [matter.subject.name],
    documentsCoded: (coding) => (coding === 'uncollected' ? documentIdsOf(database) : documentsCoded(database, coding)),
    documentsWithMarks: () => documentsWithMarks(database),
    person: (name) => personQuery(database, name),
  }
}
