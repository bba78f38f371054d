/**
 * produce: what leaves. Renditions (eml, mbox, PDF) are built up from the surfaces that a reviewer approved, never from an original with
 * things removed; they are numbered, logged, bundled in an encrypted zip, and the finished zip is reread from disk and proved before it gets its name.
 *
 * `released.ts` says what leaves of each document; `render.ts` makes the files; `check*.ts` reads them back with readers of its own and shares with the
 * writer only the model of what was released.
 */
export { type CheckRequest, checkBundle } from './check.ts'
export { holdsOpaqueFile, type Opacity, opacityOf } from './check-native.ts'
export { variants as writtenAlso } from './check-needles.ts'
export type { CheckProblem, CheckResult, LeakHit } from './check-types.ts'
export type { Counts, Format } from './cover.ts'
export { type Expectation, expectationOf } from './expectation.ts'
export { type Foresight, foresee } from './foresee.ts'
export type { ProductionDocument, ProductionInput, ProductionTools } from './input.ts'
export { type LetterFacts, letterFor } from './letter.ts'
export { generatePassphrase } from './passphrase.ts'
export { previewDocument } from './preview.ts'
export { LeakError, type Produced, type ProductionRequest, produce } from './produce.ts'
export { cannotWrite, refuseExisting, writeNewFile } from './release-file.ts'
export { type LongReport, type Report, type ReportTable, renderReport, writeLongReport, writeReport } from './report.ts'
export { type LogEdition, type LogRequest, logRows, renderLog, writeLog } from './write-log.ts'
export { type OtherReadings, otherReadings, readsAs } from './written-otherwise.ts'
