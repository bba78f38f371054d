import { parseAddresses } from './addresses.ts'
import { decodeHeaderText } from './encoded-word.ts'
import { type MapiItem, type PropertyReader, reader } from './mapi-item.ts'
import { dateField, mailbox, textField } from './mime-write.ts'

/** Fields that say how the message was packed, which isn't how it is packed now. */
const packing = /^(?:mime-version|content-[a-z-]+|x-mozilla-(?:status2?|keys))$/iu

interface Field {
  /** In lower case. */
  readonly name: string
  readonly text: string
}

interface Person {
  readonly name: string
  readonly address: string
}

/**
 * The header of an item: the fields that it came with (PidTagTransportMessageHeaders), without the fields of MIME, completed from properties; without them all are
 * made from properties. Where Outlook has another subject, or more or other names and addresses than those fields (it looks them up, and its owner may change them),
 * these stand in fields of their own behind them (`X-Outlook-To`), as people see them and search for them.
 */
export function headerFields(item: MapiItem, own: PropertyReader, charset: string): string {
  const fields = givenFields(own)
  const isGiven = fields.length > 0
  const has = (name: string): boolean => fields.some((field) => field.name === name.toLowerCase())
  const add = (name: string, text: string): void => {
    if (text !== '' && !has(name)) fields.push({ name: name.toLowerCase(), text })
  }
  const { made, all } = peopleOf(item, own, charset)
  const sender = made.get('Sender')?.[0]
  const from = made.get('From')?.[0] ?? sender
  const written = (person: Person | undefined): string => (person === undefined ? '' : mailbox(person.name, person.address))
  add('From', listField('From', from === undefined ? [] : [from]))
  if (written(sender) !== written(from)) add('Sender', listField('Sender', sender === undefined ? [] : [sender]))
  for (const name of ['To', 'Cc', 'Bcc']) add(name, listField(name, made.get(name) ?? []))
  if (!isGiven) add('Reply-To', listField('Reply-To', made.get('Reply-To') ?? []))
  const subject = withoutMark(own.text(0x0037)) || `${own.text(0x003d)}${own.text(0x0e1d)}`
  add('Subject', subject === '' ? '' : textField('Subject', subject))
  const date = own.time(0x0039) ?? own.time(0x0e06) ?? own.time(0x3007)
  add('Date', date === null ? '' : `Date: ${dateField(date)}\r\n`)
  for (const [name, id] of [
    ['Message-ID', 0x1035],
    ['In-Reply-To', 0x1042],
    ['References', 0x1039],
  ] as const) {
    const value = own
      .text(id)
      .replace(/[\r\n]+/gu, ' ')
      .trim()
    add(name, value === '' ? '' : `${name}: ${value}\r\n`)
  }
  const topic = own.text(0x0070)
  add('Thread-Topic', topic === '' || subject.includes(topic) ? '' : textField('Thread-Topic', topic))
  const kind = own.text(0x001a)
  if (kind !== '' && !/^ipm\.note$/iu.test(kind)) add('X-Outlook-Item-Class', textField('X-Outlook-Item-Class', kind))
  const subjects = [subject, own.text(0x0e1d)].filter(
    (one, index) => one !== '' && (index === 0 || !comparable(subject).includes(comparable(one))),
  )
  return [...fields, ...furtherFields(fields, all, subjects)].map((field) => field.text).join('')
}

function givenFields(own: PropertyReader): Field[] {
  const given = own.text(0x007d).replace(/^Microsoft Mail Internet Headers Version 2\.0\r?\n/u, '')
  return given
    .replace(/\r\n?/gu, '\n')
    .split(/\n(?![ \t])/u)
    .flatMap((raw) => {
      const name = /^([!-9;-~]+)[ \t]*:/u.exec(raw)?.[1]
      if (name === undefined || packing.test(name)) return []
      return [{ name: name.toLowerCase(), text: `${raw.replaceAll('\n', '\r\n').trimEnd()}\r\n` }]
    })
}

function listField(name: string, people: readonly Person[]): string {
  const list = people.map((person) => mailbox(person.name, person.address)).filter((text) => text !== '')
  return list.length === 0 ? '' : `${name}: ${list.join(',\r\n ')}\r\n`
}

/** Kinds of recipients (MS-OXOMSG 2.2.3.1). */
const recipientFields: Readonly<Record<number, string>> = { 1: 'To', 2: 'Cc', 3: 'Bcc' }

interface People {
  /** Of whom a field is made where the item came without. */
  readonly made: ReadonlyMap<string, readonly Person[]>
  /** All names and addresses, each with the field that it belongs to. */
  readonly all: readonly (readonly [field: string, person: Person])[]
}

