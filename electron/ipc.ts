import { type BrowserWindow, dialog, type IpcMainInvokeEvent, ipcMain } from 'electron'
import { type CoreClient, isCommandName } from '../src/api/index.ts'
import { AppError } from '../src/model/index.ts'
import { isPage } from './hardening.ts'

/** What crosses to the page: Electron's own invoke keeps only an error's message, so the code travels as data. */
export type CallAnswer =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly error: { readonly code: string; readonly message: string; readonly details: unknown } }

/** Only the top frame of our own page may speak; a mail's frame never has a preload, and is refused here as well. */
function isOurPage(event: IpcMainInvokeEvent, window: BrowserWindow): boolean {
  return event.senderFrame === window.webContents.mainFrame && isPage(event.senderFrame?.url ?? '')
}

/** The one validated channel: commands by name (checked against the table, input checked by its schema in the core), two dialogs, events out. */
export function connectWindow(window: BrowserWindow, core: CoreClient): void {
  ipcMain.handle('desk:call', async (event, name: unknown, input: unknown): Promise<CallAnswer> => {
    try {
      if (!isOurPage(event, window) || typeof name !== 'string' || !isCommandName(name)) {
        throw new AppError('api/unknown-command', 'There is no such command.')
      }
      return { ok: true, result: await core.call(name, input as never) }
    } catch (error) {
      const known =
        error instanceof AppError
          ? error
          : new AppError('api/internal', 'Something went wrong in the program. Nothing was changed; try again.')
      return { ok: false, error: { code: known.code, message: known.message, details: known.details } }
    }
  })
  ipcMain.handle('desk:choose-open', async (event, kind: unknown): Promise<readonly string[]> => {
    if (!isOurPage(event, window)) return []
    const properties = kind === 'folder' ? (['openDirectory', 'createDirectory'] as const) : (['openFile', 'multiSelections'] as const)
    const chosen = await dialog.showOpenDialog(window, { properties: [...properties, 'showHiddenFiles', 'dontAddToRecent'] })
    return chosen.canceled ? [] : chosen.filePaths
  })
  ipcMain.handle('desk:choose-save', async (event, name: unknown): Promise<string | null> => {
    if (!isOurPage(event, window) || typeof name !== 'string') return null
    const chosen = await dialog.showSaveDialog(window, { defaultPath: name, properties: ['dontAddToRecent', 'showOverwriteConfirmation'] })
    return chosen.canceled || chosen.filePath === '' ? null : chosen.filePath
  })
  const stop = core.on((event) => {
    if (!window.isDestroyed()) window.webContents.send('desk:event', event)
  })
  window.on('closed', stop)
}
