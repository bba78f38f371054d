import { groundPack } from './ground-row.ts'

const nationalLaw = 'Name the national law that makes this restriction (Art. 23(2)): the article alone is no ground.'
const restriction = (letter: string, short: string, interest: string) => ({
  code: `EU-23(1)(${letter})`,
  short,
  sentence: `A national law made under Article 23(1)(${letter}) GDPR restricts the right of access to protect ${interest}.`,
  test: [nationalLaw, 'Is the restriction necessary and proportionate for this item?'],
  source: `GDPR Art. 23(1)(${letter})`,
})

/** The GDPR's own grounds. Art. 23 letters need a cited national law; 85, 89(2) and 90 were not confirmed. */
export const euGrounds = groundPack('eu', 'GDPR', [
  {
    code: 'EU-15(4)',
    short: 'third party',
    sentence:
      'Giving this would adversely affect the rights and freedoms of other people, including trade secrets or intellectual property.',
    test: [
      'Whose right or freedom would be affected, and how?',
      'Do the interests of the requester weigh less in this case?',
      'Is hiding this passage enough? The result must not be that everything is refused (Recital 63).',
    ],
    source: 'GDPR Art. 15(4), Recital 63',
  },
  {
    code: 'EU-12(5)',
    short: 'excessive',
    sentence: 'The request, or this part of it, is manifestly unfounded or excessive.',
    test: [
      'The burden of proof is the controller’s.',
      'A first request can be excessive only where abuse is shown (C-526/24, 19 March 2026).',
    ],
    source: 'GDPR Art. 12(5); C-526/24',
  },
  {
    code: 'EU-11',
    short: 'not identifiable',
    sentence: 'We can’t identify you in this information, and you gave nothing that would let us.',
    test: ['Can the controller show that it can’t identify the person?', 'Was the person told, and given the chance to add information?'],
    source: 'GDPR Art. 11, 12(2)',
  },
  restriction('a', 'security', 'national security'),
  restriction('b', 'defence', 'defence'),
  restriction('c', 'public security', 'public security'),
  restriction('d', 'crime', 'the prevention, investigation, detection or prosecution of crime'),
  restriction('e', 'public interest', 'another important objective of general public interest'),
  restriction('f', 'judicial', 'judicial independence and proceedings'),
  restriction('g', 'professional ethics', 'the pursuit of breaches of ethics in regulated professions'),
  restriction('h', 'monitoring', 'a monitoring, inspection or regulatory function'),
  restriction('i', 'rights of others', 'the data subject or the rights and freedoms of others'),
  restriction('j', 'civil claims', 'the enforcement of civil law claims'),
  {
    code: 'EU-85',
    short: 'journalism, arts',
    sentence: 'A national law reconciles data protection with journalism, or with academic, artistic or literary expression.',
    test: [nationalLaw],
    source: 'GDPR Art. 85',
    confirmed: false,
  },
  {
    code: 'EU-89(2)',
    short: 'research',
    sentence: 'A national law derogates from the right of access for scientific or historical research or statistics.',
    test: [nationalLaw, 'Would access make the purpose impossible or seriously impair it?'],
    source: 'GDPR Art. 89(2)',
    confirmed: false,
  },
  {
    code: 'EU-90',
    short: 'professional secrecy',
    sentence: 'This is under an obligation of professional secrecy.',
    test: [nationalLaw],
    source: 'GDPR Art. 90',
    confirmed: false,
  },
])