function peopleOf(item: MapiItem, own: PropertyReader, charset: string): People {
  const made = new Map<string, Person[]>()
  const all: [string, Person][] = []
  const add = (field: string, person: Person, shown = true): void => {
    if (person.name === '' && person.address === '') return
    all.push([field, person])
    if (!shown) return
    const people = made.get(field) ?? []
    people.push(person)
    made.set(field, people)
  }
  for (const [field, name, address, smtp] of [
    ['Sender', 0x0c1a, 0x0c1f, 0x5d01],
    ['From', 0x0042, 0x0065, 0x5d02],
    ['Received-By', 0x0040, 0x0076, 0x5d07],
    ['Received-By', 0x0044, 0x0078, 0x5d08],
  ] as const)
    add(field, { name: own.text(name), address: own.text(smtp) || own.text(address) })
  for (const row of item.recipients) {
    const { text, number } = reader(row, charset)
    // One of another kind is the organizer of a meeting (MS-OXOCAL 2.2.4.10.1), or nobody knows.
    const field = recipientFields[(number(0x0c15) ?? 1) & 0xf] ?? 'People'
    const address = text(0x39fe) || text(0x3003)
    add(field, { name: text(0x3001) || text(0x5ff6), address })
    for (const name of [text(0x5ff6), text(0x3a20)]) add(field, { name, address: name === '' ? '' : address }, false)
  }
  for (const [field, id] of [
    ['To', 0x0e04],
    ['Cc', 0x0e03],
    ['Bcc', 0x0e02],
    ['Reply-To', 0x0050],
  ] as const)
    for (const name of own.text(id).split(';'))
      add(field, { name: name.trim(), address: '' }, field === 'Reply-To' || item.recipients.length === 0)
  return { made, all }
}

/** What Outlook says otherwise than the header does. */
function furtherFields(fields: readonly Field[], all: People['all'], subjects: readonly string[]): Field[] {
  const said = saidIn(fields)
  const unsaid = new Map<string, Map<string, Person>>()
  for (const [field, person] of all) {
    const { name, address } = plain(person)
    if (said.people.has(keyOf({ name, address }))) continue
    // Who has no mail address, or one of Exchange's own, is known by the name.
    if (name !== '' && !address.includes('@') && (said.names.has(comparable(name)) || said.people.has(keyOf({ name: '', address: name }))))
      continue
    const known = unsaid.get(field) ?? new Map<string, Person>()
    known.set(keyOf({ name, address }), { name, address })
    unsaid.set(field, known)
  }
  const further = [...unsaid].map(([field, people]): Field => {
    // Whoever is there with an address as well is there once.
    const named = new Set([...people.values()].flatMap(({ name, address }) => (address === '' ? [] : [comparable(name)])))
    const list = [...people.values()].filter(({ name, address }) => address !== '' || !named.has(comparable(name)))
    return { name: '', text: listField(`X-Outlook-${field}`, list) }
  })
  for (const subject of said.subject === null ? [] : subjects)
    if (comparable(said.subject ?? '') !== comparable(subject)) further.push({ name: '', text: textField('X-Outlook-Subject', subject) })
  return further
}

/** Outlook writes an address into the name too: `'ann@x.example'`, `Ann (ann@x.example)`, `Ann <ann@x.example>`. */
function plain({ name, address }: Person): Person {
  const bare = unquoted(name.trim())
  const { before, within } = addressBehind(bare) ?? { before: '', within: bare }
  const isOwn = address === '' ? /^[^\s@]+@[^\s@]+$/u.test(within) : comparable(within) === comparable(address)
  return isOwn ? { name: unquoted(before), address: address || within } : { name: bare, address }
}

const unquoted = (text: string): string => {
  const [first = ''] = text
  return text.length > 1 && (first === "'" || first === '"') && text.endsWith(first) ? text.slice(1, -1) : text
}

/** What a name ends in, and what stands before that. A name may be as long as a file: no expression that tries it from each of its letters. */
function addressBehind(text: string): { readonly before: string; readonly within: string } | null {
  if (!text.endsWith('>') && !text.endsWith(')')) return null
  const open = Math.max(text.lastIndexOf('<'), text.lastIndexOf('('))
  const within = text.slice(open + 1, -1)
  const at = within.indexOf('@', 1)
  return open < 0 || at < 0 || at === within.length - 1 || /[\s>)]/u.test(within) ? null : { before: text.slice(0, open).trimEnd(), within }
}

interface Said {
  /** Each with and without the name. */
  readonly people: ReadonlySet<string>
  readonly names: ReadonlySet<string>
  readonly subject: string | null
}

function saidIn(fields: readonly Field[]): Said {
  const people = new Set<string>()
  const names = new Set<string>()
  let subject: string | null = null
  for (const { name, text } of fields) {
    const raw = Buffer.from(text.slice(text.indexOf(':') + 1).replace(/\r\n(?=[ \t])/gu, ''))
      .toString('latin1')
      .trim()
    if (name === 'subject') subject ??= decodeHeaderText(raw, null)
    if (!/^(?:from|sender|reply-to|to|cc|bcc)$/u.test(name)) continue
    for (const person of parseAddresses(raw)) {
      people.add(keyOf(person)).add(keyOf({ ...person, name: '' }))
      names.add(comparable(person.name))
    }
  }
  return { people, names, subject }
}

const comparable = (text: string): string => text.normalize('NFC').replace(/\s+/gu, ' ').trim().toLowerCase()
const keyOf = ({ name, address }: Person): string => `${comparable(name)} <${comparable(address)}>`

/** A PST marks the length of a subject's prefix by two characters (MS-PST 2.5.3.1.1.1). */
function withoutMark(subject: string): string {
  return subject.startsWith('\x01') ? subject.slice(2) : subject
}
