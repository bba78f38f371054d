import { isOrganisationName } from '../model/index.ts'

/** Departments, as display names have them behind a person; what companies are called by is known elsewhere (`isOrganisationName`). */
const departments = new Set(
  'legal finance accounting purchasing procurement engineering operations logistics production research development quality facilities security compliance controlling communications recruiting training warehouse shipping manager director assistant intern external extern ext temp einkauf verkauf vertrieb recht buchhaltung personal lager versand leitung achats ventes compta comptabilité juridique direction ventas compras rrhh finanzas contabilidad kadry księgowość sprzedaż zakupy'.split(
    ' ',
  ),
)

/**
 * What may be left of a display name without all that programs and directories put beside a person: brackets, addresses, numbers, departments, degrees, the country or
 * site in capitals; and a login as the name it is made of. For names that are compared with the subject's: by itself none of these is surely a person's.
 *
 * `Jane Roe IT`, `Roe, Jane /IT`, `Jane Roe 2`, `Roe, Jane, Dept of Law`, `Jane Roe (jane.roe@corp.example)`, `jane.roe`, `Jane_Roe`.
 */
export function withoutAddenda(display: string): readonly string[] {
  const plain = display
    .replace(/\([^)]*\)|\[[^\]]*\]|<[^>]*>/gu, ' ')
    .replace(/\S+@\S+/gu, ' ')
    .replace(/(?<=\p{L}\s*)\/.*$|\s[-–—|]\s.*$/u, '')
    .replaceAll('_', ' ')
    .trim()
  const login = /^\p{L}[\p{L}\p{M}-]*(?:\.[\p{L}\p{M}-]+)+\d*$/u.test(plain) ? plain.replace(/[.\d]+/gu, ' ') : plain
  const [before = [], after] = login
    .split(',')
    .map((part) => lessAndLess(part, login))
    .filter((steps) => steps.length > 0)
  // Behind a comma stands the first name, or what `parsePersonName` knows for a degree.
  const found = after === undefined ? before : [`${before[0]}, ${after[0]}`, `${before.at(-1)}, ${after.at(-1)}`]
  return [...new Set([display.trim(), ...found])]
}

/** The words of a part without numbers, and with ever less of what stands at either end and is no name. */
function lessAndLess(part: string, whole: string): readonly string[] {
  const words = part.split(/\s+/u).filter((word) => /\p{L}/u.test(word) && !/\d/u.test(word))
  // Where all is in capitals they say nothing.
  const isMixed = /\p{Ll}/u.test(whole)
  const isAddendum = (word: string | undefined): boolean =>
    word !== undefined && (isOrganisationName(word) || departments.has(word.toLowerCase()) || (isMixed && /^\p{Lu}{2,5}$/u.test(word)))
  const steps = words.length === 0 ? [] : [words.join(' ')]
  while (words.length > 1 && (isAddendum(words.at(-1)) || isAddendum(words[0]))) {
    if (isAddendum(words.at(-1))) words.pop()
    else words.shift()
    steps.push(words.join(' '))
  }
  return steps
}
