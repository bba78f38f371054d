import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { asId, type Role, type UserName } from '../../src/model/index.ts'
import { createWorkspace, type OpenWorkspace, openWorkspace } from '../../src/store/index.ts'

/** A cheap passphrase hash, so that tests of other things are quick; the real cost has its own test. */
export const cheapKdf = { name: 'scrypt', N: 2 ** 10, r: 8, p: 1 } as const

export const phrases = {
  anna: 'anna keeps seven green lanterns',
  ben: 'ben reads beneath the old lime',
  cleo: 'cleo counts the herring boats',
} as const
export type Person = keyof typeof phrases

/** A folder that is gone after the test. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'desk-store-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export function name(user: string): UserName {
  return asId<UserName>(user)
}

export async function make(directory: string, user: Person = 'anna', role: Role = 'investigator'): Promise<OpenWorkspace> {
  const workspace = await createWorkspace({ directory, user: name(user), role, passphrase: phrases[user], kdf: cheapKdf })
  onTestFinished(() => workspace.close())
  return workspace
}

export async function open(directory: string, user: Person = 'anna', passphrase: string = phrases[user]): Promise<OpenWorkspace> {
  const workspace = await openWorkspace({ directory, user: name(user), passphrase, kdf: cheapKdf })
  onTestFinished(() => workspace.close())
  return workspace
}

/** The code of the error that a promise or function ends with. */
export async function codeOf(work: Promise<unknown> | (() => unknown)): Promise<string> {
  try {
    await (typeof work === 'function' ? work() : work)
    return 'no error'
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
}

/** Writes so many entries to a workspace's audit chain, a second's thousandth apart. */
export function writeAudit(workspace: OpenWorkspace, count: number): void {
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
