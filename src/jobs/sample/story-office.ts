import type { Thread } from './story.ts'
import { hide } from './story.ts'

/** Everyday mail in which the subject appears: under her name, a nickname, a misspelling, a staff number, or not by name at all. */
export const officeThreads: readonly Thread[] = [
  {
    start: '2024-01-22T08:55',
    subject: 'Your accounts',
    mails: [
      {
        from: 'ruairi',
        to: ['kbrennan'],
        body: `Hi Katherine,\n\nYour mailbox is kbrennan@alderfinch.example for now; the long form follows when the licence comes through. Door code for the warehouse is on the card in the envelope.`,
      },
      { from: 'kbrennan', to: ['ruairi'], body: `Working, thanks! The label printer wants a driver, though.` },
      {
        from: 'ruairi',
        to: ['kbrennan'],
        cc: ['dispatch'],
        body: `Printer done. From Monday your address is katherine.brennan@alderfinch.example; the short one stays as an alias.`,
      },
    ],
  },
  {
    start: '2024-03-14T12:10',
    subject: 'Lunch on Friday?',
    mails: [
      { from: 'orla', to: ['kate'], cc: ['molloy'], body: `Fish place or the Thai? Kate M. votes Thai.`, sign: 'O.' },
      { from: 'kate', to: ['orla'], cc: ['molloy'], body: `Thai. And I owe you for the last one.`, sign: 'Kate x' },
      { from: 'molloy', to: ['orla', 'kate'], body: `The two Kates have spoken. 12:45 at the door.`, sign: 'Kate M.' },
    ],
  },
  {
    start: '2024-06-04T07:48',
    subject: 'Sick today',
    mails: [
      {
        from: 'kateHome',
        to: ['aoife'],
        body: `Hi Aoife, migraine again, I can't look at a screen. Tomasz knows about the Vauclair pallet.`,
        sign: 'Kate',
      },
      { from: 'aoife', to: ['kateHome'], cc: ['dispatch'], body: `Mind yourself. No cert needed before Thursday.` },
    ],
  },
  {
    start: '2024-09-30T16:20',
    subject: 'Who handled 4471?',
    mails: [
      { from: 'fergal', to: ['orla'], cc: ['declan'], body: `The NordLab crate went out with the wrong flange. Who signed it off?` },
      {
        from: 'orla',
        to: ['fergal'],
        cc: ['declan'],
        body: `Kate did, but from Maeve's sheet, and the sheet was wrong. She rang Jonas herself and had the right one on the evening truck.`,
        expect: { about: 'subject', note: 'only by her first name' },
      },
      {
        from: 'declan',
        to: ['fergal', 'orla'],
        body: `Then tell Kate thanks from me, and fix the sheet.`,
        expect: { about: 'subject', note: 'only by her first name' },
      },
    ],
  },
  {
    start: '2024-11-19T11:11',
    subject: 'Forklift course',
    mails: [
      {
        from: 'aoife',
        to: ['kate', 'tomasz'],
        body: `You are both booked on 3 December. The certificate office has Kate as “Kathrine Brenan”; I have asked them to correct it.`,
        enclose: [{ kind: 'ics', name: 'course.ics', title: 'Forklift course', place: 'Oranmore training centre', hours: 334 }],
      },
      { from: 'kate', to: ['aoife'], body: `They will manage a third way, you'll see.`, sign: 'Katherine with two Es and two Ns' },
    ],
  },
  {
    start: '2025-01-13T09:00',
    subject: 'Payroll query AF-0117',
    mails: [
      {
        from: 'bureau',
        to: ['priya'],
        body: `Dear Ms Raman,\n\nFor staff number AF-0117 (BRENAN, KATHERINE) the tax credit certificate is missing. Please send it before the January run.`,
      },
      {
        from: 'priya',
        to: ['bureau'],
        cc: ['aoife'],
        body: `It's Brennan, with two Ns; the certificate is on its way. Please correct the name on her payslip too.`,
      },
      { from: 'bureau', to: ['priya'], cc: ['aoife'], body: `Corrected for AF-0117, with apologies to Ms Brennan.` },
    ],
  },
  {
    start: '2025-03-06T15:25',
    subject: 'Second dispatcher',
    mails: [
      {
        from: 'kate',
        to: ['declan'],
        cc: ['aoife', 'fergal'],
        body: `Declan,\n\nIn February Tomasz and I shipped 212 parcels, against 140 a year ago, with the same two people. On eleven days one of us was alone. I am asking again for a second dispatcher before the summer.\n\nFigures attached.`,
        enclose: [
          {
            kind: 'csv',
            name: 'parcels-2025-02.csv',
            text: 'week;parcels;people on shift;claims\n5;48;2;1\n6;55;1;3\n7;57;2;0\n8;52;1;2\n',
          },
          { kind: 'png', name: 'parcels.png', picture: 'chart' },
        ],
      },
      {
        from: 'declan',
        to: ['kate'],
        cc: ['aoife', 'fergal'],
        body: `You make the case well, Kate. Not before the July figures, I am afraid.`,
      },
      {
        from: 'fergal',
        to: ['declan'],
        cc: ['aoife'],
        body: `For what it's worth, she is right. My people pack for her twice a week.`,
        expect: { about: 'subject', note: 'by “she” alone, in a thread of hers' },
      },
    ],
  },
  {
    start: '2025-05-20T10:30',
    subject: 'Salary review 2025',
    mails: [
      {
        from: 'priya',
        to: ['aoife'],
        cc: ['declan'],
        body: `Proposals for the dispatch and calibration teams:\n\nBrennan, Katherine (AF-0117): 4 %, to EUR 36,400.\nCorrigan, Maeve (AF-0093): 3 %, to EUR 41,200.\nWiśniewski, Tomasz (AF-0104): 4 %, to EUR 33,800.\n\nDeclan has approved the total.`,
        expect: {
          redact: [
            hide('Corrigan, Maeve (AF-0093): 3 %, to EUR 41,200.', 'a colleague’s pay'),
            hide('Wiśniewski, Tomasz (AF-0104): 4 %, to EUR 33,800.', 'a colleague’s pay'),
          ],
        },
      },
      {
        from: 'aoife',
        to: ['priya'],
        cc: ['declan'],
        body: `Agreed for all three. Letters go out on Friday.`,
        expect: {
          about: 'subject',
          redact: [
            hide('Corrigan, Maeve (AF-0093): 3 %, to EUR 41,200.', 'a colleague’s pay'),
            hide('Wiśniewski, Tomasz (AF-0104): 4 %, to EUR 33,800.', 'a colleague’s pay'),
          ],
        },
      },
      {
        from: 'aoife',
        to: ['kate'],
        bcc: ['priya'],
        subject: 'Your salary from June',
        body: `Dear Kate,\n\nFrom 1 June your salary is EUR 36,400 a year. Thank you for a strong year.`,
      },
    ],
  },
  {
    start: '2025-07-01T17:05',
    subject: 'Kitty’s birthday',
    mails: [
      {
        from: 'orla',
        to: ['molloy', 'tomasz', 'maeve'],
        bcc: ['aoife'],
        body: `Kitty Brennan turns thirty on Friday! Card is in the kitchen, cake at three. Not a word to her.`,
        expect: { about: 'subject', note: 'a nickname that no table gives' },
      },
      { from: 'molloy', to: ['orla'], cc: ['aoife'], body: `Signed. Maeve is baking.`, sign: 'Kate M.' },
    ],
  },
  {
    start: '2025-10-02T18:40',
    subject: 'quick one',
    mails: [
      {
        from: 'kateHome',
        to: ['orla'],
        body: `Orla, off the record: did Fergal say anything about me after that Thursday? I feel watched.`,
        sign: 'Kate',
      },
      {
        from: 'orla',
        to: ['kateHome'],
        body: `Nothing, I promise. Go home, sleep, see you Monday. Ring me if it gets bad, 07700 900 431.`,
        sign: 'O.',
      },
    ],
  },
  {
    start: '2025-11-27T15:55',
    subject: 'Last day',
    mails: [
      {
        from: 'kate',
        to: ['all'],
        cc: ['dispatch'],
        body: `Dear all,\n\nTomorrow is my last day. Thank you for two good years, for the cake, and for always knowing where the tape was. Find me at kate.brennan@postbox.example.`,
      },
      { from: 'declan', to: ['kate'], cc: ['all'], body: `Thank you, Kate. The loading bay will be quieter, and worse organised.` },
      {
        from: 'sabine',
        to: ['kate'],
        body: `Liebe Kate,\n\nschade! Hamburg grüßt. Wenn du wieder in Altona bist: Kaffee bei mir.`,
        charset: 'iso-8859-1',
        sign: 'Sabine',
      },
    ],
  },
  {
    start: '2025-04-02T10:40',
    subject: 'Rota for May',
    mails: [
      {
        from: 'maeve',
        to: ['kate'],
        cc: ['tomasz'],
        form: 'html',
        body: `Hi Kate,

Could we swap the late shift on the 14th? My daughter has her school concert. I can do yours on the 21st instead.

Thanks a million,`,
        expect: {
          redact: [hide('My daughter has her school concert.', 'a colleague’s family life')],
          note: 'Maeve signs openly here: her name stays',
        },
      },
      { from: 'kate', to: ['maeve'], cc: ['tomasz'], body: `Of course, done. Enjoy the concert!` },
    ],
  },
  {
    start: '2025-02-10T11:02',
    subject: 'Occupational health report, K. Brennan',
    mails: [
      {
        from: 'occupational',
        to: ['aoife'],
        body: `Dear Ms Lynskey,

I saw Katherine Brennan on 6 February after her back strain. She is fit to return with no lifting above 10 kg for four weeks. My report is attached. My direct line for questions is 020 919 4410.`,
        enclose: [
          {
            kind: 'pdf',
            name: 'OH report AF-0117.pdf',
            title: 'Occupational health report',
            paragraphs: [
              'Employee: Katherine Brennan, AF-0117. Seen on 6 February 2025.',
              'Cause: lumbar strain after lifting a crate of 22 kg alone. No earlier history.',
              'Advice: no lifting above 10 kg for four weeks; a second person at the loading bay in the evenings.',
            ],
          },
        ],
      },
      {
        from: 'aoife',
        to: ['kate'],
        forward: 'attached',
        subject: 'Fwd: Occupational health report, K. Brennan',
        body: `Kate, here is what the doctor sent. Shall we go through it tomorrow? No crates until then.`,
      },
    ],
  },
]
