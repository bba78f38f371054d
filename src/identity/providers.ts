import { isSharedAddress } from '../model/index.ts'

const names = new Set(
  `gmail googlemail outlook hotmail live msn yahoo ymail rocketmail gmx web t-online freenet arcor mail email icloud me mac aol proton protonmail pm tutanota
   tuta posteo mailbox fastmail zoho yandex rambler bk inbox list orange free laposte wanadoo sfr neuf bbox numericable voila wp o2 onet interia op tlen poczta
   btinternet sky talktalk virginmedia ntlworld blueyonder eircom iol vodafonemail bluewin hispeed telenet skynet proximus ziggo xs4all kpnmail hetnet planet
   libero tin virgilio alice tiscali telefonica terra hotmai earthlink comcast verizon att sbcglobal bellsouth cox juno netzero prodigy compuserve`.split(
    /\s+/u,
  ),
)

/** Whether a domain is one at which anybody can have an address, so that sharing it says nothing. Known names only: an unknown domain counts as an organisation's. */
export function isMailProvider(domain: string): boolean {
  // hotmail.co.uk, yahoo.com.br, mail.ru: the label before the public suffix. `mail.quay.example` is Quay's own.
  const [label = '', ...suffix] = organisationDomain(domain).split('.')
  return suffix.length > 0 && names.has(label)
}

/** What stands before a `+` that parts no tag off a person's mailbox: Exchange's own escapes, forwarders and filters, and services that number what they send. */
const ofServices = /^(?:imcea[a-z]*-.*|srs[01]?(?:[=-].*)?|(?:prvs|btv1)=.*|.*bounces?|reply|replies|buyer|seller|unsubscribe|unsub)$/u

const gmail = new Set(['gmail.com', 'googlemail.com'])

/**
 * One key for the addresses of one mailbox, in lower case: with any +tag (RFC 5233) of a person's, and at Gmail, which has two domains, whichever dots stand in it
 * (support.google.com/mail/answer/7436150).
 */
export function mailboxOf(address: string): string {
  const at = address.lastIndexOf('@')
  const [written, domain] = [address.slice(0, at), address.slice(at + 1)]
  const person = written.replace(/(?<=.)\+.*/u, '')
  const local = ofServices.test(person) || isSharedAddress(`${person}@`) ? written : person
  return gmail.has(domain) ? `${local.replaceAll('.', '')}@gmail.com` : `${local}@${domain}`
}

/** The domains at which the mailbox of an address may be written. */
export function domainsOfMailbox(address: string): readonly string[] {
  const domain = address.slice(address.lastIndexOf('@') + 1)
  return gmail.has(domain) ? [...gmail] : [domain]
}

const secondLevel = new Set(['co', 'com', 'org', 'net', 'ac', 'gov', 'edu', 'or', 'ne', 'gv'])

/** The part of a domain that an organisation registers, as far as its form tells: `mail.alder.co.uk` gives `alder.co.uk`. */
export function organisationDomain(domain: string): string {
  const labels = domain.toLowerCase().split('.')
  const suffix = labels.length > 2 && (labels.at(-1) ?? '').length === 2 && secondLevel.has(labels.at(-2) ?? '') ? 3 : 2
  return labels.slice(-suffix).join('.')
}
