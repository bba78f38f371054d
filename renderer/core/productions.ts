import { useEffect, useSyncExternalStore } from 'react'
import type { ProducedView } from '../../src/api/index.ts'
import type { DeskError } from './desk-error.ts'

/**
 * Productions as the page remembers them. The core shows a bundle's passphrase once, so the answer must not depend on which screen
 * stands when it comes: it is held here, in memory alone, until its owner says that they have the passphrase.
 */

/** Who made a production, and for which request; a result is shown to nobody else. */
export interface ProductionOwner {
  /** Folder of the workspace: ids of requests are only unique within one. */
  readonly workspace: string | null
  readonly user: string | null
  readonly matter: string
  readonly reference: string
}

/** A released bundle. Once `confirmed`, its passphrase is no longer held. */
export interface KeptProduction {
  readonly key: string
  readonly owner: ProductionOwner
  readonly result: ProducedView
  readonly confirmed: boolean
}

/** The last production of a request that was begun here: under way, or refused. */
interface Run {
  readonly owner: ProductionOwner
  readonly running: boolean
  readonly error: DeskError | null
}

type Person = Pick<ProductionOwner, 'workspace' | 'user'>

let kept: readonly KeptProduction[] = []
let runs: readonly Run[] = []
const listeners = new Set<() => void>()

function set(nextKept: readonly KeptProduction[], nextRuns: readonly Run[]): void {
  kept = nextKept
  runs = nextRuns
  for (const listener of listeners) listener()
}

const samePerson = (one: Person, other: Person): boolean => one.workspace === other.workspace && one.user === other.user
const sameOwner = (one: ProductionOwner, other: ProductionOwner): boolean => samePerson(one, other) && one.matter === other.matter

function setRun(run: Run): void {
  set(kept, [...runs.filter((one) => !sameOwner(one.owner, run.owner)), run])
}

/** Follows a production to its end, wherever the user is by then; gives what it gave. */
export async function followProduction<Answer extends { readonly result: ProducedView } | { readonly error: DeskError }>(
  owner: ProductionOwner,
  production: Promise<Answer>,
): Promise<Answer> {
  setRun({ owner, running: true, error: null })
  const answer = await production
  if ('result' in answer) {
    const { result } = answer
    const key = [owner.workspace, owner.matter, result.production, result.sha256].join('\n')
    kept = [{ key, owner, result, confirmed: result.passphrase === null }, ...kept]
  }
  setRun({ owner, running: false, error: 'error' in answer ? answer.error : null })
  return answer
}

/** The user has the passphrase: it is forgotten, the rest of the result stands until they leave the screen. */
export function confirmPassphrase(key: string): void {
  set(
    kept.map((one) => (one.key === key ? { ...one, result: { ...one.result, passphrase: null }, confirmed: true } : one)),
    runs,
  )
}

/** Forgets results whose passphrase was confirmed: they have been read. */
export function forgetConfirmed(): void {
  if (kept.some((one) => one.confirmed))
    set(
      kept.filter((one) => !one.confirmed),
      runs,
    )
}

/** Forgets results that the user was shown by name and gave up. */
export function forgetProductions(given: readonly KeptProduction[]): void {
  const keys = new Set(given.map(({ key }) => key))
  set(
    kept.filter((one) => !keys.has(one.key)),
    runs,
  )
}

/** Bundles of a person whose passphrase they have not confirmed. */
export const unconfirmedOf = (person: Person): readonly KeptProduction[] =>
  kept.filter((one) => !one.confirmed && samePerson(one.owner, person))

/** Whether leaving the page would lose a passphrase, now or when a production that still runs is released. */
export const passphraseAtStake = (): boolean => kept.some((one) => !one.confirmed) || runs.some((one) => one.running)

/** Results of one request for its owner, the newest first, and how its last production stands. */
export function productionsOf(owner: Omit<ProductionOwner, 'reference'>): {
  readonly results: readonly KeptProduction[]
  readonly running: boolean
  readonly error: DeskError | null
} {
  const mine = { ...owner, reference: '' }
  const run = runs.find((one) => sameOwner(one.owner, mine))
  return { results: kept.filter((one) => sameOwner(one.owner, mine)), running: run?.running ?? false, error: run?.error ?? null }
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** As {@link productionsOf}, kept up to date while a screen stands. */
export function useProductions(owner: Omit<ProductionOwner, 'reference'>): ReturnType<typeof productionsOf> {
  useSyncExternalStore(subscribe, () => kept)
  useSyncExternalStore(subscribe, () => runs)
  return productionsOf(owner)
}

/** As {@link unconfirmedOf}, kept up to date while a screen stands. */
export function useUnconfirmed(person: Person): readonly KeptProduction[] {
  useSyncExternalStore(subscribe, () => kept)
  return unconfirmedOf(person)
}

/** Has the browser ask before the page is closed or loaded anew while a passphrase is at stake. */
export function useLeaveGuard(): void {
  useEffect(() => {
    const leaving = (event: BeforeUnloadEvent) => {
      if (passphraseAtStake()) event.preventDefault()
    }
    window.addEventListener('beforeunload', leaving)
    return () => window.removeEventListener('beforeunload', leaving)
  }, [])
}
