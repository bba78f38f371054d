import type { Office } from './company.ts'
import { type Box, shortened, shownBox } from './mail.ts'
import type { Persona } from './personas.ts'

/** The other bearer of the name. */
export interface Twin {
  readonly box: Box
  /** Their own mailbox at a provider. */
  readonly home: Box
  /** Empty where they work in the same house. */
  readonly company: string
  /** Whether their mail says for which firm they write. */
  readonly signsFirm: boolean
  readonly phone: string
}

/** Who that is in a company of this seed: in some the firm bears the family's name, in some their mail never shows the firm. */
export function twinOf({ twin, family, language }: Persona, domain: string, seed: number): Twin {
  const plain = (text: string): string =>
    text
      .normalize('NFD')
      .replace(/[^A-Za-z]/gu, '')
      .toLowerCase()
  const [local = ''] = twin.email.split('@')
  const familyFirm = seed % 6 === 4 && twin.inHouse !== true && plain(family).length > 4
  const address = twin.inHouse === true ? `${twin.email}${domain}` : familyFirm ? `${local}@${plain(family)}.example` : twin.email
  return {
    box: { name: twin.name, address },
    home: { name: twin.name, address: `${local.replace(/[^a-z]/gu, '')}${60 + seed}@${language === 'de' ? 'gmx.net' : 'hotmail.com'}` },
    company: familyFirm ? `${family} & Co` : twin.company,
    signsFirm: seed % 3 !== 2,
    phone: twin.phone,
  }
}

/** The firm as people write it who have no patience: in one, in small letters, hyphened, in capitals, and within a longer word. */
function firmWritings(company: string): readonly string[] {
  const words = company.split(' ')
  return [
    company,
    words.join(''),
    words.join('-'),
    company.toUpperCase(),
    company.toLowerCase(),
    `${words.join('')}s`,
    `${words.join('')}_2024.xlsx`,
  ]
}

/** Mail of the namesake's and about them, each with what ties it to them. */
export function twinMail(office: Office): void {
  const { persona, twin, says } = office
  const { box, home, company, signsFirm, phone } = twin
  const { family, given } = persona
  const sign = `${box.name}${signsFirm ? `\n${company === '' ? 'Lager Süd' : company}` : ''}\nTel. ${phone}`
  const to = office.colleague(1)
  const chatter = (): string => office.chance.pick(says.chatter)
  const opened = office.add(
    'twin',
    'twin writes',
    { from: box, to: [to], body: office.letter(office.first(to), chatter(), sign) },
    'headers',
  )
  office.add(
    'twin',
    'twin receives',
    { from: to, to: [box], replyTo: opened, body: office.letter(office.first(box), chatter(), to.name) },
    'headers',
  )
  office.add('twin', 'twin receives', { to: [box], body: office.letter(family, chatter(), 'N.') }, 'headers')
  office.add('twin', 'twin named in the thread', { from: to, replyTo: opened, body: office.mention(box.name) }, 'thread')
  office.add(
    'twin',
    'twin quoted',
    { body: `fyi\n\n${says.block[0]}: ${shownBox(box)}\n${says.block[2]}: ${shownBox(to)}\n\n${given}` },
    'text',
  )
  office.add('twin', 'twin writes', { from: { ...box, name: '' }, to: [to], body: `${chatter()}\n\n${sign}` }, 'headers')
  // From home too, where no firm's name gives them away.
  for (const body of [chatter(), chatter()])
    office.add('twin', 'twin writes from home', { from: home, to: [to], body: `${body}\n\n${box.name}\nTel. ${phone}` }, 'headers')
  office.add('twin', 'twin quoted from home', { body: `fyi\n\n${says.block[0]}: ${shownBox(home)}\n\n${office.mention(box.name)}` }, 'text')
  // Where the firm's words are everyday words and its own mail doesn't show it, small letters say nothing.
  const everyday = company.includes(' ') && office.seed % 2 === 0 && !family.split(' ').some((word) => company.includes(word))
  for (const written of company === '' || company.includes('&') ? [] : firmWritings(company)) {
    const about = everyday && !signsFirm && written === company.toLowerCase() ? 'either' : 'twin'
    office.add(about, `twin named with the firm, “${written}”`, { body: office.mention(`${box.name} (${written})`) }, 'organisation')
  }
  if (company.includes(' ') && !company.includes('&')) {
    // A place, a street, a trade: one word of the firm's name says nothing.
    const [first = '', ...rest] = company.split(' ')
    office.add('subject', 'a word of the firm', { body: `${office.mention(persona.name)} (${first} 12)` })
    office.add('subject', 'a word of the firm', { body: `${office.mention(persona.name)} (${rest.join(' ')}, ${first})` })
  }
  for (const word of everyday ? company.toLowerCase().split(' ') : [])
    for (let times = 0; times < 20; times++) office.add('nobody', 'an everyday word', { body: `${chatter()} ${word}.` })
  // One that is both's: their mails get mixed up, and somebody writes to the two of them.
  office.add('subject', 'both', { to: [box, office.subject()], body: chatter() })
}

/** Long threads of the namesake's whose ids programs cut, with messages in between that nobody kept. */
export function namesakeThreads(office: Office): void {
  const { twin, persona } = office
  for (const how of ['last', 'ends', 'cut'] as const) {
    const ids = [office.add('twin', 'twin opens a long thread', { from: twin.box, body: '1' }, 'headers')]
    for (let length = 0; length < 12; length++) {
      const id = office.add('nobody', 'long thread', { references: shortened(ids, how), body: office.chance.pick(office.says.chatter) })
      ids.push(id)
    }
    office.add(
      'twin',
      `twin named in a long thread, ids ${how}`,
      { references: shortened(ids, how), body: office.mention(twin.box.name) },
      'thread',
    )
    const [called = ''] = persona.called
    office.add('twin', `twin's short name in a long thread, ids ${how}`, { references: shortened(ids, how), body: office.mention(called) })
  }
}
