import type { Reviewer } from '../../jobs/index.ts'
import type { MatterId, Role, UserName } from '../../model/index.ts'
import { AppError } from '../../model/index.ts'
import { readMatter } from '../../store/index.ts'
import type { Context } from '../context.ts'

/** Who is signed in. @throws api/not-signed-in */
export function signedIn(context: Context): { readonly user: UserName; readonly role: Role } {
  const { user, role } = context
  if (user === null || role === null) throw new AppError('api/not-signed-in', 'Sign in first.')
  return { user, role }
}

/** The signed-in person at work on a request. @throws api/not-signed-in, matter/unknown */
export function reviewer(context: Context, matter: MatterId): Reviewer {
  const { user, role } = signedIn(context)
  const database = context.workspace().matter(matter)
  return { database, user, role, nowMs: context.services.now(), regime: readMatter(database).regime }
}
