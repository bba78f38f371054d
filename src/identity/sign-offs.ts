import { comparableAddress, extensionBehind } from '../model/index.ts'
import { namesBesideAddresses } from './beside-address.ts'
import { fullNames, relateDisplay } from './compare-names.ts'
import { headerBlocks } from './sightings.ts'

/** How somebody signs and is greeted in one message. */
export interface SignOffs {
  /** Words under which the mail is signed: "Kate", "KB". */
  readonly signed: readonly string[]
  /** Words with which it greets: "Kate", "Ms Brennan" gives "Brennan". */
  readonly greeted: readonly string[]
  /** Numbers in the signature, as written, with their extensions. */
  readonly phones: readonly string[]
  /** Addresses in the block, to compare with (`comparableAddress`). */
  readonly addresses: readonly string[]
  /** The lines of the signature. */
  readonly signature: readonly string[]
  /** All that stands after the closing or the `--`; at most twenty lines. Where neither stands, the last paragraph if it begins with a name. */
  readonly block: readonly string[]
}

const closings =
  /^(?:(?:with )?(?:many |best |kind |kindest |warm |warmest )?(?:thanks|thx|thank you|regards|wishes|cheers|best|sincerely|yours|love|ta)(?![\p{L}\p{M}\p{N}])|mit (?:freundlichen|besten|herzlichen) gr[üu](?:ß|ss)en|(?:viele|liebe|beste|herzliche|schöne) gr[üu](?:ß|ss)e|gr(?:uß|uss|üße|uesse)|lg|vg|mfg|cordialement|bien (?:cordialement|à (?:toi|vous))|amicalement|bises|merci|salutations|pozdrawiam|z poważaniem|dzięki|с уважением|спасибо|saludos|un saludo|cordiali saluti|groet(?:en|jes)?|med vänlig hälsning|hilsen)/iu
const ordinary = new Set(
  'thanks thank you regards best cheers sincerely yours love hi hello dear hey all team everyone folks danke merci bonjour hallo sent from my iphone ok yes no please fyi see below attached tel phone fax mobile mr mrs ms ps pps bye tomorrow today monday tuesday wednesday thursday friday guys both gents ladies sir madam there again colleagues kollegen herren damen frau herr madame monsieur'.split(
    ' ',
  ),
)
const greeting =
  /^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|morning|afternoon|liebe[rs]?|sehr geehrte[rs]?|hallo|guten (?:tag|morgen|abend)|moin|servus|chère?|bonjour|bonsoir|salut|coucou|drog[ai]|szanown[ay]|cześć|witaj|дорогая|дорогой|уважаемая|уважаемый|здравствуйте|привет|hola|querid[oa]|estimad[oa]|ciao|gentile|car[oa]|beste|hoi|kära?|hej|kjære|hei|αγαπητ[έή])\s+(\S.{0,59}?)\s*(?:[,!.:–—-].*)?$/iu
const titles =
  /^(?:mr|mrs|ms|miss|mx|dr|prof|frau|herr(?:n)?|madame|monsieur|mme|mlle|m|pani|pan|sra?|señora?|signora?|mevrouw|meneer|fru)\.?\s+/iu
