import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type CoreClient, type FrameView, isCommandName } from '../../api/index.ts'
import { AppError, type ErrorCode } from '../../model/index.ts'
import { listFolder } from '../folder-list.ts'
import { frameFailure, frameRequest } from '../frame-request.ts'
import { pageFile, pagePolicy } from '../page-files.ts'
import { createSession, isOurs } from './session.ts'
import { lockUnwatched, unwatchedLimitMs, type Watch } from './unwatched.ts'

/** Larger inputs than any command takes are refused before they fill the memory. */
const inputLimitBytes = 32 * 1024 * 1024

export interface BrowserHost {
  readonly port: number
  /** The page's address with a new one-time token in its fragment. */
  readonly address: () => string
  /** Resolves when a page has exchanged the token. */
  readonly entered: Promise<void>
  close(): Promise<void>
}

const refusals: Partial<Record<ErrorCode, number>> = {
  'api/bad-input': 400,
  'api/unknown-command': 404,
  'api/not-signed-in': 401,
  'api/not-allowed': 403,
  'api/own-access': 403,
  'api/internal': 500,
  'api/incomplete-program': 500,
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Content-Security-Policy': pagePolicy,
    ...headers,
  })
  response.end(body)
}

function sendJson(response: ServerResponse, status: number, value: unknown, headers: Record<string, string> = {}): void {
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(value), headers)
}

const statusOf = (error: unknown): number => (error instanceof AppError ? refusals[error.code] : undefined) ?? 409

function sendError(response: ServerResponse, error: unknown): void {
  const known =
    error instanceof AppError
      ? error
      : new AppError('api/internal', 'Something went wrong in the program. Nothing was changed; try again, and restart if it stays.')
  sendJson(response, statusOf(known), { error: { code: known.code, message: known.message, details: known.details } })
}

function sendNoSession(response: ServerResponse): void {
  const message = 'This page has no session. Start the workstation again.'
  sendJson(response, 401, { error: { code: 'api/not-signed-in', message, details: {} } })
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > inputLimitBytes) throw new AppError('api/bad-input', 'The input is too large.', { limitBytes: inputLimitBytes })
    chunks.push(chunk)
  }
  try {
    return size === 0 ? {} : (JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown)
  } catch {
    throw new AppError('api/bad-input', 'The input is not JSON.')
  }
}

/** Sends the core's events to the page as server-sent events, until the page goes. */
function sendEvents(core: CoreClient, watch: Watch, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' })
  response.write(': open\n\n')
  const closed = watch.open()
  const stop = core.on((event) => response.write(`data: ${JSON.stringify(event)}\n\n`))
  response.on('close', () => {
    stop()
    closed()
  })
}

/**
 * Serves the workstation's page and the command table on 127.0.0.1 at a random port. Every command is one POST; frames of mail have
 * URLs of their own with the policy that the core gives. Locks the workspace when no page has listened for `unwatchedMs`.
 */
export async function startBrowserHost(
  core: CoreClient,
  pageFolder: string,
  { unwatchedMs = unwatchedLimitMs }: { readonly unwatchedMs?: number } = {},
): Promise<BrowserHost> {
  const { promise: entered, resolve: enter } = Promise.withResolvers<void>()
  const watch = lockUnwatched(() => core.call('workspace.lock', {}), unwatchedMs)
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port: 0 }, resolve)
  })
  const bound = server.address()
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0
  const session = createSession(port)

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', `http://127.0.0.1:${port}`)
    if (!isOurs(request, port)) {
      send(response, 403, 'text/plain; charset=utf-8', 'Not for this address.')
      return
    }
    if (request.method === 'POST' && url.pathname === '/session') {
      const offered = (await readJson(request)) as { token?: unknown }
      const given = typeof offered.token === 'string' ? session.exchange(offered.token) : null
      if (given === null) {
        sendJson(response, 401, {
          error: {
            code: 'api/not-signed-in',
            message: 'This address was used already. Start the workstation again for a new one.',
            details: {},
          },
        })
        return
      }
      sendJson(response, 200, given.secrets, { 'Set-Cookie': given.cookie })
      enter()
      return
    }
    const file = request.method === 'GET' ? pageFile(pageFolder, url.pathname) : null
    if (file !== null) {
      send(response, 200, file.type, file.bytes)
      return
    }
    const [, door = '', first = '', second = ''] = url.pathname.split('/')
    if (request.method === 'GET' && (door === 'events' || door === 'frame')) {
      if (!session.admitsAddress(request, first)) sendNoSession(response)
      else if (door === 'events') sendEvents(core, watch, response)
      else await answerFrame(response, second, url.searchParams)
    } else if (!session.admits(request)) {
      sendNoSession(response)
    } else if (request.method === 'POST' && door === 'call' && isCommandName(first)) {
      const input = await readJson(request)
      sendJson(response, 200, await watch.during(core.call(first, input as never)))
    } else if (request.method === 'GET' && door === 'folder') {
      sendJson(response, 200, listFolder(url.searchParams.get('path') ?? ''))
    } else {
      sendJson(response, 404, { error: { code: 'api/unknown-command', message: 'There is nothing at this address.', details: {} } })
    }
  }

  async function answerFrame(response: ServerResponse, kind: string, parameters: URLSearchParams): Promise<void> {
    const answered = (status: number, frame: FrameView): void =>
      send(response, status, frame.contentType, frame.bytes, { 'Content-Security-Policy': frame.csp })
    try {
      answered(200, await watch.during(frameRequest(core, kind, parameters)))
    } catch (error) {
      answered(statusOf(error), frameFailure(error))
    }
  }

  server.on('request', (request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) sendError(response, error)
      else response.end()
    })
  })
  return {
    port,
    address: () => `http://127.0.0.1:${port}/#${session.newToken()}`,
    entered,
    close: () =>
      new Promise((resolve) => {
        watch.stop()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
