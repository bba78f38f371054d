import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

const main = join(import.meta.dirname, '../../src/hosts/cli/main.mjs')

/** Runs a program on a pseudo-terminal of its own, typing each line when the text before it has appeared; prints status and all that was shown. */
const terminal = `
import os, pty, sys, json, select, time
script = json.loads(sys.argv[1]); program = sys.argv[2:]
pid, fd = pty.fork()
if pid == 0: os.execvp(program[0], program)
shown = b''; deadline = time.time() + 200
def read():
    global shown
    try: chunk = os.read(fd, 4096)
    except OSError: return False
    shown += chunk
    return chunk != b''
for wait, typed in script:
    while wait.encode() not in shown and time.time() < deadline: read()
    os.write(fd, typed.encode())
    shown = shown.replace(wait.encode(), b'<' + wait.encode()[:-1] + b'>', 1)
while time.time() < deadline and read(): pass
print(json.dumps([os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown.decode()]))
`

function onTerminal(script: readonly (readonly [waitFor: string, typed: string])[], args: readonly string[]): [number, string] {
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('DESK_')))
  const done = spawnSync('python3', ['-c', terminal, JSON.stringify(script), process.execPath, main, ...args], {
    env: environment,
    encoding: 'utf8',
  })
  return JSON.parse(done.stdout) as [number, string]
}

describe.runIf(process.platform !== 'win32')('On a terminal', () => {
  const phrase = 'anna keeps seven green lanterns'

  it('a new passphrase is asked for twice and never shown', () => {
    const folder = mkdtempSync(join(tmpdir(), 'desk-tty-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const who = ['--workspace', join(folder, 'w'), '--user', 'anna']
    const [differ, told] = onTerminal(
      [
        ['recover it): ', `${phrase}\r`],
        ['Once more: ', 'something else entirely\r'],
      ],
      ['init', ...who],
    )
    expect(differ).toBe(2)
    expect(told).toContain('differ')
    const [made, shown] = onTerminal(
      [
        ['recover it): ', `${phrase}x\u007f\r`],
        ['Once more: ', `${phrase}\r`],
      ],
      ['init', ...who],
    )
    expect(shown).toContain('Workspace made')
    expect(made).toBe(0)
    expect(shown).not.toContain('lanterns')
    const [listed, users] = onTerminal([['Passphrase of anna: ', `${phrase}\r`]], ['user', 'list', ...who])
    expect([listed, users.includes('investigator'), users.includes('lanterns')]).toEqual([0, true, false])
  })

  it('Ctrl+C at the question ends with status 130', () => {
    const [status] = onTerminal([['Passphrase of anna: ', '\u0003']], ['user', 'list', '--workspace', '/nowhere', '--user', 'anna'])
    expect(status).toBe(130)
  })
})
