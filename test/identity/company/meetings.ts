import type { Office } from './company.ts'
import { folded, shortened } from './mail.ts'

const invitation = (attendee: string, summary = 'Jour fixe'): Uint8Array =>
  folded([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'METHOD:REQUEST',
    'BEGIN:VEVENT',
    'UID:040000008200E00074C5B7101A82E00800000000C0FFEE',
    `SUMMARY:${summary}`,
    attendee,
    'END:VEVENT',
    'END:VCALENDAR',
  ])

const parameters = ['ROLE=REQ-PARTICIPANT', 'PARTSTAT=NEEDS-ACTION', 'CUTYPE=INDIVIDUAL', 'RSVP=TRUE', 'SCHEDULE-STATUS=1.1']

/** Folds stand at every place of the name and the address as the parameters before them grow. */
function attendees(name: string, address: string): readonly string[] {
  return parameters.map((_, at) => `ATTENDEE;${parameters.slice(0, at + 1).join(';')};CN="${name}":mailto:${address}`)
}

/** Invitations that name somebody only in folded lines: by name and address, by a name without address, in a long summary. */
export function meetings(office: Office): void {
  const { persona, twin, says } = office
  const [display = persona.name] = persona.displays
  const invite = (about: 'subject' | 'twin', habit: string, text: Uint8Array, inline: boolean): string =>
    office.add(
      about,
      habit,
      { body: '-', attach: { name: 'invite.ics', type: 'text/calendar', text, inline } },
      about === 'twin' ? 'text' : null,
    )
  for (const [at, line] of attendees(display, office.me).entries()) invite('subject', 'folded invitation', invitation(line), at % 2 === 0)
  for (const line of attendees(persona.name, 'unknown')) invite('subject', 'folded invitation, name alone', invitation(line), true)
  for (const line of attendees('', office.me)) invite('subject', 'folded invitation, address alone', invitation(line), false)
  const long = says.mentions.map((mention) => mention.replace('{X}', '-')).join(' ')
  invite('subject', 'folded summary', invitation('STATUS:CONFIRMED', `${long} ${persona.name} ${long}`), true)
  for (const [at, line] of attendees(twin.box.name, twin.home.address).entries())
    invite('twin', 'folded invitation of the namesake', invitation(line), at % 2 === 0)
}

/** Threads of the subject's own: whoever is named by the shared name there is taken for them, also where the namesake joins late. */
export function subjectThreads(office: Office): void {
  const { persona, twin } = office
  const [called = persona.given] = persona.called
  for (const how of ['last', 'ends', 'cut'] as const) {
    const ids = [office.add('subject', 'opens a long thread', { from: office.subject(), body: '1' })]
    for (let length = 0; length < 10; length++)
      ids.push(office.add('nobody', 'long thread', { references: shortened(ids, how), body: office.chance.pick(office.says.chatter) }))
    ids.push(office.add('twin', 'twin joins', { from: { ...twin.box, name: '' }, references: shortened(ids, how), body: 'ok' }))
    office.add('subject', `named in an own long thread, ids ${how}`, {
      references: shortened(ids, how),
      body: office.mention(persona.name),
    })
    office.add(office.isOnlyBearer(called) ? 'subject' : 'either', 'short name in an own long thread', {
      references: shortened(ids, how),
      body: office.mention(called),
    })
  }
}
