import type { PersonKey } from './people.ts'
import { people } from './people.ts'
import type { Random } from './random.ts'
import type { Mail, Thread } from './story.ts'

const customers: readonly PersonKey[] = ['padraig', 'sunniva', 'gareth', 'lucia', 'owen', 'bridget', 'emeka', 'jonas', 'helene']
const goods = [
  'FM-12 flow meters',
  'TH-7 thermometers',
  'DG-40 depth gauges',
  'pressure bench seals',
  'PT-3 transmitters',
  'HX hygrometers',
  'calibration weights',
  'a CL-9 colorimeter',
  'sight glasses',
  'turbidity probes',
]
const carriers = ['Swiftwing', 'the night truck', 'the Rosslare ferry', 'air freight', 'the Dublin groupage']

interface Slots {
  readonly order: string
  readonly goods: string
  readonly carrier: string
  readonly count: number
  readonly day: string
  readonly customer: string
}
type Line = (slots: Slots) => string

/** What customers ask of a dispatch desk; what the desk answers; how it ends. */
const matters: readonly {
  readonly subject: Line
  readonly ask: readonly Line[]
  readonly answer: readonly Line[]
  readonly end: readonly Line[]
}[] = [
  {
    subject: ({ order }) => `Where is order ${order}?`,
    ask: [
      ({ order, goods: what }) =>
        `Hello,\n\nOur order ${order} (${what}) was due on Monday and the tracking page has not moved since Friday. Could you look into it?`,
      ({ order, count }) =>
        `Good morning, we are waiting on ${order}, ${count} pieces. The line starts on Thursday with or without them, so I would be glad of a date.`,
    ],
    answer: [
      ({ carrier, day }) =>
        `Sorry about that. It went with ${carrier} and was left behind at the hub; they promise ${day}. I have asked them to ring you an hour ahead.`,
      ({ carrier, day }) => `Found it: ${carrier} scanned it to the wrong depot. It turns round tonight and should be with you on ${day}.`,
    ],
    end: [
      () => `Arrived, all complete. Thanks for staying on it.`,
      () => `It came this morning, slightly battered but alive.`,
      ({ day }) => `Still nothing at noon on ${day}? Ah, no, the van is just pulling in. Thanks!`,
    ],
  },
  {
    subject: ({ order }) => `Short delivery ${order}`,
    ask: [
      ({ goods: what, count }) =>
        `Hi,\n\nThe note says ${count} ${what.replace(/^a /, '')}, the box held ${count - 1}. We opened it with two people present. Can you check the packing sheet?`,
      ({ order }) => `Dear dispatch, parcel 2 of 2 of ${order} is missing; parcel 1 is fine.`,
    ],
    answer: [
      ({ day }) =>
        `You are right, the last one is still on our bench. It leaves today; expect it on ${day}. No charge for the freight, of course.`,
      () =>
        `The scale agrees with you: the box was 1.4 kg light when it left. I am sending the missing piece by courier and will find out how it passed the check.`,
    ],
    end: [() => `Received, thank you.`, () => `Got it. Could the invoice be split, please? Our system can't book two deliveries on one.`],
  },
  {
    subject: ({ order }) => `Customs papers for ${order}`,
    ask: [
      ({ order, carrier }) =>
        `Hello, ${carrier} is asking for a commercial invoice in three copies and the origin declaration for ${order}. The goods are stopped until they have them.`,
      ({ goods: what }) =>
        `Could you confirm the tariff number for the ${what.replace(/^a /, '')}? Our broker uses another one than your invoice.`,
    ],
    answer: [
      () => `Attached, signed and stamped. The tariff number on the invoice is the right one, the broker has last year's list.`,
      () => `Papers are with the carrier since 14:00. If anybody asks again, give them my direct line.`,
    ],
    end: [() => `Released this afternoon. Many thanks.`, () => `That did it.`],
  },
  {
    subject: ({ goods: what }) => `Loan unit while ours is away (${what.replace(/^an? /, '')})`,
    ask: [
      ({ day }) => `Ours goes to you for repair on ${day}. Is there any chance of a loan unit for the three weeks?`,
      () => `We can't be without one in the harvest season. What do you have on the shelf?`,
    ],
    answer: [
      ({ day }) => `There is one left. I can put it on the truck for ${day}; please sign the slip and send it back with the box.`,
      () => `All three are out until the 20th, but I can have yours done first if it reaches us by Wednesday.`,
    ],
    end: [() => `Perfect, signed slip attached.`, () => `Wednesday it is.`],
  },
  {
    subject: ({ order }) => `Change of address ${order}`,
    ask: [({ order }) => `Please send ${order} to the new site, gate 4, not to the old office. The porter is there from seven to three.`],
    answer: [
      ({ carrier }) => `Changed in time: ${carrier} has the new label. Gate 4, before three.`,
      () => `It was already on the lorry, but the driver knows the way and will bring it to gate 4.`,
    ],
    end: [() => `You are a star.`, () => `Thanks, noted.`],
  },
]

