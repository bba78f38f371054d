import { docx, paragraph } from '../formats/office-file.ts'
import { docCase, pptCase, xlsbCase, xlsCase } from './fuzz-legacy.ts'
import {
  appleFileCase,
  contentLinesCase,
  dboxCase,
  dboxMapCase,
  emlxCase,
  maildirNameCase,
  mboxCase,
  mimeCase,
  partialEmlxCase,
} from './fuzz-mail.ts'
import { htmlCase, odfCase, pdfCase, pptxCase, rtfCase, sheetCase, wordCase } from './fuzz-office.ts'
import { msgCase, pstCase, tnefCase } from './fuzz-outlook.ts'
import { compressedCase, sevenZipCase, tarCase, zipCase } from './fuzz-packed.ts'
import { mutated, pick, type Random, randomOf, type Seed } from './fuzz-random.ts'

export interface FuzzCase {
  readonly kind: string
  readonly name: string
  readonly bytes: Uint8Array
  /** What lies in files beside: the bodies of a partial message, the log beside a map. */
  readonly beside: readonly Uint8Array[]
}

type Maker = (random: Random, runBytes: number) => Uint8Array | { readonly bytes: Uint8Array; readonly beside: readonly Uint8Array[] }

/** Every kind that is made up here, with the end of its file's name. */
const makers: Readonly<Record<string, readonly [end: string, make: Maker]>> = {
  mime: ['eml', mimeCase],
  mbox: ['mbox', mboxCase],
  emlx: ['emlx', emlxCase],
  'partial emlx': [
    'partial.emlx',
    (random, runBytes) => {
      const { bytes, bodies } = partialEmlxCase(random, runBytes)
      return { bytes, beside: bodies }
    },
  ],
  dbox: ['dbox', dboxCase],
  'mdbox map': [
    'map.index',
    (random, runBytes) => {
      const { index, log } = dboxMapCase(random, runBytes)
      return { bytes: index, beside: [log] }
    },
  ],
  maildir: ['name', (random, runBytes) => Buffer.from(maildirNameCase(random, Math.min(runBytes, 5000)))],
  applefile: ['bin', appleFileCase],
  ics: ['ics', (random, runBytes) => contentLinesCase(random, 'ics', runBytes)],
  vcf: ['vcf', (random, runBytes) => contentLinesCase(random, 'vcf', runBytes)],
  docx: ['docx', wordCase],
  xlsx: ['xlsx', sheetCase],
  pptx: ['pptx', pptxCase],
  odf: ['odt', odfCase],
  rtf: ['rtf', rtfCase],
  html: ['html', htmlCase],
  pdf: ['pdf', pdfCase],
  doc: ['doc', docCase],
  xls: ['xls', xlsCase],
  xlsb: ['xlsb', xlsbCase],
  ppt: ['ppt', pptCase],
  msg: ['msg', msgCase],
  tnef: ['dat', tnefCase],
  zip: ['zip', zipCase],
  tar: ['tar', tarCase],
  '7z': ['7z', sevenZipCase],
  gz: ['gz', (random, runBytes) => compressedCase(random, 'gz', runBytes)],
  zst: ['zst', (random, runBytes) => compressedCase(random, 'zst', runBytes)],
  bz2: ['bz2', (random, runBytes) => compressedCase(random, 'bz2', runBytes)],
  lz4: ['lz4', (random, runBytes) => compressedCase(random, 'lz4', runBytes)],
  xz: ['xz', (random, runBytes) => compressedCase(random, 'xz', runBytes)],
  damaged: ['docx', (random) => mutated(random, docx(paragraph('some text'.repeat(20))))],
}

/** Every kind of which there is a case for each run. */
export const madeKinds: readonly string[] = Object.keys(makers)

/** Costs that grow with the square show here, and all others stay under a second. Bytes. */
const longest = 1_000_000
const shortest = 100_000

/** A made-up case of a kind; `long`: with a run of one thing in it, of hundreds of kilobytes. */
export function madeCase(kind: string, random: Random, long: boolean): FuzzCase {
  const [end, make] = makers[kind] ?? ['', mimeCase]
  const runBytes = long ? Math.floor(shortest * (longest / shortest) ** random()) : 0
  const made = make(random, runBytes)
  const [bytes, beside] = made instanceof Uint8Array ? [made, []] : [made.bytes, made.beside]
  return { kind: long ? `long ${kind}` : kind, name: `x.${end}`, bytes, beside }
}

/** Case number `number` of a run. `only`: of that kind alone, as `msg` or `long msg`. */
export function caseOf(number: number, seed: number, real: readonly Seed[], only: string | null): FuzzCase {
  const random = randomOf(seed ^ Math.imul(number + 1, 0x9e3779b1))
  if (only !== null) return madeCase(pick(random, only.replace('long ', '').split(',')), random, only.startsWith('long '))
  if (real.length > 0 && random() < 0.4) return realCase(random, real)
  return madeCase(pick(random, madeKinds), random, random() < 0.15)
}

function realCase(random: Random, real: readonly Seed[]): FuzzCase {
  const { name, bytes } = pick(random, real)
  const end = /\.(\w+)$/.exec(name)?.[1] ?? ''
  return { kind: `real ${end}`, name, bytes: /^pst$/i.test(end) ? pstCase(random, bytes) : mutated(random, bytes, real), beside: [] }
}
