import { BrowserWindow } from 'electron'
import { hardenedSession } from './hardening.ts'

/**
 * Prints a page of ours with Electron's own print engine, in a hidden window without scripts, preload or network. The page comes as a data URL, so
 * nothing of it touches the disk.
 */
export async function printPage(html: string): Promise<Uint8Array> {
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      session: hardenedSession('print'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
      spellcheck: false,
      devTools: false,
    },
  })
  try {
    await window.loadURL(`data:text/html;charset=utf-8;base64,${Buffer.from(html, 'utf8').toString('base64')}`)
    return await window.webContents.printToPDF({
      preferCSSPageSize: true,
      printBackground: true,
      generateTaggedPDF: false,
      generateDocumentOutline: false,
    })
  } finally {
    window.destroy()
  }
}
