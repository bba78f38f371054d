import { describe, expect, it } from 'vitest'
import { insertCollection, matterMigrations, migrate, openDatabase, readCollections } from '../../src/store/index.ts'

describe('the collections of a request', () => {
  const opened = (upTo?: number) => {
    const database = openDatabase(':memory:', { key: new Uint8Array(32), create: true })
    migrate(database, matterMigrations, upTo)
    return database
  }

  it('are kept in order of time, with how many sources were not read to their end', () => {
    const database = opened()
    insertCollection(database, { atMs: 1000, partly: 2, query: '' })
    insertCollection(database, { atMs: 2000, partly: 0, query: 'slates' })
    expect(readCollections(database)).toEqual([
      { atMs: 1000, partly: 2, query: '' },
      { atMs: 2000, partly: 0, query: 'slates' },
    ])
    expect(() => database.exec('DELETE FROM collection')).toThrow('a collection stays as it was')
  })

  it('are none in a request of an earlier version', () => {
    const database = opened(70)
    migrate(database, matterMigrations)
    expect(readCollections(database)).toEqual([])
  })
})
