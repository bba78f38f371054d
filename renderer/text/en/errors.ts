/** What to do about a failure, by code, where the core's own message, which says what and where, leaves that to the surface. */
export const errors = {
  title: 'That did not work',
  crashed: 'This screen stopped working.',
  crashedWhat:
    'A fault of the program, not of yours. What was decided and saved is safe, and the other screens go on. Reload this screen; if it happens again, report the steps that led here.',
  reloadScreen: 'Reload this screen',
  cancelled: 'Cancelled. What was done so far is kept and goes on from there.',
  'renderer/no-connection':
    'The program behind this window does not answer. Close the window and start Disclosure Desk again; nothing saved is lost.',
  'renderer/no-session': 'This page was opened without its one-time key. Close it and start Disclosure Desk again.',
  'api/internal':
    'A fault of the program, not of yours. Nothing was half-written. Try again; if it happens again, report it with the steps that led here.',
  'api/not-allowed': 'Ask somebody who has it.',
  'api/not-signed-in': 'The workspace is locked. Sign in again.',
  'store/no-permission': 'Choose a folder that you may write to, or ask for permission.',
  'produce/gate-closed': 'See what is missing in the list on this screen.',
  'produce/leak': 'No bundle was released.',
} as const
