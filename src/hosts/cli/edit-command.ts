import type { Input, Output } from '../../api/index.ts'
import { asId, counted, type Matter, type SourceId } from '../../model/index.ts'
import type { Arguments } from './arguments.ts'
import { usage } from './arguments.ts'
import type { CliCommand } from './command.ts'
import { undecidedAgainText } from './identify-commands.ts'

/** Corrects whom a request concerns, or where is looked. */
export const editCliCommand: CliCommand = {
  name: 'matter edit',
  usage:
    'M [--subject NAME] [--email A]… [--name N]… [--phone P]… [--identifier I]… [--custodian C]… [--source S]… [--without V]… [--from D|any] [--to D|any] [--reason TEXT] [--dry-run]',
  summary: 'corrects the person or the scope of a request; what stood before is kept',
  more: 'Values are added to what is there; --without V takes one out, of whatever kind it is. What was collected stays, approvals of what is touched are void. --dry-run tells what it would do.',
  options: {
    subject: 'text',
    email: 'repeated',
    name: 'repeated',
    phone: 'repeated',
    identifier: 'repeated',
    custodian: 'repeated',
    source: 'repeated',
    without: 'repeated',
    from: 'text',
    to: 'text',
    reason: 'text',
    'dry-run': 'switch',
  },
  words: [1, 1],
  signIn: true,
  run: async (session, args) => {
    const matter = await session.matter(args.words[0])
    const { matter: before } = await session.call('matter.show', { matter })
    const asked = { matter, ...askedOf(before, args) }
    if (args.flag('dry-run')) {
      const json = await session.call('matter.edit-preview', asked)
      return { json, text: `Nothing was changed. It would be:\n${revisionText(json)}` }
    }
    const json = await session.call('matter.edit', { ...asked, reason: args.text('reason') ?? '' })
    return { json, text: `${revisionText(json.revision)}${undecidedAgainText(json)}` }
  },
}

/** Whole lists, as the core takes them: what is there, without what is taken out, and with what is added. */
function askedOf({ subject, scope }: Matter, args: Arguments): Omit<Input<'matter.edit-preview'>, 'matter'> {
  const out = new Set(args.many('without'))
  const there = [subject.names, subject.emails, subject.phones, subject.identifiers, scope.custodians, scope.sources].flat()
  // By its place: whom a request concerns stands in no error's text.
  const unknown = args.many('without').findIndex((value) => !there.includes(value))
  if (unknown >= 0)
    throw usage(`The request does not say what --without number ${unknown + 1} takes out. \`matter show\` tells what it says.`)
  const list = (present: readonly string[], option: string): string[] => [
    ...new Set([...present.filter((value) => !out.has(value)), ...args.many(option)]),
  ]
  const day = (option: 'from' | 'to') => {
    const given = args.text(option)
    return given === undefined ? {} : { [option]: given === 'any' ? null : given }
  }
  return {
    subject: args.text('subject'),
    emails: list(subject.emails, 'email'),
    names: list(subject.names, 'name'),
    phones: list(subject.phones, 'phone'),
    identifiers: list(subject.identifiers, 'identifier'),
    custodians: list(scope.custodians, 'custodian'),
    sources: list(scope.sources, 'source').map((id) => asId<SourceId>(id)),
    ...day('from'),
    ...day('to'),
  }
}

type Revision = Output<'matter.edit-preview'>

function revisionText({ changed, added, dropped, kept, beyond, reopened, collectAgain }: Revision): string {
  const shown = (values: readonly string[]): string => (values.length === 0 ? 'nothing' : values.join(', '))
  const listed = (what: string, values: readonly string[]): string => (values.length === 0 ? '' : `${what}: ${values.join(', ')}\n`)
  return [
    ...changed.map(({ field, from, to }) => `${field}: ${shown(from)} → ${shown(to)}\n`),
    listed('Looked for from now on', added),
    listed('No longer looked for', dropped),
    listed('Still looked for, since they were accepted', kept),
    beyond.length === 0
      ? ''
      : `${counted(beyond.length, 'document')} of the review set, no longer asked for, ${beyond.length === 1 ? 'stays' : 'stay'} there: code them not responsive, or approve them as they are.\n`,
    reopened.length === 0
      ? ''
      : `${counted(reopened.length, 'document')} submitted or approved before, to be submitted and approved again.\n`,
    collectAgain ? 'Look at the forms (`identify M`), then collect again (`collect M`).\n' : '',
  ].join('')
}
