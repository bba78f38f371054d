import type { RefusalEvidence } from '../../../src/store/index.ts'
import { longerAddresses } from './longer-addresses.ts'
import type { Box, Draft } from './mail.ts'
import { message, shownBox } from './mail.ts'
import { meetings, subjectThreads } from './meetings.ts'
import { namesakeThreads, type Twin, twinMail, twinOf } from './namesake.ts'
import { type Persona, personas } from './personas.ts'
import { phrases } from './phrases.ts'
import { Chance, slip } from './random.ts'

/** Whom a message concerns, by how it was written and not by what any search finds; `either` where nobody could tell from the message alone. */
export type About = 'subject' | 'twin' | 'nobody' | 'either'

export interface CompanyMail {
  readonly id: string
  readonly about: About
  /** By which habit the message names its person. */
  readonly habit: string
  /** By what a reader of the archive would know that it is the namesake's, where the message itself gives only the name; null where nothing finds it. */
  readonly tie: RefusalEvidence | null
}

export interface Company {
  readonly seed: number
  readonly persona: Persona
  readonly request: {
    readonly name: string
    readonly emails: readonly string[]
    readonly phones: readonly string[]
    readonly identifiers: readonly string[]
  }
  readonly mails: readonly CompanyMail[]
  /** The whole archive as one mbox. */
  readonly mbox: string
}

const start = Date.UTC(2024, 2, 4, 8)

/** A company of a given seed: one subject with their habits, colleagues, a namesake, and mail of all kinds. */
export function company(seed: number): Company {
  const persona = personas[seed % personas.length]
  if (persona === undefined) throw new Error('no persona')
  const office = new Office(seed, persona)
  office.subjectWrites()
  office.subjectReceives()
  office.othersMention()
  office.quotesAndCards()
  twinMail(office)
  namesakeThreads(office)
  meetings(office)
  subjectThreads(office)
  longerAddresses(office)
  office.noise()
  return office.done()
}

/** The archive of one company while it is written: what every habit needs to add its messages. */
export class Office {
  readonly chance: Chance
  readonly persona: Persona
  readonly seed: number
  readonly domain: string
  readonly #drafts: (Draft & CompanyMail)[] = []
  readonly me: string
  readonly #phone: string
  readonly #staff: string
  readonly says: (typeof phrases)['en']
  readonly twin: Twin
  /** Whether many more are called as the subject is, so that a word of the name alone says nothing. */
  readonly crowded: boolean

  constructor(seed: number, persona: Persona) {
    this.seed = seed
    this.crowded = seed % 4 === 1
    this.persona = persona
    this.chance = new Chance(seed + 1)
    this.domain = this.chance.pick([
      'brackenfield.example',
      'lindenhof.example',
      'ateliers-valmy.example',
      'nordwerk.example',
      'quayside.example',
    ])
    this.me = `${persona.local}@${this.domain}`
    this.#phone = persona.twin.phone.replace(/\d{2}$/u, String(10 + ((seed * 7 + 3) % 90)))
    this.#staff = `EMP-${String(10400 + seed * 37)}`
    this.says = phrases[persona.language]
    this.twin = twinOf(persona, this.domain, seed)
  }

  done(): Company {
    const { name } = this.persona
    const tells = this.seed % 2 === 0
    const ordered = this.#drafts
    return {
      seed: this.seed,
      persona: this.persona,
      request: { name, emails: [this.me], phones: tells ? [this.#phone] : [], identifiers: tells ? [this.#staff] : [] },
      mails: ordered.map(({ id, about, habit, tie }) => ({ id, about, habit, tie })),
      mbox: ordered
        .map((draft) => `From desk@${this.domain} Mon Mar  4 08:00:00 2024\n${message(draft).replace(/^(>*From )/gmu, '>$1')}\n`)
        .join(''),
    }
  }

  /** Adds a message, from a colleague to another where the draft doesn't say otherwise; gives its Message-ID. */
  add(about: About, habit: string, draft: Partial<Draft> & Pick<Draft, 'body'>, tie: CompanyMail['tie'] = null): string {
    const at = this.#drafts.length
    const id = `m${at}.${this.seed}@${this.domain}`
    const [from, to] = [this.colleague(at), this.colleague(at + 1)]
    this.#drafts.push({
      id,
      from,
      to: [to],
      subject: this.chance.pick(['Lager', 'Stock', 'Planning', 'Fwd: 2024', 'Re: Q3', 'Agenda', 'Info']),
      atMs: start + at * 7_300_000,
      about,
      habit,
      tie,
      ...draft,
    })
    return id
  }

  colleague(at: number): Box {
    const names = this.says.colleagues
    const name = names[at % names.length] ?? ''
    const ascii = name.normalize('NFD').replace(/[^A-Za-z ]/gu, '')
    return {
      name,
      address: `${ascii.trim() === '' ? `colleague${at % names.length}` : ascii.trim().toLowerCase().replace(/ +/gu, '.')}@${this.domain}`,
    }
  }

