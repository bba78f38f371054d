import { dateInWords } from '../model/index.ts'
import { placeholderTitle } from './attachment-file.ts'
import type { ProductionInput } from './input.ts'
import { cutsOf, markerFor } from './redaction.ts'
import { flatten, leaves, phrases, type Released } from './released.ts'
import { codesOf } from './schedule.ts'

export type Format = 'eml' | 'mbox' | 'pdf'

export interface Counts {
  /** Documents given in full or in part. */
  readonly documents: number
  readonly redacted: number
  readonly withheld: number
  /** Reviewed and found to hold nothing about the person who asked. */
  readonly notIncluded: number
  /** Approved without having been opened. */
  readonly notViewed: number
  /** Proposed or approved under a passphrase that another person gave: the two people may be one. */
  readonly givenPassphrase: number
}

export function countsOf(families: readonly Released[]): Counts {
  const all = families.flatMap(flatten)
  const given = all.filter((released) => (released.fate === 'released' || released.fate === 'redacted') && released.form !== 'placeholder')
  const held = all.filter((released) => released.fate === 'withheld' || (released.fate !== 'absent' && released.form === 'placeholder'))
  return {
    documents: given.length,
    redacted: given.filter((released) => released.fate === 'redacted').length,
    withheld: held.length,
    notIncluded: all.filter((released) => released.fate === 'absent').length,
    notViewed: all.filter((released) => released.fate !== 'absent' && !released.source.viewed).length,
    givenPassphrase: all.filter(({ fate, source }) => fate !== 'absent' && (source.givenPassphrases ?? []).length > 0).length,
  }
}

const routes = ['to us: answer the letter that came with this bundle;', 'to the data protection authority of your country;', 'to a court.']

const formatLines: Readonly<Record<Format, string>> = {
  pdf: 'pdf/    each message and attachment as a PDF, with a page number in the footer. Start here.',
  eml: 'mail/   each message with its attachments, for a mail program.',
  mbox: 'mail.mbox   all messages in one mailbox file, for a mail program.',
}

/** The cover page in plain words: what this is, how to read it, what the codes mean, where to complain. */
export function coverText(input: ProductionInput, families: readonly Released[], formats: readonly Format[]): string {
  const counts = countsOf(families)
  const codes = [...new Set(families.flatMap(flatten).flatMap(codesOf))].sort()
  const glossary = codes.map((code) => {
    const ground = input.grounds.find((candidate) => candidate.code === code)
    return ground === undefined ? `${code}` : `${code}   ${ground.sentence}\r\n    marked ${markerFor(code, input.grounds)}`
  })
  const natives = families
    .filter(leaves)
    .flatMap(flatten)
    .some((released) => released.form === 'native')
  const lines = [
    `Copy of personal data: ${input.reference}`,
    '',
    `For: ${input.subjectName}`,
    `Request received: ${dateInWords(input.received)}`,
    `Produced on: ${dateInWords(input.producedOn)}`,
    '',
    'WHAT IS IN HERE',
    ...formats.map((format) => formatLines[format]),
    ...(natives && formats.includes('pdf') ? ['files/  attachments given as they are, for which no page could be made.'] : []),
    `${formats.includes('pdf') ? 'schedule.pdf, ' : ''}schedule.csv, schedule.json   the list of all documents that hold your data, also of those withheld, with the reason.`,
    'manifest.json   the list of all files with their SHA-256, to prove that a copy is complete.',
    '',
    'HOW MUCH',
    `Documents given: ${counts.documents}, of these with redactions: ${counts.redacted}`,
    `Documents withheld: ${counts.withheld}`,
    `Documents looked at that hold none of your data: ${counts.notIncluded}`,
    `Mailboxes and folders searched: ${input.searches.sources.length}`,
    '',
    'WHAT WAS TAKEN OUT',
    'Where something was taken out, a marker in square brackets says why. Its length says nothing about what stood there.',
    ...glossary,
    '',
    'IF YOU DISAGREE, you can complain',
    ...(input.complaintRoutes ?? routes).map((route) => `- ${route}`),
    '',
  ]
  return lines.join('\r\n')
}

/**
 * Texts of ours that stand in renditions whatever the documents hold. The leak check takes them out before it searches: they can't leak,
 * being the same for every document.
 */
export function ownTexts(input: ProductionInput, families: readonly Released[], formats: readonly Format[]): string[] {
  return [
    ...Object.values(phrases),
    ...input.grounds.flatMap((ground) => [markerFor(ground.code, input.grounds), `${ground.code}: ${ground.sentence}`, ground.sentence]),
    ...families
      .flatMap(flatten)
      .flatMap(({ source }) => source.surfaces.flatMap((surface) => cutsOf(surface, source.marks, input.grounds).map((cut) => cut.marker))),
    ...coverText(input, families, formats).split('\r\n'),
    ...families
      .flatMap(flatten)
      .filter(({ fate, form }) => fate === 'withheld' || form === 'placeholder')
      .map((released) => placeholderTitle(released)),
    ...pageLabels,
    'withheld.txt',
    input.reference,
    input.subjectName,
  ].filter((text) => text.trim().length > 2)
}

/** Labels on a printed page. */
export const pageLabels = [
  'Redacted by the controller; each marker names the reason.',
  'Attachments of this message',
  'Attachment of message',
] as const
