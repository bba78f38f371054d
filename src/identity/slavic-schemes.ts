import { cyrillicAlike } from './cyrillic-letters.ts'

/** One way in which names in Ukrainian or Russian letters are written in Latin ones. */
export interface Scheme {
  /** As it stands in a reason. */
  readonly name: string
  readonly language: 'uk' | 'ru'
  readonly source: string
  readonly licence: string
  /** What it writes otherwise than `common`: letters at the start of a word, whole endings, letters by what stands before them with it, letters. */
  readonly initial?: Readonly<Record<string, string>>
  readonly pairs?: Readonly<Record<string, string>>
  readonly endings?: readonly (readonly [string, string])[]
  readonly letters: Readonly<Record<string, string>>
}

/** What every scheme here has alike. */
export const common: Readonly<Record<string, string>> = { ...cyrillicAlike, '’': '', "'": '' }

const official = 'an official text or the work of a government: not under copyright'
const rules = 'rules of writing, compiled for this project; no list is copied'
const german = { в: 'w', ж: 'sch', з: 's', х: 'ch', ц: 'z', ч: 'tsch', ш: 'sch', щ: 'schtsch', ю: 'ju', я: 'ja' }
const scholarly = { ж: 'ž', х: 'ch', ц: 'c', ч: 'č', ш: 'š', щ: 'šč', ю: 'ju', я: 'ja', й: 'j' }

export const schemes: readonly Scheme[] = [
  {
    name: 'Ukraine’s rule of 2010',
    language: 'uk',
    source: 'Cabinet of Ministers of Ukraine, Resolution No. 55 of 27 January 2010',
    licence: official,
    initial: { є: 'ye', ї: 'yi', й: 'y', ю: 'yu', я: 'ya' },
    pairs: { зг: 'zgh' },
    letters: { г: 'h', и: 'y', є: 'ie', ї: 'i', й: 'i', ю: 'iu', я: 'ia' },
  },
  {
    name: 'the English rule for Ukrainian',
    language: 'uk',
    source: 'BGN/PCGN 1965 System for Ukrainian, marks left out',
    licence: official,
    letters: { г: 'h', и: 'y', є: 'ye', ї: 'yi', й: 'y', ю: 'yu', я: 'ya' },
  },
  {
    name: 'Ukraine’s passports before 2010',
    language: 'uk',
    source: 'usage of passports of the 1990s and 2000s: г as g, й as y',
    licence: rules,
    letters: { и: 'y', є: 'ie', ї: 'i', й: 'y', ю: 'iu', я: 'ia' },
  },
  {
    name: 'the German rule for Ukrainian',
    language: 'uk',
    source: 'transcription into German as dictionaries and newspapers have it',
    licence: rules,
    letters: { ...german, г: 'h', и: 'y', є: 'je', ї: 'ji', й: 'j' },
  },
  {
    name: 'scholarly Ukrainian',
    language: 'uk',
    source: 'scholarly transliteration of Ukrainian (as in DIN 1460), г as h or g',
    licence: rules,
    letters: { ...scholarly, г: 'h', и: 'y', є: 'je', ї: 'ji' },
  },
  {
    name: 'scholarly Ukrainian, г as g',
    language: 'uk',
    source: 'as the former; DIN 1460-1982 and ISO 9 have г as g',
    licence: rules,
    letters: { ...scholarly, и: 'y', є: 'je', ї: 'ji' },
  },
  {
    name: 'Russia’s passports',
    language: 'ru',
    source: 'ICAO Doc 9303 part 3, section 6 B',
    licence: rules,
    letters: { ё: 'e', й: 'i', ю: 'iu', я: 'ia', ъ: 'ie' },
  },
  {
    name: 'the English rule for Russian',
    language: 'ru',
    source: 'BGN/PCGN 1947 System for Russian, marks left out',
    licence: official,
    initial: { е: 'ye' },
    letters: { ё: 'yo', й: 'y', ю: 'yu', я: 'ya' },
  },
  {
    name: 'English usage for Russian',
    language: 'ru',
    source: 'usage of newspapers: ий and ый as y, ё as e',
    licence: rules,
    endings: [
      ['ий', 'y'],
      ['ый', 'y'],
    ],
    letters: { ё: 'e', й: 'y', ю: 'yu', я: 'ya' },
  },
  {
    name: 'the German rule for Russian',
    language: 'ru',
    source: 'transcription into German as dictionaries and newspapers have it',
    licence: rules,
    initial: { е: 'je' },
    endings: [
      ['ий', 'i'],
      ['ый', 'y'],
    ],
    letters: { ...german, ё: 'jo', й: 'i' },
  },
  {
    name: 'scholarly Russian',
    language: 'ru',
    source: 'scholarly transliteration of Russian (as in DIN 1460)',
    licence: rules,
    letters: { ...scholarly, ё: 'ë' },
  },
]
