import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Parser } from 'htmlparser2'
import { messageWithin, parseMessage, partBytes, partText } from '../../src/formats/index.ts'
import type { MailAddress, MessagePart, ParsedMessage } from '../../src/model/index.ts'

/** Kinds of what two readers can agree on. */
export const kinds = ['addresses', 'subject', 'date', 'structure', 'text', 'bytes'] as const
export type Kind = (typeof kinds)[number]

/** One thing that both readers have an opinion on. `where`: the message's file and the place in it. */
export interface Compared {
  readonly kind: Kind
  readonly where: string
  readonly ours: string
  readonly theirs: string
}

/** Files below a folder. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesBelow(path) : [path]
  })
}

/** White space is no part of what is compared: readers cut line ends and trailing blanks in ways of their own. */
export function flat(text: string): string {
  return text.replace(/[\s\u00a0\0]+/g, ' ').trim()
}
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
/** Text that readers call binary, and the other way round: line ends as LF, those at the end aside. */
export function plainBytes(bytes: Uint8Array): string {
  return hex(Buffer.from(Buffer.from(bytes).toString('latin1').replace(/\r\n?/g, '\n').replace(/\s+$/, ''), 'latin1'))
}

interface Leaf {
  readonly part: MessagePart
  readonly within: Uint8Array
}

/** The parts of one message as a line such as `(leaf(leaf message))`, and its leaves in order. */
function outline(root: MessagePart, within: Uint8Array): { readonly line: string; readonly leaves: Leaf[]; readonly messages: Leaf[] } {
  const leaves: Leaf[] = []
  const messages: Leaf[] = []
  const walk = (part: MessagePart): string => {
    if (part.children.length > 0) return `(${part.children.map(walk).join(' ')})`
    if (part.message !== null && part.type.startsWith('message/')) {
      messages.push({ part, within })
      return 'message'
    }
    leaves.push({ part, within })
    return 'leaf'
  }
  return { line: walk(root), leaves, messages }
}

type Json = { readonly [key: string]: Json | undefined } & readonly Json[] & string & number

interface TheirPart {
  readonly headers: readonly { readonly name: Json; readonly value: Json }[]
  readonly body: Json
}

const people = (list: readonly { readonly name: string | null; readonly address: string | null }[]): string =>
  list
    .map(({ name, address }) => {
      const at = (address ?? '').lastIndexOf('@')
      const spec = at < 0 ? (address ?? '') : (address ?? '').slice(0, at) + (address ?? '').slice(at).toLowerCase()
      return flat(`${name ?? ''} <${spec}>`)
    })
    .filter((person) => person !== '<>')
    .join(', ')

/** Every field and part on which Stalwart's mail-parser says something in the `.json` beside a message. */
export function besideMailParser(name: string, bytes: Uint8Array, json: { readonly parts: readonly TheirPart[] }): Compared[] {
  return mailParserMessage(name, bytes, parseMessage(bytes), json.parts)
}

function mailParserMessage(where: string, bytes: Uint8Array, parsed: ParsedMessage, parts: readonly TheirPart[]): Compared[] {
  const out: Compared[] = []
  const add = (kind: Kind, place: string, ours: string, theirs: string): void =>
    void out.push({ kind, where: `${where} ${place}`, ours, theirs })
  const headers = parts[0]?.headers ?? []
  const given = (field: string): Json | undefined =>
    headers.find(({ name, value }) => name === field && value !== ('Empty' as unknown))?.value
  for (const [field, ours] of [
    ['from', parsed.from],
    ['to', parsed.to],
    ['cc', parsed.cc],
    ['reply_to', parsed.replyTo],
  ] as const) {
    const list = given(field)?.['Address']
    const groups = list?.['Group'] as unknown as readonly { readonly addresses: readonly MailAddress[] }[] | undefined
    const theirs = (list?.['List'] as unknown as readonly MailAddress[] | undefined) ?? groups?.flatMap(({ addresses }) => addresses)
    if (theirs !== undefined) add('addresses', field, people(ours), people(theirs))
  }
  const subject = given('subject')?.['Text']
  if (subject !== undefined) add('subject', 'subject', flat(parsed.subject), flat(subject))
  const date = given('date')?.['DateTime'] as unknown as Record<string, number> | undefined
  if (date !== undefined) {
    const part = (name: string): number => Number(date[name] ?? 0)
    const zone = (part('tz_hour') * 60 + part('tz_minute')) * (date['tz_before_gmt'] ? -1 : 1)
    const ms = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - zone * 60_000
    add('date', 'date', String(parsed.date.atMs), String(ms))
  }
  const ours = outline(parsed.root, bytes)
  const leaves: Json[] = []
  const messages: (readonly TheirPart[])[] = []
  const walk = (index: number): string => {
    const body = parts[index]?.body
    const multipart = body?.['Multipart'] as unknown as number[] | undefined
    if (multipart !== undefined) return multipart.length === 0 ? 'leaf' : `(${multipart.map(walk).join(' ')})`
    const message = body?.['Message']?.['parts'] as unknown as TheirPart[] | undefined
    if (message !== undefined) {
      messages.push(message)
      return 'message'
    }
    if (body !== undefined) leaves.push(body)
    return 'leaf'
  }
  const theirs = walk(0)
  add('structure', 'parts', ours.line, theirs)
  if (ours.line !== theirs) return out
  for (const [index, body] of leaves.entries()) {
    const leaf = ours.leaves[index]
    if (leaf === undefined) continue
    const text = body['Text'] ?? body['Html']
    if (text !== undefined) add('text', leaf.part.path, flat(partText(leaf.within, leaf.part).text), flat(text))
    else {
      const binary = (body['Binary'] ?? body['InlineBinary'] ?? []) as unknown as number[]
      add('bytes', leaf.part.path, plainBytes(partBytes(leaf.within, leaf.part).bytes), plainBytes(Uint8Array.from(binary)))
    }
  }
  for (const [index, inner] of messages.entries()) {
    const holder = ours.messages[index]
    if (holder?.part.message == null) continue
    const within = messageWithin(holder.part, partBytes(holder.within, holder.part).bytes)
    out.push(...mailParserMessage(`${where} ${holder.part.path}/`, within, holder.part.message, inner))
  }
  return out
}

