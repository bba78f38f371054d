/** What to do about a failure, by code; the core's own message says what and where. */
export const errors = {
  title: 'That did not work',
  cancelled: 'Cancelled. What was done so far is kept and goes on from there.',
  'renderer/no-connection':
    'The program behind this window does not answer. Close the window and start Disclosure Desk again; nothing saved is lost.',
  'renderer/no-session': 'This page was opened without its one-time key. Close it and start Disclosure Desk again.',
  'api/internal':
    'A fault of the program, not of yours. Nothing was half-written. Try again; if it happens again, report it with the steps that led here.',
  'api/not-allowed': 'Your role does not allow this. Ask someone with the right role to do it.',
  'api/not-signed-in': 'The workspace is locked. Sign in again.',
  'store/in-use': 'Close the other program that has this workspace open, then try again.',
  'store/disk-full': 'Free some space on the disk, then try again. Nothing is half-written.',
  'store/no-permission': 'Choose a folder that you may write to, or ask for permission.',
  'store/newer-version': 'Install the newer version of Disclosure Desk that made this workspace.',
  'jobs/source-vanished': 'Connect the disk or share again, then rescan. What was collected stays reviewable.',
  'hosts/output-exists': 'Choose another name, or move the file that is there.',
  'hosts/cannot-write': 'Choose a folder that you may write to.',
  'matter/own-proposal': 'Nobody approves their own proposal: another person must sign in for this.',
  'matter/needs-legal-reviewer': 'One of the two people must be a legal reviewer.',
  'produce/gate-closed': 'See what is missing in the list on this screen.',
  'produce/leak': 'No bundle was released.',
} as const
