import { spawnSync } from 'node:child_process'
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonicalJson } from '../../src/model/index.ts'
import type { OpenWorkspace } from '../../src/store/index.ts'
import { createWorkspace, exportedAudit, verifyAudit } from '../../src/store/index.ts'
import { cheapKdf, make, name, open, phrases, scratch } from './home.ts'

function verify(workspace: OpenWorkspace) {
  return verifyAudit(workspace.main, { directory: workspace.directory, workspace: workspace.id })
}

function write(workspace: OpenWorkspace, count: number): void {
  for (let number = 0; number < count; number += 1) {
    workspace.audit.append({
      atMs: 1_700_000_000_000 + number,
      user: workspace.user,
      command: 'review.code',
      matter: null,
      outcome: 'done',
      payload: { number, text: 'naïve “quotes” \u2028 and 💧' },
    })
  }
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
    write(anna, 5)
    anna.close()
    const ben = await open(directory, 'ben')
    write(ben, 3)
    ben.audit.checkpoint(1)
    const verdict = verify(ben)
    expect(verdict).toMatchObject({ ok: true, entries: 8, checkpoints: 2, brokenAt: null, problems: [], head: ben.audit.head().hash })
  })

  it('is signed at least every hundred entries', async () => {
    const anna = await make(join(scratch(), 'w'))
    write(anna, 250)
    expect(verify(anna)).toMatchObject({ ok: true, checkpoints: 2 })
  })

  it('cannot be changed by a statement', async () => {
    const anna = await make(join(scratch(), 'w'))
    write(anna, 2)
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
    write(anna, 5)
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
    write(anna, 3)
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
    write(anna, 3)
    anna.audit.checkpoint(1)
    tamper(anna, 'DELETE FROM audit')
    write(anna, 3)
    expect(verify(anna)).toMatchObject({ ok: false, brokenAt: 3 })
  })

  it('shows an edited role and a missing or damaged audit-head.json', async () => {
    const directory = join(scratch(), 'w')
    const anna = await make(directory)
    write(anna, 1)
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
      write(anna, 2)
      anna.close()
      cpSync(join(directory, 'workspace.db'), older)
      const later = await open(directory)
      write(later, 3)
      later.close()

      cpSync(older, join(directory, 'workspace.db'))
      change(join(directory, 'audit-head.json'))
      for (const _session of [1, 2]) {
        const working = await open(directory)
        write(working, 2)
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
    write(anna, 1)
    anna.close()
    rmSync(join(directory, 'audit-head.json'))
    for (const _session of [1, 2]) (await open(directory, 'ben')).close()
    const again = await open(directory)
    again.audit.checkpoint(1)
    expect(verify(again)).toMatchObject({ ok: false, entries: 2, problems: [expect.stringMatching(/^Entry 2 records/)] })
    rmSync(join(directory, 'audit-head.json'))
    write(again, 1)
    again.audit.checkpoint(2)
    expect(verify(again)).toMatchObject({ entries: 4, problems: [expect.stringMatching(/^Entry 2/), expect.stringMatching(/^Entry 4/)] })
  })

  it('takes no crash between signing and recording the signature for a loss', async () => {
    const directory = join(scratch(), 'w')
    const anna = await make(directory)
    write(anna, 1)
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
    write(ben, 1)
    ben.close()
    expect(verify(await open(directory))).toMatchObject({ ok: true, checkpoints: 0 })
  })
})

interface Exported {
  workspace: string
  head: string
  users: { user: string; publicKeys: { publicKey: string; sinceMs: number }[] }[]
  checkpoints: { sequence: number; head: string; atMs: number; user: string; publicKey: string; signature: string }[]
  entries: Record<string, unknown>[]
}

