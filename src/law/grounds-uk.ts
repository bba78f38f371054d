import type { Ground } from '../model/index.ts'
import type { GroundRow } from './ground-row.ts'
import { groundPack } from './ground-row.ts'

const prejudice = 'Would giving this be likely to prejudice that purpose, and only to that extent?'

/** Paragraph of DPA 2018 Schedule 2, short name, and what is protected. */
const schedule2: readonly (readonly [part: number, paragraph: string, short: string, sentence: string, test: readonly string[]])[] = [
  [1, '2', 'crime or tax', 'Giving this would be likely to prejudice the fight against crime or the collection of tax.', [prejudice]],
  [1, '3', 'risk assessment', 'This comes from a risk assessment system for tax, duties or benefits.', [prejudice]],
  [1, '4', 'immigration', 'Giving this would be likely to prejudice immigration control.', [prejudice]],
  [1, '5', 'legal proceedings', 'A law or legal proceedings govern the disclosure of this.', ['Which law, order or proceedings?']],
  [2, '7', 'protecting public', 'Giving this would be likely to prejudice a function that protects the public.', [prejudice]],
  [2, '8', 'audit', 'Giving this would be likely to prejudice an audit function.', [prejudice]],
  [2, '9', 'Bank of England', 'Giving this would be likely to prejudice a function of the Bank of England.', [prejudice]],
  [2, '10', 'regulator', 'Giving this would be likely to prejudice a regulator of legal, health or children’s services.', [prejudice]],
  [2, '11', 'other regulators', 'Giving this would be likely to prejudice the function of a regulator.', [prejudice]],
  [2, '13', 'Parliament', 'This is covered by parliamentary privilege.', []],
  [2, '14', 'judicial', 'Giving this would be likely to prejudice judicial independence or proceedings.', [prejudice]],
  [2, '15', 'Crown honours', 'This concerns Crown honours, dignities or appointments.', []],
  [
    3,
    '16',
    'third party',
    'This is information about another person, who can be identified from it.',
    [
      'Has the other person consented, or refused? Was consent sought?',
      'If there is no consent: is it reasonable to give it without? Weigh the type of information, any duty of confidence, the steps taken, capacity, and an express refusal.',
      'Context can identify a person even where the name is hidden.',
    ],
  ],
  [
    3,
    '17',
    'care worker',
    'Tests for health, social work and education workers.',
    ['Is the third party such a worker? Then giving it is usually reasonable.'],
  ],
  [
    4,
    '19',
    'legal privilege',
    'This was written for legal advice or for legal proceedings and is privileged.',
    [
      'Was it between a client and a lawyer, for legal advice, or made mainly for proceedings?',
      'Was it kept confidential, and was privilege not waived?',
    ],
  ],
  [
    4,
    '20',
    'self-incrimination',
    'Giving this would reveal evidence of an offence by the controller.',
    ['Which offence? Offences under data protection law do not count.'],
  ],
  [4, '21', 'corporate finance', 'This concerns a corporate finance service and is price-sensitive.', [prejudice]],
  [4, '22', 'management forecasts', 'Giving this would be likely to prejudice management forecasting or planning.', [prejudice]],
  [4, '23', 'negotiations', 'Giving this would be likely to prejudice negotiations with you.', [prejudice]],
  [
    4,
    '24',
    'confidential reference',
    'This is a reference given in confidence.',
    ['For employment, training, an appointment, or a service?', 'Was it given in confidence?'],
  ],
  [4, '25', 'exams', 'This concerns exam scripts or exam marks.', []],
  [
    5,
    '26',
    'journalism, arts',
    'This is processed for journalism, academic, artistic or literary purposes.',
    ['Would access be incompatible with the purpose, in the public interest?'],
  ],
  [6, '27', 'research', 'This is processed for research or statistics.', ['Would access prevent or seriously impair the purpose?']],
  [6, '28', 'archiving', 'This is archived in the public interest.', ['Would access prevent or seriously impair the purpose?']],
]
/** Paragraphs whose numbers were read in the sources of the tables; the others are not confirmed. */
const confirmed = new Set(['2', '16', '19', '20', '21', '22', '23', '24', '25'])

const further: readonly GroundRow[] = [
  {
    code: 'UK-SCH3-HEALTH',
    short: 'health data',
    sentence: 'Giving this health data would be likely to cause serious harm.',
    test: ['Has a health professional given an opinion?'],
  },
  { code: 'UK-SCH3-SOCIAL', short: 'social work', sentence: 'Giving this social work data would be likely to cause serious harm.' },
  { code: 'UK-SCH3-EDUCATION', short: 'education data', sentence: 'Giving this education data would be likely to cause serious harm.' },
  {
    code: 'UK-SCH3-CHILD',
    short: 'child abuse data',
    sentence: 'Giving this child abuse data would not be in the interests of the person.',
  },
  { code: 'UK-SCH4', short: 'statutory bar', sentence: 'Another law prohibits giving this.', test: ['Which law?'] },
  { code: 'UK-S26', short: 'national security', sentence: 'An exemption is required for national security or defence.' },
].map((row) => ({
  ...row,
  source: `DPA 2018 ${row.code === 'UK-S26' ? 's.26' : row.code.startsWith('UK-SCH4') ? 'Sch. 4' : 'Sch. 3'}`,
  confirmed: false,
}))

const rows: readonly GroundRow[] = schedule2.map(([part, paragraph, short, sentence, test]) => ({
  code: `UK-${paragraph}`,
  short,
  sentence,
  test,
  source: `DPA 2018 Sch. 2 Part ${part} para ${paragraph}`,
  confirmed: confirmed.has(paragraph),
  kind: paragraph === '19' ? 'privilege' : 'exemption',
}))

/** United Kingdom: DPA 2018 Schedules 2 to 4 and s.26, and UK GDPR Art. 12(5). There is no general "confidential business" exemption. */
export const ukGrounds: readonly Ground[] = groundPack('uk', 'Data Protection Act 2018', [
  ...rows,
  ...further,
  {
    code: 'UK-12(5)',
    short: 'excessive',
    sentence: 'The request, or this part of it, is manifestly unfounded or excessive.',
    test: ['The burden of proof is the controller’s.'],
    source: 'UK GDPR Art. 12(5)',
  },
])
