import { join } from 'node:path'
import { app, BrowserWindow, dialog, Menu, type MenuItemConstructorOptions, protocol, utilityProcess } from 'electron'
import { connect } from '../src/api/index.ts'
import { keepMemoryOutOfDumps } from '../src/hosts/index.ts'
import { hardenContents, hardenDefaultSession, hardenedSession, hardenProcess } from './hardening.ts'
import { connectWindow } from './ipc.ts'
import { servePage } from './page-protocol.ts'
import { printPage } from './print.ts'
import { isPrintRequest, type PrintAnswer } from './print-channel.ts'

/**
 * The desktop app: one window, the core in a utility process, and one validated channel between them. Everything else is the core's.
 */
keepMemoryOutOfDumps()
hardenProcess()
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }])

/** Electron's own view menu has a way to the developer tools, where whoever passes by could call commands as the person signed in. */
const viewMenu = {
  label: 'View',
  submenu: [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, { role: 'togglefullscreen' }],
} satisfies MenuItemConstructorOptions

if (app.requestSingleInstanceLock()) {
  app.on('web-contents-created', (_event, contents) => hardenContents(contents))
  app.on('window-all-closed', () => app.quit())
  await app.whenReady()
  hardenDefaultSession()
  await openWorkstation()
} else {
  app.quit()
}

async function openWorkstation(): Promise<void> {
  const child = utilityProcess.fork(join(import.meta.dirname, 'core-process.js'), [], { serviceName: 'Disclosure Desk core' })
  const core = connect({
    postMessage: (message) => child.postMessage(message),
    on: (_kind, listener) => child.on('message', listener),
  })
  child.on('message', (message: unknown) => {
    if (!isPrintRequest(message)) return
    const reply = (bytes: Uint8Array | null): void => child.postMessage({ kind: 'printed', id: message.id, bytes } satisfies PrintAnswer)
    printPage(message.html).then(reply, () => reply(null))
  })
  app.on('will-quit', () => child.kill())

  const workstation = hardenedSession('workstation')
  servePage(workstation, core, join(import.meta.dirname, '../renderer'))
  Menu.setApplicationMenu(Menu.buildFromTemplate([{ role: 'editMenu' }, viewMenu, { role: 'windowMenu' }]))
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 700,
    title: 'Disclosure Desk',
    webPreferences: {
      session: workstation,
      preload: join(import.meta.dirname, '../preload/preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      webviewTag: false,
      devTools: !app.isPackaged,
    },
  })
  // The page asks to stay while it alone holds a passphrase. A browser puts that question itself; Electron would just not close.
  window.webContents.on('will-prevent-unload', (event) => {
    const answer = dialog.showMessageBoxSync(window, {
      type: 'warning',
      message: 'A bundle’s passphrase was not confirmed, or a production is running.',
      detail: 'The passphrase cannot be shown again once the window is closed, and without it nobody can open the bundle.',
      buttons: ['Stay', 'Close anyway'],
      defaultId: 0,
      cancelId: 0,
    })
    if (answer === 1) event.preventDefault()
  })
  connectWindow(window, core)
  await window.loadURL('app://desk/index.html')
}
