import type { Thread } from './story.ts'
import { privilege } from './story.ts'

const advice = { privileged: true, withhold: privilege }

/** Advice sought and given: withheld whole. */
export const legalThreads: readonly Thread[] = [
  {
    start: '2025-09-12T09:05',
    subject: 'Privileged and confidential: informal inquiry',
    mails: [
      {
        from: 'aoife',
        to: ['dervla'],
        cc: ['declan'],
        body: `Dear Dervla,

We would like your advice before we go further. An employee, Katherine Brennan (dispatch), is said to have shouted at a colleague on three occasions. My note of the conversation is with Declan. Can we offer mediation without it counting as a finding? What do we owe her if she asks who complained?`,
        expect: advice,
      },
      {
        from: 'dervla',
        to: ['aoife'],
        cc: ['declan', 'conor'],
        body: `Dear Aoife,

In short: yes to mediation, provided that your letter says plainly that nothing has been found. On the name: fair procedures may require it if this ever becomes disciplinary; at the informal stage they do not. My advice is not to promise the complainant more confidence than the policy gives.

I would put your exposure as low.`,
        expect: advice,
      },
      {
        from: 'declan',
        to: ['dervla'],
        cc: ['aoife'],
        body: `Clear, thank you. What would a settlement cost us if Ms Brennan walks out over it?`,
        expect: advice,
      },
      {
        from: 'dervla',
        to: ['declan'],
        cc: ['aoife'],
        body: `With under two years' service and no dismissal, I would advise against offering anything. If she resigns and claims constructive dismissal, the range at the WRC is modest; Conor will send a note on the cases.`,
        expect: advice,
      },
      {
        from: 'conor',
        to: ['aoife'],
        cc: ['dervla'],
        body: `Please find the note on recent awards attached.`,
        enclose: [
          {
            kind: 'pdf',
            name: 'Note on constructive dismissal.pdf',
            title: 'Privileged: note on constructive dismissal',
            paragraphs: [
              'Prepared for Alder & Finch Instruments Ltd at the request of Aoife Lynskey.',
              'Summary of awards and of the chances in the matter of K. Brennan.',
            ],
          },
        ],
        expect: advice,
      },
    ],
  },
  {
    start: '2025-11-04T10:12',
    subject: 'Privileged: request for her file',
    mails: [
      {
        from: 'aoife',
        to: ['dervla'],
        body: `Dear Dervla, Kate Brennan has resigned and asks for everything written about her since August. May we leave out your letters and the complaint itself?`,
        expect: advice,
      },
      {
        from: 'dervla',
        to: ['aoife'],
        body: `Dear Aoife, our letters: yes, they are privileged. The complaint: not as a whole. It is about her, so she may see what was said; you may hide who said it where that person's interest weighs more. Write down your reasons for each passage.`,
        expect: advice,
      },
      { from: 'aoife', to: ['dervla'], body: `Thank you. I have told Declan that calling her AF-0117 changes nothing.`, expect: advice },
    ],
  },
  {
    start: '2024-05-21T14:20',
    subject: 'Distribution agreement Morita: your mark-up',
    mails: [
      {
        from: 'dervla',
        to: ['declan'],
        body: `Dear Declan, our mark-up of the distribution agreement is below. Clause 9 (exclusivity) is the only one I would fight for.`,
        expect: { about: 'nobody', privileged: true },
      },
      {
        from: 'declan',
        to: ['dervla'],
        body: `Fight for 9, give them 11. Orla will talk to Mr Morita on Friday.`,
        expect: { about: 'nobody', privileged: true },
      },
    ],
  },
]
