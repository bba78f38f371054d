import { contextBridge, ipcRenderer } from 'electron'
import type { CoreEvent } from '../src/api/index.ts'
import type { CallAnswer } from './ipc.ts'

/** What the page gets as `window.desk`: commands, events, two dialogs, and the addresses of frames. Nothing generic. */
const desk = {
  call: (name: string, input: unknown): Promise<CallAnswer> => ipcRenderer.invoke('desk:call', name, input),
  on: (listener: (event: CoreEvent) => void): (() => void) => {
    const heard = (_event: unknown, event: CoreEvent): void => listener(event)
    ipcRenderer.on('desk:event', heard)
    return () => ipcRenderer.off('desk:event', heard)
  },
  frameUrl: (kind: 'review' | 'document' | 'preview', parameters: Readonly<Record<string, string>>): string =>
    `/frame/${kind}?${new URLSearchParams(parameters).toString()}`,
  chooseOpen: (kind: 'files' | 'folder'): Promise<readonly string[]> => ipcRenderer.invoke('desk:choose-open', kind),
  chooseSave: (name: string): Promise<string | null> => ipcRenderer.invoke('desk:choose-save', name),
}

export type DeskBridge = typeof desk
contextBridge.exposeInMainWorld('desk', desk)
