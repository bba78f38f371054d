import { decodeModifiedUtf7 } from './modified-utf7.ts'

/** What a Maildir file name says (cr.yp.to/proto/maildir.html, Maildir++). */
export interface MaildirName {
  /** Unique part, before size and flags: stays the same when flags change. */
  readonly unique: string
  /** Of the info: `D F P R S T` as in the specification, lower-case letters are a server's keywords. Sorted, each once. */
  readonly flags: readonly string[]
  /** `S=`: size of the file in bytes before compression; null where not said. */
  readonly sizeBytes: number | null
  /** `W=`: size in bytes with CRLF line ends; null where not said. */
  readonly wireSizeBytes: number | null
}

/** Reads the name of a file in `cur` or `new`; `;` and `!` stand for `:` where a file system refused it (Windows, FAT). */
export function parseMaildirName(name: string): MaildirName {
  const info = /[:;!]([12]),([^:;!/]*)$/.exec(name)
  const base = info === null ? name : name.slice(0, info.index)
  const comma = base.indexOf(',')
  return {
    unique: comma < 0 ? base : base.slice(0, comma),
    flags: info?.[1] === '2' ? flagsOf(info[2] ?? '') : [],
    // Only read where they are asked for: a rescan goes through hundreds of thousands of names for their unique parts.
    get sizeBytes() {
      return numberIn(base, saidSize)
    },
    get wireSizeBytes() {
      return numberIn(base, saidWireSize)
    },
  }
}

function flagsOf(info: string): readonly string[] {
  if (/^[A-Za-z]?$/.test(info)) return info === '' ? [] : [info]
  return [...new Set(info.replace(/,.*$/, '').replace(/[^A-Za-z]/g, ''))].sort()
}

const saidSize = /,S=(\d{1,15})(?=[,.:]|$)/
const saidWireSize = /,W=(\d{1,15})(?=[,.:]|$)/

function numberIn(name: string, said: RegExp): number | null {
  const match = said.exec(name)
  return match === null ? null : Number(match[1])
}

/**
 * Whether an entry of `cur` or `new` is a message. Names that start with a dot are not (the specification); neither are the index and
 * control files that servers and file managers leave in a Maildir.
 */
export function isMaildirMessageName(name: string): boolean {
  return !(name === '' || name.startsWith('.') || isMailServerFile(name) || leftByOthers.test(name))
}

const leftByOthers = /^(?:thumbs\.db|desktop\.ini|.*\.(?:lock|tmp|msf|index|cache))$/i

/** Whether a mail server keeps its own records in a file of that name: Dovecot, Courier (also as Maildir++ quota), Cyrus. */
export function isMailServerFile(name: string): boolean {
  return serverFiles.test(name)
}

const serverFiles = new RegExp(
  `^(?:${[
    'dovecot(?:\\.list|\\.map)?\\.index(?:\\.log(?:\\.2)?|\\.cache)?',
    'dovecot-(?:uidlist|keywords|acl|acl-list)(?:\\.lock)?',
    'dovecot-uidvalidity(?:\\.[0-9a-f]{8})?',
    'dovecot\\.(?:mailbox\\.log(?:\\.2)?|sieve|svbin|lda-dupes(?:\\.lock)?)',
    '\\.?dovecot\\.sieve(?:\\.log)?|\\.dovecot\\.svbin|\\.dovecot\\.lda-dupes(?:\\.locks)?',
    'maildirfolder|maildirsize|subscriptions(?:\\.lock)?',
    'courierimap(?:acl|hieracl|hiersep|keywords|subscribed|uiddb)|courierpop3dsizelist',
    'cyrus\\.(?:annotations|cache|header|index|squat)',
  ].join('|')})$`,
)

/** Whether the names in a directory make it a Maildir: `cur` and `new`. `tmp` is often missing in restored backups, since it was empty. */
export function isMaildir(directoryNames: Iterable<string>): boolean {
  const names = new Set(directoryNames)
  return names.has('cur') && (names.has('new') || names.has('tmp'))
}

/**
 * Folder path of a directory inside a Maildir. Maildir++: `.Work.2024 plans` → `['Work', '2024 plans']`, the root itself → `['INBOX']`.
 * Plain directories (`LAYOUT=fs`, `Work/2024 plans`) are split at slashes. Names are modified UTF-7 (RFC 3501 §5.1.3) or raw UTF-8.
 * @param relativePath with `/` between directories, '' for the root
 */
export function maildirFolder(relativePath: string): readonly string[] {
  const parts: string[] = []
  for (const directory of relativePath.split('/')) {
    if (directory === '' || directory === '.') continue
    if (directory.startsWith('.')) for (const name of directory.slice(1).split('.')) parts.push(folderName(name))
    else parts.push(folderName(directory))
  }
  return parts.length === 0 ? ['INBOX'] : parts
}

function folderName(name: string): string {
  return decodeModifiedUtf7(name) ?? name
}
