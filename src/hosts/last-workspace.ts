import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { env, platform } from 'node:process'
import type { CoreClient } from '../api/index.ts'

/** Where the path of the workspace used last is kept: a path alone, nothing of its content. */
function noteFile(): string {
  const home = homedir()
  if (platform === 'win32') return join(env['APPDATA'] ?? home, 'Disclosure Desk', 'workspace')
  if (platform === 'darwin') return join(home, 'Library/Application Support/Disclosure Desk/workspace')
  return join(env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'disclosure-desk/workspace')
}

/** The workspace to offer: the one named by `DESK_WORKSPACE`, the one used last, or a folder in the user's home. */
export function workspaceToOffer(): string {
  const named = env['DESK_WORKSPACE']
  if (named !== undefined && named !== '') return named
  try {
    return readFileSync(noteFile(), 'utf8').trim()
  } catch {
    return join(homedir(), 'Disclosure Desk')
  }
}

/** Notes each workspace that is opened, for the next start. A machine that does not let us keep the note is no failure. */
export function rememberWorkspace(core: CoreClient): void {
  if ((env['DESK_WORKSPACE'] ?? '') !== '') return
  core.on((event) => {
    if (event.type !== 'changed' || event.area !== 'workspace') return
    core
      .call('workspace.status', {})
      .then(({ state, workspace }) => {
        if (state !== 'open' || workspace === null) return
        mkdirSync(dirname(noteFile()), { recursive: true })
        writeFileSync(noteFile(), `${workspace}\n`, { mode: 0o600 })
      })
      .catch(() => {})
  })
}
