import { foldText } from '../model/index.ts'

/**
 * Czech, Slovak and Polish names in their cases: `Dvořákovi`, `Novotného`, `Nowakiem`. Only of names that look like these languages': of any other, a case may be
 * another name (Martin, Martina). Accents make no difference to what is found.
 */

/** First name and surname in the same case. */
export interface Case {
  readonly given: string
  readonly family: string
}

const letters = /[řžščěůýňťďłńśźżąęć]/iu
const endings = /(?:[aáiíyu]k|ek|ec|icz|i[cč]|[aá][rř]|[nt][yý]|sk[yý]|[oe]v[aá]|oda|ura|owa)$/iu
/** Frequent first names that hardly anybody else has. */
const firstNames = new Set(
  'petr pavel jiri tomas jaroslav miroslav zdenek vaclav karel vladimir ondrej marek radek frantisek stanislav ladislav ales vojtech matej jana hana lenka katerina lucie alena jitka zdenka ivana zuzana vlasta ludmila jarmila piotr krzysztof andrzej tomasz pawel marcin grzegorz jozef lukasz zbigniew jerzy tadeusz mateusz dariusz mariusz wojciech ryszard jakub henryk rafal kazimierz jacek maciej kamil przemyslaw slawomir malgorzata katarzyna agnieszka krystyna elzbieta zofia jadwiga danuta ewa joanna'.split(
    ' ',
  ),
)

const isCzech = (name: string): boolean => /[vřžščěůýáíéňťď]/iu.test(name)
const isPolish = (name: string): boolean => /[włńśźżąę]|[csr]z/iu.test(name)

/** The cases of a name; none where nothing speaks for one of these languages. */
export function westSlavicCases(given: string, family: string): readonly Case[] {
  if (given.length < 3 || family.length < 4 || !/^[\p{Script=Latin}\p{M}]+$/u.test(family)) return []
  if (!letters.test(family) && !endings.test(family) && !firstNames.has(foldText(given))) return []
  const name = `${given} ${family}`
  const [czech, polish] = isCzech(name) || isPolish(name) ? [isCzech(name), isPolish(name)] : [true, true]
  const found: Case[] = []
  // Polish surnames in -ski have rules of their own (`inflected.ts`).
  for (const rules of [...(czech ? [czechCases] : []), ...(polish && !/(?:[sc]|dz)k[ia]$/iu.test(family) ? [polishCases] : [])]) {
    const isWoman = /a$/iu.test(given) || (/[ií]e$/iu.test(given) && /[aá]$/iu.test(family))
    const [first, last] = [rules(given, isWoman, false), rules(family, isWoman, true)]
    for (const [at, firsts] of first.entries())
      for (const one of firsts) for (const other of last[at] ?? []) found.push({ given: one, family: other })
  }
  return found.filter((one) => one.given !== given || one.family !== family)
}

/** Of a man's surname, what is his: `Dvořákův`, and his family's, `Dvořákových`, `Nowakowie`. */
export function westSlavicPossessives(given: string, family: string): readonly string[] {
  if (westSlavicCases(given, family).length === 0) return []
  if (/ov[aá]$/iu.test(family)) return [`${family.slice(0, -1)}ých`]
  if (!/[\p{L}]$/u.test(family) || /[aáeéiíoóuúyý]$/iu.test(family)) return []
  const stem = stemOf(family)
  return isPolish(`${given} ${family}`) ? [`${stem}owie`, `${stem}ów`] : [`${stem}ův`, `${stem}ových`]
}

/** By case: genitive and accusative, dative and locative, instrumental, vocative. */
type Cases = readonly (readonly string[])[]

function czechCases(word: string, isWoman: boolean, isSurname: boolean): Cases {
  const stem = word.slice(0, -1)
  if (isWoman) {
    if (isSurname && /[aá]$/iu.test(word))
      return [[`${stem}é`, `${stem}ou`], [`${stem}é`, `${stem}ej`], [`${stem}ou`], [word]].map((each) => [...each])
    if (/a$/iu.test(word)) return [[`${stem}y`, `${stem}u`], [`${stem}ě`], [`${stem}ou`], [`${stem}o`]]
    if (/e$/iu.test(word)) return [[word, `${stem}i`], [`${stem}i`], [`${stem}í`], [word]]
    return [[word], [word], [word], [word]]
  }
  if (/ý$/iu.test(word) || (isSurname && /y$/iu.test(word))) return [[`${stem}ého`], [`${stem}ému`, `${stem}ém`], [`${stem}ým`], [word]]
  if (/í$/iu.test(word)) return [[`${stem}ího`], [`${stem}ímu`, `${stem}ím`], [`${stem}ím`], [word]]
  if (/a$/iu.test(word)) return [[`${stem}y`, `${stem}u`], [`${stem}ovi`], [`${stem}ou`], [`${stem}o`]]
  if (/[eéiouy]$/iu.test(word)) return [[word], [word], [word], [word]]
  const short = stemOf(word)
  const soft = /[žšřčcďťňj]$/iu.test(word)
  const called = soft ? `${short}i` : /[kghx]$/iu.test(word) ? `${short}u` : `${short}e`
  return [[`${short}${soft ? 'e' : 'a'}`], [`${short}ovi`, `${short}${soft ? 'i' : 'u'}`], [`${short}em`], [called]]
}

function polishCases(word: string, isWoman: boolean, isSurname: boolean): Cases {
  const stem = word.slice(0, -1)
  if (/a$/iu.test(word)) {
    const soft = /[kgjli]$/iu.test(stem)
    const dative = /k$/iu.test(stem) ? `${stem.slice(0, -1)}ce` : /i$/iu.test(stem) ? `${stem}i` : `${stem}ie`
    return [[soft ? `${stem}i` : `${stem}y`, `${stem}ę`], [dative], [`${stem}ą`], [`${stem}o`]]
  }
  if (isWoman) return [[word], [word], [word], [word]]
  if (isSurname && /y$/iu.test(word)) return [[`${stem}ego`], [`${stem}emu`], [`${stem}ym`], [word]]
  if (/[eiouy]$/iu.test(word)) return [[word], [word], [word], [word]]
  const short = stemOf(word)
  return [[`${short}a`], [`${short}owi`], [`${short}${/[kg]$/iu.test(short) ? 'i' : ''}em`], [`${short}u`]]
}

/** Marek, Marka; Pavel, Pavla; Němec, Němce; Kupiec, Kupca. */
function stemOf(word: string): string {
  return word.length < 4 ? word : word.replace(/i?[eě](?=[kcl]$)|(?<=[^aeiou])e(?=ł$)/iu, '')
}
