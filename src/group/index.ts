/**
 * group: which instances are copies of one document, which documents are a family, which messages a thread. Pure; equality here means that
 * nothing a reviewer could see differs, so that one decision may cover all copies.
 */
export { canonicalHash, canonicalHashVersion } from './canonical-hash.ts'
export { attachmentId, messageId } from './document-id.ts'
export type { Threaded } from './thread.ts'
export { ancestorsOf, baseSubject, joinThreads, messageKey, threadKey } from './thread.ts'
