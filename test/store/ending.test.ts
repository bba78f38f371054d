import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { userNames, verifyAudit } from '../../src/store/index.ts'
import { codeOf, make, name, open, phrases, scratch } from './home.ts'

const message = Buffer.from('exactly what was shown')
const again = 'ben is back and sits by the weir'

/** A workspace of anna, and of ben, who has signed something and gone. */
async function withoutBen() {
  const directory = join(scratch(), 'w')
  const keys = join(directory, 'keys.json')
  const first = await make(directory)
  await first.addUser({ user: name('ben'), role: 'legal-reviewer', passphrase: phrases.ben, mustChange: false })
  first.close()
  const ben = await open(directory, 'ben')
  const signature = ben.sign(message)
  ben.close()
  const keysBefore = readFileSync(keys)
  const anna = await open(directory, 'anna')
  const ended = anna.endUser(name('ben'), 'left the firm')
  return { directory, keys, keysBefore, anna, ended, signature }
}

describe('A user whose access was ended', () => {
  it('opens the workspace no longer, and has no place in keys.json', async () => {
    const { directory, keys, anna, ended } = await withoutBen()
    expect(ended).toMatchObject({ user: 'ben', ended: { by: 'anna', why: 'left the firm' } })
    anna.close()
    expect(userNames(directory)).toEqual(['anna'])
    expect(readFileSync(keys, 'utf8')).not.toContain('ben')
    expect(await codeOf(open(directory, 'ben'))).toBe('store/wrong-passphrase')
    ;(await open(directory, 'anna')).close()
  })

  it('is refused with an old keys.json put back too, which the next to open clears of their way in', async () => {
    const { directory, keys, keysBefore, anna } = await withoutBen()
    anna.close()
    writeFileSync(keys, keysBefore)
    expect(await codeOf(open(directory, 'ben'))).toBe('store/access-ended')
    ;(await open(directory, 'anna')).close()
    expect(userNames(directory)).toEqual(['anna'])
  })

  it('keeps their record, role and key, so that what they signed is verified', async () => {
    const { directory, anna, signature } = await withoutBen()
    expect(anna.verify(name('ben'), message, signature)).toBe(true)
    expect(anna.roleOf(name('ben'))).toBe('legal-reviewer')
    expect(verifyAudit(anna.main, { directory, workspace: anna.id }).problems).toEqual([])
  })

  it('can’t be ended a second time', async () => {
    const { anna } = await withoutBen()
    expect(await codeOf(() => anna.endUser(name('ben'), 'again'))).toBe('store/access-ended')
    expect(await codeOf(() => anna.endUser(name('nobody'), 'never here'))).toBe('store/unknown-user')
  })

  it('leaves a name that nobody else gets, and no other role under it', async () => {
    const { anna } = await withoutBen()
    const add = (user: string, role: 'legal-reviewer' | 'investigator') =>
      codeOf(anna.addUser({ user: name(user), role, passphrase: again, mustChange: false }))
    expect(await add('Ben', 'legal-reviewer')).toBe('store/user-exists')
    expect(await add('ben', 'investigator')).toBe('store/user-exists')
  })

  it('comes back as the same person with a key of their own, and not with the passphrase and key of before', async () => {
    const { directory, keys, keysBefore, anna, signature } = await withoutBen()
    const back = await anna.addUser({ user: name('ben'), role: 'legal-reviewer', passphrase: phrases.cleo, mustChange: true })
    expect(back).toMatchObject({ user: 'ben', ended: null, mustChangePassphrase: true, addedBy: 'anna' })
    expect(anna.broughtBackBy(name('ben'))).toEqual(['anna'])
    anna.close()

    const ben = await open(directory, 'ben', phrases.cleo)
    // Who set the passphrase could sign with this key, so it counts for nothing.
    expect(ben.verify(name('ben'), message, ben.sign(message))).toBe(false)
    await ben.changePassphrase(phrases.cleo, again)
    expect(ben.verify(name('ben'), message, ben.sign(message))).toBe(true)
    expect(ben.verify(name('ben'), message, signature)).toBe(true)
    expect(verifyAudit(ben.main, { directory, workspace: ben.id }).problems).toEqual([])
    ben.close()

    const now = readFileSync(keys)
    writeFileSync(keys, keysBefore)
    expect(await codeOf(open(directory, 'ben'))).toBe('store/corrupt')
    writeFileSync(keys, now)
    ;(await open(directory, 'ben', again)).close()
  })

  it('may be one who brought back whom they were brought back by, and every signature still holds', async () => {
    const directory = join(scratch(), 'w')
    const anna = await make(directory)
    const bens = { user: name('ben'), role: 'investigator', passphrase: phrases.ben, mustChange: false } as const
    await anna.addUser(bens)
    anna.endUser(name('ben'), 'left')
    await anna.addUser(bens)
    anna.close()
    const ben = await open(directory, 'ben')
    ben.endUser(name('anna'), 'left')
    await ben.addUser({ user: name('anna'), role: 'investigator', passphrase: phrases.cleo, mustChange: false })
    ben.close()
    const back = await open(directory, 'anna', phrases.cleo)
    expect(back.verify(name('anna'), message, back.sign(message))).toBe(true)
    expect(back.roleOf(name('ben'))).toBe('investigator')
    expect(verifyAudit(back.main, { directory, workspace: back.id }).problems).toEqual([])
  })

  it('may come and go by turns with another for years, and the workspace opens', async () => {
    const directory = join(scratch(), 'w')
    const anna = await make(directory)
    const asInvestigator = (user: 'anna' | 'ben') =>
      ({ user: name(user), role: 'investigator', passphrase: phrases[user], mustChange: false }) as const
    await anna.addUser(asInvestigator('ben'))
    anna.close()
    for (let turn = 0; turn < 24; turn++) {
      const [here, away] = turn % 2 === 0 ? (['anna', 'ben'] as const) : (['ben', 'anna'] as const)
      const workspace = await open(directory, here)
      workspace.endUser(name(away), 'a season')
      await workspace.addUser(asInvestigator(away))
      workspace.close()
    }
    const back = await open(directory, 'ben')
    expect(back.verify(name('ben'), message, back.sign(message))).toBe(true)
    expect(verifyAudit(back.main, { directory, workspace: back.id }).problems).toEqual([])
  })

  it('whose return, or whose ending, was written into the file by hand is seen', async () => {
    const { directory, anna } = await withoutBen()
    const key = anna.publicKey(name('anna'))
    anna.main
      .prepare("INSERT INTO user_access (user, kind, by_user, at_ms, public_key, signature) VALUES ('ben', 'returned', 'anna', 1, ?, ?)")
      .run(key, '0'.repeat(128))
    anna.main.prepare("INSERT INTO user_keys (user, public_key, provisional, since_ms) VALUES ('ben', ?, 0, 1)").run(key)
    expect(anna.verify(name('ben'), message, anna.sign(message))).toBe(false)
    expect(verifyAudit(anna.main, { directory, workspace: anna.id }).ok).toBe(false)
    expect(await codeOf(() => anna.roleOf(name('ben')))).toBe('store/corrupt')
    expect(() => anna.main.exec('DELETE FROM user_access')).toThrow('append-only')
  })
})
