import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mailDate, separatorDate } from './civil-clock.ts'
import type { Composed } from './compose.ts'
import { headerAddress } from './mime-text.ts'
import type { PersonKey } from './people.ts'
import { people, subjectKeys } from './people.ts'
import type { Random } from './random.ts'

/** A place in the sample where a copy of a message lies. */
export interface CopyPlace {
  readonly messageId: string
  readonly container: string
  readonly folder: string
  /** The sender's own copy, which alone holds Bcc. */
  readonly sent: boolean
}

/** The containers, as a person would add them. */
export const sampleSources = [
  { path: 'katherine-brennan-maildir', custodian: 'Katherine Brennan', label: 'Mailbox Katherine Brennan (mail server)' },
  { path: 'aoife-lynskey.mbox', custodian: 'Aoife Lynskey', label: 'Mailbox Aoife Lynskey (export)' },
  { path: 'declan-moriarty.mbox', custodian: 'Declan Moriarty', label: 'Mailbox Declan Moriarty (export)' },
  { path: 'restored-backup', custodian: 'Shared and departments', label: 'Backup of 1 December 2025, restored' },
] as const

/** Who reads a list. */
const listMembers: readonly PersonKey[] = ['kate', 'aoife', 'declan', 'orla', 'fergal']
const backup: readonly PersonKey[] = ['dispatch', 'tomasz', 'priya', 'orla', 'fergal']

const readersOf = (message: Composed): readonly PersonKey[] => {
  const named = [...message.to, ...message.cc, ...message.bcc]
  const all = named.flatMap((key) => (key === 'all' ? listMembers : [subjectKeys.includes(key) && key !== 'kateHome' ? 'kate' : key]))
  return [...new Set(all)].filter((key) => key !== ownerOf(message))
}
const ownerOf = (message: Composed): PersonKey | null =>
  message.from !== null && subjectKeys.includes(message.from) && message.from !== 'kateHome' ? 'kate' : message.from

/** A copy as a mailbox keeps it: what carriers and stores add, then the message. Lines end with LF. */
function copyOf(message: Composed, owner: PersonKey, sent: boolean, random: Random): string {
  const { head, body } = message
  if (sent) {
    const bcc = message.bcc.map((key) => headerAddress(people[key].name, people[key].email, 'utf-8'))
    const headed = bcc.length === 0 ? head : head.replace(/^Subject: /mu, `Bcc: ${bcc.join(', ')}\nSubject: `)
    return `${headed}\nX-Mailer: Finchmail 7.2\n${body}`
  }
  const address = people[owner].email
  const received = mailDate(message.atMs + random.between(1, 9) * 1000, 'dublin')
  const transport = [
    `Return-Path: <${message.fromAddress}>`,
    `Delivered-To: ${address}`,
    `Received: from mx.alderfinch.example (mx.alderfinch.example [192.0.2.25])\n\tby store.alderfinch.example with LMTP id ${random.hex(12)}\n\tfor <${address}>; ${received}`,
    `Received: from ${message.fromAddress.split('@')[1] ?? ''} (unknown [198.51.100.${random.between(2, 250)}])\n\tby mx.alderfinch.example with ESMTPS id ${random.hex(10)}; ${received}`,
    `X-Spam-Score: ${(random.next() * 2).toFixed(1)}`,
  ]
  return `${transport.join('\n')}\n${head}\n${body}`
}

/** Writes all containers under `directory`; gives where each copy lies. */
export function writeMailboxes(directory: string, messages: readonly Composed[], random: Random): readonly CopyPlace[] {
  const places: CopyPlace[] = []
  const take = (
    owner: PersonKey,
    container: string,
    folderOf: (message: Composed, sent: boolean) => string,
    write: (raw: string, message: Composed, folder: string, index: number) => void,
  ): void => {
    let index = 0
    for (const message of messages) {
      const sent = ownerOf(message) === owner
      if (!sent && !readersOf(message).includes(owner)) continue
      const folder = folderOf(message, sent)
      write(copyOf(message, owner, sent, random), message, folder, ++index)
      places.push({ messageId: message.messageId, container, folder, sent })
    }
  }
  const maildir = join(directory, sampleSources[0].path)
  take('kate', sampleSources[0].path, kateFolder, (raw, message, folder, index) => writeMaildir(maildir, folder, raw, message.atMs, index))
  for (const folder of ['', '.Sent', '.Archive.2024', '.Newsletters', '.Personal']) prepareMaildir(join(maildir, folder), folder !== '')
  for (const [owner, source, quote] of [
    ['aoife', sampleSources[1].path, /^(>*From )/gmu],
    ['declan', sampleSources[2].path, /^(From )/gmu],
  ] as const) {
    const parts: string[] = []
    take(
      owner,
      source,
      (_message, sent) => (sent ? 'Sent' : 'INBOX'),
      (raw, message) => {
        parts.push(
          `From ${message.fromAddress} ${separatorDate(message.atMs)}\n${raw.replace(quote, '>$1')}${raw.endsWith('\n') ? '' : '\n'}\n`,
        )
      },
    )
    writeFileSync(join(directory, source), parts.join(''), 'latin1')
  }
  for (const owner of backup) writeBackup(directory, owner, take)
  return places
}

function kateFolder(message: Composed, sent: boolean): string {
  if (sent) return '.Sent'
  if (message.mail === null) return '.Newsletters'
  if (message.from === 'kateHome' || message.from === 'molloy') return '.Personal'
  return message.atMs < Date.UTC(2024, 9, 1) ? '.Archive.2024' : ''
}

function prepareMaildir(folder: string, sub: boolean): void {
  for (const name of ['cur', 'new', 'tmp']) mkdirSync(join(folder, name), { recursive: true })
  if (sub) writeFileSync(join(folder, 'maildirfolder'), '')
}

/** https://cr.yp.to/proto/maildir.html; flags by age: old mail is seen, the last few are new. */
function writeMaildir(maildir: string, folder: string, raw: string, atMs: number, index: number): void {
  const isNew = folder === '' && atMs > Date.UTC(2025, 10, 26)
  const target = join(maildir, folder, isNew ? 'new' : 'cur')
  mkdirSync(target, { recursive: true })
  const unique = `${Math.floor(atMs / 1000)}.M${index * 37}P2117_${index}.store`
  writeFileSync(join(target, isNew ? unique : `${unique}:2,${index % 4 === 0 ? 'RS' : 'S'}`), raw, 'latin1')
}

type Take = (
  owner: PersonKey,
  container: string,
  folderOf: (message: Composed, sent: boolean) => string,
  write: (raw: string, message: Composed, folder: string, index: number) => void,
) => void

/** A folder per mailbox, a file per message with CRLF, and what a restore leaves beside them. */
function writeBackup(directory: string, owner: PersonKey, take: Take): void {
  const source = sampleSources[3].path
  const name = people[owner].email.split('@')[0] ?? ''
  take(
    owner,
    source,
    (_message, sent) => `${name}/${sent ? 'Sent' : 'Inbox'}`,
    (raw, _message, folder, index) => {
      const target = join(directory, source, folder)
      mkdirSync(target, { recursive: true })
      writeFileSync(join(target, `${String(index).padStart(5, '0')}.eml`), raw.replace(/\n/gu, '\r\n'), 'latin1')
    },
  )
  if (owner !== 'tomasz') return
  writeFileSync(join(directory, source, 'RESTORE-LOG.txt'), 'Restored from set 2025-12-01. 1 file could not be read in full.\n')
  writeFileSync(join(directory, source, name, 'Inbox', '09999.eml'), '')
}
