/**
 * law: deadlines, holidays, grounds and exemptions, as versioned tables with their sources. Not legal advice: every date shows how it was
 * reached, and what was not confirmed against the statute says so.
 */
export { civilDateOf } from './civil-date.ts'
export type { DeadlineInput } from './deadline.ts'
export { complaintAcknowledgeBy, computeDeadline, daysLeft, deadlineInput, dueInForce } from './deadline.ts'
export { allGrounds, ground, groundsFor, groundsVersion } from './grounds.ts'
export { holidaysVersion, regimes } from './holidays.ts'
