import { z } from 'zod'
import type { ClockEventId, DocumentId, MarkId, MatterId, ProductionId, SourceId, SurfaceId, UserName } from '../../model/index.ts'
import { asId, clockEventKinds, codings, dispositions, privileges, roles } from '../../model/index.ts'

/** Input schemas that several commands share. */
export const civilDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date as YYYY-MM-DD')
export const sourceId = z
  .string()
  .regex(/^S\d+$/, 'the number of a source, such as S1')
  .transform((text) => asId<SourceId>(text))
export const matterId = z
  .string()
  .regex(/^M\d+$/, 'the number of a request, such as M1')
  .transform((text) => asId<MatterId>(text))
export const documentId = z
  .string()
  .regex(
    /^[ma][0-9a-f]{20}$/,
    'the id of a document as a search lists it (m or a and 20 hexadecimal digits), or in a request its number, such as CTRL-000001',
  )
  .transform((text) => asId<DocumentId>(text))
export const surfaceId = z
  .string()
  .min(1)
  .max(200)
  .transform((text) => asId<SurfaceId>(text))
export const markId = z
  .string()
  .regex(/^K\d+$/, 'the number of a mark, such as K1')
  .transform((text) => asId<MarkId>(text))
export const clockEventId = z
  .string()
  .regex(/^E\d+$/, 'the number of a clock event, such as E1')
  .transform((text) => asId<ClockEventId>(text))
export const productionId = z
  .string()
  .regex(/^P\d+$/, 'the number of a production, such as P1')
  .transform((text) => asId<ProductionId>(text))
const writtenName = z
  .string()
  .normalize('NFC')
  .regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._-]{0,63}$/u, 'letters, digits, space, . _ - (at most 64)')
/** A user's name, however a keyboard composes its letters. */
export const userName = writtenName.transform((text) => asId<UserName>(text))
/** The same of somebody new: spaces that nobody sees make no other person. */
export const newUserName = z
  .string()
  .transform((text) => text.trim().replace(/ +/gu, ' '))
  .pipe(writtenName)
  .transform((text) => asId<UserName>(text))
export const passphrase = z.string().min(1).max(1024)
export const path = z.string().min(1).max(4096)
export const role = z.enum(roles)
export const coding = z.enum(codings)
export const privilege = z.enum(privileges)
export const disposition = z.enum(dispositions)
export const clockEventKind = z.enum(clockEventKinds)
export const ground = z.string().min(1).max(64)
export const note = z.string().max(4000)
export const region = z.object({
  page: z.int().min(1),
  x: z.number(),
  y: z.number(),
  width: z.number().positive(),
  height: z.number().positive(),
})
export const span = z.object({ start: z.int().min(0), end: z.int().min(1) })
/** Which documents of a matter a decision is for. */
export const selection = z.union([z.object({ all: z.literal(true) }), z.object({ documents: z.array(documentId).min(1) })])
export const limit = z.int().min(1).max(1000)
export const offset = z.int().min(0)
