import { givenNames, makeDetector, namesElsewhere, namesMentioned, type Person } from '../detect/index.ts'
import { isShownDate } from '../formats/index.ts'
import { nicknamesOf, nicknameTables, romanised } from '../identity/index.ts'
import { groundsFor } from '../law/index.ts'
import type { DocumentId, Hit, JobControl, MailAddress, Surface } from '../model/index.ts'
import { foldText, isSharedAddress, parseKnownName, parsePersonName } from '../model/index.ts'
import type { ReadableDatabase } from '../store/index.ts'
import { readDocuments, transact } from '../store/index.ts'
import { type Marking, startMarking } from './mark-making.ts'
import { formSpans, isSubjectOwn, subjectForms } from './places.ts'
import { nameInAddress } from './related.ts'
import type { Reviewer } from './review-commit.ts'
import { squash, surfacesOf } from './surface-cache.ts'
import { phoneRegion } from './terms.ts'
import { count } from './words.ts'

export interface Suggested {
  readonly proposed: number
  readonly byDetector: readonly { readonly detector: string; readonly marks: number }[]
}

/** Families in one transaction: short enough to be cut, long enough to be quick. */
const familiesABatch = 50

/**
 * Runs the recognizers over every surface that may be produced (header values, file names and PDF pages too) and proposes marks for what is
 * not the subject's. Nothing that was marked, suggested or dismissed before is suggested again. `detectors` limits the types of hit.
 */
export async function suggest(reviewer: Reviewer, detectors: readonly string[] | null, control: JobControl): Promise<Suggested> {
  const { database } = reviewer
  const forms = subjectForms(database)
  const ground = thirdPartyGround(reviewer.regime)
  const byFamily = [...Map.groupBy(readDocuments(database), ({ family }) => family).values()]
  const total = byFamily.reduce((sum, family) => sum + family.length, 0)
  const writers = readDocuments(database).flatMap(({ header }) =>
    header === null ? [] : [header.from, header.to, header.cc, header.bcc].flat(),
  )
  const further = [namesElsewhere(namesOf(writers), forms), namesMentioned({ given: givenNamesOf(writers, forms), protect: forms })]
  const made = new Map<string, number>()
  let done = 0
  for (let at = 0; at < byFamily.length; at += familiesABatch) {
    control.signal.throwIfAborted()
    const batch = byFamily.slice(at, at + familiesABatch)
    transact(database, () => {
      const marking = startMarking(reviewer, null)
      let marks = 0
      for (const family of batch) {
        const people = peopleOf(
          family.flatMap(({ header }) => (header === null ? [] : [header.from, header.to, header.cc, header.bcc])),
          forms,
        )
        const detector = makeDetector({
          region: phoneRegion(reviewer.regime),
          people,
          further,
          protect: forms,
          ...(detectors === null ? {} : { types: detectors }),
        })
        for (const { id } of family) marks += suggestIn(database, id, { detector, forms, ground, marking, made })
        done += family.length
      }
      // Suggestions are no decisions: nothing to undo, and no approval is voided.
      marking.commit(`suggest ${count(marks, 'mark')}`, { undoable: false })
    })
    control.checkpoint('suggest/batch-committed')
    control.report({ step: 'Looking for other people\u2019s data', done, total, unit: 'documents' })
    await new Promise((resolve) => setImmediate(resolve))
  }
  const byDetector = [...made]
    .map(([detector, marks]) => ({ detector, marks }))
    .sort((left, right) => (left.detector < right.detector ? -1 : 1))
  return { proposed: byDetector.reduce((sum, { marks }) => sum + marks, 0), byDetector }
}

interface Tools {
  readonly detector: ReturnType<typeof makeDetector>
  readonly forms: readonly string[]
  readonly ground: string
  readonly marking: Marking
  readonly made: Map<string, number>
}

function suggestIn(database: ReadableDatabase, document: DocumentId, tools: Tools): number {
  let marks = 0
  for (const surface of surfacesOf(database, document)) {
    if (surface.text === '' || !surface.producible || isShownDate(surface)) continue
    for (const hit of tools.detector(surface.text)) {
      if (isSubjectOwn(hit, ownOf(surface, tools.forms)) || isOwnOtherwiseWritten(hit, tools.forms)) continue
      const origin = { kind: 'detector' as const, by: hit.recognizer, score: hit.score, why: hit.why }
      if (!tools.marking.suggest({ surface, span: { start: hit.start, end: hit.end }, ground: tools.ground, origin })) continue
      tools.made.set(hit.type, (tools.made.get(hit.type) ?? 0) + 1)
      marks++
    }
  }
  return marks
}

const own = new WeakMap<Surface, { readonly forms: readonly string[]; readonly spans: ReturnType<typeof formSpans> }>()

/** Without bare words of the subject's names: a recognizer finds such a word only where another person of the family bears it. */
function ownOf(surface: Surface, forms: readonly string[]): ReturnType<typeof formSpans> {
  const known = own.get(surface)
  if (known?.forms === forms) return known.spans
  const spans = formSpans(surface, forms)
  own.set(surface, { forms, spans })
  return spans
}

