import { foldText, parseKnownName } from '../model/index.ts'
import type { Candidate, Recognizer } from './recognizer.ts'

/**
 * Names of people whom no header shows: a patient, a witness, somebody's husband. Told by what stands around a word with a capital (a title, a greeting, the
 * subject's own surname) or by a given name. No more than leads, and scored so.
 */

/** A word with a capital, in parts (`Anne-Marie`, `O’Brien`). */
const word = String.raw`\p{Lu}[\p{L}\p{M}]*(?:['’-]\p{L}[\p{L}\p{M}]*)*`
const initial = String.raw`\p{Lu}\.(?:-?\p{Lu}\.)*`
const particle = '(?:v[ao]n|de|der|den|del|della|di|da|dos|du|la|le|ten|ter|zu|zum|zur|al|bin|af|av)'
const surname = String.raw`(?:${particle}\p{Zs}){0,3}${word}`
const blank = String.raw`[\p{Zs}\t]{1,2}`
const starts = String.raw`(?<![\p{L}\p{M}\p{N}@._/\\-])`
const ends = String.raw`(?!\.?[\p{L}\p{M}\p{N}@_+])`

const titles =
  'Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Herrn?|Frau|Madame|Mme|Mlle|Monsieur|M\\.|Señora?|Sra?|Signora?|Sig|Pan[iaą]?|Panem|Dhr|Mevr|Mevrouw|Meneer|Fru|Hr|Господин|Госпожа|г-н|г-жа'
const greetings =
  'Hi|Hello|Hey|Dear|Morning|Good (?:morning|afternoon|evening)|Hallo|Liebe[rs]?|Moin|Servus|Bonjour|Ch[eè]re?|Salut|Hola|Estimad[oa]|Querid[oa]|Ciao|Car[oa]|Gentile|Beste|Dag|Hej|Kære|Kjære|Cześć|Drog[ia]|Уважаем(?:ый|ая)|Дорог(?:ой|ая)'

const titled = new RegExp(
  String.raw`${starts}(?:${titles})\.?${blank}(?:(?:Dr|Prof)\.?${blank})?((?:${initial}${blank}?){0,2}(?:${word}${blank}){0,2}?${surname})${ends}`,
  'gu',
)
const greeted = new RegExp(
  String.raw`^[>|\p{Zs}\t]*(?:${greetings})${blank}(${word}(?:${blank}${surname})?)(?=\p{Zs}*(?:[,!.:;–-]|$))`,
  'gmu',
)
const inFull = new RegExp(
  String.raw`${starts}(${word})${blank}(?:(?:${initial}${blank}?|\p{Lu}${blank}){1,2})?((?:${particle}\p{Zs}){0,3})(${word})${ends}`,
  'gu',
)
/** In lists and headers: `Dunton, Heather`. In a sentence the comma parts two things. */
const turned = new RegExp(
  String.raw`(?<=^[>|\p{Zs}\t]*|[;:<"'(|\t][\p{Zs}\t]*)(${surname}),${blank}?(${word})(?:${blank}\p{Lu}\.?)?${ends}`,
  'gmu',
)
const alone = new RegExp(`${starts}${word}${ends}`, 'gu')

/** Words with a capital that stand where a name would. */
const noName = new Set(
  [
    'all everyone everybody team both folks sir madam sirs colleague colleagues customer customers friend friends guys ladies gentlemen reader subscriber member members staff',
    'kollegen kolleginnen kunde kundin damen herren zusammen team tous toutes equipe collegues client madame monsieur equipo todos clientes tutti',
    'monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december mon tue wed thu fri sat sun jan feb mar apr jun jul aug sep oct nov dec',
    'montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar marz mai juni juli oktober dezember lundi mardi mercredi jeudi vendredi samedi dimanche',
    'i we you he she it they the a an and or but if this that these those there here what when where who why how is are was were will would can could shall should may might must do does did have has had not no yes ok okay please thanks thank regards best kind sincerely cheers hi hello dear good morning afternoon evening re fw fwd aw wg from to cc bcc sent date subject tel phone mobile fax email mail web on in at by for of with as so then now once after before since until just also only my your our his her their its',
    'ich wir sie er es der die das ein eine und oder aber wenn bitte danke vielen viele liebe lieber grusse gruss hallo von an betreff gesendet datum je nous vous il elle le la les un une et ou mais merci cordialement bonjour de objet',
    'islands research ltd limited inc gmbh ag kg plc llc corp company co group bank university hospital school council court street road avenue parkway lane drive square house office department hr it ceo cfo manager director',
    'administrative assistant account managing dr prof mr mrs ms miss herr herrn frau mme mlle',
  ].flatMap((line) => line.split(' ')),
)
/** Given names that are everyday words, or the short name of something: not told by themselves. */
const everydayGiven = new Set(
  'will mark may june april august rose grace hope faith joy bill frank grant chase drew art sue ray king young max line else sand dot pen pip rem reg sol tel les den mal mon ant cor con mo an don manu nest christian german france paris florence sidney virginia carol sandy summer dean major jan angel jesus victoria precious star sky gene miles carter mason hunter taylor forest lance norm herb olive ivy violet daisy crystal iris penny ginger melody harmony jasmine dolly dale glen cliff stone wolf lotte leo maxi mini mixi titi lola bini bel bella asia coco fifi loulou dora nora memo missy buck rusty'.split(
    ' ',
  ),
)
const shortGiven = new Set(
  'ann amy ed ben bob dan eva ian jim joe jon kai kim lee leo liz meg pam rob ron roy sam ted tim tom udo uwe ida ute ivy una iris'.split(
    ' ',
  ),
)

