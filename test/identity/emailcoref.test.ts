import { expect, it } from 'vitest'
import { readName } from '../../src/identity/index.ts'
import { formsOfMatter, queryOf } from '../../src/jobs/index.ts'
import { matchesIn, wantedWords } from '../../src/search/index.ts'
import type { ReadableDatabase } from '../../src/store/index.ts'
import { corpora, describeWithCorpora } from '../corpora.ts'
import { indexOf, matterAbout, settle } from './company/settle.ts'
import { type LabelledThread, labelledThreads, type Mention } from './emailcoref.ts'

/** Floors a little below what is reached; the run prints the figures. */
const leastRecall = 0.975
const leastPrecision = 0.93

/** Every writing that is missed, and why nothing should have led there, or what would have to be known. */
const whyMissed: Readonly<Record<string, string>> = {
  'davis_d_14: mfoster@grti.tec.ar.us of Aunt Mae':
    'nothing but the family’s “Aunt Mae” is known of her, and the address is shown with no name',
  'lokey_t_58: Leah of fackel@yahoo.com': 'from an address alone: shown with a first name, which proves nobody',
  'lokey_t_58: barnesfamilyus@prodigy.net of Amy Barnes': 'an address of two, shown as “Amy & Alistair”',
  'lokey_t_58: Alistair of barnesfamilyus@prodigy.net': 'an address of two, shown as “Amy & Alistair”',
  'skilling_j_1399: J.S. of Jeff (Rocky) Skilling': 'initials that others write and he never signs',
  'skilling_j_1466: pr of Palmer, Mark A.': 'his department, not his initials',
  'skilling_j_1466: PR of Palmer, Mark A.': 'his department, not his initials',
  'ybarbo_p_265: Roald of rlnpc@hoegh.no': 'from an address alone: greeted once, in a quoted mail to several',
  'ybarbo_p_316: AZMAT of pocesco@email.msn.com': 'from an address alone: signed once, below a line of Lotus Notes that is no header block',
  'ybarbo_p_545: Audrey of Audrey.Robertson@enron.com':
    'from an address alone: its words are the login, the first name alone would be anybody’s',
}

interface Tally {
  found: number
  all: number
}

describeWithCorpora('a person in labelled threads, found from one seed', () => {
  it('is found in nearly every explicit mention, and hardly anybody else', async () => {
    const threads = labelledThreads(corpora('labelled/emailcoref/data/LREC/train'))
    const index = await indexOf(archiveOf(threads))
    const byKind = new Map<string, Tally>()
    const missed = new Set<string>()
    let [right, wrong, persons] = [0, 0, 0]
    for (const [at, thread] of threads.entries()) {
      for (const { mentions } of thread.people) {
        if (new Set(mentions.map(({ text }) => text.toLowerCase().replace(/[\s.,]+/gu, ' '))).size < 2) continue
        persons++
        const hits = hitsFrom(index, at, thread.text, seedOf(mentions))
        const overlaps = (mention: Mention, hit: { readonly start: number; readonly end: number }): boolean =>
          mention.start < hit.end && hit.start < mention.end
        for (const mention of mentions) {
          const tally = byKind.get(mention.kind) ?? { found: 0, all: 0 }
          byKind.set(mention.kind, tally)
          tally.all++
          if (hits.some((hit) => overlaps(mention, hit))) tally.found++
          else missed.add(`${thread.name}: ${mention.text} of ${seedOf(mentions)}`)
        }
        for (const hit of hits) {
          if (mentions.some((mention) => overlaps(mention, hit))) right++
          else {
            wrong++
            if (process.env['SHOW'])
              console.log('WRONG', thread.name, seedOf(mentions), '|', thread.text.slice(hit.start - 20, hit.end + 20).replace(/\n/gu, '/'))
          }
        }
      }
    }
    const total = [...byKind.values()].reduce((sum, { found, all }) => ({ found: sum.found + found, all: sum.all + all }), {
      found: 0,
      all: 0,
    })
    const recall = total.found / total.all
    const precision = right / (right + wrong)
    const lines = [...byKind].map(([kind, { found, all }]) => `  ${kind}: ${found} of ${all} (${((100 * found) / all).toFixed(1)} %)`)
    console.log(
      [
        `${persons} persons with two or more written forms; recall ${(100 * recall).toFixed(1)} %, precision ${(100 * precision).toFixed(1)} %`,
        ...lines,
        'missed:',
        ...[...missed].map((line) => `  ${line}: ${whyMissed[line] ?? 'not explained'}`),
      ].join('\n'),
    )
    expect([...missed].sort()).toEqual(Object.keys(whyMissed).sort())
    expect(persons).toBeGreaterThan(100)
    expect(recall).toBeGreaterThan(leastRecall)
    expect(precision).toBeGreaterThan(leastPrecision)
  })
})

/** Each thread is a message of a day of its own, so that a request's scope is one thread of the whole archive. */
function archiveOf(threads: readonly LabelledThread[]): string {
  const messages = threads.map(({ text }, at) => {
    const date = new Date(dayOf(at)).toUTCString().replace('GMT', '+0000')
    const body = text.replace(/^(>*From )/gmu, '>$1')
    const head = [
      'From x@archive.example Mon Jan  1 00:00:00 2001',
      'From: x@archive.example',
      'To: y@archive.example',
      `Date: ${date}`,
      'Subject: -',
      `Message-ID: <t${at}@archive.example>`,
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: 8bit',
    ]
    return `${head.join('\n')}\n\n${body}\n\n`
  })
  return messages.join('')
}

const dayOf = (thread: number): number => Date.UTC(2001, 0, 1 + thread * 2, 12)

/** The fullest name that is written of the person; where there is none, an address. */
function seedOf(mentions: readonly Mention[]): string {
  const names = mentions.filter(({ kind }) => kind === 'full name' || kind === 'surname first')
  const [best] = [...names].sort((left, right) => right.text.length - left.text.length)
  return (best ?? mentions.find(({ kind }) => kind === 'address') ?? mentions[0])?.text ?? ''
}

function hitsFrom(
  index: ReadableDatabase,
  at: number,
  text: string,
  seed: string,
): readonly { readonly start: number; readonly end: number }[] {
  const day = new Date(dayOf(at)).toISOString().slice(0, 10)
  const isAddress = seed.includes('@') && readName(seed)?.family === undefined
  const base = matterAbout(isAddress ? { name: seed, emails: [seed.replace(/\s/gu, '').toLowerCase()] } : { name: seed }, 'us')
  const matter = { ...base, scope: { ...base.scope, from: day, to: day } }
  const accepted = formsOfMatter(matter, settle(index, matter)).filter((form) => form.accepted === true)
  const spans = accepted.flatMap((form) => matchesIn(text, wantedWords(queryOf(form)), 10_000))
  const merged: { start: number; end: number }[] = []
  for (const span of [...spans].sort((left, right) => left.start - right.start || right.end - left.end)) {
    const last = merged.at(-1)
    if (last !== undefined && span.start < last.end) last.end = Math.max(last.end, span.end)
    else merged.push({ ...span })
  }
  return merged
}