const inside: readonly Line[] = [
  ({ order }) => `Can somebody please look for the second box of ${order}? Bay 3 or behind the compressor.`,
  ({ carrier }) => `${carrier} raised the fuel surcharge again. New table attached to the noticeboard; please quote from that one.`,
  ({ order, day }) => `${order} must not leave before ${day}: the customer's store is closed.`,
  ({ count }) => `We are down to ${count} of the large cartons. Ordering two hundred today.`,
  ({ customer }) => `${customer} rang. Very friendly, wants a date, deserves one.`,
]
const replies: readonly Line[] = [
  () => `On it.`,
  () => `Found, behind the compressor as always. Going out with the five o'clock.`,
  ({ day }) => `Put it down for ${day}, please.`,
  () => `Thanks, I have told the evening shift.`,
  ({ carrier }) => `Then let us ask for a quote from somebody else than ${carrier}.`,
]

/** Threads of the dispatch desk, as the subject and her colleague wrote them over two years. */
export function dispatchThreads(random: Random, count: number): readonly Thread[] {
  return Array.from({ length: count }, (_unused, index) => {
    const month = Math.floor((index / count) * 22) + 1
    const start = `${2024 + Math.floor(month / 12)}-${two((month % 12) + 1)}-${two(random.between(2, 27))}T${two(random.between(8, 16))}:${two(random.between(0, 59))}`
    const customer = random.pick(customers)
    const slots: Slots = {
      order: `AF-${4300 + index * 7 + random.between(0, 5)}`,
      goods: random.pick(goods),
      carrier: random.pick(carriers),
      count: random.between(3, 24),
      day: random.pick(['Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Monday week']),
      customer: people[customer].name,
    }
    return index % 3 === 2 ? insideThread(random, slots, start) : customerThread(random, slots, start, customer)
  })
}

const two = (value: number): string => String(value).padStart(2, '0')

function customerThread(random: Random, slots: Slots, start: string, customer: PersonKey): Thread {
  const matter = random.pick(matters)
  const desk: PersonKey = random.chance(0.65) ? 'kate' : 'tomasz'
  const mails: Mail[] = [
    {
      from: customer,
      to: [random.chance(0.5) ? 'dispatch' : desk],
      body: random.pick(matter.ask)(slots),
      form: random.chance(0.3) ? 'both' : 'plain',
    },
    {
      from: desk,
      to: [customer],
      cc: random.chance(0.6) ? ['dispatch'] : ['orla'],
      body: `${random.pick(['Hello', 'Good morning', 'Hi'])} ${people[customer].name.split(' ')[0] ?? ''},\n\n${random.pick(matter.answer)(slots)}`,
      ...(random.chance(0.25) ? { enclose: [{ kind: 'png', name: `label ${slots.order}.png`, picture: 'label' }] } : {}),
    },
    { from: customer, to: [desk], cc: ['dispatch'], body: random.pick(matter.end)(slots), form: random.chance(0.2) ? 'html' : 'plain' },
  ]
  if (random.chance(0.35))
    mails.push({
      from: desk,
      to: ['orla'],
      cc: ['declan'],
      forward: random.chance(0.5) ? 'inline' : 'attached',
      subject: `Fwd: ${matter.subject(slots)}`,
      body: random.pick([
        'For your customer file.',
        'Happy ending, for once. Fergal may want to read it.',
        'Please mind the invoice on this one.',
      ]),
    })
  return { start, subject: matter.subject(slots), mails }
}

function insideThread(random: Random, slots: Slots, start: string): Thread {
  const writers: readonly PersonKey[] = ['kate', 'tomasz', 'orla', 'maeve', 'fergal']
  const first = random.pick(writers)
  const second = random.pick(writers.filter((one) => one !== first))
  const line = random.pick(inside)(slots)
  const subject = random.pick([slots.order, 'Bay 3', 'this week', 'Cartons and carriers', 'Reminder'])
  return {
    start,
    subject,
    mails: [
      { from: first, to: ['dispatch', second], body: line },
      { from: second, to: [first], cc: ['dispatch'], body: random.pick(replies)(slots) },
      ...(random.chance(0.4)
        ? [{ from: first, to: [second], body: random.pick(['Good.', 'Thanks a million.', 'You are a gem.']) } satisfies Mail]
        : []),
    ],
  }
}
