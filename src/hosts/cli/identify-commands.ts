import type { FormsView, IdentityCardView, Input, RefusedView } from '../../api/index.ts'
import type { DocumentId } from '../../model/index.ts'
import { asId, counted } from '../../model/index.ts'
import type { CliCommand } from './command.ts'
import { textList, textTable } from './text-table.ts'

function formsText(json: FormsView): string {
  const word = (accepted: boolean | null): string => (accepted === null ? 'open' : accepted ? 'accepted' : 'refused')
  const flag = (form: FormsView['forms'][number]): string =>
    [form.flagged === 'shared' ? 'others use it too' : form.flagged === 'common' ? `also: ${form.others.join(', ')}` : '', form.why]
      .filter((part) => part !== '')
      .join('; ')
  const rows = json.forms.map((form) => [form.kind, form.form, form.documents, form.unique, form.together, word(form.accepted), flag(form)])
  const table = textTable(['KIND', 'FORM', 'DOCUMENTS', 'ONLY HERE', 'WITH OTHERS', 'DECISION', 'WHY'], rows) || 'No forms found.\n'
  const twins = json.twins.map((twin) => `\n${cardText(twin)}`).join('')
  const { read, of } = json.texts
  const partly =
    read < of
      ? `\n${read} of ${of} texts by, to or naming the person were read for other ways of writing. What is accepted is looked for everywhere.\n`
      : ''
  return twins === ''
    ? `${table}${partly}`
    : `${table}${partly}\nPerhaps others of the name (--refuse-twin ADDRESS, --same-person ADDRESS):\n${twins}`
}

function cardText(card: IdentityCardView): string {
  const { organisation } = card
  return textList([
    ['Addresses', card.addresses.join(', ')],
    ['Shown as', card.names.join(', ') || '–'],
    [
      'Documents',
      `${card.documents}${card.first === null ? '' : `, ${card.first.slice(0, 10)} to ${(card.last ?? card.first).slice(0, 10)}`}`,
    ],
    ['Organisation', organisation === null ? 'a mail provider' : `${organisation.domain}, ${organisation.others} other addresses known`],
    ['Writes with', `${card.correspondents.join(', ') || '–'} (${card.shared} of them also with the subject)`],
    ['With the subject', `${counted(card.between, 'mail')} between both, ${card.both} to both at once`],
    ['Signature', card.signature.join(' / ') || '–'],
    ['Decision', card.decision ?? 'open'],
  ])
}

function refusedText(json: RefusedView): string {
  const by = { headers: 'in its headers', text: 'in its text', thread: 'in its thread', organisation: 'names their organisation' }
  const rows = json.families.map((family) => [
    family.document,
    family.date?.slice(0, 10) ?? '–',
    family.subject,
    family.terms.join(', '),
    `${family.twin} ${by[family.evidence]}`,
    stateOf(family),
  ])
  return textTable(['DOCUMENT', 'DATE', 'SUBJECT', 'FOUND BY', 'BELONGS TO', 'STATE'], rows) || 'Nothing was left out.\n'
}

function stateOf({ readmittedBy, collected, undecided, responsive }: RefusedView['families'][number]): string {
  if (readmittedBy !== null) return `taken in by ${readmittedBy}`
  if (collected === 0) return 'left out'
  const open = [undecided > 0 ? `${undecided} undecided` : '', responsive > 0 ? `${responsive} responsive` : ''].filter(
    (part) => part !== '',
  )
  return `collected before: ${open.length === 0 ? 'not responsive' : open.join(', ')}`
}

/** What a decision took back of what had been set aside. */
export function undecidedAgainText({ undecidedAgain }: { readonly undecidedAgain: readonly DocumentId[] }): string {
  if (undecidedAgain.length === 0) return ''
  return `${counted(undecidedAgain.length, 'document')} that had been set aside: undecided again, since nobody is refused for them any more.\n`
}

/** The forms of a request's subject and others of the name. */
export const identifyCommands: readonly CliCommand[] = [
  {
    name: 'identify',
    usage:
      'M [--accept FORM]… [--refuse FORM]… [--kind email|name|phone|identifier] [--refuse-twin ADDRESS]… [--same-person ADDRESS]… [--unlisted]',
    summary: 'lists the forms in which the subject is written; accepts or refuses them',
    more: '--kind is needed for a form that is not in the list. --refuse-twin and --same-person decide about everything shown together with that address; --unlisted lets them name an address that the archive doesn’t show as another’s of the name. All that is given is decided, or, where something isn’t known, nothing.',
    options: {
      accept: 'repeated',
      refuse: 'repeated',
      kind: 'text',
      'refuse-twin': 'repeated',
      'same-person': 'repeated',
      unlisted: 'switch',
    },
    words: [1, 1],
    signIn: true,
    run: async (session, args) => {
      const matter = await session.matter(args.words[0])
      const decisions = {
        accept: [...args.many('accept')],
        refuse: [...args.many('refuse')],
        samePeople: [...args.many('same-person')],
        refuseTwins: [...args.many('refuse-twin')],
      }
      const deciding = Object.values(decisions).some((each) => each.length > 0)
      const kind = args.text('kind') as Input<'matter.decide'>['kind'] | undefined
      if (!deciding) {
        const json = await session.call('matter.identify', { matter })
        return { json, text: formsText(json) }
      }
      const json = await session.call('matter.decide', { matter, ...decisions, kind, unlisted: args.flag('unlisted') })
      return { json, text: `${undecidedAgainText(json)}${formsText(json)}` }
    },
  },
  {
    name: 'refused',
    usage: 'M [--take-in DOCUMENT]… [--leave-out DOCUMENT]… [--set-aside]',
    summary: 'lists what was left out as another person’s of the name; takes single messages in all the same',
    more: 'What is taken in comes into the review set with the next `collect M`. --set-aside codes what was collected before the refusal as not responsive; what somebody coded responsive is left, and keeps the gate shut until it is coded anew or taken in.',
    options: { 'take-in': 'repeated', 'leave-out': 'repeated', 'set-aside': 'switch' },
    words: [1, 1],
    signIn: true,
    run: async (session, args) => {
      const matter = await session.matter(args.words[0])
      const undecidedAgain: DocumentId[] = []
      const decide = async (document: string, readmit: boolean): Promise<void> => {
        const done = await session.call('matter.readmit', { matter, document: asId<DocumentId>(document), readmit })
        undecidedAgain.push(...done.undecidedAgain)
      }
      for (const document of args.many('take-in')) await decide(document, true)
      for (const document of args.many('leave-out')) await decide(document, false)
      if (!args.flag('set-aside')) {
        const json = { ...(await session.call('matter.refused', { matter })), undecidedAgain }
        return { json, text: `${undecidedAgainText(json)}${refusedText(json)}` }
      }
      const { changed, documents, kept } = await session.call('matter.set-aside', { matter })
      const json = await session.call('matter.refused', { matter })
      const left = kept.length === 0 ? '' : `; ${kept.length} coded responsive by somebody are left as they are`
      return {
        json: { ...json, undecidedAgain, changed, documents, kept },
        text: `${undecidedAgainText({ undecidedAgain })}${counted(changed, 'document')} set aside${left}.\n${refusedText(json)}`,
      }
    },
  },
]
