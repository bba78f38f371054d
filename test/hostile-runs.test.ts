import { describe, expect, it } from 'vitest'
import {
  fullNames,
  headerBlocks,
  isSignedAs,
  namesInText,
  ownPart,
  peopleInText,
  phonesOnCards,
  readName,
  relateDisplay,
  shownName,
  signOffs,
  strangersAmong,
  writtenBy,
} from '../src/identity/index.ts'
import { said } from '../src/jobs/said.ts'
import { shownInHeader } from '../src/jobs/shown-addresses.ts'
import type { ParsedMessage } from '../src/model/index.ts'
import { unlessItHangs } from './hang.ts'

const own = fullNames(['Jane Roe'])
const length = 200_000

/** What reads a mail's texts, names and addresses, and must do so whatever stands there. */
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  'names and addresses in a text': peopleInText,
  'header blocks of a text': headerBlocks,
  'the names of somebody in a text': (text) => namesInText(text, ['Jane Roe']),
  'numbers on cards': (text) => phonesOnCards(text, new Set(), ['Jane Roe']),
  'the own part of a text': ownPart,
  'greeting and signature': signOffs,
  'what somebody wrote below a header block': (text) => writtenBy(`From: Jane Roe\nTo: Bo\n\n${text}`, false, () => true),
  'whether a signature is somebody’s': (text) => isSignedAs([text], own),
  'a name that is shown': shownName,
  'a person’s name': readName,
  'how a name is related': (text) => relateDisplay(own, text),
  'whether a name is a stranger’s': (text) => strangersAmong([text], own),
  'what a text says': said,
  'addresses within those of a header': (text) => shownInHeader(headed(text)),
}

function headed(text: string): ParsedMessage {
  const people = [{ name: text, address: `${text}@corp.example`, group: null }]
  const fields: Partial<ParsedMessage> = { from: people, sender: [], replyTo: [], to: people, cc: [], bcc: [] }
  return fields as ParsedMessage
}

const pieces = [
  ...[
    ' ',
    '\t',
    '\n',
    '.',
    ',',
    '-',
    '–',
    '*',
    '_',
    '/',
    '/a',
    '>',
    '> ',
    '<',
    '(',
    '[',
    '"',
    '!',
    '’',
    ' .',
    '- ',
    ', ',
    'a ',
    '@',
    ' @',
    'x',
    '1',
    '1 ',
    '+',
  ],
  ...['née ', ' via', 'From: ', 'a@', 'A.', 'Jane ', 'CN=', '</O=', 'ATTENDEE;CN='],
]

describe('a run of the same signs, which a text of any length may hold', () => {
  for (const [name, read] of Object.entries(readers)) {
    it(`doesn't hold up reading ${name}`, () => {
      const runs = pieces.map((piece) => piece.repeat(length / piece.length))
      const texts = runs.flatMap((run) => [
        `Jane Roe${run}x`,
        `From: x${run}y`,
        `Jane Roe a${run}b\nBEGIN:VCARD\nFN:${run}\nBEGIN:VCALENDAR\nATTENDEE;${run}`,
      ])
      expect(() =>
        unlessItHangs(() => {
          for (const text of texts) read(text)
        }),
      ).not.toThrow()
    })
  }
})
