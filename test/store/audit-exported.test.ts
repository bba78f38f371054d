import { spawnSync } from 'node:child_process'
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonicalJson } from '../../src/model/index.ts'
import { createWorkspace, exportedAudit } from '../../src/store/index.ts'
import { cheapKdf, name, phrases, writeAudit } from './home.ts'

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
    writeAudit(anna, 100)
    earlier = join(folder, 'earlier.json')
    writeFileSync(earlier, exportedAudit(anna.main, anna.id, 3))
    writeAudit(anna, 20)
    const { entries, hash } = anna.audit.head()
    manifest = join(folder, 'manifest.json')
    writeFileSync(manifest, JSON.stringify({ auditHead: { entries, hash } }))
    writeAudit(anna, 1)
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
