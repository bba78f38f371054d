/**
 * jobs, index side: taking mail in, and its ledger. A door of its own within the room's: what only works on sources needs nothing of the pipelines of a request
 * (collect to produce), and starts without loading them.
 */
export { type AddRequest, addSources, type IngestEnvironment, isIngesting, rescanSources } from './ingest.ts'
export { type ContainerCount, containerCounts, readLedger, sourceSummaries } from './ledger.ts'
export { type RawBytes, rawBytesShown, readRawBytes } from './ledger-raw.ts'
export { exceptionReasons } from './ledger-reasons.ts'
export { ledgerReport } from './ledger-report.ts'
export { type Reading, stillReading } from './reading.ts'
