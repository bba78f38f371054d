import { createContext, useContext } from 'react'
import type { WorkspaceStatus } from '../../src/api/index.ts'

/** Who is signed in, and how to ask again. */
export interface Session {
  readonly status: WorkspaceStatus
  reload(): void
}

export const SessionContext = createContext<Session | null>(null)

/** The signed-in session; only inside the signed-in part of the app. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === null) throw new Error('assertion failed: a session is there')
  return session
}
