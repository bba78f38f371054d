import { generateKeyPairSync, sign } from 'node:crypto'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../src/model/index.ts'
import type { OpenWorkspace } from '../../src/store/index.ts'
import { exportedAudit, verifyAudit } from '../../src/store/index.ts'
import { make, name, open, phrases, scratch, writeAudit } from './home.ts'

function verify(workspace: OpenWorkspace) {
  return verifyAudit(workspace.main, { directory: workspace.directory, workspace: workspace.id })
}

/** Someone with the key who takes the triggers away. */
function tamper(workspace: OpenWorkspace, sql: string): void {
  workspace.main.exec(`
    DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete;
    DROP TRIGGER audit_checkpoints_no_update; DROP TRIGGER audit_checkpoints_no_delete; ${sql}`)
}

describe('The audit chain', () => {
  it('verifies as written, over closing and another user', async () => {
    const directory = join(scratch(), 'w')
    const anna = await make(directory)
    await anna.addUser({ user: name('ben'), role: 'auditor', passphrase: phrases.ben, mustChange: false })
    writeAudit(anna, 5)
    anna.close()
    const ben = await open(directory, 'ben')
    writeAudit(ben, 3)
    ben.audit.checkpoint(1)
    const verdict = verify(ben)
    expect(verdict).toMatchObject({ ok: true, entries: 8, checkpoints: 2, brokenAt: null, problems: [], head: ben.audit.head().hash })
  })

  it('is signed at least every hundred entries', async () => {
    const anna = await make(join(scratch(), 'w'))
    writeAudit(anna, 250)
    expect(verify(anna)).toMatchObject({ ok: true, checkpoints: 2 })
  })

  it('cannot be changed by a statement', async () => {
    const anna = await make(join(scratch(), 'w'))
    writeAudit(anna, 2)
    anna.audit.checkpoint(1)
    for (const sql of [
      "UPDATE audit SET user = 'ben'",
      'DELETE FROM audit',
      'DELETE FROM audit_checkpoints',
      "UPDATE audit_checkpoints SET user = 'ben'",
    ]) {
      expect(() => anna.main.exec(sql), sql).toThrow(/append-only/)
    }
  })

  it.each([
    ['a user', "UPDATE audit SET user = 'ben' WHERE sequence = 3", 3],
    ['a time', 'UPDATE audit SET at_ms = at_ms + 1 WHERE sequence = 3', 3],
    ['a payload', "UPDATE audit SET payload = '{}' WHERE sequence = 3", 3],
    ['an outcome', "UPDATE audit SET outcome = 'api/cancelled' WHERE sequence = 3", 3],
    ['a link', 'UPDATE audit SET previous = hash WHERE sequence = 3', 3],
    ['a removed entry', 'DELETE FROM audit WHERE sequence = 3', 3],
    [
      'two entries that changed places',
      'UPDATE audit SET sequence = -3 WHERE sequence = 3; UPDATE audit SET sequence = 3 WHERE sequence = 4; UPDATE audit SET sequence = 4 WHERE sequence = -3',
      3,
    ],
    ['an entry twice', 'UPDATE audit SET sequence = 9 WHERE sequence = 5', 5],
    ['a cut-off end', 'DELETE FROM audit WHERE sequence > 3', 4],
    ['a cut-off end with its signatures', 'DELETE FROM audit WHERE sequence > 3; DELETE FROM audit_checkpoints', 4],
    ['a forged signature', "UPDATE audit_checkpoints SET signature = replace(signature, substr(signature, 1, 4), '0000')", 5],
  ])('shows %s', async (_what, sql, at) => {
    const directory = join(scratch(), 'w')
    const anna = await make(directory)
    writeAudit(anna, 5)
    anna.audit.checkpoint(1)
    tamper(anna, sql)
    const verdict = verify(anna)
    expect(verdict.ok).toBe(false)
    expect(verdict.brokenAt).toBe(at)
    expect(verdict.problems.join(' ')).toMatch(/\d/)
  })

  it('shows a head signed anew with another key, even one put in the place of the user’s own', async () => {
    const directory = join(scratch(), 'w')
    const anna = await make(directory)
    writeAudit(anna, 3)
    anna.audit.checkpoint(1)
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const body = {
      purpose: 'disclosure-desk/audit-checkpoint',
      workspace: anna.id,
      sequence: 3,
      head: anna.audit.head().hash,
      atMs: 1,
      user: 'anna',
    }
    const forged = {
      key: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      signature: sign(null, Buffer.from(canonicalJson(body)), privateKey).toString('hex'),
    }
    tamper(anna, '')
    anna.main.prepare('UPDATE audit_checkpoints SET public_key = @key, signature = @signature').run(forged)
    expect(verify(anna)).toMatchObject({
      ok: false,
      brokenAt: 3,
      problems: [expect.stringMatching(/signature over entry 3 in the workspace/)],
    })
    anna.main.prepare('UPDATE user_keys SET public_key = ?').run(forged.key)
    expect(verify(anna)).toMatchObject({ ok: false, problems: expect.arrayContaining([expect.stringMatching(/User record/)]) })
  })

  it('rewritten with fitting hashes no longer fits what was signed', async () => {
    const anna = await make(join(scratch(), 'w'))
    writeAudit(anna, 3)
    anna.audit.checkpoint(1)
    tamper(anna, 'DELETE FROM audit')
    writeAudit(anna, 3)
    expect(verify(anna)).toMatchObject({ ok: false, brokenAt: 3 })
  })

  it('shows an edited role and a missing or damaged audit-head.json', async () => {
    const directory = join(scratch(), 'w')
    const anna = await make(directory)
    writeAudit(anna, 1)
    anna.audit.checkpoint(1)
    const path = join(directory, 'audit-head.json')
    const kept = readFileSync(path, 'utf8')
    writeFileSync(path, 'x')
    expect(verify(anna).ok).toBe(false)
    rmSync(path)
    expect(verify(anna).ok).toBe(false)
    writeFileSync(path, kept)
    expect(verify(anna).ok).toBe(true)
    anna.main.exec("UPDATE users SET role = 'legal-reviewer'")
    expect(verify(anna)).toMatchObject({ ok: false, brokenAt: null })
  })

  it.each<[string, RegExp, (head: string) => void]>([
    ['deleted', /was missing at/, (head) => rmSync(head)],
    ['damaged', /was damaged at/, (head) => writeFileSync(head, 'x')],
    [
      'damaged in one field',
      /was damaged at/,
      (head) => writeFileSync(head, readFileSync(head, 'utf8').replace('"sequence":5', '"sequence":0')),
    ],
    ['left as it was', /did not fit the log at/, () => {}],
    [
      'edited to fit the older log',
      /did not fit the log at/,
      (head) => writeFileSync(head, readFileSync(head, 'utf8').replace('"sequence":5', '"sequence":2')),
    ],
  ])(
    'put back to an older copy, with audit-head.json %s, keeps saying so after further work and signatures',
    async (_how, said, change) => {
      const directory = join(scratch(), 'w')
      const older = join(scratch(), 'workspace.db')
      const anna = await make(directory)
      writeAudit(anna, 2)
      anna.close()
      cpSync(join(directory, 'workspace.db'), older)
      const later = await open(directory)
      writeAudit(later, 3)
      later.close()

      cpSync(older, join(directory, 'workspace.db'))
      change(join(directory, 'audit-head.json'))
      for (const _session of [1, 2]) {
        const working = await open(directory)
        writeAudit(working, 2)
        working.close()
      }
      const last = await open(directory)
      const verdict = verify(last)
      expect(verdict).toMatchObject({ ok: false, brokenAt: 3, entries: 7, problems: [expect.stringMatching(said)] })
      expect(verdict.problems[0]).toMatch(/^Entry 3 records that audit-head\.json/)
      expect(exportedAudit(last.main, last.id, 1)).toContain('"command": "audit.head"')
    },
  )

  it('records audit-head.json once however often somebody opens the workspace who signs nothing, and also when it goes while open', async () => {
    const directory = join(scratch(), 'w')
    const anna = await make(directory)
    await anna.addUser({ user: name('ben'), role: 'auditor', passphrase: phrases.ben, mustChange: true })
    writeAudit(anna, 1)
    anna.close()
    rmSync(join(directory, 'audit-head.json'))
    for (const _session of [1, 2]) (await open(directory, 'ben')).close()
    const again = await open(directory)
    again.audit.checkpoint(1)
    expect(verify(again)).toMatchObject({ ok: false, entries: 2, problems: [expect.stringMatching(/^Entry 2 records/)] })
    rmSync(join(directory, 'audit-head.json'))
    writeAudit(again, 1)
    again.audit.checkpoint(2)
    expect(verify(again)).toMatchObject({ entries: 4, problems: [expect.stringMatching(/^Entry 2/), expect.stringMatching(/^Entry 4/)] })
  })

  it('takes no crash between signing and recording the signature for a loss', async () => {
    const directory = join(scratch(), 'w')
    const anna = await make(directory)
    writeAudit(anna, 1)
    anna.main.exec("CREATE TEMP TRIGGER cut BEFORE INSERT ON main.audit_checkpoints BEGIN SELECT RAISE(ABORT, 'cut'); END")
    expect(() => anna.audit.checkpoint(1)).toThrow('cut')
    anna.main.exec('DROP TRIGGER cut')
    expect(verify(anna)).toMatchObject({ ok: true, checkpoints: 0 })
    anna.close()
    expect(verify(await open(directory))).toMatchObject({ ok: true, entries: 1, checkpoints: 1 })
  })

  it('is not signed by someone whose passphrase another person set', async () => {
    const directory = join(scratch(), 'w')
    const anna = await make(directory)
    await anna.addUser({ user: name('ben'), role: 'auditor', passphrase: phrases.ben, mustChange: true })
    anna.close()
    const ben = await open(directory, 'ben')
    writeAudit(ben, 1)
    ben.close()
    expect(verify(await open(directory))).toMatchObject({ ok: true, checkpoints: 0 })
  })
})
