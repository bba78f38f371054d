/**
 * identity: a data subject's names and addresses → every form in which they are written, and what an archive says of them. Only proposals, each with
 * its reason; nobody is ever merged on one name alone.
 */
export {
  fullNames,
  middleNamesDiffer,
  type Related,
  type Relation,
  relateDisplay,
  relateNames,
  relateToAny,
  strangersAmong,
  surnames,
} from './compare-names.ts'
export type { Form, FormGroup, FormKind, Seeds } from './form.ts'
export { formsOf, protectedForms } from './forms.ts'
export { readsAsName } from './login-forms.ts'
export { allLoginsOf, loginsOf, withoutNumber } from './logins.ts'
export { readName } from './name-readings.ts'
export { type NicknameTable, nicknamesOf, nicknameTables } from './nicknames/index.ts'
export { isLocalPart, isSwitchboard, withEachExtension } from './phone-forms.ts'
export type { Findings, Proposal, SeenInitials, Written } from './propose.ts'
export { formKey, initialsOf, isAbbreviation, propose, shownName } from './propose.ts'
export { domainsOfMailbox, isMailProvider, mailboxOf, organisationDomain } from './providers.ts'
export { editDistance, sameWord, slipsBetween } from './same-word.ts'
export { isSignedAs, type Seen, seenOf } from './seen.ts'
export { type HeaderBlock, headerBlocks, namesInText, peopleInText, phonesOnCards, type Sighting } from './sightings.ts'
export { ownPart, ownSender, type SignOffs, signOffs, writtenBy } from './sign-offs.ts'
export { sameSlavicSurname } from './slavic.ts'
export { romanised, spelledOut, spellingsOf, withoutDiacritics } from './transliterate.ts'
export { type AskedWord, askedWords, isNear, nearPrefixes, type Vocabulary } from './word-forms.ts'
