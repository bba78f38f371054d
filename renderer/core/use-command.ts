import { useCallback, useEffect, useState } from 'react'
import type { CommandName, Input, Output } from '../../src/api/index.ts'
import { call } from './client.ts'
import { type DeskError, toDeskError } from './desk-error.ts'
import { type Area, leaveIfLocked, useAreas } from './events.ts'

/** A read of the core as a screen sees it. */
export interface Loaded<Result> {
  /** The answer to the present input; null until it is here. */
  readonly data: Result | null
  /** The latest answer, also of an earlier input: for lists that must not blink. */
  readonly latest: Result | null
  readonly error: DeskError | null
  reload(): void
}

/** Reads with a command, again whenever the input or one of the areas changes; `null` as input reads nothing. */
export function useCommand<N extends CommandName>(name: N, input: Input<N> | null, areas: readonly Area[] = []): Loaded<Output<N>> {
  const key = input === null ? null : JSON.stringify(input)
  const [state, setState] = useState<{ key: string; data: Output<N> | null; error: DeskError | null } | null>(null)
  const [version, setVersion] = useState(0)
  const reload = useCallback(() => setVersion((before) => before + 1), [])
  useAreas(areas, reload)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` is what asks for a further read
  useEffect(() => {
    if (key === null) return
    let live = true
    call(name, JSON.parse(key) as Input<N>)
      .then((data) => live && setState({ key, data, error: null }))
      .catch((error: unknown) => {
        leaveIfLocked(toDeskError(error))
        if (live) setState((before) => ({ key, data: before?.key === key ? before.data : null, error: toDeskError(error) }))
      })
    return () => {
      live = false
    }
  }, [name, key, version])
  const current = state !== null && state.key === key
  return { data: current ? state.data : null, latest: state?.data ?? null, error: current ? state.error : null, reload }
}