const phoneText = /(?:\+|(?<![\p{L}\p{M}\p{N}])0|\(0)[\d\s()./–-]{6,22}\d/gu
const quoteStart =
  /^\s*(?:>|-{2,}\s*(?:original|forwarded|ursprüngliche|weitergeleitete|message)|(?:original|forwarded) message(?![\p{L}\p{M}\p{N}])|_{10,}|(?:on|am|le|el|dnia|op|den)(?![\p{L}\p{M}\p{N}]).{5,120}(?:wrote|schrieb|écrit|escribió|napisał|schreef|skrev))/iu
const word = /^[\p{L}][\p{L}\p{M}'’.-]{1,19}$/u

/** The part of a text that its sender wrote: up to the first quoted mail. */
export function ownPart(text: string): string {
  const lines = text.split('\n')
  const quote = lines.findIndex((line) => quoteStart.test(line))
  const own = quote < 0 ? text : lines.slice(0, quote).join('\n')
  const [block] = headerBlocks(own)
  if (block === undefined) return own
  const start = own
    .slice(0, block.end)
    .split('\n')
    .findIndex((line) => /^[\s*]*(?:from|von|de|da|od|van|fra|от)\*?\s*:/iu.test(line))
  return own.split('\n').slice(0, Math.max(0, start)).join('\n')
}

/** Reads greeting and signature of one message's own part. Bounded: its first lines and its last paragraph, or what follows a closing or a `--`. */
export function signOffs(own: string): SignOffs {
  const all = own.split('\n').map((line) => line.trim())
  const lines = all.filter((line) => line !== '')
  const greeted = lines.slice(0, 3).flatMap((line) => {
    const called = greeting.exec(line)?.[1]
    if (called === undefined) return []
    return called
      .split(/\s*(?:,|&|\/|(?<![\p{L}\p{M}\p{N}])(?:and|und|et)(?![\p{L}\p{M}\p{N}]))\s*/iu)
      .map((name) => name.replace(titles, '').trim())
      .filter(isCalled)
  })
  const tail = all.slice(-20)
  while (tail.at(-1) === '') tail.pop()
  const dashes = tail.lastIndexOf('--')
  const closing = tail.findLastIndex((line) => line.length < 60 && closings.test(line))
  const after = dashes >= 0 ? dashes + 1 : closing >= 0 ? closing : tail.lastIndexOf('') + 1
  const start = Math.max(after, tail.length - 8, 0)
  const block = tail.slice(start).filter((line) => line !== '')
  // A name may stand above the `--` as well as below it: "Kate", then the block that the program adds.
  const above =
    dashes > 0
      ? tail
          .slice(0, dashes)
          .filter((line) => line !== '')
          .slice(-1)
      : []
  const signed = [...above, ...block.slice(0, 3), ...block.slice(-1)]
    .map((line) =>
      line
        .replace(closings, '')
        // A run of marks is looked at once, from its start: a line may be nothing but dashes.
        .replace(/(?<![\s,!.–—-])[\s,!.–—-]*(?<![\p{L}\p{M}\p{N}])(?:x{1,4}|xo(?:xo)?)\s*$/iu, '')
        .replace(/^[\s,!.:–—*-]+|(?<![\s,!.:–—*-])[\s,!.:–—*-]+$/gu, ''),
    )
    .filter(isCalled)
  const signature =
    dashes >= 0 || closing >= 0 || isCalled(block[0] ?? '') || (block.length > 1 && isWholeName(block[0] ?? ''))
      ? tail.slice(after).filter((line) => line !== '')
      : []
  return {
    signed: [...new Set(signed)],
    greeted: [...new Set(greeted)],
    phones: [...new Set(block.flatMap(phonesIn))],
    signature: signature
      .slice(-8)
      .filter((line) => !closings.test(line) || line.length > 40)
      .slice(0, 6),
    addresses: [...new Set(namesBesideAddresses(signature.join('\n')).map(({ address }) => comparableAddress(address)))],
    block: signature,
  }
}

/** The telephone numbers of a line, with their extensions. */
function phonesIn(line: string): readonly string[] {
  return [...line.matchAll(phoneText)].map(({ 0: number, index }) => {
    const end = index + number.length
    return line.slice(index, extensionBehind(line, end)?.end ?? end).trim()
  })
}

/** A name of several words, particles among them: `Francesco De Santis`, `Henk van den Broek`. */
function isWholeName(text: string): boolean {
  const words = text.split(/\s+/u)
  const isPart = (each: string): boolean => /^\p{Lu}/u.test(each) || /^\p{Ll}{1,4}$/u.test(each)
  const isOne = words.every((each) => word.test(each) && isPart(each) && !ordinary.has(each.toLowerCase()))
  return words.length > 1 && words.length <= 5 && isOne && /^\p{Lu}/u.test(text) && /^\p{Lu}/u.test(words.at(-1) ?? '')
}

function isCalled(text: string): boolean {
  const words = text.split(/\s+/u)
  return words.length <= 2 && words.every((each) => word.test(each) && !ordinary.has(each.toLowerCase())) && !/\d/u.test(text)
}

/**
 * The parts of a text that a person wrote: the own part of a mail of theirs, and below every header block that names them as sender, up to the next.
 */
export function writtenBy(
  text: string,
  wroteIt: boolean,
  isOwn: (sender: { readonly name: string; readonly address: string }) => boolean,
): readonly string[] {
  const parts = wroteIt ? [ownPart(text)] : []
  const blocks = headerBlocks(text)
  for (const [at, block] of blocks.entries()) {
    if (isOwn(block.from)) parts.push(ownPart(unquoted(text.slice(block.end, blocks[at + 1]?.end ?? text.length))))
  }
  return parts.filter((part) => part.trim() !== '')
}

/** Quoting marks off, so that a quoted mail reads as it was written. */
function unquoted(text: string): string {
  return text.replace(/^(?:[>|]|[^\S\n])*>[^\S\n]?/gmu, '')
}

/** Whether a sender of a header block is the subject: by address; by a full name where the block gives no address, or no address of theirs is known. */
export function ownSender(
  addresses: ReadonlySet<string>,
  names: readonly string[],
): (sender: { readonly name: string; readonly address: string }) => boolean {
  const own = fullNames(names)
  return ({ name, address }) => {
    if (address !== '' && addresses.size > 0) return addresses.has(address)
    return relateDisplay(own, name) !== null
  }
}
