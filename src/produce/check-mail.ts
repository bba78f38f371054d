import PostalMime, { type Address } from 'postal-mime'
import type { DocumentId } from '../model/index.ts'
import { htmlDocument, ourFileName, placeholderText, plainText, textualFile } from './attachment-file.ts'
import { textsOf } from './check-decode.ts'
import { hasFixedForm, headerText, ourAddresses } from './check-header.ts'
import { checkHtml, htmlWithoutMarkup } from './check-html.ts'
import { MimeProblem, readStrictMessage, type StrictPart } from './check-mime.ts'
import { checkTextWithin } from './check-native.ts'
import type { Findings } from './check-types.ts'
import { type ReleasedMailbox, writtenMailbox } from './mime-encode.ts'
import { type Form, flatten, phrases, type Released } from './released.ts'

/** Looks at the finished file of an attachment that is no text: a PDF, a picture, a native. */
export type CheckFile = (bytes: Uint8Array, path: string, child: Released) => Promise<void>

/**
 * Takes a produced message apart by three readers: our strict one, which leaves no byte unread, and two libraries, whose views of it must show
 * nothing else. Each leaf is compared with what was released.
 */
export async function checkMessage(raw: Buffer, path: string, expected: Released, findings: Findings, checkFile: CheckFile): Promise<void> {
  let strict: StrictPart | null = null
  try {
    strict = readStrictMessage(raw)
  } catch (error) {
    if (!(error instanceof MimeProblem)) throw error
    findings.problem(`mime-${error.code}`, path, `This message is not as produced: ${error.message}.`)
  }
  if (strict !== null) await checkHeader(raw, path, expected, findings)
  if (strict === null) {
    for (const text of textsOf(raw)) findings.layer({ path, layer: 'raw message', owners: [expected.source.id], text, noisy: false })
  } else await checkEntity(strict, path, expected, findings, checkFile)
  await libraries(raw, path, expected, findings, strict === null)
}

const bodyKinds = new Set<Form>(['message'])

async function checkEntity(message: StrictPart, path: string, expected: Released, findings: Findings, checkFile: CheckFile): Promise<void> {
  const owners = [expected.source.id]
  headerLayers(message, path, expected, findings)
  const parts = message.type === 'multipart/mixed' ? message.children : [message]
  const [body, ...attachments] = parts
  if (body !== undefined) await checkBody(body, path, expected, findings)
  if (attachments.length !== expected.children.length)
    findings.problem(
      'part-count',
      path,
      `This message has ${attachments.length} attachments where ${expected.children.length} were released.`,
    )
  for (const [index, part] of attachments.entries()) {
    const child = expected.children[index]
    const where = `${path} › attachment ${index + 1}`
    const childOwners: DocumentId[] = [child?.source.id ?? expected.source.id]
    headerLayers(part, where, child ?? expected, findings)
    if (child === undefined) {
      for (const text of textsOf(part.body)) findings.layer({ path: where, layer: 'attachment', owners, text, noisy: false })
      continue
    }
    const shown = child.fate !== 'withheld' && child.fate !== 'absent'
    if (shown && bodyKinds.has(child.form)) {
      const [inner] = part.children
      if (part.type !== 'message/rfc822' || inner === undefined) findings.problem('part-type', where, 'An attached message is not one.')
      else {
        await checkHeader(part.body, where, child, findings)
        await checkEntity(inner, where, child, findings, checkFile)
      }
      continue
    }
    const text = child.form === 'native' ? null : (textualFile(child)?.bytes ?? null)
    if (text !== null) {
      for (const read of textsOf(part.body))
        findings.layer({
          path: where,
          layer: 'attached text',
          owners: childOwners,
          text: child.form === 'html' ? htmlWithoutMarkup(read) : read,
          noisy: false,
        })
      await checkTextWithin(part.body.toString('utf8'), where, childOwners, findings)
      if (!same(part.body, Buffer.from(text).toString('utf8')))
        findings.problem('content-differs', where, 'This attachment says something else than was released.')
      if (child.form === 'html') checkHtml(part.body.toString('utf8'), where, findings)
    } else await checkFile(part.body, where, child)
  }
}

