/**
 * detect: recognizers over text. Each hit explains itself; none is more than a suggestion. Finding is apart from acting: marks are made by people.
 */
export type { DetectOptions, Detector, HitType } from './detect.ts'
export { detect, hitTypes, makeDetector } from './detect.ts'
export { givenNames } from './given-names.ts'
export { namesMentioned } from './mentioned-names.ts'
export { namesElsewhere, type Person } from './person-names.ts'