/** What is called after people: streets, places. */
const placeBefore =
  /(?:(?<!\p{L})(?:rue|avenue|ave|quai|boulevard|bd|place|pl|san|santa|santo|são|saint|sainte|sankt|st|port|via|viale|calle|c\/|plaza|praça|rua|square|ulica|ul|aleja|al|mount|lake|new)\.?\p{Zs})$/iu
const placeAfter =
  /^\p{Zs}(?:street|st|str|road|rd|parkway|avenue|ave|place|lane|square|drive|court|hospital|school|church|airport|university|college|stra(?:ss|ß)e|platz|weg|allee|suite|apt)(?![\p{L}])/iu
const placeName = /(?:stra(?:ss|ß)e|str|straat|laan|weg|plaats|plein|gasse|platz|allee|vägen|gatan|vej|gade)$/iu

export interface MentionedOptions {
  /** Given names of tables and of correspondents; without any that the subject may be called by. */
  readonly given: Iterable<string>
  /** The subject's own names in every form. */
  readonly protect: readonly string[]
}

/** The recognizer for a review set, built once. */
export function namesMentioned({ given, protect }: MentionedOptions): Recognizer {
  const known = new Set(
    [...given].map(foldText).filter((name) => !everydayGiven.has(name) && ([...name].length > 3 || shortGiven.has(name))),
  )
  const names = protect.flatMap((form) => (/[\p{N}@_]/u.test(form) ? [] : (parseKnownName(form) ?? [])))
  const wordsOf = (text: string): readonly string[] => foldText(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  const families = new Set(names.flatMap(({ family }) => wordsOf(family)))
  const own = new Set([...families, ...names.flatMap((name) => name.given.flatMap(wordsOf))])
  const isOwn = (name: string): boolean => wordsOf(name).every((one) => own.has(one) || one.length === 1)
  // `It’s` is no name either.
  const isName = (one: string): boolean => one.length > 1 && !noName.has(foldText(one).replace(/['’].*$/u, ''))
  return {
    id: 'mentioned',
    version: 1,
    type: 'person',
    source: 'titles, greetings and given names, by tables of this project',
    find: (text) => {
      const found: Candidate[] = []
      const add = (start: number, name: string, score: number, why: string): void => {
        const end = start + name.length
        const isPlace = placeBefore.test(text.slice(Math.max(0, start - 12), start)) || placeAfter.test(text.slice(end, end + 16))
        if (!isOwn(name) && !isPlace && !placeName.test(name)) found.push({ start, end, score, why })
      }
      for (const match of text.matchAll(titled)) {
        const [whole, name = ''] = match
        if (name.split(/[\p{Zs}\t.]+/u).every((one) => /^\P{Lu}/u.test(one) || one.length < 2 || isName(one)))
          add(match.index + whole.length - name.length, name, 0.6, 'a name behind a title')
      }
      for (const match of text.matchAll(greeted)) {
        const [whole, name = ''] = match
        const [first = ''] = name.split(/[\p{Zs}\t]+/u)
        // In another script it may be the subject, whom no form writes so.
        if (isName(first) && (/^\p{Script=Latin}/u.test(first) || known.has(foldText(first))))
          add(match.index + whole.length - name.length, name, 0.5, 'who is greeted')
      }
      // The first of two words may itself be no name (`Ask Tom Brennan`), so that each is tried.
      for (let at = 0; ; ) {
        inFull.lastIndex = at
        const match = inFull.exec(text)
        if (match === null) break
        const [whole, first = '', , last = ''] = match
        const isGiven = known.has(foldText(first)) || first.split('-').some((part) => part !== first && known.has(foldText(part)))
        const isRelative = families.has(foldText(last)) && !isLikeOwn(first, own)
        at = match.index + first.length
        if (!isName(last) || !isName(first) || !(isGiven || isRelative)) continue
        add(
          match.index,
          whole,
          isGiven ? 0.55 : 0.5,
          isGiven ? 'a given name and a surname' : 'another first name before the subject’s surname',
        )
        at = match.index + whole.length
      }
      for (const match of text.matchAll(turned)) {
        const [whole, family = '', first = ''] = match
        if (isName(family) && known.has(foldText(first))) add(match.index, whole, 0.55, 'a surname, then a given name')
      }
      for (const match of text.matchAll(alone)) {
        const [name] = match
        if (known.has(foldText(name))) add(match.index, name, 0.4, 'a given name alone')
      }
      return found
    },
  }
}

/** Whether a word may be one of the subject's, misspelt. */
function isLikeOwn(name: string, own: ReadonlySet<string>): boolean {
  const folded = foldText(name)
  return [...own].some((one) => one.slice(0, 2) === folded.slice(0, 2))
}
