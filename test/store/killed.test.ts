import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { userNames, verifyAudit } from '../../src/store/index.ts'
import { codeOf, make, name, open, phrases, scratch } from './home.ts'

const store = JSON.stringify(join(import.meta.dirname, '../../src/store/index.ts'))
const kdf = "{ name: 'scrypt', N: 1024, r: 8, p: 1 }"

/** Runs a program in a process of its own and kills it so many milliseconds after it has said so many lines. */
async function killedAfter(program: string, args: readonly string[], ms: number, lines = 1): Promise<void> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  for (let said = 0; said < lines; ) said += String((await once(child.stdout, 'data'))[0]).split('\n').length - 1
  await new Promise((resolve) => setTimeout(resolve, ms))
  child.kill('SIGKILL')
  await ended
}

describe('Killed at any moment', () => {
  it('a change of passphrase leaves the old one or the new one, and the chain whole', async () => {
    const directory = join(scratch(), 'w')
    ;(await make(directory)).close()
    const next = 'anna has painted them all blue'
    let current: string = phrases.anna
    for (let round = 0; round < 8; round += 1) {
      const program = `
        import { openWorkspace } from ${store}
        let [directory, current, next] = process.argv.slice(1)
        const w = await openWorkspace({ directory, user: 'anna', passphrase: current, kdf: ${kdf} })
        console.log('open')
        for (;;) {
          const begun = w.audit.begin({ atMs: 5, user: 'anna', command: 'user.changePassphrase', matter: null, payload: {} })
          await w.changePassphrase(current, next)
          w.audit.append({ atMs: 5, user: 'anna', command: 'user.changePassphrase', matter: null, outcome: 'done', payload: {} }, begun)
          ;[current, next] = [next, current]
        }`
      const other = current === phrases.anna ? next : phrases.anna
      await killedAfter(program, [directory, current, other], 3 + ((round * 37) % 90))
      if ((await codeOf(open(directory, 'anna', current).then((workspace) => workspace.close()))) !== 'no error') current = other
      const workspace = await open(directory, 'anna', current)
      expect(verifyAudit(workspace.main, { directory, workspace: workspace.id })).toMatchObject({ ok: true, problems: [] })
      workspace.close()
    }
  })

  describe.each(['before', 'after'])('%s the new keys.json stands,', (moment) => {
    /** Ends Ben's access, or brings him back, in a process that is killed at that moment. */
    async function cut(directory: string, act: string): Promise<void> {
      const program = `
        import fs from 'node:fs'
        import { syncBuiltinESMExports } from 'node:module'
        const [directory, anna, ben, moment] = process.argv.slice(1)
        const { renameSync } = fs
        let armed = false
        const end = () => process.kill(process.pid, 'SIGKILL')
        fs.renameSync = (from, to) => {
          const isIt = armed && to.endsWith('keys.json')
          if (isIt && moment === 'before') end()
          renameSync(from, to)
          if (isIt) end()
        }
        syncBuiltinESMExports()
        const { openWorkspace } = await import(${store})
        const w = await openWorkspace({ directory, user: 'anna', passphrase: anna, kdf: ${kdf} })
        armed = true
        ${act}`
      const child = spawn(process.execPath, ['--input-type=module', '-e', program, directory, phrases.anna, phrases.ben, moment], {
        stdio: ['ignore', 'ignore', 'inherit'],
      })
      expect((await once(child, 'exit'))[1]).toBe('SIGKILL')
    }
    const bens = { user: name('ben'), role: 'auditor', passphrase: phrases.ben, mustChange: false } as const
    /** Who has a way in is who isn't ended, and can use it. */
    async function expectAgreement(directory: string): Promise<boolean> {
      const anna = await open(directory)
      const ended = anna.users().find(({ user }) => user === 'ben')?.ended !== null
      expect(userNames(directory).includes(name('ben'))).toBe(!ended)
      expect(verifyAudit(anna.main, { directory, workspace: anna.id }).problems).toEqual([])
      anna.close()
      const refused = await codeOf(open(directory, 'ben').then((workspace) => workspace.close()))
      expect(refused).toBe(ended ? 'store/wrong-passphrase' : 'no error')
      return ended
    }

    it('the end of an access leaves it ended and listed as such', async () => {
      const directory = join(scratch(), 'w')
      const first = await make(directory)
      await first.addUser(bens)
      first.close()
      await cut(directory, "w.endUser('ben', 'left the firm')")
      expect(await expectAgreement(directory)).toBe(true)
    })

    it('a return leaves it ended, and they can be brought back', async () => {
      const directory = join(scratch(), 'w')
      const first = await make(directory)
      await first.addUser(bens)
      first.endUser(name('ben'), 'left the firm')
      first.close()
      await cut(directory, "await w.addUser({ user: 'ben', role: 'auditor', passphrase: ben, mustChange: false })")
      expect(await expectAgreement(directory)).toBe(true)
      const anna = await open(directory)
      await anna.addUser(bens)
      anna.close()
      expect(await expectAgreement(directory)).toBe(false)
    })
  })

  it('the making of a workspace leaves a whole one, or a folder in which it can be made', async () => {
    for (let round = 0; round < 8; round += 1) {
      const directory = join(scratch(), 'w')
      const program = `
        import { createWorkspace } from ${store}
        console.log('ready')
        await createWorkspace({ directory: process.argv[1], user: 'anna', role: 'investigator', passphrase: process.argv[2], kdf: ${kdf} })
        setInterval(() => {}, 1000)`
      await killedAfter(program, [directory, phrases.anna], round * 5)
      const made = existsSync(join(directory, 'keys.json'))
      const workspace = made ? await open(directory) : await make(directory)
      expect(workspace.role).toBe('investigator')
      workspace.close()
    }
  })

  it('the opening of requests leaves each with its key, and none of a number twice', async () => {
    const directory = join(scratch(), 'w')
    ;(await make(directory)).close()
    for (let round = 0; round < 5; round += 1) {
      const program = `
        import { openWorkspace } from ${store}
        const w = await openWorkspace({ directory: process.argv[1], user: 'anna', passphrase: process.argv[2], kdf: ${kdf} })
        console.log('open')
        for (;;) { console.log(w.createMatter().id); await new Promise(setImmediate) }`
      await killedAfter(program, [directory, phrases.anna], round * 3, 3 + round)
      const workspace = await open(directory)
      const ids = workspace.matters()
      for (const id of ids) expect(workspace.matter(id).prepare('SELECT count(*) FROM sqlite_schema').pluck().get()).toBeGreaterThan(0)
      expect(new Set(ids).size).toBe(ids.length)
      workspace.close()
    }
    expect(readdirSync(join(directory, 'matters')).filter((file) => /^M\d+\.db$/.test(file)).length).toBeGreaterThan(3)
  })
})