/** Subject, people and date as postal-mime reads them, against what was released. */
async function checkHeader(raw: Buffer, path: string, expected: Released, findings: Findings): Promise<void> {
  const { header } = expected
  const parsed = await PostalMime.parse(raw).catch(() => null)
  if (parsed === null) return
  const spaced = (text: string | null | undefined) =>
    (text ?? '')
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .toWellFormed()
      .trim()
  const differs = (name: string) =>
    findings.problem('content-differs', `${path} › header ${name}`, 'This header says something else than was released.')
  if (spaced(parsed.subject) !== spaced(header === null ? expected.number : header.subject)) differs('subject')
  const at = parsed.date === undefined ? null : Date.parse(parsed.date)
  const wantedAt = header?.dateMs === null || header === null ? null : Math.floor(header.dateMs / 1000) * 1000
  if (at !== wantedAt) differs('date')
  const shown = (address: Address | undefined) => (address === undefined ? [] : [`${spaced(address.name)} <${address.address ?? ''}>`])
  const people: readonly (readonly [string, readonly string[], readonly ReleasedMailbox[]])[] = [
    ['from', shown(parsed.from), header?.from.slice(0, 1) ?? []],
    ['to', (parsed.to ?? []).flatMap(shown), header?.to ?? []],
    ['cc', (parsed.cc ?? []).flatMap(shown), header?.cc ?? []],
    ['bcc', (parsed.bcc ?? []).flatMap(shown), header?.bcc ?? []],
    ['reply-to', (parsed.replyTo ?? []).flatMap(shown), header?.replyTo ?? []],
  ]
  for (const [name, found, wanted] of people) {
    const written = wanted.map(writtenMailbox).map((mailbox) => `${spaced(mailbox.name)} <${mailbox.address}>`)
    if (found.join('\n') !== written.join('\n')) differs(name)
  }
}

/** What header fields say, their fixed forms aside: MIME's own words are no words of the document. */
function headerLayers(entity: StrictPart, path: string, expected: Released, findings: Findings): void {
  const owners = [expected.source.id]
  for (const [name, value] of entity.headers) {
    const text = headerText(name, value, expected)
    if (text === null) continue
    // A native keeps its own media type; ids and encodings are always ours.
    if (hasFixedForm(name) && name !== 'content-type')
      findings.problem('header', `${path} › header ${name}`, 'This header has another form than is ever written.')
    findings.layer({ path: `${path} › header ${name}`, layer: 'header', owners, text, noisy: false })
  }
}

/** Line ends are the encoding's, and the last one the message's. */
function same(body: Buffer, expected: string): boolean {
  const plain = (text: string) => text.toWellFormed().replace(/\r\n?/g, '\n').replace(/\n+$/, '')
  return plain(body.toString('utf8')) === plain(expected)
}

async function checkBody(body: StrictPart, path: string, expected: Released, findings: Findings): Promise<void> {
  const owners = [expected.source.id]
  const leaves = body.type === 'multipart/alternative' ? body.children : [body]
  const text =
    expected.fate === 'absent'
      ? phrases.absentMessage
      : expected.fate === 'withheld'
        ? placeholderText(expected)
        : expected.segments.length === 0
          ? phrases.noBody
          : plainText(expected)
  const html = expected.segments.some((segment) => segment.kind === 'html') ? htmlDocument(expected) : null
  const wanted = html === null ? ['text/plain'] : ['text/plain', 'text/html']
  if (leaves.map((leaf) => leaf.type).join() !== wanted.join())
    findings.problem('part-type', path, 'The body has other parts than were released.')
  for (const leaf of leaves) {
    const where = `${path} › ${leaf.type}`
    for (const read of textsOf(leaf.body))
      findings.layer({
        path: where,
        layer: leaf.type,
        owners,
        text: leaf.type === 'text/html' ? htmlWithoutMarkup(read) : read,
        noisy: false,
      })
    await checkTextWithin(leaf.body.toString('utf8'), where, owners, findings)
    if (leaf.type === 'text/html') checkHtml(leaf.body.toString('utf8'), where, findings)
    if (!same(leaf.body, leaf.type === 'text/html' ? (html ?? '') : text))
      findings.problem('content-differs', where, 'The body says something else than was released.')
  }
}

