/** Names that mail stores give to files and folders. */

/** Files that mail servers keep in a Maildir beside the mail. */
export function isHousekeeping(name: string): boolean {
  return /^(?:dovecot|courier|maildirfolder$|maildirsize$|subscriptions$|\.?uidvalidity|\.mbsyncstate|\.uidnext)/u.test(name)
}

/** The part of a Maildir file name that stays when flags change: before `:2,` (`;2,` or `!2,` on systems that refuse colons). */
export function maildirKey(name: string): string {
  return name.replace(/[:;!]2,[^/]*$/u, '')
}

const maildirLetters: Readonly<Record<string, string>> = {
  P: 'forwarded',
  R: 'answered',
  S: 'seen',
  T: 'deleted',
  D: 'draft',
  F: 'flagged',
}

/** Flags of a Maildir file name, as words in the order written; keyword letters (Dovecot's `a`…`z`) as they are. */
export function maildirFlags(name: string): string {
  const letters = /[:;!]2,([A-Za-z]*)/u.exec(name)?.[1] ?? ''
  return [...letters].map((letter) => maildirLetters[letter] ?? letter).join(' ')
}

const statusLetters: Readonly<Record<string, string>> = { R: 'seen', A: 'answered', F: 'flagged', D: 'deleted', T: 'draft' }

/** Flags that mbox writers keep in the Status and X-Status fields. */
export function mboxFlags(status: string): string {
  return [...status].flatMap((letter) => statusLetters[letter] ?? []).join(' ')
}

/**
 * A folder's name for people: Maildir++ `.Work.2024` as `Work/2024`, with the modified UTF-7 of IMAP (RFC 3501 §5.1.3) decoded. What isn't
 * valid is shown as written.
 */
export function folderLabel(name: string, kind: 'mbox' | 'maildir' | 'eml'): string {
  if (kind !== 'maildir') return name
  return name
    .split('/')
    .flatMap((part) => (part.startsWith('.') ? part.slice(1).split('.') : [part]))
    .map(modifiedUtf7)
    .join('/')
}

function modifiedUtf7(text: string): string {
  return text.replace(/&([A-Za-z0-9+,]*)-/gu, (whole, code: string) => {
    if (code === '') return '&'
    const bytes = Buffer.from(code.replaceAll(',', '/'), 'base64')
    if (bytes.byteLength % 2 !== 0 || bytes.byteLength === 0) return whole
    const decoded = Buffer.from(bytes).swap16().toString('utf16le')
    return decoded.isWellFormed() ? decoded : whole
  })
}
