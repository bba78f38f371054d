/** Letters that people write as others when a keyboard or a system has no room for them: DIN 5007-2, and usual practice in the countries. */
const letters: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  å: 'aa',
  ø: 'oe',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
}
/** Cyrillic (Russian, Ukrainian), as passports and mail systems write it (ICAO 9303 part 3, simplified). */
const cyrillic: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  ґ: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  є: 'ie',
  ж: 'zh',
  з: 'z',
  и: 'i',
  і: 'i',
  ї: 'i',
  й: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'iu',
  я: 'ia',
}

function mapped(text: string, table: Readonly<Record<string, string>>): string {
  return [...text.normalize('NFC')]
    .map((letter) => {
      const lower = letter.toLowerCase()
      const to = Object.hasOwn(table, lower) ? (table[lower] ?? letter) : null
      if (to === null) return letter
      return lower === letter ? to : to.slice(0, 1).toUpperCase() + to.slice(1)
    })
    .join('')
}

/** With ä as ae, ø as oe, ł as l …; the same text where it has none. */
export function spelledOut(text: string): string {
  return mapped(text, letters)
}

/** Diacritics left off: Müller as Muller, Łukasz as Lukasz. */
export function withoutDiacritics(text: string): string {
  return mapped(text, { ł: 'l', ø: 'o', đ: 'd', ð: 'd', æ: 'ae', œ: 'oe', ß: 'ss', ı: 'i' })
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFC')
}

/** In Latin letters where it is Cyrillic; the same text otherwise. */
export function romanised(text: string): string {
  return mapped(text, cyrillic)
}
