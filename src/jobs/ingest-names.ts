import { maildirFolder, parseMaildirName } from '../formats/mail-side.ts'
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

/**
 * What a Maildir file name says. `key` stays when a mail program changes the flags, which are words here; keyword letters (a server's `a`…`z`) by name where the
 * server's file says it, else as they are.
 */
export function maildirNamed(name: string, keywords: ReadonlyMap<string, string>): { readonly key: string; readonly flags: string } {
  const { unique, flags } = parseMaildirName(name)
  return { key: unique, flags: flags.map((letter) => maildirWords[letter] ?? keywords.get(letter) ?? letter).join(' ') }
}

/** What `dovecot-keywords` says: a line `0 $Forwarded` names the letter `a`, and so on to 25 and `z`. */
export function keywordNames(text: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const [, number, name] of text.matchAll(/^(\d{1,2}) (\S[^\r\n]*)/gmu)) {
    if (name !== undefined && Number(number) < 26) names.set(String.fromCharCode(97 + Number(number)), oneWord(name))
  }
  return names
}

/** Flags stand with blanks between: one with blanks of its own keeps them as unbreakable ones. */
function oneWord(name: string): string {
  return name.trim().replace(/\s+/gu, '\u00a0')
}

const mozillaBits: readonly (readonly [number, string])[] = [
  [0x0001, 'seen'],
  [0x0002, 'answered'],
  [0x0004, 'flagged'],
  // Deleted, but the file is not compacted yet: the message is still there.
  [0x0008, 'deleted'],
  [0x1000, 'forwarded'],
]

/** Labels with a comma of their own stand in quotation marks. */
const gmailLabel = /"[^"]*"|[^",]+/gu

/**
 * Flags and labels that mail programs keep in the header of a message in a file: Status and X-Status (mbox), X-Mozilla-Status and -Keys (Thunderbird),
 * X-Keywords (Dovecot), X-Gmail-Labels (Google Takeout). Each a word, unbreakable inside.
 */
export function headerFlags(headers: readonly { readonly name: string; readonly value: string }[]): string {
  const words = new Set<string>()
  for (const { name, value } of headers) {
    switch (name.toLowerCase()) {
      case 'status':
      case 'x-status':
        for (const word of mboxFlags(value).split(' ')) words.add(word)
        break
      case 'x-mozilla-status': {
        const bits = /^[0-9a-f]{1,4}$/iu.test(value.trim()) ? Number.parseInt(value, 16) : 0
        for (const [bit, word] of mozillaBits) if (bits & bit) words.add(word)
        break
      }
      case 'x-mozilla-keys':
      case 'x-keywords':
        for (const word of value.split(/\s+/u)) words.add(word)
        break
      case 'x-gmail-labels':
        for (const label of value.match(gmailLabel) ?? []) words.add(oneWord(label.replace(/^\s*"|"\s*$/gu, '')))
        break
    }
  }
  words.delete('')
  return [...words].join(' ')
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
  if (kind === 'maildir') return maildirFolder(name).join('/')
  // Dovecot keeps a mailbox's messages in `mailboxes/NAME/dbox-Mails`.
  if (kind === 'sdbox' || kind === 'mdbox') return name.replace(/(^|\/)mailboxes\//u, '$1').replace(/\/dbox-Mails$/u, '')
  return name
}
