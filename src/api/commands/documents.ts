import { z } from 'zod'
import { command } from '../command.ts'
import type { FrameView, ParsedView } from '../views.ts'
import { detectText } from './detect.ts'
import { frameOfDocument, rawDocument, showDocument } from './document.ts'
import { parseFile } from './message-parse.ts'
import { documentId, path, surfaceId } from './schemas.ts'

/** Looking at one document, message or text, outside any request. */
export const documentCommands = {
  'document.show': command({
    input: z.object({ document: documentId }),
    access: 'read',
    allowed: 'anyone',
    handler: (context, input) => showDocument(context.workspace().index, input.document, context.services.timeZone),
  }),
  /** The raw message from its source. */
  'document.raw': command({
    input: z.object({ document: documentId }),
    access: 'read',
    allowed: 'anyone',
    handler: (context, input): FrameView => rawDocument(context.workspace().index, input.document),
  }),
  /** A surface of a document (not in a matter) as HTML for a sandboxed iframe, or as PNG for a page or image. */
  'document.frame': command({
    input: z.object({ document: documentId, surface: surfaceId }),
    access: 'read',
    allowed: 'anyone',
    handler: (context, input) => frameOfDocument(context.workspace().index, input.document, input.surface, context.services.timeZone),
  }),
  /** One message as the reader sees it; no workspace needed. */
  'message.parse': command({
    input: z.object({ path }),
    access: 'read',
    allowed: 'signed-out',
    handler: (_context, input): ParsedView => parseFile(input),
  }),
  'detect.run': command({
    input: z.object({ text: z.string().max(10_000_000), region: z.string().max(8).optional() }),
    access: 'read',
    allowed: 'signed-out',
    handler: (_context, input) => detectText(input),
  }),
}
