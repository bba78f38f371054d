import { readdirSync, renameSync, rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createRenamedFiles } from '../../src/jobs/renamed-files.ts'
import { temporaryFolder, writeTree } from './archive.ts'

const keys = Array.from({ length: 50 }, (_, at) => `${at}.host`)

/** A Maildir whose files have a flag more than they had, unchanged for long, and the folders that were listed. */
function maildir() {
  const folder = writeTree(temporaryFolder(), {
    ...Object.fromEntries(keys.map((key) => [`cur/${key}:2,S`, 'x'])),
    'new/fresh.host': 'x',
  })
  const settle = (part: string) => utimesSync(join(folder, part), 1_700_000_000, 1_700_000_000)
  for (const part of ['cur', 'new']) settle(part)
  const listed: string[] = []
  const find = createRenamedFiles((at) => {
    listed.push(at.toString().slice(folder.length + 1))
    return readdirSync(at)
  })
  return {
    folder,
    settle,
    listed,
    find: (key: string) =>
      find(Buffer.from(folder), key)
        ?.toString()
        .slice(folder.length + 1) ?? null,
  }
}

describe('files of a Maildir that were renamed', () => {
  it('are found by one listing of the folder, however many are looked for, also such as are gone', () => {
    const { find, listed } = maildir()
    for (const key of keys) expect(find(key)).toBe(`cur/${key}:2,S`)
    for (const key of keys) expect(find(`gone-${key}`)).toBe(null)
    expect(find('fresh.host')).toBe('new/fresh.host')
    expect(listed).toEqual(['cur', 'new'])
  })

  it('are found where they are when the folder changes in between: renamed once more, moved from new to cur, deleted', () => {
    const { folder, settle, find } = maildir()
    expect(find('1.host')).toBe('cur/1.host:2,S')
    renameSync(join(folder, 'cur/1.host:2,S'), join(folder, 'cur/1.host:2,RS'))
    expect(find('1.host')).toBe('cur/1.host:2,RS')
    expect(find('fresh.host')).toBe('new/fresh.host')
    renameSync(join(folder, 'new/fresh.host'), join(folder, 'cur/fresh.host:2,'))
    expect(find('fresh.host')).toBe('cur/fresh.host:2,')
    rmSync(join(folder, 'cur/2.host:2,S'))
    expect(find('2.host')).toBe(null)
    settle('cur')
    expect(find('3.host')).toBe('cur/3.host:2,S')
  })

  it('are listed again where the folder changed just now: its time may not tell of what changes next', () => {
    const { folder, find } = maildir()
    const now = new Date()
    utimesSync(join(folder, 'cur'), now, now)
    expect(find('late.host')).toBe(null)
    writeTree(folder, { 'cur/late.host:2,': 'x' })
    utimesSync(join(folder, 'cur'), now, now)
    expect(find('late.host')).toBe('cur/late.host:2,')
  })

  it('are none in a folder that isn’t there', () => {
    expect(createRenamedFiles()(Buffer.from(join(temporaryFolder(), 'none')), '1.host')).toBe(null)
  })
})
