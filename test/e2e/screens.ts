import { join, resolve } from 'node:path'

/**
 * Every screen, dialog and state of the workstation, by the name of its picture. Each is made by a walk at both sizes, of the sample archive or of mail
 * that a walk wrote itself; the suite fails where one is missing, and a walk can make no picture that is not listed here.
 */
export const screens = [
  // Before the workstation opens.
  'first-start',
  'two-doors',
  'sign-in',
  'wrong-passphrase',
  'own-passphrase',
  'locked',
  // The four places.
  'requests',
  'new-request',
  'new-request-faults',
  'sources-empty',
  'sources',
  'add-mail',
  'add-mail-refused',
  'choose-folder',
  'source-vanished',
  'ledger',
  'ledger-raw-text',
  'ledger-raw-bytes',
  'log',
  'export-log',
  'settings',
  'add-person',
  'end-access',
  'access-ended',
  'all-keys',
  // A request.
  'clock',
  'clock-correction',
  'clock-corrected',
  'edit-request',
  'edit-consequences',
  'request-corrected',
  'identify',
  'identify-twin',
  'identify-left-out',
  'identify-set-aside',
  'still-reading',
  'still-reading-collected',
  'find-begin',
  'find',
  'find-error',
  'find-nothing',
  'find-correspondents',
  'find-terms',
  'find-validation',
  // Review.
  'review-empty',
  'review-sample',
  'marking-panel',
  'marking-related',
  'own-data-question',
  'choose-ground',
  'review-page-box',
  'review-picture',
  'review-as-the-requester',
  'review-decided',
  'review-dark',
  'review-alike',
  'review-not-ready',
  'review-standing',
  'submit-standing',
  'submit-question',
  'review-declined',
  // Approve, as its proposer and as the other person meet it.
  'approve-own',
  'approve-by-what',
  'approve-by-document',
  'approve-changed',
  'approve-withheld',
  'decline',
  // Produce.
  'produce-gate-closed',
  'gate-places',
  'gate-stays',
  'review-stays',
  'produce-gate-open',
  'produce-progress',
  'produce-result',
  'passphrase-letter',
  'write-log',
  // What goes wrong.
  'failure',
  'crashed',
] as const

export type Screen = (typeof screens)[number]

/** The sizes that everything must look right at. */
export const sizes = { wide: { width: 1440, height: 900 }, small: { width: 1024, height: 700 } } as const
export const pictureFolder = resolve(import.meta.dirname, '../../test-results/screenshots')
export const pictureFile = (name: string, width: number): string => `${name}-${width}.png`
/** Where the picture of a screen lies. */
export const picturePath = (name: Screen, size: keyof typeof sizes): string => join(pictureFolder, pictureFile(name, sizes[size].width))
