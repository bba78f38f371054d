import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import PostalMime from 'postal-mime'
import { attachmentParts, bodyParts, parseMessage, partBytes, partText } from '../../src/formats/index.ts'

/** What a reader makes of a message, in a form in which readers can be compared. */
export interface Facts {
  readonly from: readonly string[]
  readonly to: readonly string[]
  readonly cc: readonly string[]
  readonly subject: string
  readonly dateMs: number | null
  /** White space collapsed, since readers join parts and treat line ends in ways of their own. */
  readonly plain: string
  readonly html: string
  /** SHA-1 of the decoded bytes of each attachment of the outermost message, sorted; line ends normalised in texts. */
  readonly attachments: readonly string[]
}

/** A reader other than ours; null where it fails. */
export type Witness = (bytes: Uint8Array) => Promise<Facts | null>

function collapse(text: string): string {
  return text
    .replace(/[\s\u00a0\ufeff]+/g, ' ')
    .normalize('NFC')
    .trim()
}

function digest(bytes: Uint8Array): string {
  return createHash('sha1')
    .update(Buffer.from(bytes).toString('latin1').replace(/\r\n?/g, '\n').trimEnd(), 'latin1')
    .digest('hex')
    .slice(0, 12)
}

/** `name <address>`, the domain in lower case, white space collapsed. */
function person(name: string | undefined, address: string | undefined): string {
  const at = (address ?? '').lastIndexOf('@')
  const spec = at < 0 ? (address ?? '') : (address ?? '').slice(0, at) + (address ?? '').slice(at).toLowerCase()
  return collapse(`${name ?? ''} <${spec}>`)
}

/** Our own reader's facts. */
export function ourFacts(bytes: Uint8Array): Facts {
  const parsed = parseMessage(bytes)
  const sections = bodyParts(parsed)
  const people = (list: typeof parsed.from): string[] =>
    list.filter((one) => one.name !== '' || one.address !== '').map((one) => person(one.name, one.address))
  return {
    from: people(parsed.from),
    to: people(parsed.to),
    cc: people(parsed.cc),
    subject: collapse(parsed.subject),
    dateMs: parsed.date.atMs,
    plain: collapse(sections.map(({ plain }) => (plain === null ? '' : partText(bytes, plain).text)).join('\n')),
    html: collapse(sections.map(({ html }) => (html === null ? '' : partText(bytes, html).text)).join('\n')),
    attachments: attachmentParts(parsed)
      .filter(({ containers }) => containers.length === 0)
      .map(({ part }) => digest(partBytes(bytes, part).bytes))
      .sort(),
  }
}

interface LooseAddress {
  readonly name?: string | undefined
  readonly address?: string | undefined
  readonly group?: readonly LooseAddress[] | undefined
}

function flat(list: readonly LooseAddress[]): string[] {
  return list.flatMap((one) => (one.group === undefined ? [person(one.name, one.address)] : flat(one.group)))
}

/** Nodemailer's mailparser; null only where it throws itself. */
export const mailparserFacts: Witness = async (bytes) => {
  const options = { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true, keepCidLinks: true }
  const mail = await simpleParser(Buffer.from(bytes), options).catch(() => null)
  if (mail === null) return null
  const people = (value: typeof mail.from | typeof mail.to): string[] =>
    (value === undefined ? [] : Array.isArray(value) ? value : [value]).flatMap((object) => flat(object.value))
  return {
    from: people(mail.from),
    to: people(mail.to),
    cc: people(mail.cc),
    subject: collapse(mail.subject ?? ''),
    dateMs: mail.headers.has('date') && mail.date !== undefined ? mail.date.getTime() : null,
    plain: collapse(mail.text ?? ''),
    html: collapse(typeof mail.html === 'string' ? mail.html : ''),
    attachments: mail.attachments.map((attachment) => digest(attachment.content)).sort(),
  }
}

/** postal-mime; null only where it throws itself. */
export const postalMimeFacts: Witness = async (bytes) => {
  const mail = await PostalMime.parse(bytes, { forceRfc822Attachments: true }).catch(() => null)
  if (mail === null) return null
  const date = mail.date === undefined ? Number.NaN : Date.parse(mail.date)
  return {
    from: mail.from === undefined ? [] : flat([mail.from]),
    to: flat(mail.to ?? []),
    cc: flat(mail.cc ?? []),
    subject: collapse(mail.subject ?? ''),
    dateMs: Number.isNaN(date) ? null : date,
    plain: collapse(mail.text ?? ''),
    html: collapse(mail.html ?? ''),
    attachments: mail.attachments
      .map(({ content }) => digest(typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content as ArrayBuffer)))
      .sort(),
  }
}

/** Whether there is a CPython to ask. */
export const hasPython = spawnSync('python3', ['--version']).status === 0

interface PythonFacts extends Omit<Facts, 'from' | 'to' | 'cc'>, Record<'from' | 'to' | 'cc', readonly (readonly [string, string])[]> {}

/** CPython's email package, all messages in one process; null for each that it fails on, which is rare. */
export function pythonFacts(messages: readonly Uint8Array[]): readonly (Facts | null)[] {
  const input = messages.flatMap((bytes) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.byteLength)
    return [length, bytes]
  })
  const run = spawnSync('python3', [join(import.meta.dirname, 'witness.py')], { input: Buffer.concat(input), maxBuffer: 2 ** 30 })
  if (run.status !== 0) throw new Error(`python3 ended with ${run.status}: ${run.stderr.toString('utf8')}`)
  const lines = run.stdout.toString('utf8').trimEnd().split('\n')
  return lines.map((line) => {
    const found = JSON.parse(line) as PythonFacts | null
    if (found === null) return null
    const people = (list: PythonFacts['from']): string[] => list.map(([name, address]) => person(name, address))
    return {
      ...found,
      from: people(found.from),
      to: people(found.to),
      cc: people(found.cc),
      subject: collapse(found.subject),
      plain: collapse(found.plain),
      html: collapse(found.html),
    }
  })
}
