import { app, type Session, type WebContents } from 'electron'

/**
 * Before the app is ready: nothing is resolved or fetched, whatever else fails (electronjs.org/docs/latest/tutorial/security).
 */
export function hardenProcess(): void {
  app.enableSandbox()
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

/** A session that asks for nothing, loads nothing but our own scheme, and keeps nothing on disk. */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setSpellCheckerEnabled(false)
  session.webRequest.onBeforeRequest((details, answer) => {
    const own = /^(app:\/\/desk\/|data:|blob:|devtools:)/.test(details.url)
    answer({ cancel: !own })
  })
  session.on('will-download', (event) => event.preventDefault())
}

/** A window that stays on its page and opens no other; links are text. */
export function hardenContents(contents: WebContents): void {
  const stay = (event: { preventDefault(): void; url: string }): void => {
    if (!event.url.startsWith('app://desk/')) event.preventDefault()
  }
  contents.on('will-navigate', stay)
  contents.on('will-frame-navigate', stay)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