/** Everything that the two libraries make of the message, header by header and part by part. */
async function libraries(raw: Buffer, path: string, expected: Released, findings: Findings, deep: boolean): Promise<void> {
  const all = ownersOf(expected)
  const root: DocumentId[] = [expected.source.id]
  const ours = new Set(flatten(expected).map(ourFileName))
  // Large, and needed for nothing else: loaded with the first check.
  const { simpleParser } = await import('mailparser')
  const add = (who: string, what: string, text: string, owners: readonly DocumentId[]) =>
    findings.layer({ path: `${path} › ${who} ${what}`, layer: who, owners, text, noisy: false })
  try {
    const parsed = await PostalMime.parse(raw)
    for (const { key, value } of parsed.headers)
      add('postal-mime', `header ${key.slice(0, 40)}`, headerText(key, value, expected) ?? '', root)
    add('postal-mime', 'subject', parsed.subject ?? '', root)
    add('postal-mime', 'people', peopleOf([parsed.from, parsed.to, parsed.cc, parsed.bcc, parsed.replyTo]), root)
    // Its text and HTML join those of messages inside.
    add('postal-mime', 'text', parsed.text ?? '', expected.children.some((child) => child.form === 'message') ? all : root)
    add(
      'postal-mime',
      'html',
      htmlWithoutMarkup(parsed.html ?? ''),
      expected.children.some((child) => child.form === 'message') ? all : root,
    )
    for (const { filename } of parsed.attachments) if (!ours.has(filename ?? '')) add('postal-mime', 'file name', filename ?? '', all)
    if (deep) {
      for (const attachment of parsed.attachments) {
        const content = typeof attachment.content === 'string' ? Buffer.from(attachment.content) : new Uint8Array(attachment.content)
        for (const text of textsOf(content)) add('postal-mime', 'attachment', text, all)
      }
    }
  } catch {
    findings.problem('undecodable', path, 'postal-mime cannot read this message.')
  }
  try {
    const parsed = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true })
    for (const { key, line } of parsed.headerLines) {
      const value = line.slice(line.indexOf(':') + 1).trim()
      add('mailparser', `header ${key.slice(0, 40)}`, headerText(key, value, expected) ?? '', root)
    }
    add('mailparser', 'subject', parsed.subject ?? '', root)
    // Its markup of addresses is the library's own.
    const lists = [parsed.from, parsed.to, parsed.cc, parsed.bcc, parsed.replyTo].flat()
    add('mailparser', 'people', peopleOf(lists.map((list) => list?.value)), root)
    add('mailparser', 'text', parsed.text ?? '', expected.children.some((child) => child.form === 'message') ? all : root)
    add(
      'mailparser',
      'html',
      typeof parsed.html === 'string' ? htmlWithoutMarkup(parsed.html) : '',
      expected.children.some((child) => child.form === 'message') ? all : root,
    )
    for (const { filename } of parsed.attachments) if (!ours.has(filename ?? '')) add('mailparser', 'file name', filename ?? '', all)
    if (deep)
      for (const attachment of parsed.attachments)
        for (const text of textsOf(attachment.content)) add('mailparser', 'attachment', text, all)
  } catch {
    findings.problem('undecodable', path, 'mailparser cannot read this message.')
  }
}

function ownersOf(released: Released): DocumentId[] {
  return [released.source.id, ...released.children.flatMap(ownersOf)]
}

/** All strings within lists of mailboxes, keys and the addresses of ours aside; each name before its address, as a reviewer was shown them. */
function peopleOf(value: unknown): string {
  if (typeof value === 'string') return ourAddresses.includes(value) ? '' : value
  if (value === null || typeof value !== 'object') return ''
  const { name, ...others } = value as { readonly name?: unknown }
  return [name, ...Object.values(others)].map(peopleOf).join('\n')
}
