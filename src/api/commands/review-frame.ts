import { type Reviewer, surfacesOf } from '../../jobs/index.ts'
import type { DocumentId, SurfaceId } from '../../model/index.ts'
import { AppError } from '../../model/index.ts'
import type { FrameView } from '../views.ts'

/** A surface as the reviewer sees it, or as the requester will. @throws matter/unknown-document, matter/unknown-surface */
export async function reviewFrame(
  { database }: Reviewer,
  document: DocumentId,
  id: SurfaceId,
  _mode: 'review' | 'produced',
): Promise<FrameView> {
  const surface = surfacesOf(database, document).find((one) => one.id === id)
  if (surface === undefined) throw new AppError('matter/unknown-surface', 'The document has no such surface.', { document })
  throw new Error('the frame of a surface waits for the redact room')
}
