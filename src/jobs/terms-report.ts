import { type Coverage, counted, type Matter, type SampleVerdict, type TermCounts } from '../model/index.ts'
import type { Report, ReportTable } from '../produce/index.ts'

/** The column of the sources that have no custodian. */
const noCustodian = 'No custodian'
const leftOut = 'Families left out as another person’s'

/**
 * The search-term report as a table: a row a term, columns for each custodian and each source; below it what was and wasn't searched, and what random samples of
 * what was not collected say.
 */
export function termsReport(
  matter: Matter,
  { terms, ...all }: TermCounts,
  { coverage, samples, today }: { readonly coverage: Coverage; readonly samples: readonly SampleVerdict[]; readonly today: string },
): Report {
  const custodians = named(terms.flatMap(({ byCustodian }) => byCustodian.flatMap(({ custodian }) => custodian ?? [])))
  const anyWithout = terms.some(({ byCustodian }) => byCustodian.some(({ custodian }) => custodian === null))
  const sources = named(terms.flatMap(({ bySource }) => bySource.map(({ source, label }) => `${source} ${label}`)))
  const byCustodian = [...custodians.map(columnOf), ...(anyWithout ? [noCustodian] : [])]
  const bySource = sources.map((name) => `Source: ${name}`)
  const columns = ['Term', 'Documents', 'Families', 'Only by this term', leftOut, ...byCustodian, ...bySource]
  const rows = terms.map((term) => ({
    Term: [term.term, ...term.alike].join(' = '),
    Documents: String(term.documents),
    Families: String(term.families),
    'Only by this term': String(term.unique),
    [leftOut]: String(term.leftOut),
    // A term without documents somewhere has none there, which an empty cell doesn't say.
    ...Object.fromEntries([...byCustodian, ...bySource].map((column) => [column, '0'])),
    ...Object.fromEntries(term.byCustodian.map(({ custodian, documents }) => [columnOf(custodian), String(documents)])),
    ...Object.fromEntries(term.bySource.map(({ source, label, documents }) => [`Source: ${source} ${label}`, String(documents)])),
  }))
  return {
    title: `Search-term report, ${matter.reference}, ${today}`,
    columns,
    tables: [
      { heading: 'Totals', columns: columns.slice(1, 5).map((column) => [column, column]) },
      ...parts('Documents by custodian', byCustodian),
      ...parts('Documents by source', bySource),
    ],
    rows: [
      ...rows,
      { Term: 'All terms together', Documents: String(all.documents), Families: String(all.families), [leftOut]: String(all.leftOut) },
    ],
    notes: [
      {
        name: leftOut,
        value:
          'Of the families found, those that only a name found and that are tied to somebody else of the name, refused as such: by their address in the headers or in the text, by their thread, or by their organisation beside the name. They are not collected; each is listed with that evidence, and can be taken in.',
      },
      { name: 'Scope', value: scopeWords(matter) },
      { name: 'Messages searched in whole, each copy counted', value: String(coverage.indexed) },
      { name: 'Messages searched in part', value: String(coverage.partial) },
      { name: 'Messages not taken in yet', value: String(coverage.pending) },
      { name: 'Messages that could not be taken in', value: String(coverage.failed) },
      { name: 'Messages found that are gone from their source and can’t be collected', value: String(coverage.gone) },
      { name: 'Encrypted or protected, not read', value: String(coverage.encrypted) },
      { name: 'Attachments whose text is still owed', value: String(coverage.pendingAttachments) },
      { name: 'Pictures and scans, which hold no text', value: String(coverage.noText) },
      ...samples.map((sample) => ({ name: `Sample ${sample.number} of what was not collected`, value: sampleWords(sample) })),
    ],
  }
}

/** So many columns of figures stand beside a term with their names to be read. */
const besideTerm = 10

function parts(heading: string, columns: readonly string[]): readonly ReportTable[] {
  const count = Math.ceil(columns.length / besideTerm)
  return Array.from({ length: count }, (_, at): ReportTable => {
    const some = columns.slice(at * besideTerm, (at + 1) * besideTerm)
    const number = count === 1 ? '' : `, part ${at + 1} of ${count}`
    return { heading: `${heading}${number}`, columns: some.map((column) => [column, column.replace(/^(?:Custodian|Source): /u, '')]) }
  })
}

function columnOf(custodian: string | null): string {
  return custodian === null ? noCustodian : `Custodian: ${custodian}`
}

function named(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort()
}

function scopeWords({ scope }: Matter): string {
  const time = scope.from === null && scope.to === null ? 'any date' : `${scope.from ?? '…'} to ${scope.to ?? '…'}, and undated`
  const sources = scope.sources.length === 0 ? 'all sources' : `sources ${scope.sources.join(', ')}`
  return `${time}; ${sources}; ${scope.custodians.length === 0 ? 'all custodians' : `custodians ${scope.custodians.join(', ')}`}`
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

function sampleWords({ missed, recall, recallInterval, nowInterval, since, ...sample }: SampleVerdict): string {
  const drawn = `${sample.size} of ${sample.population} messages, drawn ${new Date(sample.atMs).toISOString()} with the seed “${sample.seed}”; ${sample.read} read, ${sample.relevant} relevant`
  if (missed === null) return `${drawn}. What was missed is known once all are read.`
  const estimate = `With ${percent(sample.confidence)} confidence, between ${missed.low} and ${missed.high} relevant messages were not collected then`
  const known =
    recall === null || recallInterval === null
      ? ''
      : `; recall ${percent(recall)} (${percent(recallInterval.low)} to ${percent(recallInterval.high)})`
  const provisional = sample.undecided === 0 ? '' : `, provisional while ${sample.undecided} collected messages are undecided`
  const later =
    since.families === 0
      ? ''
      : ` Since then ${counted(since.families, 'message was', 'messages were')} collected, ${since.responsive} responsive, ${since.undecided} undecided`
  const now =
    nowInterval === null
      ? ''
      : `; with those of them that it was drawn from recall is between ${percent(nowInterval.low)} and ${percent(nowInterval.high)}`
  const limit = later === '' ? '' : '. The sample says nothing of mail taken in later.'
  return `${drawn}. ${estimate}${known}${provisional}.${later}${now}${limit}`
}
