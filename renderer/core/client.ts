import type { CommandName, CoreEvent, Input, Output } from '../../src/api/index.ts'
import type { FrameKind } from './desk.ts'
import { DeskError, toDeskError } from './desk-error.ts'

/**
 * The renderer's one way to the core. In Electron the preload script's door; else the browser host over loopback HTTP, where a
 * one-time token in the page's fragment is exchanged for a cookie.
 */
export async function openSession(): Promise<void> {
  if (window.desk !== undefined) return
  const token = location.hash.slice(1)
  if (token === '') return
  history.replaceState(history.state, '', location.pathname)
  const response = await post('/session', { token })
  if (!response.ok) throw new DeskError('renderer/no-session', '')
}

/** Calls one command of the core. @throws DeskError */
export async function call<N extends CommandName>(name: N, input: Input<N>): Promise<Output<N>> {
  if (window.desk !== undefined) {
    const answer = await window.desk.call(name, input)
    if (!answer.ok) throw toDeskError(answer.error)
    return answer.result as Output<N>
  }
  const response = await post(`/call/${name}`, input)
  const body: unknown = await response.json().catch(() => null)
  if (response.ok) return body as Output<N>
  throw toDeskError(body)
}

async function post(path: string, body: unknown): Promise<Response> {
  try {
    return await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      credentials: 'same-origin',
      body: JSON.stringify(body),
    })
  } catch {
    throw new DeskError('renderer/no-connection', '')
  }
}

/** Listens to what the core announces, until the returned function is called. */
export function listen(listener: (event: CoreEvent) => void): () => void {
  if (window.desk !== undefined) return window.desk.on(listener)
  const source = new EventSource('/events', { withCredentials: true })
  source.onmessage = (message: MessageEvent<string>) => listener(JSON.parse(message.data) as CoreEvent)
  return () => source.close()
}

/** Address of a frame: mail HTML, a page or an image, or a printed preview, each under its own content security policy. */
export function frameUrl(kind: FrameKind, params: Readonly<Record<string, string>>): string {
  if (window.desk !== undefined) return window.desk.frameUrl(kind, params)
  return `/frame/${kind}?${new URLSearchParams(params).toString()}`
}

/** A folder as the browser host lists it for the path picker. */
export interface FolderListing {
  readonly path: string
  readonly parent: string | null
  readonly entries: readonly { readonly name: string; readonly kind: 'folder' | 'file'; readonly size: number }[]
}

/** Lists a folder of the machine; only the browser host needs it, since Electron has native dialogs. @throws DeskError */
export async function listFolder(path: string): Promise<FolderListing> {
  let response: Response
  try {
    response = await fetch(`/folder?${new URLSearchParams({ path }).toString()}`, { credentials: 'same-origin' })
  } catch {
    throw new DeskError('renderer/no-connection', '')
  }
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) throw toDeskError(body)
  return body as FolderListing
}
