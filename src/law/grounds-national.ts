import { groundPack } from './ground-row.ts'

/** Ireland, Data Protection Act 2018. */
export const ieGrounds = groundPack('ie', 'Data Protection Act 2018 (Ireland)', [
  {
    code: 'IE-60',
    short: 'restriction',
    sentence: 'Section 60 of the Data Protection Act 2018 restricts the right of access here.',
    test: ['Name the paragraph of s.60(3) or the regulations.', 'Is the restriction necessary and proportionate for this item?'],
    source: 'DPA 2018 (IE) s.60',
  },
  {
    code: 'IE-162',
    short: 'legal privilege',
    sentence: 'This was written for legal advice or for legal proceedings and is privileged.',
    test: [
      'Was it between a client and a lawyer, for legal advice, or made mainly for proceedings?',
      'Was it kept confidential, and was privilege not waived?',
    ],
    source: 'DPA 2018 (IE) s.162',
    kind: 'privilege',
  },
])

/** Germany, Bundesdatenschutzgesetz. Not confirmed against the statute. */
export const deGrounds = groundPack('de', 'Bundesdatenschutzgesetz', [
  {
    code: 'DE-29(1)',
    short: 'secrecy',
    sentence: 'This must be kept secret by law or by its nature, in particular for overriding legitimate interests of another person.',
    test: ['Which law or whose interest asks for secrecy?', 'Does that interest override the requester’s?'],
    source: 'BDSG §29(1)',
    confirmed: false,
  },
  {
    code: 'DE-34',
    short: 'archived copy',
    sentence: 'This is kept only because the law requires it, or only for backup or data protection control.',
    test: ['Would giving access take a disproportionate effort?', 'Is any other use of the copy technically ruled out?'],
    source: 'BDSG §34',
    confirmed: false,
  },
])

/** Codes that say why something isn't in the answer, without any exemption being claimed. */
export const anyGrounds = groundPack('any', 'No exemption is claimed', [
  {
    code: 'OUT-OF-SCOPE',
    short: 'out of scope',
    sentence: 'This is not personal data about you, or is outside what you asked for.',
    test: ['Is there truly nothing that relates to the requester by content, purpose or effect?'],
    kind: 'no-exemption',
  },
  { code: 'DUPLICATE', short: 'duplicate', sentence: 'You get another copy of this.', kind: 'no-exemption' },
  {
    code: 'ALREADY-HELD',
    short: 'already held',
    sentence: 'You have this already.',
    test: ['Access can be refused for this only where the law says so; else say it as a courtesy and release.'],
    kind: 'no-exemption',
  },
  { code: 'UNREADABLE', short: 'unreadable', sentence: 'This could not be read with the means at hand.', kind: 'no-exemption' },
])