/** Fewer characters at the end of a number are anybody's. */
const fewestOfNumber = 7
const numbers: ReadonlySet<string> = new Set(['iban', 'card', 'phone'])

/**
 * Whether a number or address is the subject's, written or broken up as no form of it is: the end of it on a line of its own, a number without the prefix or the
 * word before it with which the request gives it (`IBAN DE89 …`), a mailbox with a tag (`nora+news@`).
 */
function isOwnOtherwiseWritten({ type, text }: Hit, forms: readonly string[]): boolean {
  if (type === 'email') return text.includes('+') && squashedOf(forms).has(squash(text.replace(/\+[^@]*(?=@)/u, '')))
  const letters = squash(text)
  if (!numbers.has(type) || letters.length < fewestOfNumber) return false
  for (const form of squashedOf(forms)) if (form.endsWith(letters)) return true
  return false
}

const squashedForms = new WeakMap<readonly string[], ReadonlySet<string>>()

function squashedOf(forms: readonly string[]): ReadonlySet<string> {
  const known = squashedForms.get(forms) ?? new Set(forms.map(squash))
  squashedForms.set(forms, known)
  return known
}

/** Every name that these headers show beside an address, each once. */
function namesOf(writers: readonly MailAddress[]): readonly string[] {
  return [...new Map(writers.flatMap((one) => personsShown(one).map((name) => [foldText(name), name] as const))).values()]
}

const tables: ReadonlySet<string> = new Set([...givenNames, ...nicknameTables.flatMap(({ groups }) => groups.split(/\s+/u))].map(foldText))

/** The names that a header shows beside an address as a person's: not a desk's or a firm's, both of a couple's. */
function personsShown({ name, address }: Pick<MailAddress, 'name' | 'address'>): readonly string[] {
  if (name === '') return []
  const couple = /^\s*(\p{L}+)\s*(?:&|\+|and|und|et|y|e)\s*((\p{L}+)\s+(\p{L}.*))$/u.exec(name)
  if (couple !== null) {
    const [, one = '', both = '', other = '', family = ''] = couple
    if (tables.has(foldText(one)) && tables.has(foldText(other))) return [`${one} ${family}`, both]
  }
  if (/[&+]/u.test(name)) return []
  // `All staff <all-staff@…>`, `Dispatch <dispatch@…>`: the desk by its name.
  const local = squash(address.slice(0, Math.max(0, address.lastIndexOf('@'))))
  return isSharedAddress(address) && (squash(name) === local || !/[\s,]/u.test(name.trim())) ? [] : [name]
}

/**
 * Given names by which somebody may be told who is no correspondent: those of the tables, and of whoever has an address that spells their name. None that may be the
 * subject's, who is called by short names, and in other scripts, that nobody decided about.
 */
function givenNamesOf(writers: readonly MailAddress[], forms: readonly string[]): ReadonlySet<string> {
  const names = new Set(tables)
  for (const one of writers) {
    const local = squash(one.address.slice(0, Math.max(0, one.address.lastIndexOf('@'))))
    for (const shown of personsShown(one)) {
      const name = parsePersonName(shown)
      const [given = ''] = name?.given ?? []
      if (name !== null && name.family !== '' && [given, name.family].some((part) => local.includes(squash(part))))
        names.add(foldText(given))
    }
  }
  const mine = forms.flatMap((form) => (/[\p{N}@_]/u.test(form) ? [] : (parseKnownName(form)?.given ?? [])))
  for (const given of mine.flatMap((one) => [one, ...nicknamesOf(one).map(({ name }) => name)])) names.delete(foldText(given))
  const starts = new Set(mine.map((given) => romanised(given).slice(0, 3).toLowerCase()))
  return new Set([...names].filter((name) => /^\p{Script=Latin}/u.test(name) || !starts.has(romanised(name).slice(0, 3).toLowerCase())))
}

/** The other correspondents of a family: one person an address, with every name it was written with; without any, with the one it spells. */
function peopleOf(lists: readonly (readonly MailAddress[])[], forms: readonly string[]): readonly Person[] {
  const own = new Set(forms.map(foldText))
  const names = new Map<string, Set<string>>()
  for (const { name, address } of lists.flat()) {
    const persons = personsShown({ name, address })
    if (own.has(foldText(address)) || (address === '' && own.has(foldText(name)))) continue
    if (address === '' && persons.length === 0) continue
    const key = address === '' ? `name ${name}` : address
    const known = names.get(key) ?? new Set()
    for (const person of persons) known.add(person)
    names.set(key, known)
  }
  return [...names].map(([key, written]) => {
    if (key.startsWith('name ')) return { names: [...written], emails: [] }
    const spelled = written.size === 0 ? nameInAddress(key) : null
    return { names: [...written], emails: [key], ...(spelled === null ? {} : { spelled: [spelled] }) }
  })
}

/** The ground that suggestions carry: rights of other people (GDPR Art. 15(4), DPA 2018 Sch. 2 para 16). */
export function thirdPartyGround(regime: string): string {
  return groundsFor(regime).find(({ short }) => short === 'third party')?.code ?? ''
}
