import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const cookieName = 'desk-session'

function same(left: string, right: string): boolean {
  const a = Buffer.from(left)
  const b = Buffer.from(right)
  return a.length === b.length && timingSafeEqual(a, b)
}

/**
 * Who may talk to the loopback listener: whoever exchanged a one-time token for the cookie. Other programs and pages of the same
 * machine reach the port too, so Host and Origin are checked on every request (DNS rebinding, cross-site posts).
 */
export function createSession(): {
  /** A new one-time token; any token given before and not used is void. */
  readonly newToken: () => string
  /** The cookie header for a right token, else null. A token works once. */
  readonly exchange: (token: string) => string | null
  readonly admits: (request: IncomingMessage) => boolean
} {
  let token: string | null = null
  const secrets = new Set<string>()
  return {
    newToken: () => {
      token = randomBytes(24).toString('base64url')
      return token
    },
    exchange: (offered) => {
      if (token === null || !same(offered, token)) return null
      token = null
      const secret = randomBytes(32).toString('base64url')
      secrets.add(secret)
      return `${cookieName}=${secret}; HttpOnly; SameSite=Strict; Path=/`
    },
    admits: (request) => {
      const cookies = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim())
      const offered = cookies.find((pair) => pair.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1)
      return offered !== undefined && [...secrets].some((secret) => same(secret, offered))
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
