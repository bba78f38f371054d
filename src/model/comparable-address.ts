import { domainToASCII, domainToUnicode } from 'node:url'

/** What most addresses don't have: characters beyond ASCII, a domain as it travels, a dot behind, a local part in quotation marks. */
const isOdd = /[^\u0000-\u007f]|xn--|\.$|"/i

/**
 * An address as it is compared and listed, so that each is one whichever way it was written: in lower case; the domain in its own script, also where it travels as
 * `xn--bcher-kva.example` (RFC 5891), and without the dot that ends an absolute one; a local part without the quotation marks that say nothing (RFC 5321 §4.1.2).
 */
export function comparableAddress(address: string): string {
  const lower = address.toLowerCase()
  if (!isOdd.test(lower)) return lower
  const at = lower.lastIndexOf('@')
  if (at < 0) return lower
  return `${unquoted(lower.slice(0, at).normalize('NFC'))}@${comparableDomain(lower.slice(at + 1))}`
}

/** Whether an address, as it is compared, is an entry of Exchange's own directory (X.500): `/o=firm/ou=eu/cn=recipients/cn=jroe`. It has no domain, and says nothing of a firm: in the cloud the first part is the same for all. */
export function isDirectoryEntry(address: string): boolean {
  return address.startsWith('/o=')
}

/** Whether an address, as it is compared, is somebody's. Headers also give a domain alone (`<@x.example>`), which is nobody's: looked for, it is everybody there. */
export function isSomebodys(address: string): boolean {
  return address.lastIndexOf('@') > 0 || isDirectoryEntry(address)
}

/** The domain of an address in the same way. */
export function comparableDomain(domain: string): string {
  const written = domain.toLowerCase().replace(/\.+$/u, '')
  return isOdd.test(written) ? domainToUnicode(written) || written : written
}

/** An address in every way in which its domain is written: in its own script, and as it travels. */
export function writtenAddresses(address: string): readonly string[] {
  const comparable = comparableAddress(address)
  if (!isOdd.test(comparable)) return [comparable]
  const at = comparable.lastIndexOf('@')
  const travelling = domainToASCII(comparable.slice(at + 1))
  return travelling === '' ? [comparable] : [...new Set([comparable, `${comparable.slice(0, at + 1)}${travelling}`])]
}

function unquoted(local: string): string {
  const [, inner] = /^"((?:[^"\\]|\\.)+)"$/su.exec(local) ?? []
  return inner === undefined ? local : inner.replace(/\\(.)/gsu, '$1')
}