  subject(name = this.persona.name): Box {
    return { name, address: this.me }
  }

  letter(to: string, text: string, sign: string): string {
    return `${this.says.hello(to)}\n\n${text}\n\n${this.says.bye}\n${sign}`
  }

  #block(sign: string): string {
    return `${sign}\n${this.chance.pick(['Operations', 'Logistik', 'Service'])}\nTel. ${this.#phone}`
  }

  first(box: Box): string {
    return box.name.split(' ')[0] ?? ''
  }

  mention(who: string): string {
    return this.chance.pick(this.says.mentions).replace('{X}', who)
  }

  /** Mail of the subject from every account they have had, under every display name. */
  subjectWrites(): void {
    const { name, displays, called, aliases, home, initials, otherName } = this.persona
    const chatter = (): string => this.chance.pick(this.says.chatter)
    for (const display of [name, name, ...displays]) {
      const to = this.colleague(this.#drafts.length)
      this.add('subject', 'own address', {
        from: this.subject(display),
        to: [to],
        body: this.letter(this.first(to), chatter(), this.#block(this.chance.pick([...called, name]))),
      })
    }
    for (const sign of [...called, ...called, ...(initials === null ? [] : [initials, initials])]) {
      this.add('subject', 'own address', { from: this.subject(), body: `${chatter()}\n\n${sign}` })
    }
    // A mailbox that IT gave first, or after a move to a sub-domain; people don't notice and write as ever.
    for (const alias of aliases) {
      for (const shown of [this.chance.pick([name, ...displays]), name]) {
        this.add('subject', 'alias address', {
          from: { name: shown, address: `${alias}@${this.domain}` },
          body: this.letter(this.first(this.colleague(0)), chatter(), this.#block(called[0] ?? name)),
        })
      }
    }
    this.add('subject', 'sub-domain', { from: { name: '', address: `${this.persona.local}@mail.${this.domain}` }, body: chatter() })
    this.add('subject', 'plus address', { to: [{ name: '', address: `${this.persona.local}+orders@${this.domain}` }], body: chatter() })
    if (home !== null) {
      const mine = { name: this.chance.pick([name, displays[0] ?? name]), address: home }
      this.add('subject', 'private address', { from: this.subject(), to: [mine], body: 'fyi' })
      this.add('subject', 'private address', { from: mine, body: `${chatter()}\n\n${called[0] ?? name}` })
      this.add('subject', 'private address', { from: { name: '', address: home }, body: chatter() })
    }
    if (otherName !== undefined) {
      const then = { name: otherName.name, address: `${otherName.local}@${this.domain}` }
      this.add('subject', 'married name', { from: then, body: this.letter('', chatter(), this.#block(otherName.name)) })
      // IT points the old address at the new one, and some programs show the old name with it for years.
      this.add('subject', 'married name', { to: [{ name: otherName.name, address: this.me }], body: chatter() })
      this.add('subject', 'married name', { body: this.mention(otherName.name) })
      this.add('subject', 'married name', { to: [then], body: chatter() })
    }
  }

  subjectReceives(): void {
    const { name, displays, called, formal } = this.persona
    for (const greeted of [...called, ...called, ...formal]) {
      this.add('subject', 'recipient', {
        to: [this.subject(this.chance.pick(['', name, ...displays]))],
        body: this.letter(greeted, this.chance.pick(this.says.chatter), 'N.'),
      })
    }
    this.add('subject', 'copied', { cc: [this.subject('')], body: this.chance.pick(this.says.chatter) })
    this.add('subject', 'blind copy', { bcc: [this.subject('')], body: this.chance.pick(this.says.chatter) })
  }

  /** Mail between others that only names them. */
  othersMention(): void {
    const { name, written, called, formal, initials, given, family } = this.persona
    for (const full of [name, ...written]) this.add('subject', 'full name', { body: this.mention(full) })
    for (const one of called) this.add(this.isOnlyBearer(one) ? 'subject' : 'either', 'first name', { body: this.mention(one) })
    for (const one of formal)
      this.add(this.persona.sameLast === null && !this.crowded ? 'subject' : 'either', 'title and surname', { body: this.mention(one) })
    for (let slips = 0; slips < 3; slips++) {
      const last = family.length > 4 ? slip(family, this.chance) : family
      const first = slips === 2 && given.length > 4 ? slip(given, this.chance) : given
      if (last !== family || first !== given) this.add('subject', 'misspelling', { body: this.mention(`${first} ${last}`) })
    }
    if (given.length > 5) this.add('subject', 'misspelt, comma', { body: this.mention(`${family}, ${slip(given, this.chance)}`) })
    this.add('subject', 'upper case', { body: this.mention(`${family.toUpperCase()} ${given}`) })
    if (this.seed % 2 === 0) {
      this.add('subject', 'staff number', { body: `${this.#staff.replace('-', ' ')}: ok` })
      this.add('subject', 'staff number', { subject: `Payroll ${this.#staff}`, body: '-' })
      this.add('subject', 'phone', { body: `Tel ${this.#phone.replace(/[ ]/gu, '-')}` })
    }
    if (initials !== null) this.add('either', 'initials', { body: `Agenda: 1. budget (${initials}) 2. a.o.b.` })
    const login = this.persona.aliases[0]
    if (login !== undefined) this.add('subject', 'login in a path', { body: `C:\\Users\\${login}\\Documents\\list.xlsx` })
  }

  quotesAndCards(): void {
    const { name, written, displays } = this.persona
    const [from, sent, to, subject] = this.says.block
    const other = this.colleague(2)
    const lines = (quoted: string): string =>
      `${this.chance.pick(this.says.chatter)}\n\n________________________________\n${from}: ${quoted}\n${sent}: 12.03.2024 10:15\n${to}: ${shownBox(other)}\n${subject}: x\n\nok\n`
    this.add('subject', 'quoted header block', { body: lines(shownBox(this.subject(displays[0]))) })
    this.add('subject', 'quoted header block', { body: lines(`${written[0] ?? name} [mailto:${this.me}]`) })
    this.add('subject', 'quoted header block', { body: lines(displays[1] ?? name) })
    this.add('subject', 'attribution line', {
      body: `+1\n\n${this.says.wrote('12.03.2024', shownBox(this.subject()))}\n> ${this.chance.pick(this.says.chatter)}`,
    })
    this.add('subject', 'attribution line', { body: `+1\n\n${this.says.wrote('12.03.2024', written[0] ?? name)}\n> ok` })
    const cn = this.persona.aliases[0]?.toUpperCase() ?? 'X'
    this.add('subject', 'Exchange address', { body: lines(`${displays[0] ?? name} </O=FIRM/OU=EU/CN=RECIPIENTS/CN=${cn}>`) })
    this.add('subject', 'Exchange address', { body: `Mailbox /O=FIRM/OU=EU/CN=RECIPIENTS/CN=${cn} moved.` })
    this.add('subject', 'calendar', {
      body: 'Termin / meeting',
      attach: {
        name: 'invite.ics',
        type: 'text/calendar',
        text: `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Jour fixe\r\nATTENDEE;ROLE=REQ-PARTICIPANT;CN="${displays[0] ?? name}":mailto:${this.me}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`,
      },
    })
    this.add('subject', 'card', {
      body: 'Contact',
      attach: {
        name: 'contact.vcf',
        type: 'text/vcard',
        text: `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:${written[0] ?? name}\r\nTEL:${this.#phone}\r\nEND:VCARD\r\n`,
      },
    })
    this.add('subject', 'list', {
      body: 'List',
      attach: { name: 'list.csv', type: 'text/csv', text: `no;name\n1;${this.persona.family}, ${this.persona.given}\n2;${other.name}\n` },
    })
  }

  noise(): void {
    const { sameFirst, sameLast, name, called, family } = this.persona
    const [one = '', two = ''] = this.says.colleagues
    const crowd = [
      ...called.map((short) => [`${short} ${one.split(' ').at(-1) ?? ''}`, 150] as const),
      [`${two.split(' ')[0] ?? ''} ${family}`, 250] as const,
    ]
    const others = [sameFirst, sameLast].flatMap((other) => (other === null ? [] : [[other, 3] as const]))
    for (const [other, mails] of this.crowded ? [...others, ...crowd] : others) {
      const box = {
        name: other,
        address: `${
          other
            .normalize('NFD')
            .replace(/[^A-Za-z ]/gu, '')
            .trim()
            .toLowerCase()
            .replace(/ +/gu, '.') || 'other'
        }@${this.domain}`,
      }
      for (let times = 0; times < mails; times++)
        this.add('nobody', 'another person', { from: box, body: this.letter('', this.chance.pick(this.says.chatter), other) })
    }
    for (let times = 0; times < 14; times++) this.add('nobody', 'chatter', { body: this.chance.pick(this.says.chatter) })
    for (const desk of this.says.colleagues.slice(0, 3))
      this.add('nobody', 'desk', { from: { name: desk, address: `info@${this.domain}` }, body: this.chance.pick(this.says.chatter) })
    this.add('subject', 'desk under the name', {
      from: { name, address: `info@${this.domain}` },
      body: this.chance.pick(this.says.chatter),
    })
    this.add('nobody', 'list', {
      from: { name: 'Newsletter', address: 'noreply@news.example' },
      to: [{ name: '', address: `all@${this.domain}` }],
      body: this.chance.pick(this.says.chatter),
    })
  }

  isOnlyBearer(called: string): boolean {
    return !this.crowded && (this.persona.sameFirst === null || !this.persona.sameFirst.startsWith(called))
  }
}
