import type { Composed } from './compose.ts'
import type { CopyPlace } from './mailboxes.ts'
import type { PersonKey } from './people.ts'
import { people, sampleRequest, subjectKeys } from './people.ts'
import type { ExpectedRedaction } from './story.ts'
import { outOfScope } from './story.ts'

/** In which forms a message writes the subject. */
export const subjectForms = {
  'full-name': /Katherine Brennan|Brennan, Katherine/iu,
  'usual-name': /Kate Brennan|K\.? Brennan\b/u,
  address: /katherine\.brennan@alderfinch\.example/iu,
  'alias-address': /kbrennan@alderfinch\.example/iu,
  'private-address': /kate\.brennan@postbox\.example/iu,
  misspelling: /Kathrine Brenan|Katherine Brenan\b|BRENAN, KATHERINE/u,
  nickname: /\bKitty\b/u,
  'staff-number': /AF-0117/u,
  'first-name': /\bKate\b(?! (?:M|Brennan))|\bLiebe Kate\b/u,
  surname: /\b(?:Frau|pani|Madame|Ms|Mrs) Brennan\b|ブレナン|Катерина/u,
} as const
export type SubjectForm = keyof typeof subjectForms

export interface TruthAttachment {
  readonly name: string
  readonly kind: string
  readonly disposition: 'release' | 'redact' | 'withhold'
  readonly redact: readonly ExpectedRedaction[]
}

/** What is true of one message, whatever any search finds. */
export interface TruthMessage {
  readonly messageId: string
  readonly thread: string
  readonly about: 'subject' | 'twin' | 'nobody'
  readonly forms: readonly SubjectForm[]
  /** The subject wrote or received it. */
  readonly party: boolean
  readonly privileged: boolean
  readonly disposition: 'release' | 'redact' | 'withhold' | null
  readonly ground: string | null
  readonly redact: readonly ExpectedRedaction[]
  readonly attachments: readonly TruthAttachment[]
  readonly copies: readonly Omit<CopyPlace, 'messageId'>[]
  readonly note: string
}

export interface Truth {
  readonly version: 1
  readonly request: typeof sampleRequest
  readonly instances: number
  readonly messages: readonly TruthMessage[]
  /** Files that can't be taken in whole. */
  readonly exceptions: readonly { readonly path: string; readonly why: string }[]
  /** A name that is open in some messages and hidden in others. */
  readonly openAndHidden: { readonly name: string; readonly open: readonly string[]; readonly hidden: readonly string[] }
}

const squashed = (text: string): string => text.replace(/[\s>]+/gu, ' ')

/** The truth of every message that lies in some mailbox. */
export function truthOf(messages: readonly Composed[], places: readonly CopyPlace[]): Truth {
  const threads = Map.groupBy(messages, (message) => message.thread)
  const copies = Map.groupBy(places, (place) => place.messageId)
  const told = messages
    .filter((message) => copies.has(message.messageId))
    .map((message): TruthMessage => {
      const known = (threads.get(message.thread) ?? []).flatMap((one) => one.mail?.expect?.redact ?? [])
      return judge(message, known, copies.get(message.messageId) ?? [])
    })
  const name = people.maeve.name
  const ids = (list: readonly TruthMessage[]): string[] => list.map(({ messageId }) => messageId)
  const hidden = told.filter(({ redact }) => redact.some(({ text }) => text === name))
  const open = told.filter(
    (one) =>
      one.about === 'subject' &&
      one.disposition !== 'withhold' &&
      !hidden.includes(one) &&
      messages.find(({ messageId }) => messageId === one.messageId)?.visible.includes(name),
  )
  return {
    version: 1,
    request: sampleRequest,
    instances: places.length,
    messages: told,
    exceptions: [
      { path: 'restored-backup/RESTORE-LOG.txt', why: 'not mail' },
      { path: 'restored-backup/tomasz.wisniewski/Inbox/09999.eml', why: 'empty' },
    ],
    openAndHidden: { name, open: ids(open), hidden: ids(hidden) },
  }
}

function judge(message: Composed, threadRedactions: readonly ExpectedRedaction[], places: readonly CopyPlace[]): TruthMessage {
  const expect = message.mail?.expect ?? {}
  const named: readonly PersonKey[] = [...(message.from === null ? [] : [message.from]), ...message.to, ...message.cc, ...message.bcc]
  const party = named.some((key) => subjectKeys.includes(key))
  const everything = [message.visible, ...message.enclosures.map(({ text }) => text)].join('\n')
  const isTwin = expect.about === 'twin'
  const forms = isTwin ? [] : (Object.keys(subjectForms) as SubjectForm[]).filter((form) => subjectForms[form].test(everything))
  const strong = forms.some((form) => form !== 'first-name' && form !== 'surname')
  const about = expect.about ?? (party || strong ? 'subject' : forms.length > 0 ? 'subject' : 'nobody')
  const text = squashed(message.visible)
  const redact =
    about === 'subject' && expect.withhold === undefined
      ? unique([...(expect.redact ?? []), ...threadRedactions]).filter((one) => text.includes(squashed(one.text)))
      : []
  const withhold = expect.withhold ?? null
  const attachments = message.enclosures.map(({ name, kind }): TruthAttachment => {
    const hidden = about === 'subject' ? (expect.redactIn?.[name] ?? []) : []
    return { name, kind, redact: hidden, disposition: withhold !== null ? 'withhold' : hidden.length > 0 ? 'redact' : 'release' }
  })
  return {
    messageId: message.messageId,
    thread: message.thread,
    about,
    forms,
    party,
    privileged: expect.privileged ?? false,
    disposition: about === 'nobody' ? null : about === 'twin' || withhold !== null ? 'withhold' : redact.length > 0 ? 'redact' : 'release',
    ground: about === 'twin' ? outOfScope : withhold,
    redact,
    attachments,
    copies: places.map(({ container, folder, sent }) => ({ container, folder, sent })),
    note: expect.note ?? '',
  }
}

/** Longer texts first, so that what lies within another is no mark of its own. */
function unique(list: readonly ExpectedRedaction[]): ExpectedRedaction[] {
  return [...new Map(list.map((one) => [one.text, one])).values()].sort((left, right) => right.text.length - left.text.length)
}
