import { inventedIban } from './iban.ts'
import type { Thread } from './story.ts'
import { hide } from './story.ts'

const complainant = (text: string) => hide(text, 'the complainant asked that her name be kept from the person complained of')
const witness = (text: string) => hide(text, 'a witness who was promised confidence')

/** The grievance: what one colleague said of the subject, and what the company made of it. */
export const hrThreads: readonly Thread[] = [
  {
    start: '2024-01-15T09:20',
    subject: 'Welcome to Alder & Finch',
    mails: [
      {
        from: 'aoife',
        to: ['kate'],
        cc: ['declan'],
        body: `Dear Katherine,

Welcome aboard! Attached is your signed contract. Your staff number is AF-0117 and you will find it on your payslips.

Could you send me your bank details for payroll by Friday, and let me know whether you prefer Katherine or Kate on the door?`,
        enclose: [
          {
            kind: 'pdf',
            name: 'Contract of employment AF-0117.pdf',
            title: 'Contract of employment',
            paragraphs: [
              'Between Alder & Finch Instruments Ltd, Ballybane, Galway, and Katherine Brennan (staff number AF-0117).',
              'Position: Dispatch Coordinator. Start: 15 January 2024. Probation: six months.',
              'Hours: 37.5 a week, Monday to Friday. Annual leave: 23 days and public holidays.',
              'Salary: as agreed in the offer letter of 18 December 2023, paid monthly in arrears.',
              'Signed for the company: Aoife Lynskey, HR Manager. Signed by the employee: Katherine Brennan.',
              'Witness to both signatures: Sinéad Hession, 4 Corrib Terrace, Galway.',
            ],
          },
        ],
        expect: { redactIn: { 'Contract of employment AF-0117.pdf': [hide('4 Corrib Terrace, Galway', 'a witness’s home address')] } },
      },
      {
        from: 'kate',
        to: ['aoife'],
        body: `Hi Aoife,

Thanks for the lovely welcome. Kate on the door, please; only my mother calls me Katherine.

For payroll: ${inventedIban(20240115)}. My emergency contact is my brother Cathal Brennan, mobile 07700 900 155.`,
        expect: {
          redact: [hide('Cathal Brennan', 'a relative’s name'), hide('07700 900 155', 'a relative’s telephone number')],
          note: 'her own account stays; her brother’s number goes',
        },
      },
    ],
  },
  {
    start: '2024-07-16T14:05',
    subject: 'End of probation',
    mails: [
      {
        from: 'aoife',
        to: ['kate'],
        cc: ['fergal'],
        body: `Hi Kate,

Good news: Fergal and I are glad to confirm you in the job. His note is attached. Two things to work on, as we said: closing tickets on the day, and handing over to Tomasz before you leave.`,
        enclose: [
          {
            kind: 'docx',
            name: 'Probation review K Brennan.docx',
            title: 'Probation review',
            paragraphs: [
              'Employee: Katherine Brennan, AF-0117. Reviewer: Fergal Devaney.',
              'Strengths: knows every carrier by name, calm with angry customers, quick to learn the export papers.',
              'To improve: tickets are closed late; handover to the evening shift.',
              'Result: probation passed.',
            ],
          },
        ],
      },
      {
        from: 'kate',
        to: ['aoife', 'fergal'],
        body: `Thank you both, that made my week. I will set myself a reminder at 16:30 for the handover.`,
      },
    ],
  },
  {
    start: '2025-08-26T16:48',
    subject: 'In confidence',
    mails: [
      {
        from: 'maeve',
        to: ['aoife'],
        body: `Dear Aoife,

I did not want to write this, but I have slept badly over it. Since June Kate Brennan has shouted at me three times on the packing floor, the last time on Thursday in front of Gintaras, because two meters had not been boxed. She called me useless.

I don't want her to know that it comes from me. My doctor has given me something to help me sleep.

Maeve Corrigan`,
        sign: '',
        expect: {
          redact: [
            complainant('Maeve Corrigan'),
            complainant('Corrigan'),
            complainant('maeve.corrigan@alderfinch.example'),
            complainant('020 915 0151'),
            complainant('Calibration Technician'),
            witness('Gintaras'),
            hide('My doctor has given me something to help me sleep.', 'health of the complainant'),
          ],
          note: 'the name that is open elsewhere is hidden here',
        },
      },
      {
        from: 'aoife',
        to: ['maeve'],
        body: `Dear Maeve,

Thank you for telling me. I will treat this in confidence as far as the policy lets me. Could you write down the three dates? You can come to my office any time.`,
        expect: {
          redact: [
            complainant('Maeve Corrigan'),
            complainant('Maeve'),
            witness('Gintaras'),
            hide('My doctor has given me something to help me sleep.', 'health of the complainant'),
          ],
          note: 'the quoted complaint travels with the answer',
        },
      },
      {
        from: 'maeve',
        to: ['aoife'],
        body: `The dates are 12 June, 17 July and 21 August. Gintaras Petrauskas saw the last one, and Tomasz may have heard it.`,
        expect: {
          redact: [
            complainant('Maeve Corrigan'),
            complainant('Maeve'),
            witness('Gintaras Petrauskas'),
            witness('Gintaras'),
            witness('Tomasz'),
          ],
          about: 'subject',
        },
      },
      {
        from: 'aoife',
        to: ['declan'],
        forward: 'inline',
        subject: 'Fwd: In confidence',
        body: `Declan,

Please keep this between us. The complaint about Katherine Brennan is below. I propose a short informal inquiry under section 4 of the policy, by me, with notes.`,
        expect: {
          redact: [
            complainant('Maeve Corrigan'),
            complainant('Maeve'),
            witness('Gintaras Petrauskas'),
            witness('Gintaras'),
            witness('Tomasz'),
          ],
        },
      },
      {
        from: 'declan',
        to: ['aoife'],
        body: `Agreed. Go gently. Kate is the best dispatcher we have had, and Maeve is the only one who can run the pressure bench. Talk to Dervla before you write anything formal.`,
        expect: { redact: [complainant('Maeve'), hide('Maeve is the only one who can run the pressure bench', 'tells who complained')] },
      },
    ],
  },
  {
    start: '2025-09-09T09:15',
    subject: 'Conversation on Thursday',
    mails: [
      {
        from: 'aoife',
        to: ['kate'],
        body: `Dear Kate,

A concern has been raised about how some conversations on the packing floor went over the summer. This is informal. I would like to hear your side on Thursday at 11:00 in the small meeting room. You may bring somebody with you.`,
        enclose: [{ kind: 'ics', name: 'invite.ics', title: 'Informal conversation', place: 'Small meeting room', hours: 50 }],
      },
      {
        from: 'kate',
        to: ['aoife'],
        body: `Aoife, I am a bit stunned. May I know who raised it and what exactly I am said to have done?`,
        after: 2,
      },
      {
        from: 'aoife',
        to: ['kate'],
        body: `I can't tell you who, Kate. On Thursday I will go through the three occasions with you, with dates.`,
        after: 1,
      },
      {
        from: 'kate',
        to: ['kateHome'],
        forward: 'inline',
        subject: 'Fwd: Conversation on Thursday',
        body: `For my own records.`,
        sign: 'K',
        after: 9,
      },
    ],
  },
  {
    start: '2025-09-11T15:30',
    subject: 'Note of the conversation, K Brennan',
    mails: [
      {
        from: 'aoife',
        to: ['declan'],
        body: `Declan,

My note is attached. In short: Kate accepts that she raised her voice on 21 August, says that she was covering two desks that day, and is sorry. She denies the other two. I believe her on July; on June I have only one account.`,
        enclose: [
          {
            kind: 'docx',
            name: 'Note 2025-09-11 KB.docx',
            title: 'Note of an informal conversation',
            paragraphs: [
              'Present: Katherine Brennan (AF-0117) and the HR Manager. 11 September 2025, 11:00 to 11:50.',
              'KB accepts raising her voice on 21 August. She was alone at two desks and had a lorry waiting.',
              'KB does not recall 12 June and denies 17 July: she was on leave that day, which the rota confirms.',
              'Outcome: no formal steps. Mediation is offered. Review in three months.',
            ],
          },
        ],
        expect: { note: 'about her, between two others: hers to see' },
      },
      {
        from: 'declan',
        to: ['aoife'],
        body: `Thanks. Mediation, then. And hire the second dispatcher that she has been asking for since spring. If Gintaras is willing to say more, minute it separately.`,
        expect: { redact: [witness('Gintaras')] },
      },
    ],
  },
  {
    start: '2025-11-03T08:31',
    subject: 'Resignation',
    mails: [
      {
        from: 'kate',
        to: ['aoife'],
        cc: ['declan'],
        body: `Dear Aoife,

Please take this as four weeks' notice. I have been offered a post nearer home in Derry. I was glad to work here, until this autumn.

I would like my file before I go, everything that was written about me since August.`,
      },
      {
        from: 'aoife',
        to: ['kate'],
        cc: ['declan'],
        body: `Dear Kate, I am sorry to read this, and I understand. I will confirm the dates in writing today and come back to you about the file.`,
      },
      {
        from: 'declan',
        to: ['aoife'],
        body: `Pity. What is the story with the file? Ask Dervla. And please no more mails about K. under full name, use the staff number.`,
        expect: { about: 'subject', note: 'an attempt to keep a name out of the search: AF-0117' },
      },
      {
        from: 'aoife',
        to: ['declan'],
        body: `Mails about AF-0117 are personal data whatever we call her. I will do this properly.`,
        expect: { about: 'subject' },
      },
    ],
  },
]
