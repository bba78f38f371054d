import { hash } from 'node:crypto'
import { type QuoteBox, splitQuoted } from '../formats/index.ts'
import { AppError, type MailAddress, type ParsedMessage, type Problem } from '../model/index.ts'
import { addressWords, escapedWords, indexBreak, indexForm, joinedIdentifiers, partedName } from '../search/index.ts'
import type { SearchColumns, TextKey, TextWriter } from '../store/index.ts'

/** What the text shards take of a document. */
export interface Searchable {
  readonly key: TextKey
  readonly columns: SearchColumns
  readonly content: string
}

/** Text beyond this is not indexed, in UTF-16 code units; the document is then noted as read in part. */
const maximumText = 20_000_000
/**
 * The most that the joined forms of a text's numbers and addresses take, in UTF-16 code units. A table of customers takes twice its text; only digits and marks in turns take
 * more than four times (thirty-five at most, and twice that where all of it is escaped), and no memory has room for those of a whole text. Beyond, the document is read in part.
 */
const maximumForms = 4 * maximumText
const mostFormsForText = 72
/** So many distinct forms are remembered at a time, so that what is written again and again stands once. */
const remembered = 20_000
/** Characters of a key; two texts that differ never meet in so many. */
const keyLength = 16

/**
 * What `read` makes of a text; where the reader fails on it, what `rest` leaves: what else is known of a document must not be lost with its text.
 * @throws AppError as `read` does: of the index, not of the text
 */
export async function orRest<Result>(read: () => Result | Promise<Result>, rest: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof AppError) throw error
    return rest()
  }
}

/** The same without waiting, for what never asks the index. */
export function orFails<Result>(read: () => Result, rest: Result): { readonly value: Result; readonly failed: boolean } {
  try {
    return { value: read(), failed: false }
  } catch {
    return { value: rest, failed: true }
  }
}

/** A document's text with what it hides. */
export function withHidden(shown: string, hidden: string): string {
  return hidden === '' ? shown : `${shown}\n\n${hidden}`
}

/**
 * The columns of the search table and the text of a document; only their row where a document that says the same is stored already: making ready for the
 * index is half of the work on a message, and archives are full of copies.
 */
export function documentText(
  parsed: ParsedMessage | null,
  text: string,
  filename: string | null,
  stored: Pick<TextWriter, 'known'>,
  boxes: readonly QuoteBox[] = [],
): number | Searchable {
  const content = text.length > maximumText ? text.slice(0, maximumText) : text
  const [subject, name] = [parsed?.subject ?? '', filename ?? '']
  const sender = parsed === null ? [] : partsOf([...parsed.from, ...parsed.sender])
  const recipients = partsOf(parsed?.to ?? [])
  const copied = partsOf(parsed?.cc ?? [])
  // The same words may be an earlier message's in one mail and the writer's own in another.
  const marks = boxes.map(({ kind, start, end }) => `${kind} ${start} ${end}`)
  const key = keyOf([[parsed === null ? 'file' : 'mail', subject, name, content], sender, recipients, copied, marks])
  const row = stored.known(key)
  if (row !== null) return row
  // Only mail quotes; the lines of an attached text that begin with `>` are its own.
  const { own, quoted } = parsed === null ? { own: content, quoted: '' } : splitQuoted(content, boxes)
  return {
    key,
    columns: {
      subject: findable(subject),
      body: findable(own),
      quoted: findable(quoted),
      filename: findableName(name),
      sender: joined(sender),
      recipients: joined(recipients),
      copied: joined(copied),
    },
    content,
  }
}

interface WholeOrLess {
  readonly text: number | Searchable
  readonly whole: boolean
}

const nobody = { from: [], sender: [], to: [], cc: [] } as const

/**
 * As `documentText`; of a text that the engine fails on, what it doesn't fail on: without the file's name, the subject, the people, all of the header, and in the end
 * without the body. `whole`: nothing was left out.
 * @throws AppError of the index
 */
export async function documentTextOrLess(...args: Parameters<typeof documentText>): Promise<WholeOrLess> {
  return orRest<WholeOrLess>(
    () => ({ text: documentText(...args), whole: true }),
    async () => ({ text: await lessText(...args), whole: false }),
  )
}

