import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { corpora, describeWithCorpora } from '../corpora.ts'
import { beside, besideMailParser, besideMime4j, type Compared, filesBelow, type Kind, kinds } from './reference-trees.ts'

/** A difference that was looked at: where it stands, and why ours is right, or, marked as `open`, why neither need be. */
interface Judged {
  readonly kind: Kind
  readonly where: RegExp
  readonly why: string
  /** The rule leaves it open, so it counts as a difference that is nobody's fault. */
  readonly open?: true
}

/** Differences from Stalwart's mail-parser. */
const fromMailParser: readonly Judged[] = [
  {
    kind: 'addresses',
    where: /^legacy\/(010|017|020|022|027|052)\.eml to$/,
    why: 'raw 8-bit bytes in a header, which RFC 5322 §2.2 forbids and RFC 6532 allows in UTF-8 alone: they are Latin-1; ours reads ü, theirs U+FFFD',
  },
  {
    kind: 'addresses',
    where: /^rfc\/002\.eml 2\/ to$/,
    why: 'RFC 5322 §3.2.2, §3.4: what follows in brackets is a comment and no part of the display name',
  },
  {
    kind: 'addresses',
    where: /^rfc\/008\.eml 2\/ to$/,
    why: 'the display name repeats the address (RFC 5322 §3.4): nothing is lost by leaving it out',
  },
  { kind: 'subject', where: /^legacy\/(010|020|022|027|052)\.eml/, why: 'raw 8-bit bytes in a header, as above' },
  {
    kind: 'date',
    where: /^malformed\/019\.eml/,
    why: 'a fuzzed header, cut in two: the zone stands in the other half, so neither can know it',
    open: true,
  },
  {
    kind: 'structure',
    where: /^malformed\/000\.eml/,
    why: 'RFC 2046 §5.1.1: each delimiter begins a part, whose header may be cut off; theirs takes the whole for text',
  },
  {
    kind: 'structure',
    where: /^malformed\/(001|004|007|008|009|011|012|016)\.eml/,
    why: 'RFC 2046 §5.1.2: a delimiter of an outer multipart ends all inner ones; boundaries that begin alike are told apart by the whole line, since §5.1.1 lets only white space follow',
  },
  {
    kind: 'structure',
    where: /^malformed\/013\.eml/,
    why: 'nested multiparts with one boundary (forbidden by RFC 2046 §5.1.2): ours gives the last delimiter its empty part',
  },
  { kind: 'structure', where: /^malformed\/014\.eml/, why: 'RFC 2046 §5.1.1: a delimiter without `--` begins a part; this one is empty' },
  {
    kind: 'structure',
    where: /^malformed\/019\.eml/,
    why: 'a fuzzed header names two boundaries; ours reports it as ambiguous',
    open: true,
  },
  {
    kind: 'structure',
    where: /^malformed\/(020|021)\.eml/,
    why: 'no empty line after a header, then a delimiter: ours ends the header there, as RFC 2046 §5.1 has the delimiter begin a line',
  },
  {
    kind: 'structure',
    where: /^malformed\/022\.eml/,
    why: 'RFC 2046 §5.2.1: the type says that it is a message; ours shows its text as the message’s',
  },
  {
    kind: 'structure',
    where: /^thirdparty\/015\.eml/,
    why: 'RFC 2046 §5.1.2: the outer delimiter ends the attached message, however broken that is inside; theirs loses two messages',
  },
  { kind: 'text', where: /^legacy\/026\.eml/, why: 'x-uuencode: ours decodes it' },
  {
    kind: 'text',
    where: /^legacy\/049\.eml/,
    why: 'IEEE 1003.1 uuencode: a file stands in the text; ours takes it out as a part and names it there',
  },
  { kind: 'text', where: /^legacy\/(033|052)\.eml/, why: '8-bit text without a charset, in Latin-1: ours reads ö, theirs U+FFFD' },
  {
    kind: 'text',
    where: /^(rfc\/000|thirdparty\/002)\.eml/,
    why: 'RFC 2045 §6.8: what is no base64 character is to be passed over; theirs gives the encoded text where anything in it is none. Both cannot be read; ours reports it',
  },
  {
    kind: 'text',
    where: /^thirdparty\/005\.eml/,
    why: 'RFC 2046 §5.1.1: a delimiter stands at the beginning of a line; this one is in the middle, so it is text',
  },
  {
    kind: 'structure',
    where: /^thirdparty\/009\.eml/,
    why: 'RFC 2046 §5.2.2.1: the first piece of a message in pieces begins with that message\u2019s header; ours reads it as a message as far as it goes, theirs leaves it undecoded',
  },
  { kind: 'bytes', where: /^legacy\/(017|048)\.eml/, why: 'x-uuencode: ours decodes it, to a picture; theirs gives the encoded text' },
]

