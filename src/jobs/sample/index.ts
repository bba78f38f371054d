/** The synthetic sample archive: a small company's mail of two years, with the truth about it. */
export { sampleForms, sampleRequest } from './people.ts'
export type { ExpectedRedaction } from './story.ts'
export type { SubjectForm, Truth, TruthAttachment, TruthMessage } from './truth.ts'
export type { Sample } from './write-sample.ts'
export { writeSample } from './write-sample.ts'
