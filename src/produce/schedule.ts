import type { ProductionInput } from './input.ts'
import type { ReleasedMailbox } from './mime-encode.ts'
import { flatten, phrases, type Released } from './released.ts'

/** First and last page number of each document, by control number. Empty where no PDF was made. */
export type PageMap = ReadonlyMap<string, { readonly first: string; readonly last: string; readonly pages: number }>

export const scheduleColumns = [
  'number',
  'part of',
  'kind',
  'date',
  'from',
  'to',
  'subject or name',
  'given',
  'codes',
  'reason',
  'first page',
  'last page',
  'copies',
] as const
/** Columns that hold words of a document as released; the others hold words of ours. */
export const contentColumns = ['date', 'from', 'to', 'subject or name'] as const

export const scheduleTitle = (reference: string): string => `Schedule of documents, ${reference}`

export type Row = Readonly<Record<string, string>>

/** What a person reads for mailboxes: as released, a redacted address left out where its name says so. */
export function peopleText(mailboxes: readonly ReleasedMailbox[]): string {
  return mailboxes
    .map(({ name, address }) => (address === null || address === '' ? name : name === '' ? address : `${name} <${address}>`))
    .join('; ')
}

const outcomes = { released: 'in full', redacted: 'in part', withheld: 'withheld', absent: 'not included' } as const

/** Words of ours that a printed schedule holds besides its cells of content, the sentences of the grounds aside. */
export const scheduleWords = ['schedule of documents', ...scheduleColumns, ...Object.values(outcomes), 'message', 'attachment'] as const

/** Codes used in a document, each once, in order. */
export function codesOf(released: Released): string[] {
  const codes = released.source.marks.map((mark) => mark.ground)
  if (released.fate === 'withheld' && released.source.ground !== null) codes.push(released.source.ground)
  return released.fate === 'absent' ? [] : [...new Set(codes)].sort()
}

/**
 * The requester's schedule: one row for each document that holds their data, given or withheld. Made from released surfaces alone, so it
 * holds no redacted content, and no hash or id made from an original.
 */
export function scheduleRows(input: ProductionInput, families: readonly Released[], pages: PageMap): Row[] {
  return families.flatMap((family) =>
    flatten(family)
      .filter((released) => released.fate !== 'absent')
      .map((released) => {
        const codes = codesOf(released)
        const sentences = codes.map((code) => input.grounds.find((ground) => ground.code === code)?.sentence ?? code)
        const page = pages.get(released.number)
        const unshown = released.form === 'placeholder' && released.fate !== 'withheld'
        return {
          number: released.number,
          'part of': released === family ? '' : family.number,
          kind: released.source.kind,
          date: released.header?.dateText ?? '',
          from: peopleText(released.header?.from ?? []),
          to: peopleText([...(released.header?.to ?? []), ...(released.header?.cc ?? [])]),
          'subject or name': released.header?.subject ?? released.filename ?? '',
          given: unshown ? outcomes.withheld : released.lacks ? outcomes.redacted : outcomes[released.fate],
          codes: codes.join(' '),
          reason: unshown ? released.reason : [...sentences, ...(released.lacks ? [phrases.incomplete] : [])].join(' '),
          'first page': page?.first ?? '',
          'last page': page?.last ?? '',
          copies: String(released.source.copies + 1),
        }
      }),
  )
}
