import { inventedIban } from './iban.ts'
import type { PersonKey } from './people.ts'
import type { Random } from './random.ts'
import type { ExpectedRedaction, Mail, Thread } from './story.ts'
import { hide } from './story.ts'

const two = (value: number): string => String(value).padStart(2, '0')
const stamp = (random: Random, month: number): string =>
  `${2024 + Math.floor(month / 12)}-${two((month % 12) + 1)}-${two(random.between(2, 27))}T${two(random.between(8, 17))}:${two(random.between(0, 59))}`

const staff = [
  ['AF-0021', 'Declan Moriarty'],
  ['AF-0034', 'Fergal Devaney'],
  ['AF-0058', 'Orla Tansey'],
  ['AF-0093', 'Maeve Corrigan'],
  ['AF-0104', 'Tomasz Wiśniewski'],
  ['AF-0117', 'Katherine Brennan'],
  ['AF-0121', 'Ruairí Bolger'],
  ['AF-0126', 'Kate Molloy'],
] as const

/** The payroll list, every second month: one line is the subject's, the others are not. */
export function payrollThreads(): readonly Thread[] {
  return Array.from({ length: 11 }, (_unused, index): Thread => {
    const month = `${2024 + Math.floor((index * 2 + 1) / 12)}-${two(((index * 2 + 1) % 12) + 1)}`
    const rows = staff.map(
      ([number, name], row) => `${number};${name};${inventedIban(11000000 + row * 1357)};${(2410 + row * 187 + index * 11).toFixed(2)}`,
    )
    const others: ExpectedRedaction[] = rows
      .filter((row) => !row.includes('Katherine Brennan'))
      .map((row) => hide(row, 'a colleague’s account and pay'))
    const name = `payroll-${month}.csv`
    return {
      start: `${month}-24T11:0${index % 10}`,
      subject: `Payroll ${month}`,
      mails: [
        {
          from: 'priya',
          to: ['aoife', 'bureau'],
          body: `Please find the ${month} list attached. Payment on the last working day.`,
          enclose: [{ kind: 'csv', name, text: `number;name;account;net EUR\n${rows.join('\n')}\n` }],
          expect: { about: 'subject', redactIn: { [name]: others }, note: 'named in the attachment only' },
        },
      ],
    }
  })
}

const notes: readonly (readonly [from: PersonKey, subject: string, body: string])[] = [
  [
    'ruairi',
    'Mail server: short stop on Saturday',
    'The mail server is updated on Saturday between 8 and 10. Nothing is lost, it only arrives later.',
  ],
  [
    'ruairi',
    'Phishing: “your parcel is held”',
    'Three of you got a mail about a held parcel. It is not from Swiftwing. Please delete it, and ring me if you clicked.',
  ],
  [
    'ruairi',
    'New door codes',
    'Codes change on Monday. Yours is in an envelope at reception; please don’t mail it to anybody, me included.',
  ],
  ['ruairi', 'Backup test', 'I am restoring last week’s backup on a spare machine, to see that we can. You won’t notice.'],
  ['molloy', 'Kitchen', 'To whoever owns the blue lunchbox: it has started to move. It goes on Friday.'],
  [
    'molloy',
    'Parking on Thursday',
    'The tarmac crew is in on Thursday. Please park at the church.\n\nFrom Friday the yard is yours again.',
  ],
  [
    'molloy',
    'Fire drill',
    'The drill was done in four minutes and ten seconds. Well done, apart from the person who went back for a coffee.',
  ],
  [
    'declan',
    'Results for the quarter',
    'Orders are up nine per cent on last year. Thank you all. The Hamburg office carried more than its share.',
  ],
  ['declan', 'Visit of the auditors', 'The ISO 17025 auditors are here on Tuesday and Wednesday. Tell them the truth, briefly.'],
  ['declan', 'Closing over Christmas', 'We close on the 23rd at noon and open on 2 January. Dispatch keeps a skeleton shift on the 27th.'],
  [
    'aoife',
    'Dignity at work: new policy',
    'The revised policy is on the noticeboard and attached. Please read section 4, on raising a concern informally.',
  ],
  [
    'aoife',
    'Holiday planning',
    'Leave for July and August goes into the calendar by Friday. Where two want the same week, you talk first, then I decide.',
  ],
  ['aoife', 'Flu jabs', 'The nurse comes on Wednesday from two. Put your name on the list; there is no need to tell me why not.'],
  ['fergal', 'Pressure bench is down', 'The seal went again. No pressure calibrations until Thursday; customers have been told.'],
  ['fergal', 'FM-12 firmware 2.4', 'Everything that leaves from today carries 2.4. If it says 2.3 on the label, it stays here.'],
  [
    'orla',
    'Trade fair in Nuremberg',
    'Stand 4-310, three days, eleven serious enquiries and one proposal of marriage. Report attached later.',
  ],
]

