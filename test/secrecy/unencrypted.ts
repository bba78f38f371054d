import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { asId, type UserName } from '../../src/model/index.ts'
import { openDatabase, openWorkspace, shardNames, type WritableDatabase } from '../../src/store/index.ts'

/** Takes the encryption off a database that is open, file and journal. */
function decrypt(database: WritableDatabase): void {
  database.pragma('wal_checkpoint(TRUNCATE)')
  database.pragma('journal_mode = DELETE')
  database.pragma("rekey = ''")
}

/** The control: a copy of the whole workspace with the same schema and content and no encryption. */
export async function unencryptedCopy(workspace: string, copy: string, user: string, passphrase: string): Promise<void> {
  cpSync(workspace, copy, { recursive: true })
  for (const name of readdirSync(copy)) if (name.startsWith('lock.db')) rmSync(join(copy, name))
  const opened = await openWorkspace({ directory: copy, user: asId<UserName>(user), passphrase })
  const files = readdirSync(copy).filter((name) => name.endsWith('.db') && !/^(workspace|index|lock)\.db$/u.test(name))
  for (const id of opened.matters()) decrypt(opened.matter(id))
  // The index's own connection has its shards open too.
  for (const name of shardNames) opened.index.exec(`DETACH ${name}`)
  for (const name of files) {
    const further = openDatabase(join(copy, name), { key: opened.indexKey })
    decrypt(further)
    further.close()
  }
  decrypt(opened.index)
  decrypt(opened.main)
  opened.close()
  if (!existsSync(join(copy, 'index.db'))) throw new Error('the copy has no index')
}
