/** Who writes in the sample archive. Every name and number is invented; all domains end in `.example` (RFC 2606). */
export interface Correspondent {
  readonly name: string
  readonly email: string
  readonly role: string
  /** From ranges set aside for drama (Ofcom 07700 900xxx, ComReg 020 91x xxxx); empty where the signature has none. */
  readonly phone: string
  readonly company: string
  /** Hours from UTC in winter; summer time is that of the EU but for `asia`. */
  readonly zone: 'dublin' | 'central' | 'eastern' | 'asia'
  readonly language: Language
}
export type Language = 'en' | 'de' | 'fr' | 'pl' | 'ru' | 'ja'

const alder = 'Alder & Finch Instruments Ltd'
const at = (local: string): string => `${local}@alderfinch.example`
const person = (
  name: string,
  email: string,
  role: string,
  phone = '',
  company = alder,
  zone: Correspondent['zone'] = 'dublin',
  language: Language = 'en',
) => ({ name, email, role, phone, company, zone, language }) satisfies Correspondent

export const people = {
  kate: person('Katherine Brennan', at('katherine.brennan'), 'Dispatch Coordinator', '020 915 0142'),
  /** The same person at the address that IT gave her first. */
  kbrennan: person('K Brennan', at('kbrennan'), 'Dispatch', ''),
  /** The same person, privately. */
  kateHome: person('Kate Brennan', 'kate.brennan@postbox.example', '', ''),
  /** The same person, as the payroll bureau wrote her down. */
  misspelt: person('Katherine Brenan', at('katherine.brennan'), 'Dispatch', ''),
  /** Another person of the same name. */
  twin: person('Katherine Brennan', 'k.brennan@corribmarine.example', 'Senior Surveyor', '020 918 0077', 'Corrib Marine Surveys'),
  dispatch: person('Dispatch', at('dispatch'), 'Dispatch desk', '020 915 0100'),
  all: person('All staff', at('all-staff'), '', ''),
  declan: person('Declan Moriarty', at('declan.moriarty'), 'Managing Director', '020 915 0101'),
  aoife: person('Aoife Lynskey', at('aoife.lynskey'), 'HR Manager', '020 915 0110'),
  priya: person('Priya Raman', at('priya.raman'), 'Financial Controller', '020 915 0120'),
  orla: person('Orla Tansey', at('orla.tansey'), 'Sales', '020 915 0130'),
  fergal: person('Fergal Devaney', at('fergal.devaney'), 'Head of Engineering', '020 915 0150'),
  maeve: person('Maeve Corrigan', at('maeve.corrigan'), 'Calibration Technician', '020 915 0151'),
  tomasz: person('Tomasz Wiśniewski', at('tomasz.wisniewski'), 'Warehouse', '020 915 0143', alder, 'dublin', 'en'),
  ruairi: person('Ruairí Bolger', at('ruairi.bolger'), 'IT', '020 915 0160'),
  molloy: person('Kate Molloy', at('kate.molloy'), 'Reception', '020 915 0100'),
  sabine: person(
    'Sabine Köhler',
    at('sabine.koehler'),
    'Büroleitung Hamburg',
    '+49 30 23125 014',
    'Alder & Finch Instruments, Büro Hamburg',
    'central',
    'de',
  ),
  dervla: person('Dervla Shanahan', 'dshanahan@shanahanpryce.example', 'Partner', '020 917 2200', 'Shanahan Pryce Solicitors'),
  conor: person('Conor Pryce', 'cpryce@shanahanpryce.example', 'Associate', '', 'Shanahan Pryce Solicitors'),
  helene: person(
    'Hélène Marchand',
    'helene.marchand@vauclair.example',
    'Achats',
    '+33 1 99 00 14 72',
    'Laboratoires Vauclair',
    'central',
    'fr',
  ),
  kenji: person('森田 健二', 'morita@moritakeiki.example', '営業部', '', '森田計器株式会社', 'asia', 'ja'),
  irina: person('Ирина Соколова', 'sokolova@baltoptika.example', 'Отдел экспорта', '', 'Балтоптика', 'eastern', 'ru'),
  agnieszka: person('Agnieszka Żurek', 'azurek@pomiar.example', 'Zakupy', '+48 22 290 11 40', 'Pomiar Serwis', 'central', 'pl'),
  jonas: person('Jonas Petersen', 'j.petersen@nordlab.example', 'Einkauf', '+49 30 23125 088', 'NordLab Messtechnik', 'central', 'de'),
  bureau: person('Payroll Bureau', 'returns@tribunepayroll.example', 'Payroll', '', 'Tribune Payroll Bureau'),
  courier: person('Swiftwing Couriers', 'tracking@swiftwing.example', '', '', 'Swiftwing Couriers'),
  occupational: person(
    'Dr Sinéad Hollywood',
    'clinic@westwardhealth.example',
    'Occupational Physician',
    '020 919 4410',
    'Westward Occupational Health',
  ),
  padraig: person('Pádraig Noone', 'pnoone@galwaybrewlab.example', 'Lab manager', '020 918 0311', 'Galway Brew Lab'),
  sunniva: person('Sunniva Aas', 'sunniva@fjordhydro.example', 'Procurement', '', 'Fjord Hydro', 'central'),
  gareth: person('Gareth Pugh-Ellis', 'gareth@merseychem.example', 'Stores', '07700 900 318', 'Mersey Chemicals'),
  lucia: person('Lucía Ferrer', 'lferrer@aguaclara.example', 'Compras', '', 'Agua Clara Ingeniería', 'central'),
  owen: person('Owen Treacy', 'owen.treacy@lakelandcoop.example', 'Plant engineer', '07700 900 412', 'Lakeland Co-op Dairies'),
  bridget: person('Bridget Hanlon', 'bhanlon@universityhospital.example', 'Biomedical stores', '', 'University Hospital Stores'),
  emeka: person('Emeka Obi', 'emeka.obi@ravensdale.example', 'Quality', '07700 900 276', 'Ravensdale Distillers'),
} as const satisfies Record<string, Correspondent>

export type PersonKey = keyof typeof people

/** Keys that are one and the same data subject. */
export const subjectKeys: readonly PersonKey[] = ['kate', 'kbrennan', 'kateHome', 'misspelt']

/** The request that the sample is about. */
export const sampleRequest = {
  subject: 'Katherine Brennan',
  emails: [people.kate.email, people.kbrennan.email],
  names: ['Kate Brennan'],
  phones: [people.kate.phone],
  identifiers: ['AF-0117'],
  regime: 'eu-ie',
  reference: 'SAR-2026-014',
} as const

/** What the officer decides about the forms that are proposed, and adds from asking around. */
export const sampleForms = [
  { form: people.kateHome.email, kind: 'email', accepted: true },
  { form: people.twin.email, kind: 'email', accepted: false },
  { form: 'Katherine Brenan', kind: 'name', accepted: true },
  { form: 'Kathrine Brenan', kind: 'name', accepted: true },
  { form: 'Brenan, Katherine', kind: 'name', accepted: true },
  { form: 'Kitty Brennan', kind: 'name', accepted: true },
  { form: 'K. Brennan', kind: 'name', accepted: true },
] as const
