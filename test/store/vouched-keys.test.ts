import { describe, expect, it } from 'vitest'
import { migrate, openDatabase } from '../../src/store/index.ts'
import { mainMigrations } from '../../src/store/workspace-schema.ts'

describe('a workspace from before keys were vouched for', () => {
  it('keeps its users and their keys, of which none has a voucher', () => {
    const database = openDatabase(':memory:', { key: new Uint8Array(32), create: true })
    migrate(database, mainMigrations.slice(0, 1))
    database.exec(`
      INSERT INTO users VALUES ('anna', 'investigator', 0, 'anna', 1, 'certificate');
      INSERT INTO user_keys (user, public_key, provisional, since_ms) VALUES ('anna', 'key', 0, 1)`)
    migrate(database, mainMigrations)
    expect(database.prepare('SELECT user, public_key, voucher FROM user_keys').all()).toEqual([
      { user: 'anna', public_key: 'key', voucher: null },
    ])
    expect(database.pragma('user_version', { simple: true })).toBe(mainMigrations.at(-1)?.version)
  })
})
