import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { DeskHome } from '../desk.ts'

/** A refusal: status 1, one JSON document, a sentence that says what to do, and nothing of the mail in it. */
export async function refused(
  home: DeskHome,
  args: readonly string[],
  code: string,
  advice: RegExp,
  secrets: readonly string[] = [],
): Promise<void> {
  const { status, json, errors } = await home.desk('officer', args)
  expect({ status, json }).toMatchObject({ status: 1, json: { error: { code } } })
  expect((json as { error: { message: string } }).error.message).toMatch(advice)
  for (const secret of secrets) expect(`${JSON.stringify(json)}${errors}`).not.toContain(secret)
}

/** Every file below a folder with its content: what must be the same after a refusal. */
export function contents(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${join(entry.parentPath, entry.name)} ${readFileSync(join(entry.parentPath, entry.name)).toString('base64')}`)
    .sort()
}

/** Damages a database on every page, from the page `from` on, and takes its journals away. */
export function flip(path: string, from = 0): void {
  const bytes = readFileSync(path)
  for (let at = from * 4096; at < bytes.length; at += 512) bytes[at] = (bytes[at] ?? 0) ^ 0xff
  writeFileSync(path, bytes)
  for (const journal of ['-wal', '-shm']) rmSync(path + journal, { force: true })
}
