import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, it } from 'vitest'
import { allParts, messageBytes, parseMessage, readMbox, recogniseFile } from '../../src/formats/index.ts'
import { bytesSource } from '../../src/model/index.ts'
import { corpora, describeWithCorpora } from '../corpora.ts'
import { type Facts, mailparserFacts, ourFacts, postalMimeFacts } from './witnesses.ts'

interface Item {
  readonly name: string
  readonly bytes: Uint8Array
}

function fixtures(directory: string): Item[] {
  return readdirSync(directory).flatMap((name): Item[] => {
    const path = join(directory, name)
    if (statSync(path).isDirectory()) return fixtures(path)
    const bytes = readFileSync(path)
    return recogniseFile(bytes) === 'eml' || /\.(eml|msg)$/.test(path) ? [{ name: relative(corpora('mime'), path), bytes }] : []
  })
}

/** Every `step`th message of an archive. */
function sample(archive: string, step: number): Item[] {
  return readdirSync(corpora(`archives/${archive}`)).flatMap((file) => {
    const source = bytesSource(readFileSync(corpora(`archives/${archive}/${file}`)))
    return [...readMbox(source)]
      .filter(({ kind }) => kind === 'message')
      .filter((_, index) => index % step === 0)
      .map((slice) => ({ name: `${file}@${slice.offset}`, bytes: messageBytes(source, slice, 'mboxrd') }))
  })
}

const facts = ['from', 'to', 'cc', 'subject', 'dateMs', 'plain', 'html', 'attachments'] as const
type Fact = (typeof facts)[number]

interface Case {
  readonly fact: Fact
  readonly name: string
  readonly bytes: Uint8Array
  readonly ours: Facts
  readonly theirs: readonly Facts[]
}

const people = (fact: Fact): boolean => fact === 'from' || fact === 'to' || fact === 'cc'
const body = (fact: Fact): boolean => fact === 'plain' || fact === 'html' || fact === 'attachments'
const text = (facts: Facts, fact: Fact): string => JSON.stringify(facts[fact])
/** Its letters and digits, sorted: blanks, quotes, brackets and what stands between them aside. */
const letters = (value: string): string => [...value.replace(/[^\p{L}\p{N}]/gu, '')].sort().join('')

/** Differences from both other readers, by the reason for which ours stands. */
const reasons: readonly { readonly why: string; readonly applies: (one: Case) => boolean }[] = [
  {
    why: 'they put text parts into the HTML as <br/> and <div>; ours keeps the parts apart',
    applies: ({ fact, ours, theirs }) => fact === 'html' && theirs.some(({ html }) => tagless(html) === tagless(ours.html)),
  },
  {
    why: 'a text with a file name is an attachment for us, part of the body for them',
    applies: ({ fact, bytes }) =>
      body(fact) &&
      [...allParts(parseMessage(bytes))].some(
        ({ part }) => /^text\/(plain|html)$/.test(part.type) && part.filename !== null && part.disposition !== 'attachment',
      ),
  },
  {
    why: 'damaged structure, reported by a problem: ours shows as text what they drop',
    applies: ({ fact, bytes }) =>
      body(fact) &&
      parseMessage(bytes).problems.some(({ code }) =>
        /^(missing-boundary|no-headers|ambiguous-structure|unknown-encoding|unknown-charset|undecodable-text)$/.test(code),
      ),
  },
  {
    why: 'they give up on bytes that ours reads as windows-1252, or decode them twice',
    applies: ({ fact, theirs }) => theirs.every((one) => /\ufffd|ï¿½/.test(text(one, fact))),
  },
  {
    why: 'they leave UTF-7 as it is',
    applies: ({ fact, theirs }) => theirs.every((one) => /\+[A-Z][A-Za-z0-9+/]{2,}-/.test(text(one, fact))),
  },
  {
    why: 'quotes around a name, a bracket too many, a blank inside an address, a name that only repeats the address: ours is the bare one',
    applies: ({ fact, ours, theirs }) =>
      people(fact) &&
      theirs.every((one) => letters(text(one, fact)) === letters(text(ours, fact)) || /'([^']*@[^']*)' <\1>/.test(text(one, fact))),
  },
  {
    why: 'they do not decode uuencode',
    applies: ({ fact, bytes }) => body(fact) && [...allParts(parseMessage(bytes))].some(({ part }) => part.encoding === 'uuencode'),
  },
  {
    why: 'they take the first of two From fields; ours takes both and reports it',
    applies: ({ fact, ours }) => fact === 'from' && ours.from.length > 1,
  },
  {
    why: 'a Content-Type of `text` alone is text/plain for us, as for CPython, and a file for them',
    applies: ({ fact, bytes }) => body(fact) && /^content-type: text *(;.*)?\r?$/im.test(Buffer.from(bytes).toString('latin1')),
  },
  {
    why: 'a semicolon forgotten after the type: they find no boundary then, and show neither text nor file',
    applies: ({ fact, name }) => fact === 'attachments' && name.endsWith('malformed/017.eml'),
  },
  {
    why: 'a header cut in two by a fuzzer: one reader takes the clock, one nothing, ours the part that can be read',
    applies: ({ fact, name }) => fact === 'dateMs' && name.endsWith('malformed/019.eml'),
  },
]

