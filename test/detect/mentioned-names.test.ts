import { describe, expect, it } from 'vitest'
import { givenNames, namesMentioned } from '../../src/detect/index.ts'
import { nicknameTables } from '../../src/identity/index.ts'
import { corpora, haveCorpora } from '../corpora.ts'
import { labelledThreads } from '../identity/emailcoref.ts'

/** As a request has them. */
const given = [...givenNames, ...nicknameTables.flatMap(({ groups }) => groups.split(/\s+/u))]

const found = (text: string, protect: readonly string[] = ['Nora Quill', 'Quill, Nora']): readonly string[] =>
  [
    ...new Map(
      namesMentioned({ given, protect })
        .find(text)
        .toSorted((one, other) => one.end - one.start - (other.end - other.start))
        .map(({ start, end }) => [start, text.slice(start, end)]),
    ).values(),
  ].sort()

describe('names of people whom no header shows', () => {
  it.each([
    ['behind a title', 'Mr. Ostertag and Frau Dr. von Aßmann saw Mme Lefèvre.', ['Lefèvre', 'Ostertag', 'von Aßmann']],
    ['in a greeting', 'Dear Zuleikha,\nthanks.\n\n> Hi Bartholomä!\n> ok', ['Bartholomä', 'Zuleikha']],
    ['a given name and a surname', 'It was Sinéad Hession who told Marek de Vries.', ['Marek de Vries', 'Sinéad Hession']],
    [
      'in a list, the surname first',
      'Hession, Sinéad\nOstertag, Holger J.\n',
      ['Hession, Sinéad', 'Holger', 'Ostertag, Holger J.', 'Sinéad'],
    ],
    ['a given name alone', 'Ask Fergal whether Gintaras has it.', ['Fergal', 'Gintaras']],
    ['a relative, by the subject’s surname', 'In an emergency call Zebedee Quill.', ['Zebedee Quill']],
  ])('are found %s', (_, text, names) => {
    expect(found(text)).toEqual(names)
  })

  it.each([
    ['the subject’s own name', 'Ms Quill, Nora, Nora Quill and Quill, Nora. Dear Nora,'],
    ['the subject’s own, misspelt', 'Norah Quill and Nory Quill.'],
    ['whom everybody is', 'Dear All,\nHi team,\nDear Sir,\nLiebe Kolleginnen,'],
    ['an everyday word', 'Will May March? Bill Finance. Grant Thornton. Rose garden.'],
    ['a word that begins a sentence', 'Please Quill. Thanks Quill. It’s Quill. Then Quill said so.'],
    ['a street or a place', '3 rue Joseph Vernet, Hugo Street 2, Saint Vincent, Peterstraße, 12 Allen Parkway'],
    ['a part of an address', 'sinead.hession@x.example, Sinéad.Hession@x.example, Gintaras_P'],
    ['a word without capital', 'it was gintaras.'],
  ])('are not %s', (_, text) => {
    expect(found(text)).toEqual([])
  })

  it.runIf(haveCorpora)('are right in nine of ten in mail that others labelled, and three of four of those named there', () => {
    const recognizer = namesMentioned({ given, protect: [] })
    let [hits, right, labels, met] = [0, 0, 0, 0]
    for (const { text, people } of labelledThreads(corpora('labelled/emailcoref/data/LREC/train'))) {
      const wanted = people.flatMap(({ mentions }) => mentions.filter(({ kind }) => kind !== 'address'))
      const meets = (one: { start: number; end: number }, other: { start: number; end: number }): boolean =>
        one.start < other.end && other.start < one.end
      const all = recognizer.find(text)
      hits += all.length
      right += all.filter((hit) => wanted.some((mention) => meets(hit, mention))).length
      labels += wanted.length
      met += wanted.filter((mention) => all.some((hit) => meets(hit, mention))).length
    }
    expect(hits).toBeGreaterThan(1000)
    expect(right / hits).toBeGreaterThan(0.95)
    expect(met / labels).toBeGreaterThan(0.7)
  })
})
