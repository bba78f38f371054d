import type { Thread } from './story.ts'
import { outOfScope } from './story.ts'

const other = { about: 'twin', withhold: outOfScope, note: 'another Katherine Brennan: a customer' } as const

/** The customer who has the subject's name. */
export const twinThreads: readonly Thread[] = [
  {
    start: '2024-10-08T10:03',
    subject: 'Recalibration of two depth gauges',
    mails: [
      {
        from: 'twin',
        to: ['orla'],
        body: `Dear Orla,

We have two DG-40 depth gauges due for recalibration before the winter survey. Could you quote, and tell me whether a loan unit can be had for the second half of November?`,
        expect: other,
      },
      {
        from: 'orla',
        to: ['twin'],
        cc: ['declan'],
        body: `Dear Ms Brennan, with pleasure: EUR 340 for the pair, ten working days, and the loan unit is free of charge for a customer of your standing.`,
        expect: other,
      },
      {
        from: 'twin',
        to: ['orla'],
        body: `Lovely, please go ahead. Our order number is CM-2291. The boat leaves on the 14th.`,
        expect: other,
      },
      {
        from: 'orla',
        to: ['tomasz', 'declan'],
        body: `For the loan shelf: Katherine Brennan of Corrib Marine (no, not our Kate!) gets the spare DG-40 from 11 November.`,
        expect: { ...other, note: 'names the twin, and the subject by her nickname' },
      },
    ],
  },
  {
    start: '2025-06-17T13:37',
    subject: 'Damaged gauge on arrival',
    mails: [
      {
        from: 'twin',
        to: ['dispatch'],
        body: `Hello, the DG-40 came back with a cracked glass; photo attached. It was packed without the foam corners. Who can I talk to?`,
        enclose: [{ kind: 'png', name: 'cracked-glass.png', picture: 'box' }],
        expect: other,
      },
      {
        from: 'tomasz',
        to: ['twin'],
        cc: ['dispatch', 'declan'],
        body: `Dear Mrs Brennan, I am sorry. I send new glass today and courier collects the old. It is my fault, foam was finished.`,
        expect: other,
      },
      {
        from: 'twin',
        to: ['tomasz'],
        cc: ['dispatch'],
        body: `That is very decent, thank you. The crew laughed that I have a namesake at your dispatch desk; tell her hello.`,
        expect: other,
      },
    ],
  },
]
