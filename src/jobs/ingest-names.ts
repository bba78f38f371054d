import { maildirFolder, parseMaildirName } from '../formats/index.ts'
import type { SourceKind } from '../model/index.ts'

/** Flags and folder names that mail stores write, in words for people. */

const maildirWords: Readonly<Record<string, string>> = {
  D: 'draft',
  F: 'flagged',
  P: 'forwarded',
  R: 'answered',
  S: 'seen',
  T: 'deleted',
}

/** Flags of a Maildir file name as words; keyword letters (a server's `a`…`z`) as they are. */
export function maildirFlags(name: string): string {
  return parseMaildirName(name)
    .flags.map((letter) => maildirWords[letter] ?? letter)
    .join(' ')
}

/** What stays of a Maildir file name when a mail program changes its flags. */
export function maildirKey(name: string): string {
  return parseMaildirName(name).unique
}

const statusWords: Readonly<Record<string, string>> = { R: 'seen', A: 'answered', F: 'flagged', D: 'deleted', T: 'draft' }

/** Flags that mbox writers keep in the Status and X-Status fields. */
export function mboxFlags(status: string): string {
  return [...new Set([...status].flatMap((letter) => statusWords[letter] ?? []))].join(' ')
}

/** A container's folder for people. */
export function folderLabel(name: string, kind: SourceKind): string {
  return kind === 'maildir' ? maildirFolder(name).join('/') : name
}
