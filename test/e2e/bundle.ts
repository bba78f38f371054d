import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** A produced bundle as strangers' programs see it. */
export interface Unpacked {
  /** Names that stand unencrypted in the zip. */
  readonly outerNames: readonly string[]
  readonly folder: string
  /** Every file of the unpacked bundle, relative to `folder`. */
  readonly files: readonly string[]
  /** The text of a PDF, by pdftotext. */
  pdfText(file: string): string
  /** Headers and decoded texts of an eml or mbox, by CPython's email package, as one string. */
  mailText(file: string): string
}

/** Opens a bundle with 7z and its passphrase, the inner zip without. */
export function unpack(bundle: string, passphrase: string, into: string): Unpacked {
  const listed = execFileSync('7z', ['l', '-slt', `-p${passphrase}`, bundle]).toString('utf8')
  const outerNames = [...listed.matchAll(/^Path = (.+)$/gmu)].slice(1).map((match) => match[1] ?? '')
  execFileSync('7z', ['x', '-y', `-p${passphrase}`, `-o${into}`, bundle])
  const folder = join(into, 'content')
  execFileSync('7z', ['x', '-y', `-o${folder}`, join(into, 'content.zip')])
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
  return {
    outerNames,
    folder,
    files,
    pdfText: (file) => execFileSync('pdftotext', ['-layout', join(folder, file), '-']).toString('utf8'),
    mailText: (file) => {
      const witness = join(import.meta.dirname, '../produce/witness.py')
      const read = execFileSync('python3', [witness, '', join(folder, file)], { maxBuffer: 2 ** 28 }).toString('utf8')
      return strings(JSON.parse(read)).join('\n')
    },
  }
}

/** Every string of a JSON value: its escapes would hide line ends and dashes from a search. */
function strings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : []
}

/** Throws with qpdf's words where a PDF is not sound. */
export function checkPdf(path: string): void {
  execFileSync('qpdf', ['--check', path], { stdio: 'pipe' })
}
