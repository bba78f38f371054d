import { dateInWords } from '../model/index.ts'

/** What the passphrase letter needs to know. */
export interface LetterFacts {
  readonly reference: string
  readonly subjectName: string
  readonly producedOn: string
  readonly bundleName: string
  readonly sha256: string
  readonly passphrase: string
}

/** The letter with the passphrase: it goes another way than the bundle, and says so. */
export function letterFor(facts: LetterFacts): string {
  return [
    dateInWords(facts.producedOn),
    '',
    `Your request ${facts.reference}: how to open the file`,
    '',
    `To ${facts.subjectName}`,
    '',
    `You get, or got, a file named ${facts.bundleName}. It is encrypted. This is its passphrase, seven words with single spaces between them:`,
    '',
    `    ${facts.passphrase}`,
    '',
    'To open it you need a program that reads zip files with AES encryption: 7-Zip or WinZip on Windows, Keka or The Unarchiver on a Mac, 7z on Linux.',
    'The folder view of Windows cannot. Inside is a second zip file, content.zip; open that one, too, and begin with README.txt.',
    '',
    'To see that the file arrived unchanged, compare its SHA-256:',
    `    ${facts.sha256}`,
    '',
    'Keep this letter apart from the file. We keep no copy of the passphrase and cannot restore it.',
    '',
  ].join('\n')
}
