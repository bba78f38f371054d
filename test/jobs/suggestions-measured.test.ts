import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCore } from '../../src/api/index.ts'
import { sampleForms, sampleRequest, writeSample } from '../../src/jobs/sample/index.ts'
import { people, subjectKeys } from '../../src/jobs/sample/people.ts'
import { asId, isSharedAddress, type MatterId, type UserName } from '../../src/model/index.ts'
import { openWorkspace, readDocuments, readMarks, readSurfaces } from '../../src/store/index.ts'
import { phrases, services } from '../api/core-home.ts'

interface Placed {
  readonly text: string
  readonly start: number
  readonly end: number
  readonly by: string
}

/** People whom the sample only mentions, and others' data that stand in its texts. */
const mentioned = ['Gintaras Petrauskas', 'Cathal Brennan', 'Sinéad Hession', 'Agnieszko', 'Mr Morita', 'Irina', '07700 900 155']
const others = Object.entries(people).flatMap(([key, person]) =>
  (subjectKeys as readonly string[]).includes(key) ||
  key === 'twin' ||
  isSharedAddress(person.email) ||
  /Bureau|Couriers/u.test(person.name)
    ? []
    : [person],
)
const wordsOf = (name: string): readonly string[] => name.split(' ').filter((word) => !['Dr', 'Mr', 'Kate', 'Brennan'].includes(word))
/** Whole names first, so that a word within one is counted with it. */
const truth = [
  ...others.flatMap(({ name, email, phone }) => [name.replace('Dr ', ''), email, ...(phone === '' ? [] : [phone])]),
  ...mentioned,
  ...[...others.map(({ name }) => name), ...mentioned.filter((name) => !/\d/u.test(name))].flatMap(wordsOf),
]
const written = new RegExp(
  `(?<![\\p{L}\\p{M}\\p{N}])(?:${[...new Set(truth)]
    .sort((one, other) => other.length - one.length)
    .map((text) => RegExp.escape(text).replaceAll('\\x20', '[\\s>]+'))
    .join('|')}|IE\\d\\d ALDX[ \\d]{16,18})(?![\\p{L}\\p{M}\\p{N}])|森田`,
  'gu',
)

/** Every suggestion of the whole request, and everything of others' that none of them meets. */
const hits: Placed[] = []
const missed: string[] = []
const right: Placed[] = []
const wrong: Placed[] = []

describe('the suggestions of a whole request, against what the sample archive holds of others', () => {
  const folder = mkdtempSync(join(tmpdir(), 'desk-measured-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  beforeAll(async () => {
    const core = createCore({ services })
    const { sources } = await writeSample(join(folder, 'sample'))
    const workspace = join(folder, 'workspace')
    await core.call('workspace.create', { workspace, user: 'anna', role: 'investigator', passphrase: phrases.anna })
    for (const { path } of sources) await core.call('source.add', { paths: [path] })
    const { subject, regime, reference } = sampleRequest
    const [emails, names, phones, identifiers] = [
      sampleRequest.emails,
      sampleRequest.names,
      sampleRequest.phones,
      sampleRequest.identifiers,
    ].map((list): string[] => [...list])
    const { matter } = await core.call('matter.create', {
      subject,
      emails,
      names,
      phones,
      identifiers,
      regime,
      reference,
      received: '2026-01-05',
    })
    for (const form of sampleForms) await core.call('matter.form', { matter, ...form, unlisted: true })
    await core.call('matter.collect', { matter })
    await core.call('review.suggest', { matter })
    await core.close()
    const opened = await openWorkspace({ directory: workspace, user: asId<UserName>('anna'), passphrase: phrases.anna, now: Date.now })
    const database = opened.matter(asId<MatterId>(matter))
    for (const { id } of readDocuments(database)) {
      const marks = readMarks(database, { document: id, states: ['suggested'] })
      for (const surface of readSurfaces(database, id)) {
        if (!surface.producible) continue
        const places = [...surface.text.matchAll(written)].map((match) => ({ start: match.index, end: match.index + match[0].length }))
        const here = marks.flatMap(({ surface: of, span, origin }): Placed[] =>
          of !== surface.id || span === null ? [] : [{ ...span, text: surface.text.slice(span.start, span.end), by: origin.by ?? '' }],
        )
        const meets = (one: Pick<Placed, 'start' | 'end'>, other: Pick<Placed, 'start' | 'end'>): boolean =>
          one.start < other.end && other.start < one.end
        hits.push(...here)
        right.push(...here.filter((hit) => places.some((place) => meets(hit, place))))
        wrong.push(...here.filter((hit) => !places.some((place) => meets(hit, place))))
        missed.push(
          ...places.filter((place) => !here.some((hit) => meets(hit, place))).map(({ start, end }) => surface.text.slice(start, end)),
        )
      }
    }
    opened.close()
  })

  it('are many, by every recognizer, and each is somebody else’s but those of desks and of one firm called like a person', () => {
    const counts = [...Map.groupBy(hits, ({ by }) => by.replace(/\/.*/u, ''))].map(([by, all]) => [
      by,
      all.length > 10,
      [...new Set(all.filter((hit) => wrong.includes(hit)).map(({ text }) => text))].sort(),
    ])
    expect(counts.sort(([one], [other]) => (String(one) < String(other) ? -1 : 1))).toEqual([
      ['correspondents', true, []],
      ['correspondents-elsewhere', true, []],
      [
        'email-address',
        true,
        [
          'all-staff@alderfinch.example',
          'dispatch@alderfinch.example',
          'editor@instrumentweekly.example',
          'news@swiftwing.example',
          'offers@cartondepot.example',
          'returns@tribunepayroll.example',
        ],
      ],
      ['iban', true, []],
      ['mentioned', true, ['Clara Ingeniería']],
      ['phone-number', true, []],
    ])
  })

  it('miss nobody but whose name is inflected, and a surname that names a firm where its bearer doesn’t write', () => {
    const counts = Map.groupBy(missed, (text) => text.replace(/[\s>]+/gu, ' '))
    expect([...counts].map(([text, all]) => `${text} ${all.length}`).sort()).toEqual(['Agnieszko 2', 'Pryce 5'])
  })
})
