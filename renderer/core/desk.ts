import type { CoreEvent } from '../../src/api/index.ts'

/** What the native chooser may be asked for; no system offers both in one dialog. */
export type OpenKind = 'files' | 'folder'
/** What a command answers over Electron's channel, which keeps only the message of a thrown error. */
export type CallAnswer = { readonly ok: true; readonly result: unknown } | { readonly ok: false; readonly error: unknown }
/** Frames that the host serves with a content security policy of their own. */
export type FrameKind = 'review' | 'document' | 'preview'

/** The one door that Electron's preload script opens; absent in the browser host. */
export interface Desk {
  call(name: string, input: unknown): Promise<CallAnswer>
  on(listener: (event: CoreEvent) => void): () => void
  frameUrl(kind: FrameKind, params: Readonly<Record<string, string>>): string
  chooseOpen(kind: OpenKind): Promise<readonly string[]>
  chooseSave(name: string): Promise<string | null>
}

declare global {
  interface Window {
    readonly desk?: Desk
  }
}
