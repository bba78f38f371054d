import type { Session } from 'electron'
import type { CoreClient } from '../src/api/index.ts'
import { frameFailure, frameRequest, pageFile, pagePolicy } from '../src/hosts/index.ts'

function answer(body: BodyInit | null, status: number, type: string, policy: string): Response {
  return new Response(body, {
    status,
    headers: {
      'Content-Type': type,
      'Content-Security-Policy': policy,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
    },
  })
}

/** Serves `app://desk/…`: the built page, and frames of mail on URLs of their own with the policy that the core gives. */
export function servePage(session: Session, core: CoreClient, pageFolder: string): void {
  session.protocol.handle('app', async (request) => {
    const url = new URL(request.url)
    if (url.host !== 'desk' || request.method !== 'GET') return answer(null, 404, 'text/plain', pagePolicy)
    const [, door, kind = ''] = url.pathname.split('/')
    if (door === 'frame') {
      try {
        const frame = await frameRequest(core, kind, url.searchParams)
        return answer(new Uint8Array(frame.bytes), 200, frame.contentType, frame.csp)
      } catch (error) {
        const failure = frameFailure(error)
        return answer(new Uint8Array(failure.bytes), 409, failure.contentType, failure.csp)
      }
    }
    const file = pageFile(pageFolder, url.pathname)
    return file === null ? answer(null, 404, 'text/plain', pagePolicy) : answer(new Uint8Array(file.bytes), 200, file.type, pagePolicy)
  })
}
