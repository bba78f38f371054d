import { generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { verifyAudit } from '../../src/store/index.ts'
import { codeOf, make, name, open, phrases, scratch } from './home.ts'

const message = Buffer.from('exactly what was shown')

describe('A user', () => {
  it('signs with a key that no other user has', async () => {
    const directory = join(scratch(), 'w')
    const anna = await make(directory)
    await anna.addUser({ user: name('ben'), role: 'legal-reviewer', passphrase: phrases.ben, mustChange: false })
    const byAnna = anna.sign(message)
    anna.close()
    const ben = await open(directory, 'ben')
    const byBen = ben.sign(message)
    expect(ben.verify(name('anna'), message, byAnna)).toBe(true)
    expect(ben.verify(name('ben'), message, byBen)).toBe(true)
    expect(ben.verify(name('ben'), message, byAnna)).toBe(false)
    expect(ben.verify(name('ben'), Buffer.from('something else'), byBen)).toBe(false)
    expect(ben.verify(name('ben'), message, 'no signature')).toBe(false)
    expect(ben.publicKey(name('ben'))).toMatch(/^-----BEGIN PUBLIC KEY-----/)
  })

  it('whose passphrase another person set gets a new signing key with their own passphrase', async () => {
    const directory = join(scratch(), 'w')
    const anna = await make(directory)
    const added = await anna.addUser({ user: name('ben'), role: 'legal-reviewer', passphrase: phrases.ben, mustChange: true })
    anna.close()
    // Who set the passphrase could sign with this key, so it counts for nothing.
    const ben = await open(directory, 'ben')
    expect(ben.mustChangePassphrase).toBe(true)
    const early = ben.sign(message)
    expect(ben.verify(name('ben'), message, early)).toBe(false)
    const changed = await ben.changePassphrase(phrases.ben, 'ben alone knows of this one')
    expect(ben.mustChangePassphrase).toBe(false)
    expect(changed.publicKey).not.toBe(added.publicKey)
    expect(ben.verify(name('ben'), message, early)).toBe(false)
    expect(ben.verify(name('ben'), message, ben.sign(message))).toBe(true)
    ben.close()
    expect(await codeOf(open(directory, 'ben', phrases.ben))).toBe('store/wrong-passphrase')
    expect((await open(directory, 'ben', 'ben alone knows of this one')).mustChangePassphrase).toBe(false)
  })

  describe('whose passphrase is said to be of their own choice', () => {
    const signed = (signature: string) => ({ bytes: () => message, signature })

    it('is known to have it from who added them, and so is what they sign, until they change it', async () => {
      const directory = join(scratch(), 'w')
      const anna = await make(directory)
      const added = await anna.addUser({ user: name('ben'), role: 'legal-reviewer', passphrase: phrases.ben, mustChange: false })
      expect([added.passphraseFrom, anna.passphraseFrom(name('ben')), anna.passphraseFrom(name('anna'))]).toEqual(['anna', 'anna', null])
      anna.close()
      const ben = await open(directory, 'ben')
      const early = ben.sign(message)
      expect(ben.passphraseFrom(name('ben'), signed(early))).toBe('anna')
      const changed = await ben.changePassphrase(phrases.ben, 'ben alone knows of this one')
      expect(changed.passphraseFrom).toBeNull()
      const late = ben.sign(message)
      // What was signed before stays theirs, and stays told.
      expect(ben.verify(name('ben'), message, early)).toBe(true)
      expect(ben.passphraseFrom(name('ben'), signed(early))).toBe('anna')
      expect(ben.verify(name('ben'), message, late)).toBe(true)
      expect(ben.passphraseFrom(name('ben'), signed(late))).toBeNull()
      expect(verifyAudit(ben.main, { directory, workspace: ben.id }).problems).toEqual([])
      ben.close()
      const again = await open(directory, 'ben', 'ben alone knows of this one')
      expect(again.passphraseFrom(name('ben'))).toBeNull()
      expect(again.verify(name('ben'), message, again.sign(message))).toBe(true)
    })

    it('is found out who puts back the keys from before, under the passphrase that was given', async () => {
      const directory = join(scratch(), 'w')
      const anna = await make(directory)
      await anna.addUser({ user: name('ben'), role: 'legal-reviewer', passphrase: phrases.ben, mustChange: false })
      anna.close()
      const before = readFileSync(join(directory, 'keys.json'))
      const ben = await open(directory, 'ben')
      await ben.changePassphrase(phrases.ben, 'ben alone knows of this one')
      ben.close()
      writeFileSync(join(directory, 'keys.json'), before)
      const posing = await open(directory, 'ben')
      expect(posing.passphraseFrom(name('ben'), signed(posing.sign(message)))).toBe('anna')
    })

    it('has it, when they come back, from who brought them back', async () => {
      const directory = join(scratch(), 'w')
      const anna = await make(directory)
      const ben = { user: name('ben'), role: 'investigator', passphrase: phrases.ben, mustChange: false } as const
      await anna.addUser({ user: name('cleo'), role: 'investigator', passphrase: phrases.cleo, mustChange: false })
      await anna.addUser(ben)
      anna.endUser(name('ben'), 'left')
      anna.close()
      const cleo = await open(directory, 'cleo')
      expect((await cleo.addUser(ben)).passphraseFrom).toBe('cleo')
      cleo.close()
      const back = await open(directory, 'ben')
      expect(back.passphraseFrom(name('ben'), signed(back.sign(message)))).toBe('cleo')
      expect((await back.changePassphrase(phrases.ben, 'ben alone knows of this one')).passphraseFrom).toBeNull()
      expect(back.verify(name('ben'), message, back.sign(message))).toBe(true)
    })
  })

  it('who changes their own passphrase keeps their signing key, and the other users their way in', async () => {
    const directory = join(scratch(), 'w')
    const anna = await make(directory)
    await anna.addUser({ user: name('ben'), role: 'legal-reviewer', passphrase: phrases.ben, mustChange: false })
    const before = anna.publicKey(name('anna'))
    const signature = anna.sign(message)
    await anna.changePassphrase(phrases.anna, 'anna has painted them all blue')
    expect(anna.publicKey(name('anna'))).toBe(before)
    expect(anna.verify(name('anna'), message, signature)).toBe(true)
    anna.close()
    ;(await open(directory, 'ben')).close()
    ;(await open(directory, 'anna', 'anna has painted them all blue')).close()
  })

  it('must give the current passphrase, and a strong and different new one', async () => {
    const anna = await make(join(scratch(), 'w'))
    expect(await codeOf(anna.changePassphrase('not the current one', 'anna has painted them all blue'))).toBe('store/wrong-passphrase')
    expect(await codeOf(anna.changePassphrase(phrases.anna, 'short'))).toBe('store/passphrase-weak')
    expect(await codeOf(anna.changePassphrase(phrases.anna, phrases.anna))).toBe('store/passphrase-weak')
  })

  it('has a name that no other user has, however it is written', async () => {
    const anna = await make(join(scratch(), 'w'))
    const add = (user: string) => anna.addUser({ user: name(user), role: 'auditor', passphrase: phrases.ben, mustChange: true })
    expect(await codeOf(add('anna'))).toBe('store/user-exists')
    expect(await codeOf(add('ANNA'))).toBe('store/user-exists')
    expect(anna.users().map(({ user }) => user)).toEqual(['anna'])
  })

  it('is known under the same passphrase however a keyboard composes it', async () => {
    const directory = join(scratch(), 'w')
    const anna = await make(directory)
    await anna.addUser({ user: name('ben'), role: 'auditor', passphrase: 'größere Fähren über Nacht'.normalize('NFC'), mustChange: false })
    anna.close()
    expect(await codeOf(open(directory, 'ben', 'größere Fähren über Nacht'.normalize('NFD')))).toBe('no error')
  })
})

describe('A signing key put into the database for another person', () => {
  const forger = generateKeyPairSync('ed25519')
  const publicKey = forger.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const forged = sign(null, message, forger.privateKey).toString('hex')

  it.each([
    ['beside the key of a first passphrase of their own', false],
    ['beside the key that took the first one’s place', true],
  ])('signs nothing that counts, and is told: %s', async (_where, mustChange) => {
    const directory = join(scratch(), 'w')
    const anna = await make(directory)
    await anna.addUser({ user: name('ben'), role: 'legal-reviewer', passphrase: phrases.ben, mustChange })
    anna.close()
    const ben = await open(directory, 'ben')
    if (mustChange) await ben.changePassphrase(phrases.ben, 'ben alone knows of this one')
    const own = ben.sign(message)
    ben.main.prepare('INSERT INTO user_keys (user, public_key, provisional, since_ms) VALUES (?, ?, 0, 1)').run('ben', publicKey)
    // Borrowed from the true key, a voucher does not fit.
    ben.main.exec(
      'UPDATE user_keys SET voucher = (SELECT voucher FROM user_keys WHERE voucher IS NOT NULL) WHERE voucher IS NULL AND id > 2',
    )
    expect(ben.verify(name('ben'), message, forged)).toBe(false)
    expect(ben.verify(name('ben'), message, own)).toBe(true)
    expect(await codeOf(() => ben.roleOf(name('ben')))).toBe('store/corrupt')
    expect(verifyAudit(ben.main, { directory, workspace: ben.id }).problems.join()).toMatch(/signing key was put into the workspace/)
  })
})

describe('A role', () => {
  it('that was edited in the database is seen at the next opening', async () => {
    const directory = join(scratch(), 'w')
    const anna = await make(directory)
    await anna.addUser({ user: name('ben'), role: 'auditor', passphrase: phrases.ben, mustChange: false })
    anna.main.exec("UPDATE users SET role = 'legal-reviewer' WHERE name = 'ben'")
    expect(await codeOf(() => anna.roleOf(name('ben')))).toBe('store/corrupt')
    anna.close()
    expect(await codeOf(open(directory, 'ben'))).toBe('store/corrupt')
  })

  it('that is written into keys.json counts for nothing', async () => {
    const directory = join(scratch(), 'w')
    const anna = await make(directory)
    await anna.addUser({ user: name('ben'), role: 'auditor', passphrase: phrases.ben, mustChange: false })
    anna.close()
    const path = join(directory, 'keys.json')
    const keys = JSON.parse(readFileSync(path, 'utf8'))
    keys.users[1].role = 'legal-reviewer'
    writeFileSync(path, JSON.stringify(keys))
    expect((await open(directory, 'ben')).role).toBe('auditor')
  })
})
