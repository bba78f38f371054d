import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { OpenWorkspace } from '../../src/store/index.ts'
import { exportedAudit, verifyAudit } from '../../src/store/index.ts'
import { codeOf, make, name, open, phrases, scratch } from './home.ts'

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

/** Reads the copy with Python's standard library and the openssl command: nothing of ours, nothing of Node's. */
const witness = `
import hashlib, json, subprocess, sys, tempfile, os
def canonical(x): return json.dumps(x, sort_keys=True, separators=(',', ':'), ensure_ascii=False).encode()
log = json.load(open(sys.argv[1], encoding='utf-8'))
previous = '0' * 64
for number, entry in enumerate(log['entries'], 1):
    assert entry['sequence'] == number and entry['previous'] == previous, 'link'
    body = {k: entry[k] for k in ('atMs','command','commitment','matter','outcome','previous','sequence','user')}
    assert hashlib.sha256(canonical(body)).hexdigest() == entry['hash'], 'hash'
    previous = entry['hash']
assert previous == log['head'], 'head'
keys = {user['user']: [key['publicKey'] for key in user['publicKeys']] for user in log['users']}
with tempfile.TemporaryDirectory() as folder:
    for point in log['checkpoints']:
        assert point['head'] == log['entries'][point['sequence'] - 1]['hash'], 'signed head'
        assert point['publicKey'] in keys[point['user']], 'key'
        body = {'purpose': 'disclosure-desk/audit-checkpoint', 'workspace': log['workspace']}
        body.update({k: point[k] for k in ('atMs','head','sequence','user')})
        for file, content in (('m', canonical(body)), ('s', bytes.fromhex(point['signature'])), ('k', point['publicKey'].encode())):
            open(os.path.join(folder, file), 'wb').write(content)
        p = lambda file: os.path.join(folder, file)
        subprocess.run(['openssl','pkeyutl','-verify','-pubin','-inkey',p('k'),'-rawin','-in',p('m'),'-sigfile',p('s')], check=True, capture_output=True)
print(len(log['entries']), len(log['checkpoints']))
`

describe('The exported chain', () => {
  it('verifies with Python and OpenSSL, and holds no payload', async () => {
    const folder = scratch()
    const anna = await make(join(folder, 'w'))
    write(anna, 120)
    anna.audit.checkpoint(2)
    const out = join(folder, 'audit.json')
    const text = exportedAudit(anna.main, anna.id, 3)
    expect(text).not.toContain('naïve')
    expect(text).not.toContain('"salt"')
    writeFileSync(out, text)
    const said = (): string => execFileSync('python3', ['-c', witness, out], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
    expect(said()).toBe('120 2')
    writeFileSync(out, text.replace('"outcome": "done"', '"outcome": "gone"'))
    expect(said).toThrow(/hash/)
    writeFileSync(out, text.replace(/"signature": "..../, '"signature": "0000'))
    expect(said).toThrow()
  })

  it('opens one entry to anyone who is given its salt and payload', async () => {
    const anna = await make(join(scratch(), 'w'))
    write(anna, 1)
    const row = anna.main.prepare<[], { payload: string; salt: string; commitment: string }>('SELECT * FROM audit').get()
    const python = 'import hashlib,sys; print(hashlib.sha256(bytes.fromhex(sys.argv[1]) + sys.argv[2].encode()).hexdigest())'
    expect(execFileSync('python3', ['-c', python, row?.salt ?? '', row?.payload ?? ''], { encoding: 'utf8' }).trim()).toBe(row?.commitment)
    expect(await codeOf(() => anna.audit.head())).toBe('no error')
  })
})