async function lessText(...[parsed, text, filename, stored, boxes]: Parameters<typeof documentText>): Promise<number | Searchable> {
  const headers = [
    [parsed, filename],
    [parsed, null],
    [parsed && { ...parsed, subject: '' }, filename],
    [parsed && { ...parsed, ...nobody }, filename],
    [parsed && { ...parsed, ...nobody, subject: '' }, null],
  ] as const
  const less = [text, ''].flatMap((body) => headers.map(([header, name]) => ({ header, name, body }))).slice(1)
  const next = (at: number): Promise<number | Searchable> => {
    const { header, name, body } = less[at] as (typeof less)[number]
    return orRest(
      () => documentText(header, body, name, stored, body === '' ? [] : boxes),
      () => next(at + 1),
    )
  }
  return next(0)
}

/** The row of a text, which is stored now if it wasn't. */
export function storeText(text: number | Searchable, texts: TextWriter): number {
  if (typeof text === 'number') return text
  // Another document of the same family may have said the same.
  return texts.known(text.key) ?? texts.insert(text.key, text.columns, text.content)
}

/** Of all that decides what is stored. The lengths tell where each text ends. */
function keyOf(texts: readonly (readonly string[])[]): TextKey {
  let lengths = ''
  let all = ''
  for (const list of texts) {
    for (const text of list) {
      lengths += `${text.length},`
      all += text
    }
    lengths += ';'
  }
  return hash('sha256', lengths + all, 'binary').slice(0, keyLength)
}

function partsOf(people: readonly MailAddress[]): readonly string[] {
  const parts: string[] = []
  for (const { group, name, address } of people) {
    if (group !== null && group !== '') parts.push(group)
    if (name !== '') parts.push(name)
    if (address !== '') parts.push(address)
  }
  return parts
}

/** No phrase runs from a name into its address, or from one person to the next. */
export function joined(parts: readonly string[]): string {
  return parts.map(partForm).join(indexBreak)
}

/** Forms made before: most people of an archive stand in many of its headers. */
const known = new Map<string, string>()
const maximumKnown = 4096
const longestKnown = 100

/** A name or an address for the index; a number in it stands there once more in one piece. */
function partForm(part: string): string {
  const before = known.get(part)
  if (before !== undefined) return before
  const form = [indexForm(part), ...joinedIdentifiers(part)].join(indexBreak)
  if (part.length <= longestKnown) {
    if (known.size >= maximumKnown) known.clear()
    known.set(part, form)
  }
  return form
}

/** Text for the index: its words, once more in one piece every number that is written in groups and every address, and what it says in escapes. */
function findable(text: string): string {
  if (text === '') return ''
  return [indexForm(text), ...formsOf(text).forms].join(indexBreak)
}

/** The joined forms, many to a piece; `whole` is false where they are too many. */
function formsOf(text: string): { readonly forms: readonly string[]; readonly whole: boolean } {
  const forms: string[] = []
  let recent = new Set<string>()
  let length = 0
  for (const found of formsWithin(text)) {
    for (const form of found) {
      if (recent.has(form)) continue
      length += form.length + indexBreak.length
      if (length > maximumForms) return { forms, whole: false }
      recent.add(form)
      if (recent.size < remembered) continue
      forms.push([...recent].join(indexBreak))
      recent = new Set()
    }
  }
  return { forms: [...forms, ...recent], whole: true }
}

function* formsWithin(text: string): Generator<Iterable<string>> {
  yield joinedIdentifiers(text)
  yield addressWords(text)
  for (const said of escapedWords(text)) {
    yield [indexForm(said)]
    yield joinedIdentifiers(said)
    yield addressWords(said)
  }
}

/** What the index lacks of a text as it is shown; nothing of most. */
export function unindexed(text: string, part: string): readonly Problem[] {
  if (text.length > maximumText) return [{ code: 'too-large', where: part }]
  if (text.length * mostFormsForText <= maximumForms || formsOf(text).whole) return []
  return [{ code: 'too-large', where: part }]
}

/** A file's name for the index: as it is, and in the words that are written together in it. */
function findableName(name: string): string {
  const parted = partedName(name)
  return parted === null ? findable(name) : `${findable(name)}${indexBreak}${indexForm(parted)}`
}
