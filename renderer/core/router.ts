import { useCallback, useSyncExternalStore } from 'react'

/** Steps of a request, in their order. */
export const steps = ['identify', 'find', 'review', 'approve', 'produce'] as const
export type Step = (typeof steps)[number]

/** Where the user is. Kept in the history's state, never in the address: ids of documents do not belong in a browser's profile. */
export type Route =
  | { readonly screen: 'requests' | 'sources' | 'log' | 'settings' }
  /** `only` narrows the review list to some documents: those that something is missing in. */
  | {
      readonly screen: 'request'
      readonly matter: string
      readonly step: Step
      readonly document: string | null
      readonly only: readonly string[] | null
    }

const home: Route = { screen: 'requests' }
const listeners = new Set<() => void>()

const read = (): Route => (history.state as { route?: Route } | null)?.route ?? home
let current: Route = home

function publish(): void {
  current = read()
  for (const listener of listeners) listener()
}

/** Takes up the route of the history; called once at the start. */
export function startRouter(): void {
  current = read()
  window.addEventListener('popstate', publish)
}

/** Goes somewhere; `replace` where the way back should not lead through every step (the next document of a list). */
export function go(route: Route, replace = false): void {
  if (replace) history.replaceState({ route }, '')
  else history.pushState({ route }, '')
  publish()
}

/** Where the user is, outside of rendering. */
export const currentRoute = (): Route => current

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** The present route and how to change it. */
export function useRoute(): {
  route: Route
  go: typeof go
  openStep(matter: string, step: Step, document?: string, only?: readonly string[]): void
} {
  const route = useSyncExternalStore(subscribe, () => current)
  const openStep = useCallback(
    (matter: string, step: Step, document?: string, only?: readonly string[]) =>
      go({ screen: 'request', matter, step, document: document ?? null, only: only ?? null }),
    [],
  )
  return { route, go, openStep }
}