function tagless(html: string): string {
  return html
    .replace(/<br\/>|<div><\/div>/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Facts in which neither witness agrees with us and no reason applies, as `fact name`. */
async function unexplained(items: readonly Item[]): Promise<string[]> {
  const out: string[] = []
  for (const { name, bytes } of items) {
    const ours = ourFacts(bytes)
    const theirs = (await Promise.all([mailparserFacts(bytes), postalMimeFacts(bytes)])).filter((one) => one !== null)
    for (const fact of facts) {
      const same = theirs.some((one) => JSON.stringify(one[fact]) === JSON.stringify(ours[fact]))
      if (!same && theirs.length > 0 && !reasons.some(({ applies }) => applies({ fact, name, bytes, ours, theirs })))
        out.push(`${fact} ${name}`)
    }
  }
  return out
}

describeWithCorpora('our reader, beside mailparser and postal-mime', () => {
  it('agrees with one of them, or for a stated reason with none, on every fixture of six other parsers', async () => {
    const items = fixtures(corpora('mime'))
    expect(items.length).toBeGreaterThan(600)
    expect(await unexplained(items)).toEqual([])
  }, 300_000)

  it('agrees with one of them on list mail and on office mail', async () => {
    const items = [...sample('list-openbmc', 4), ...sample('enron', 30)]
    expect(items.length).toBeGreaterThan(2000)
    expect(await unexplained(items)).toEqual([])
  }, 300_000)
})

const python = spawnSync('python3', ['--version']).status === 0

describeWithCorpora(
  python ? "our reader, beside CPython's email" : "our reader, beside CPython's email (no python3 here: nothing compared)",
  () => {
    it.runIf(python)(
      'agrees on subject, date, addresses and number of leaves of list mail',
      () => {
        const items = sample('list-openbmc', 3)
        const input = items.flatMap(({ bytes }) => {
          const length = Buffer.alloc(4)
          length.writeUInt32BE(bytes.length)
          return [length, bytes]
        })
        const run = spawnSync('python3', [join(import.meta.dirname, 'witness.py')], { input: Buffer.concat(input), maxBuffer: 2 ** 28 })
        const theirs = run.stdout
          .toString('utf8')
          .trim()
          .split('\n')
          .map(
            (line) =>
              JSON.parse(line) as { subject: string | null; date: number | null; leaves: number } & Record<'from' | 'to' | 'cc', string[]>,
          )
        expect(theirs).toHaveLength(items.length)
        const flat = (text: string): string => text.replace(/\s+/g, ' ').trim()
        const wrong: string[] = []
        items.forEach(({ name, bytes }, index) => {
          const parsed = parseMessage(bytes)
          const other = theirs[index]
          if (other === undefined) return
          if (flat(parsed.subject) !== flat(other.subject ?? '')) wrong.push(`subject ${name}`)
          if (other.date !== null && parsed.date.atMs !== other.date * 1000) wrong.push(`date ${name}`)
          for (const field of ['from', 'to', 'cc'] as const) {
            const ours = parsed[field].map(({ address }) => address.toLowerCase()).filter((address) => address !== '')
            const addresses = other[field].map((address) => flat(address).toLowerCase()).filter((address) => address !== '')
            // A few addresses are folded in the middle: ours joins them, CPython makes two of them.
            const folded = letters(other[field].join()) === letters(parsed[field].map(({ address }) => address).join())
            if (JSON.stringify(ours) !== JSON.stringify(addresses) && !folded) wrong.push(`${field} ${name}`)
          }
          const leaves = [...allParts(parsed)].filter(({ part }) => part.children.length === 0 && part.message === null).length
          if (leaves !== other.leaves) wrong.push(`leaves ${name}`)
        })
        expect(wrong).toEqual([])
      },
      120_000,
    )
  },
)