/** Announcements to everybody. */
export function announcementThreads(random: Random): readonly Thread[] {
  return notes.map(([from, subject, body], index): Thread => {
    const mails: Mail[] = [{ from, to: ['all'], body: `Dear all,\n\n${body}`, form: random.chance(0.3) ? 'both' : 'plain' }]
    if (subject.startsWith('Dignity')) {
      mails[0] = {
        from,
        to: ['all'],
        body: `Dear all,\n\n${body}`,
        enclose: [
          {
            kind: 'docx',
            name: 'Dignity at work v3.docx',
            title: 'Dignity at work',
            paragraphs: [
              '1. Everybody at Alder & Finch is treated with respect.',
              '4. A concern can be raised informally with the HR Manager, who keeps it in confidence as far as the law allows.',
              '5. A formal complaint is made in writing.',
            ],
          },
        ],
      }
    }
    if (random.chance(0.4))
      mails.push({
        from: random.pick(['orla', 'fergal', 'declan', 'priya'] as const),
        to: [from],
        body: random.pick([
          'Noted, thanks.',
          'Does that include the Hamburg office?',
          'Thank you. About time!',
          'Can we have that on paper in the workshop too?',
        ]),
      })
    return { start: stamp(random, Math.floor(((index + 1) / notes.length) * 22)), subject, mails }
  })
}

const topics: readonly { readonly people: readonly [PersonKey, PersonKey]; readonly subject: string; readonly lines: readonly string[] }[] =
  [
    {
      people: ['priya', 'declan'],
      subject: 'Cash position',
      lines: [
        'Morning Declan, 214k in the current account, 61k due from Vauclair, VAT on the 23rd. We are comfortable.',
        'Good. Then let us pay the lens people early, they have been patient.',
        'Done, value tomorrow.',
      ],
    },
    {
      people: ['fergal', 'declan'],
      subject: 'Pressure bench: repair or replace',
      lines: [
        'Third seal this year. A new bench is 48k, a refit 17k with six weeks without it. I would replace.',
        'What does it earn us?',
        'About 70k a year in calibrations, and the accreditation hangs on it.',
        'Then order it. Ask for their demonstration unit first.',
      ],
    },
    {
      people: ['orla', 'declan'],
      subject: 'Prices for next year',
      lines: ['I propose 3.5 % across, 2 % for Vauclair and Morita, nothing for the co-ops.', 'Agreed, and no letters before December.'],
    },
    {
      people: ['fergal', 'maeve'],
      subject: 'Uncertainty budget FM-12',
      lines: [
        'Your new figure is 0.18 %, mine is 0.21 %. Did you count the drift of the reference twice?',
        'I left it out once, which is worse. Corrected sheet attached, 0.20 %.',
        'Good. Sign it and we use it from Monday.',
      ],
    },
    {
      people: ['priya', 'orla'],
      subject: 'Expenses Nuremberg',
      lines: [
        'Orla, the hotel bill has a minibar of 64 euro on it. Client or you?',
        'Client, and worth every cent: they ordered twelve probes.',
        'Booked as entertainment, then.',
      ],
    },
    {
      people: ['ruairi', 'priya'],
      subject: 'Licences',
      lines: [
        'We pay for 31 mailboxes and have 24 people. Shall I close the old ones after the backup?',
        'Please. And keep the backup seven years, for the auditors.',
      ],
    },
    {
      people: ['aoife', 'declan'],
      subject: 'Apprentice',
      lines: [
        'The college has two good candidates for the workshop. Both can start in September.',
        'See them with Fergal. If he smiles, hire both.',
      ],
    },
    {
      people: ['orla', 'fergal'],
      subject: 'Specials for the distillers',
      lines: [
        'Ravensdale want the probe in copper. Is that a joke or a product?',
        'A joke at this price, a product at twice.',
        'They say twice is fine.',
      ],
    },
    {
      people: ['tomasz', 'fergal'],
      subject: 'Forklift service',
      lines: ['Forklift makes noise when turning left. I turn only right now, but it takes longer.', 'Ha! The mechanic comes on Monday.'],
    },
  ]

/** Mail of the others, in which the subject has no part. */
export function backgroundThreads(random: Random, rounds: number): readonly Thread[] {
  const threads: Thread[] = []
  for (let round = 0; round < rounds; round++) {
    for (const [index, { people: pair, subject, lines }] of topics.entries()) {
      if (round > 0 && random.chance(0.25)) continue
      const quarter = `Q${(round % 4) + 1} ${2024 + Math.floor(round / 4)}`
      threads.push({
        start: stamp(random, Math.min(22, round * 3 + (index % 3))),
        subject: `${subject}, ${quarter}`,
        mails: lines.slice(0, random.between(2, lines.length)).map(
          (body, turn): Mail => ({
            from: pair[turn % 2 === 0 ? 0 : 1],
            to: [pair[turn % 2 === 0 ? 1 : 0]],
            body: turn === 0 ? `${random.pick(['', 'Hi,\n\n', 'Quick one:\n\n'])}${body}` : body,
          }),
        ),
      })
    }
  }
  return threads
}
