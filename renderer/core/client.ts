import type { CommandName, CoreEvent, Input, Output } from '../../src/api/index.ts'
import type { FrameKind } from './desk.ts'
import { DeskError, toDeskError } from './desk-error.ts'

/** What the browser host gave this page alone: cookies go to every port of the machine, these go nowhere else. */
interface PageSecrets {
  /** Sent as a header with every call. */
  readonly key: string
  /** Stands in the addresses of frames and events, which can send no header. */
  readonly address: string
}

const storageName = 'desk-page'
let secrets: PageSecrets | null = null

/** Storage of this tab and this port, so that a reload goes on; the host voids the secrets when it ends. */
function keptSecrets(): PageSecrets | null {
  const kept = sessionStorage.getItem(storageName)
  return kept === null ? null : (JSON.parse(kept) as PageSecrets)
}

/**
 * The renderer's one way to the core. In Electron the preload script's door; else the browser host over loopback HTTP, where a
 * one-time token in the page's fragment is exchanged for a cookie and for secrets that the page keeps.
 */
export async function openSession(): Promise<void> {
  if (window.desk !== undefined) return
  secrets = keptSecrets()
  const token = location.hash.slice(1)
  if (token === '') return
  history.replaceState(history.state, '', location.pathname)
  const response = await post('/session', { token })
  if (!response.ok) throw new DeskError('renderer/no-session', '')
  secrets = (await response.json()) as PageSecrets
  sessionStorage.setItem(storageName, JSON.stringify(secrets))
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

const pageKey = (): Record<string, string> => (secrets === null ? {} : { 'x-desk-page': secrets.key })

async function post(path: string, body: unknown): Promise<Response> {
  try {
    return await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...pageKey() },
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
  const source = new EventSource(`/events/${secrets?.address ?? ''}`, { withCredentials: true })
  source.onmessage = (message: MessageEvent<string>) => listener(JSON.parse(message.data) as CoreEvent)
  return () => source.close()
}

/** Address of a frame: mail HTML, a page or an image, or a printed preview, each under its own content security policy. */
export function frameUrl(kind: FrameKind, params: Readonly<Record<string, string>>): string {
  if (window.desk !== undefined) return window.desk.frameUrl(kind, params)
  return `/frame/${secrets?.address ?? ''}/${kind}?${new URLSearchParams(params).toString()}`
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
    response = await fetch(`/folder?${new URLSearchParams({ path }).toString()}`, { credentials: 'same-origin', headers: pageKey() })
  } catch {
    throw new DeskError('renderer/no-connection', '')
  }
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) throw toDeskError(body)
  return body as FolderListing
}
