import { describe, expect, it } from 'vitest'
import { commands } from '../../src/api/table.ts'

/** Commands that write and are everybody's: copies that leave what is decided as it is, what oneself has opened, and one's own way in. */
const everybodys = ['audit.export', 'ledger.write', 'log.write', 'review.viewed', 'terms.export', 'user.changePassphrase']

describe('an auditor', () => {
  it('may use no command that writes, but those that copy what is there, note what they opened, and change their own passphrase', () => {
    const open = Object.entries(commands)
      .filter(
        ([, { access, allowed }]) =>
          access === 'write' && allowed !== 'signed-out' && (allowed === 'anyone' || (allowed as readonly string[]).includes('auditor')),
      )
      .map(([name]) => name)
    expect(open.sort()).toEqual(everybodys)
  })
})
