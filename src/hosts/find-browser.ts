import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { env, platform } from 'node:process'

/** Names of Chromium's family, best kept first. */
const names = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
  'chrome',
  'msedge',
]

/** Where installers put them when they are not on the PATH. */
function usualPlaces(): string[] {
  if (platform === 'darwin') {
    return [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    ]
  }
  if (platform === 'win32') {
    const roots = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].filter((root) => root !== undefined)
    return roots.flatMap((root) => [
      join(root, 'Google/Chrome/Application/chrome.exe'),
      join(root, 'Chromium/Application/chrome.exe'),
      join(root, 'Microsoft/Edge/Application/msedge.exe'),
    ])
  }
  return ['/snap/bin/chromium']
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The system's Chromium, Chrome or Edge; `DESK_BROWSER` names another. Null where there is none. */
export function findBrowser(): string | null {
  const chosen = env['DESK_BROWSER']
  if (chosen !== undefined) return isExecutable(chosen) ? chosen : null
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const endings = platform === 'win32' ? ['.exe'] : ['']
  const onPath = names.flatMap((name) => folders.flatMap((folder) => endings.map((ending) => join(folder, name + ending))))
  return [...onPath, ...usualPlaces()].find(isExecutable) ?? null
}

/**
 * Switches for every browser we start: nothing is fetched, reported, synchronised or resolved, and nothing is kept. The resolver rule
 * and the dead proxy stand behind the content security policy, so that a fault in one lets nothing out.
 */
export function quietSwitches(): string[] {
  const asRoot = platform === 'linux' && process.getuid?.() === 0
  return [
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-component-extensions-with-background-pages',
    '--disable-default-apps',
    '--disable-domain-reliability',
    '--disable-extensions',
    '--disable-sync',
    '--disable-translate',
    '--disable-breakpad',
    '--disable-crash-reporter',
    '--disable-client-side-phishing-detection',
    '--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider,AutofillServerCommunication,CertificateTransparencyComponentUpdater,InterestFeedContentSuggestions,SpellcheckServiceMultilingual',
    '--disable-quic',
    '--metrics-recording-only',
    '--no-pings',
    '--password-store=basic',
    '--use-mock-keychain',
    '--disk-cache-size=1',
    '--media-cache-size=1',
    '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
    ...(asRoot ? ['--no-sandbox'] : []),
  ]
}

/**
 * The environment of every browser we start. A page that crashes would leave its memory in `Crash Reports` of the user's home, outside of the
 * throw-away profile, whatever the switches say; where that folder cannot be made, Chromium on Linux writes no dump.
 */
export function quietEnvironment(): Record<string, string> {
  const given = Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
  return { ...Object.fromEntries(given), ...(platform === 'linux' ? { CHROME_CONFIG_HOME: '/dev/null' } : {}) }
}
