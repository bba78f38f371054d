import type { CoreClient, FrameView } from '../api/index.ts'
import { AppError } from '../model/index.ts'

/**
 * The read commands that answer with bytes for an iframe or an image have URLs, since an iframe can only be given one:
 * `/frame/review?matter=&document=&surface=&mode=`, `/frame/document?document=&surface=`, `/frame/preview?matter=&document=`.
 *
 * @throws api/unknown-command, and what the commands throw
 */
export function frameRequest(core: CoreClient, door: string, parameters: URLSearchParams): Promise<FrameView> {
  const document = parameters.get('document') ?? ''
  const surface = parameters.get('surface') ?? ''
  const matter = parameters.get('matter') ?? ''
  switch (door) {
    case 'review':
      return core.call('review.frame', { matter, document, surface, mode: parameters.get('mode') === 'produced' ? 'produced' : 'review' })
    case 'document':
      return core.call('document.frame', { document, surface })
    case 'preview':
      return core.call('produce.preview', { matter, document })
    default:
      return Promise.reject(new AppError('api/unknown-command', 'There is nothing at this address.'))
  }
}

/** What stands in a frame in place of what can't be shown: the message as text, never as a page or as what a program reads. */
export function frameFailure(error: unknown): FrameView {
  const message = error instanceof AppError ? error.message : 'This can’t be shown. Try again, and restart the program if it stays.'
  return { bytes: Buffer.from(message), contentType: 'text/plain; charset=utf-8', csp: "default-src 'none'; sandbox" }
}