/** Differences from Apache James' mime4j. */
const fromMime4j: readonly Judged[] = [
  {
    kind: 'structure',
    where: /(badbound|missing-boundary|multipartnopart|missing-inner-boundary|missing-inner-start-boundary)\.msg$/,
    why: 'RFC 2046 §5.1: a multipart has at least one part; without a delimiter theirs shows nothing, ours shows the whole as text and reports it',
  },
  {
    kind: 'structure',
    where: /ending-boundaries\.msg$/,
    why: 'RFC 2046 §5.1.1 lets white space alone follow a delimiter, while its note lets readers compare the beginning; ours wants the line and reports it as ambiguous',
    open: true,
  },
  {
    kind: 'structure',
    where: /(very-long-boundary|very-very-long-boundary|weird-boundary)\.msg$/,
    why: 'RFC 2046 §5.1.1: a boundary does not end with a blank, and blanks after a delimiter are padding; theirs tells delimiters apart by the blank',
  },
  {
    kind: 'text',
    where: /(hdr-fakeout|basic-plain-with-bad-header-separator)\.msg/,
    why: 'a blank in the line between header and body: by RFC 5322 §2.1 the header goes on; ours ends it there, as mail programs do, so that the text is seen',
  },
  {
    kind: 'text',
    where: /malformedHeader/,
    why: 'a first line that is no field: ours begins the body with it, theirs drops it or what follows; by RFC 5322 §2.2 it is no header',
  },
  {
    kind: 'bytes',
    where: /(frag|multi-frag)\.msg/,
    why: 'RFC 4648 §4: three characters at the end, without padding, are two bytes; theirs drops them',
  },
]

function mailParser(): Compared[] {
  const root = corpora('mime/mail-parser/eml')
  return filesBelow(root)
    .filter((path) => path.endsWith('.eml'))
    .flatMap((path) => {
      const json = beside(path.replace(/\.eml$/, '.json'))
      return json === null ? [] : besideMailParser(relative(root, path), readFileSync(path), JSON.parse(json))
    })
}

function mime4j(): Compared[] {
  const root = corpora('mime/james-mime4j/core/src/test/resources')
  return filesBelow(root)
    .filter((path) => path.endsWith('.msg'))
    .flatMap((path) => {
      const xml = beside(path.replace(/\.msg$/, '_decoded.xml'))
      return xml === null
        ? []
        : besideMime4j(relative(root, path), readFileSync(path), xml, (name) => readFileSync(join(dirname(path), name)))
    })
}

/**
 * Of each kind of field: how many there are, how many agree as they stand, which differences nobody judged, and the share that agrees of all but those in
 * which the reference is at fault (agreed / (all − at fault)); what the rules leave open counts against us.
 */
function tally(all: readonly Compared[], judged: readonly Judged[]) {
  const of = (one: Compared): Judged | undefined => judged.find(({ kind, where }) => kind === one.kind && where.test(one.where))
  return Object.fromEntries(
    kinds
      .map((kind) => [kind, all.filter((one) => one.kind === kind)] as const)
      .filter(([, of]) => of.length > 0)
      .map(([kind, fields]) => {
        const different = fields.filter(({ ours, theirs }) => ours !== theirs)
        const theirFault = different.filter((one) => of(one) !== undefined && of(one)?.open === undefined)
        const same = fields.length - different.length
        return [
          kind,
          {
            of: fields.length,
            same,
            unjudged: different.filter((one) => of(one) === undefined).map(({ where }) => where),
            share: same / (fields.length - theirFault.length),
          },
        ]
      }),
  )
}

describeWithCorpora('our reader', () => {
  describe.each([
    [
      'mail-parser',
      mailParser,
      fromMailParser,
      { addresses: [158, 166], subject: [86, 91], date: [78, 79], structure: [104, 121], text: [148, 157], bytes: [76, 81] },
    ],
    ['mime4j', mime4j, fromMime4j, { subject: [52, 52], structure: [71, 80], text: [116, 121], bytes: [32, 34] }],
  ] as const)('beside %s', (_, read, judged, asItStands) => {
    const all = read()
    const counts = tally(all, judged)

    it('agrees on at least 98 in 100 of each kind of field, but for those in which the table finds the reference at fault', () => {
      expect(Object.entries(counts).filter(([, { share }]) => share < 0.98)).toEqual([])
    })

    it('differs nowhere that was not judged by the RFC', () => {
      expect(Object.values(counts).flatMap(({ unjudged }) => unjudged)).toEqual([])
    })

    it('agrees as it stands on as many as are stated, of as many', () => {
      expect(Object.fromEntries(Object.entries(counts).map(([kind, { same, of }]) => [kind, [same, of]]))).toEqual(asItStands)
    })

    it('has no judgement that nothing needs', () => {
      const idle = judged.filter(
        ({ kind, where }) => !all.some((one) => one.kind === kind && one.ours !== one.theirs && where.test(one.where)),
      )
      expect(idle.map(({ why }) => why)).toEqual([])
    })
  })
})
