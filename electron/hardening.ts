import { app, type Session, session, type WebContents } from 'electron'

/**
 * Before the app is ready: nothing is resolved or fetched, whatever else fails (electronjs.org/docs/latest/tutorial/security). Every session that is
 * ever made, the default one with it, is hardened as it is made, so that none can be forgotten and none is hardened twice.
 */
export function hardenProcess(): void {
  app.enableSandbox()
  app.on('session-created', hardenSession)
  const { commandLine } = app
  commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
  commandLine.appendSwitch('proxy-server', '127.0.0.1:9')
  commandLine.appendSwitch('disable-background-networking')
  commandLine.appendSwitch('disable-component-update')
  commandLine.appendSwitch('disable-domain-reliability')
  commandLine.appendSwitch('disable-breakpad')
  commandLine.appendSwitch('no-pings')
  commandLine.appendSwitch('force-webrtc-ip-handling-policy', 'disable_non_proxied_udp')
}

const hardened = new WeakSet<Session>()

/** A session that asks for nothing, loads nothing but our own scheme, and keeps nothing on disk. A second call changes nothing. */
function hardenSession(made: Session): void {
  if (hardened.has(made)) return
  hardened.add(made)
  made.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  made.setPermissionCheckHandler(() => false)
  made.setDevicePermissionHandler(() => false)
  made.setSpellCheckerEnabled(false)
  made.webRequest.onBeforeRequest((details, answer) => {
    // Developer tools load themselves, where there are any.
    const own = app.isPackaged ? /^(app:\/\/desk\/|data:|blob:)/ : /^(app:\/\/desk\/|data:|blob:|devtools:)/
    answer({ cancel: !own.test(details.url) })
  })
  made.on('will-download', (event) => event.preventDefault())
}

/**
 * A session of this name that lives in memory: without `persist:` there is no cache and no storage of mail on disk. Hardened here as well, in case the
 * runtime announced it before we listened.
 */
export function hardenedSession(name: string): Session {
  const made = session.fromPartition(name)
  hardenSession(made)
  return made
}

/** The default session, which no window of ours uses: made before we listened, in some versions of the runtime. */
export function hardenDefaultSession(): void {
  hardenSession(session.defaultSession)
}

/** Whether an address is the workstation's own page, and not a frame of mail. */
export const isPage = (url: string): boolean => /^app:\/\/desk\/(index\.html)?([?#]|$)/.test(url)
const isFrame = (url: string): boolean => url.startsWith('app://desk/frame/')

/**
 * A window that stays on its page and opens no other; links are text. Mail is shown only in frames below the page: at the top it would stand in the place
 * from which commands are taken. The page's frames go to frames of mail alone.
 */
export function hardenContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (!isPage(event.url)) event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    if (!(event.isMainFrame ? isPage(event.url) : isFrame(event.url))) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