describe('The exported chain, checked with Python and OpenSSL by the recipe that stands in it', () => {
  let folder: string
  let earlier: string
  let manifest: string
  let text: string
  let opened: { salt: string; payload: string }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'desk-audit-'))
    const anna = await createWorkspace({
      directory: join(folder, 'w'),
      user: name('anna'),
      passphrase: phrases.anna,
      role: 'investigator',
      kdf: cheapKdf,
    })
    write(anna, 100)
    earlier = join(folder, 'earlier.json')
    writeFileSync(earlier, exportedAudit(anna.main, anna.id, 3))
    write(anna, 20)
    const { entries, hash } = anna.audit.head()
    manifest = join(folder, 'manifest.json')
    writeFileSync(manifest, JSON.stringify({ auditHead: { entries, hash } }))
    write(anna, 1)
    anna.audit.checkpoint(2)
    text = exportedAudit(anna.main, anna.id, 4)
    opened = anna.main.prepare('SELECT salt, payload FROM audit WHERE sequence = 7').get() as typeof opened
    anna.close()
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  function said(exported: string, ...options: string[]): string {
    const path = join(folder, 'audit.json')
    writeFileSync(path, exported)
    return spawnSync('python3', [join(import.meta.dirname, 'audit-witness.py'), path, ...options], { encoding: 'utf8' }).stdout.trim()
  }
  const known = (): string[] => ['--manifest', manifest, '--earlier', earlier]
  const tampered = (change: (log: Exported) => void): string => {
    const log = JSON.parse(text) as Exported
    change(log)
    return JSON.stringify(log)
  }

  it('verifies, and holds no payload', () => {
    expect(said(text, ...known())).toBe('121 2')
    expect(text).not.toContain('naïve')
    expect(text).not.toContain('"salt"')
  })

  it('opens one entry to anyone who is given its salt and payload, and no other payload fits', () => {
    expect(said(text, '--open', '7', opened.salt, opened.payload)).toBe('121 2')
    expect(said(text, '--open', '7', opened.salt, opened.payload.replace('6', '7'))).toMatch(/^commitment/)
    expect(said(text, '--open', '8', opened.salt, opened.payload)).toMatch(/^commitment/)
  })

  /** Writes hashes and links anew from the front, as somebody who holds the file can. */
  function relink(log: Exported): void {
    let previous = '0'.repeat(64)
    for (const [nth, entry] of log.entries.entries()) {
      Object.assign(entry, { sequence: nth + 1, previous })
      const { hash: _hash, ...body } = entry
      previous = createHash('sha256').update(canonicalJson(body)).digest('hex')
      entry['hash'] = previous
    }
    log.head = previous
  }

  /** Signs every checkpoint anew with a key of one's own. */
  function resign(log: Exported, publicKey: string, privateKey: KeyObject): void {
    for (const point of log.checkpoints) {
      point.head = String(log.entries[point.sequence - 1]?.['hash'])
      const { sequence, head, atMs, user } = point
      const body = { purpose: 'disclosure-desk/audit-checkpoint', workspace: log.workspace, sequence, head, atMs, user }
      Object.assign(point, { publicKey, signature: sign(null, Buffer.from(canonicalJson(body)), privateKey).toString('hex') })
    }
  }

  const stranger = generateKeyPairSync('ed25519')
  const strangersKey = stranger.publicKey.export({ type: 'spki', format: 'pem' }).toString()

  it.each<[string, RegExp, (log: Exported) => void]>([
    ['an edited outcome', /^hash: entry 5 /, ({ entries }) => Object.assign(entries[4] ?? {}, { outcome: 'gone' })],
    [
      'another payload’s commitment',
      /^hash: entry 5 /,
      ({ entries }) => Object.assign(entries[4] ?? {}, { commitment: entries[5]?.['commitment'] }),
    ],
    ['an entry taken out', /^number: entry 6 /, ({ entries }) => entries.splice(4, 1)],
    ['two entries that changed places', /^number: entry 6 /, ({ entries }) => entries.splice(4, 2, entries[5] ?? {}, entries[4] ?? {})],
    ['a cut-off end', /^head/, ({ entries }) => entries.splice(110)],
    [
      'a cut-off end and a head that fits',
      /^signed head/,
      (log) => {
        log.entries.splice(110)
        relink(log)
      },
    ],
    [
      'an edited entry under hashes written anew',
      /^signed head: .+ 100 /,
      (log) => {
        Object.assign(log.entries[4] ?? {}, { outcome: 'gone' })
        relink(log)
      },
    ],
    [
      'an entry taken out under hashes written anew',
      /^signed head: .+ 100 /,
      (log) => {
        log.entries.splice(4, 1)
        relink(log)
      },
    ],
    [
      'no signature at all',
      /^unsigned/,
      (log) => {
        log.checkpoints = []
      },
    ],
    [
      'a changed signature',
      /^signature/,
      ({ checkpoints }) => Object.assign(checkpoints[0] ?? {}, { signature: checkpoints[1]?.signature }),
    ],
    ['a signature with a stranger’s key', /^key/, (log) => resign(log, strangersKey, stranger.privateKey)],
    [
      'a chain cut back to an earlier signature',
      /^manifest/,
      (log) => {
        log.entries.splice(100)
        log.checkpoints.splice(1)
        relink(log)
      },
    ],
    [
      'a chain written anew and signed with a key put in the place of the user’s own',
      /^manifest|^earlier/,
      (log) => {
        Object.assign(log.entries[4] ?? {}, { outcome: 'gone' })
        relink(log)
        for (const user of log.users) user.publicKeys = [{ publicKey: strangersKey, sinceMs: 1 }]
        resign(log, strangersKey, stranger.privateKey)
      },
    ],
    [
      'signatures with a key put in the place of the user’s own',
      /^earlier keys/,
      (log) => {
        for (const user of log.users) user.publicKeys = [{ publicKey: strangersKey, sinceMs: 1 }]
        resign(log, strangersKey, stranger.privateKey)
      },
    ],
  ])('shows %s', (_what, fault, change) => {
    expect(said(tampered(change), ...known())).toMatch(fault)
  })
})