/** Structure, decoded texts and decoded bytes as mime4j's `_decoded.xml` gives them, with the files that it names. */
export function besideMime4j(name: string, bytes: Uint8Array, xml: string, file: (name: string) => Uint8Array): Compared[] {
  const out: Compared[] = []
  const line: string[] = []
  const bodies: { readonly kind: 'text' | 'bytes'; readonly file: string }[] = []
  const fields: string[] = []
  let depth = 0
  let field: string | null = null
  const open = (tag: string, attributes: Record<string, string>): void => {
    if (tag === 'multipart') line.push('(')
    else if (tag === 'message') {
      if (depth++ > 0) line.push('message:')
    } else if (tag === 'text-body' || tag === 'binary-body') {
      line.push('leaf ')
      bodies.push({ kind: tag === 'text-body' ? 'text' : 'bytes', file: attributes['name'] ?? '' })
    } else if (tag === 'field') field = ''
  }
  const parser = new Parser(
    {
      onopentag: open,
      onclosetag(tag) {
        if (tag === 'multipart') line.push(')')
        if (tag === 'field' && field !== null) fields.push(flat(field))
        if (tag === 'field') field = null
      },
      ontext(text) {
        if (field !== null) field += text
      },
    },
    { xmlMode: true },
  )
  parser.end(xml)
  const leaves: Leaf[] = []
  const parsed = parseMessage(bytes)
  const walk = (part: MessagePart, within: Uint8Array): string => {
    if (part.children.length > 0) return `(${part.children.map((child) => walk(child, within)).join('')})`
    if (part.message !== null && part.type.startsWith('message/'))
      return `message:${walk(part.message.root, messageWithin(part, partBytes(within, part).bytes))}`
    leaves.push({ part, within })
    return 'leaf '
  }
  const ours = walk(parsed.root, bytes)
  out.push({ kind: 'structure', where: name, ours, theirs: line.join('') })
  const subject = fields.find((one) => /^subject:/i.test(one))
  const raw = parsed.headers.find((header) => header.name.toLowerCase() === 'subject')
  if (subject !== undefined && raw !== undefined && !/=\?/.test(subject)) {
    out.push({ kind: 'subject', where: name, ours: flat(parsed.subject), theirs: flat(subject.slice(8)) })
  }
  if (ours !== line.join('')) return out
  for (const [index, body] of bodies.entries()) {
    const leaf = leaves[index]
    if (leaf === undefined) continue
    const theirs = file(body.file)
    out.push({
      kind: body.kind,
      where: `${name} ${leaf.part.path}`,
      ours:
        body.kind === 'bytes' ? plainBytes(partBytes(leaf.within, leaf.part).bytes) : flat(latin(partBytes(leaf.within, leaf.part).bytes)),
      theirs: body.kind === 'bytes' ? plainBytes(theirs) : flat(latin(theirs)),
    })
  }
  return out
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}

/** Whether a reference stands beside a message. */
export function beside(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
