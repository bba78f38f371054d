import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** The request header in which the page sends its own secret. */
export const pageKeyHeader = 'x-desk-page'

/**
 * What the page alone gets for the token, and keeps where no other origin reads: cookies are told apart by host and not by port, so whatever else
 * listens on this machine's loopback is sent the cookie by the same browser.
 */
export interface PageSecrets {
  /** Sent as {@link pageKeyHeader} with every command. */
  readonly key: string
  /** Stands in the addresses of frames and of the event stream, where no header can be set; opens nothing else. */
  readonly address: string
}

interface Session extends PageSecrets {
  readonly cookie: string
}

function same(left: string, right: string): boolean {
  const a = Buffer.from(left)
  const b = Buffer.from(right)
  return a.length === b.length && timingSafeEqual(a, b)
}

const newSecret = (): string => randomBytes(32).toString('base64url')

/**
 * Who may talk to the loopback listener: the page that exchanged a one-time token for the cookie and for secrets of its own, which only work
 * together. Other programs and pages of the same machine reach the port too, so Host and Origin are checked on every request as well (DNS
 * rebinding, cross-site posts).
 */
export function createSession(port: number): {
  /** A new one-time token; any token given before and not used is void. */
  readonly newToken: () => string
  /** The cookie header and the page's secrets for a right token, else null. A token works once. */
  readonly exchange: (token: string) => { readonly cookie: string; readonly secrets: PageSecrets } | null
  /** Whether a command may be called: the cookie with the page's key. */
  readonly admits: (request: IncomingMessage) => boolean
  /** Whether a frame or the event stream may be read: the cookie with the secret that stands in the address. */
  readonly admitsAddress: (request: IncomingMessage, address: string) => boolean
} {
  // With the port in its name, two workstations in one browser don't overwrite each other's.
  const cookieName = `desk-session-${port}`
  let token: string | null = null
  const sessions: Session[] = []
  const sessionOf = (request: IncomingMessage): Session | undefined => {
    const cookies = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim())
    const offered = cookies.find((pair) => pair.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1)
    return offered === undefined ? undefined : sessions.find(({ cookie }) => same(cookie, offered))
  }
  return {
    newToken: () => {
      token = randomBytes(24).toString('base64url')
      return token
    },
    exchange: (offered) => {
      if (token === null || !same(offered, token)) return null
      token = null
      const made = { cookie: newSecret(), key: newSecret(), address: newSecret() }
      sessions.push(made)
      return {
        cookie: `${cookieName}=${made.cookie}; HttpOnly; SameSite=Strict; Path=/`,
        secrets: { key: made.key, address: made.address },
      }
    },
    admits: (request) => {
      const offered = request.headers[pageKeyHeader]
      const session = sessionOf(request)
      return session !== undefined && typeof offered === 'string' && same(session.key, offered)
    },
    admitsAddress: (request, address) => {
      const session = sessionOf(request)
      return session !== undefined && same(session.address, address)
    },
  }
}

/** Whether the request was addressed to us by our own page (or typed into the address line). */
export function isOurs(request: IncomingMessage, port: number): boolean {
  const host = `127.0.0.1:${port}`
  if (request.headers.host !== host) return false
  const { origin } = request.headers
  if (origin !== undefined && origin !== `http://${host}`) return false
  const site = request.headers['sec-fetch-site']
  // The first navigation comes from the hand-over file or the address line; everything else from our own page.
  const fromOutside = site === 'cross-site' || site === 'same-site'
  return !(fromOutside && request.url !== '/')
}
