/** The request that is answered on the sample archive: what is looked for, and how everything that is found is decided. */

/** What must be in no file of the bundle. */
export const secrets = {
  complainant: 'Maeve Corrigan',
  health: 'My doctor has given me\nsomething to help me sleep.',
  diagnosis: 'lumbar strain',
  witness: 'Gintaras',
  second: 'Tomasz may have heard it',
  hint: 'the only one who can run the pressure bench',
} as const
export const comment = 'That only one person can run the pressure bench tells who complained. Take it out as well.'
export const thirdParty = 'third party'
export const reference = 'SAR-2026-015'
/** Grievance, health, an idea with a picture, advice of solicitors, and a namesake's parcel: every kind of decision in few mails. */
export const query = ['In confidence', 'Occupational health', 'Second dispatcher', 'Privileged and confidential', 'Damaged gauge']
  .map((subject) => `subject:"${subject}"`)
  .join(' OR ')

/** The families that are released, redacted or not hers, each by words of its line, with the key that decides it and a ground where one is asked for. */
export const decisions: readonly (readonly [words: readonly string[], key: string, ground?: string])[] = [
  [['Dr Sinéad Hollywood', 'Occupational health report'], 'o', thirdParty],
  [['Aoife Lynskey', 'Fwd: Occupational health report'], 'o', thirdParty],
  [['Katherine Brennan', 'Second dispatcher'], 'o', thirdParty],
  [['Declan Moriarty', 'Re: Second dispatcher'], 'o'],
  [['Fergal Devaney', 'Re: Second dispatcher'], 'o'],
  [['Katherine Brennan', 'Damaged gauge on arrival', '2'], 'n'],
  [['Tomasz Wiśniewski', 'Re: Damaged gauge on arrival'], 'n'],
  [['Katherine Brennan', 'Re: Damaged gauge on arrival'], 'n'],
  [['Maeve Corrigan', '26 Aug 2025'], 'd'],
  [['Aoife Lynskey', 'Re: In confidence'], 'd'],
  [['Maeve Corrigan', 'Re: In confidence'], 'd'],
  [['Aoife Lynskey', 'Fwd: In confidence'], 'd'],
  [['Declan Moriarty', 'Re: In confidence'], 'd'],
]

/** Words of the lines of the families that are withheld as legal advice. */
export const advice = ['Aoife Lynskey', 'Dervla Shanahan12 Sep', 'Declan Moriarty', 'Dervla Shanahan15 Sep', 'Conor Pryce']
