/** Every key of the workstation, in groups, as the help shows them. */
export const keys = {
  title: 'All keys',
  groups: [
    {
      name: 'Everywhere',
      keys: [
        ['?', 'this list'],
        ['g r', 'Requests'],
        ['g s', 'Sources'],
        ['g l', 'Log'],
        ['g t', 'Settings'],
        ['/', 'find'],
        ['Esc', 'close what is open'],
      ],
    },
    {
      name: 'In a request',
      keys: [
        ['g i', 'Identify'],
        ['g f', 'Find'],
        ['g v', 'Review'],
        ['g a', 'Approve'],
        ['g p', 'Produce'],
      ],
    },
    {
      name: 'Reading',
      keys: [
        ['j k', 'next, previous document'],
        ['J K', 'next, previous thread'],
        ['[ ]', 'previous, next attachment'],
        ['↑ ↓ PgUp PgDn', 'scroll the paper'],
        ['Enter', 'open: go into the paper'],
        ['Space held', 'as the requester will see it'],
      ],
    },
    {
      name: 'Deciding',
      keys: [
        ['r', 'responsive'],
        ['n', 'not responsive'],
        ['p', 'privileged, or no longer'],
        ['u', 'undecided'],
        ['o', 'release whole'],
        ['d', 'release redacted'],
        ['w', 'withhold'],
        ['.', 'whole family, or only this document'],
        ['Ctrl+Z', 'undo'],
        ['Ctrl+Shift+Z', 'redo'],
      ],
    },
    {
      name: 'Marking',
      keys: [
        ['m', 'mark the selection; without one, select by keys'],
        ['1–9', 'ground'],
        ['h t e', 'reach: here, this document, everywhere'],
        ['Tab', 'next suggestion or mark'],
        ['a x e', 'accept, dismiss, accept everywhere'],
        ['Del', 'remove the chosen mark'],
      ],
    },
    {
      name: 'Selecting by keys (after m)',
      keys: [
        ['← →', 'previous, next word; move a box'],
        ['↑ ↓', 'line above, below'],
        ['Shift + arrows', 'extend; size a box'],
        ['Tab', 'next part of the document'],
        ['Enter', 'mark what is selected'],
        ['Esc', 'stop selecting'],
      ],
    },
  ],
} as const
