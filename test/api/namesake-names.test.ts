import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Core, createCore } from '../../src/api/index.ts'
import type { MatterId } from '../../src/model/index.ts'
import { letter, mboxOf } from '../jobs/archive.ts'
import { annasWorkspace, services } from './core-home.ts'

const bo = 'bo@harbour.example'
let count = 0
const from = (subject: string, who: string, body = 'Hello.', to = bo): string =>
  letter({ id: `${++count}`, subject, from: who, to, body: `${body}\n` })

/** One of several people of the archive, each with a namesake: what they write, what is written of them, what the namesake writes. */
interface Person {
  readonly name: string
  readonly own: string
  readonly theirs: string
  readonly mails: readonly string[]
}
let people = 0
function person(name: string, shown = name): Person {
  const at = ++people
  const [own, theirs] = [`own${at}@harbour.example`, `x${at}@north${at}.example`]
  const mails = [
    from('own', `${name} <${own}>`),
    from('about', bo, `${name} called.`, 'ida@harbour.example'),
    from('theirs', `${shown} <${theirs}>`),
  ]
  return { name, own, theirs, mails }
}

const likeFirms = ['Saša Novak', 'Sergio Agüero', 'Saïd Benali', 'Jan Hrůza', 'Ana Maria da Silva dos Santos Pereira', 'Jack Ma'].map(
  (name) => person(name),
)

let folder: string
let core: Core
let sources = 0
async function add(mails: readonly string[]): Promise<void> {
  const path = join(folder, `mail${++sources}.mbox`)
  writeFileSync(path, mboxOf(mails))
  await core.call('source.add', { paths: [path] })
}
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desk-names-'))
  core = createCore({ services })
  await annasWorkspace(core, join(folder, 'w'))
  await add([...likeFirms].flatMap(({ mails }) => mails))
})
afterAll(async () => {
  await core.close()
  rmSync(folder, { recursive: true, force: true })
})

async function about(subject: string, more: { emails: string[]; phones?: string[]; identifiers?: string[] }): Promise<MatterId> {
  return (await core.call('matter.create', { subject, received: '2026-11-02', regime: 'uk-eng', ...more })).matter
}
const identify = (matter: MatterId) => core.call('matter.identify', { matter })
const refuse = (matter: MatterId, ...addresses: string[]) => core.call('matter.decide', { matter, refuseTwins: addresses, unlisted: true })
/** The subjects of what the request holds once it is collected, and of what was left out. */
async function collected(matter: MatterId): Promise<{ readonly taken: readonly string[]; readonly left: readonly string[] }> {
  await core.call('matter.collect', { matter })
  const { rows } = await core.call('review.list', { matter })
  const { families } = await core.call('matter.refused', { matter })
  return { taken: rows.map(({ subject }) => subject).sort(), left: families.map(({ subject }) => subject).sort() }
}

describe('a name that holds what firms are called by, or more words than most', () => {
  it.each(likeFirms)('is a person’s: the namesake of $name is shown, and stays out once refused', async ({ name, own, theirs }) => {
    const matter = await about(name, { emails: [own] })
    expect((await identify(matter)).twins.map(({ addresses }) => addresses)).toEqual([[theirs]])
    await core.call('matter.twin', { matter, addresses: [theirs], accepted: false })
    expect(await collected(matter)).toEqual({ taken: ['about', 'own'], left: ['theirs'] })
  })
})

describe('an address that is shown with more than the subject’s name', () => {
  const shown = [
    'Roe, Jane, PhD',
    'Roe, Jane, Dept of Law',
    'Jane M. Roe, CPA',
    'Jane Roe IT',
    'Roe, Jane /IT',
    'Jane Roe SA',
    'Jane Roe Marketing',
    'Jane Roe, Corp Ltd',
    'Jane Roe 2',
    'Roe, Jane 4711',
    'Ms. Jane Roe M.Sc., LL.M.',
    'Jane_Roe',
    'jane.roe',
    'Jane Roe (jane.roe@corp.example)',
  ]
  it('is proposed as perhaps a namesake’s, each on its card, and stays out once refused', async () => {
    const addresses = shown.map((_, at) => `x@mail${at}.example`)
    await add([
      from('own', 'Jane Roe <jane.roe@harbour.example>'),
      ...shown.map((name, at) => from(`shown as ${name}`, `"${name}" <${addresses[at]}>`, 'This is Jane Roe.')),
    ])
    const matter = await about('Jane Roe', { emails: ['jane.roe@harbour.example'] })
    const { twins } = await identify(matter)
    const cards = new Set(twins.flatMap((twin) => twin.addresses))
    expect(shown.filter((_, at) => !cards.has(addresses[at] ?? ''))).toEqual([])
    await core.call('matter.decide', { matter, refuseTwins: addresses })
    expect((await collected(matter)).taken).toEqual(['own'])
  })
})

describe('an address refused by hand as another person’s', () => {
  it.each([['Olle Falk, whatever'], ['Zoe Quay and Ida Lund'], ['Depot 7 / Zoe Quay'], ['Bo Lind'], ['sales']])(
    'leaves its mail out when it is shown as %s',
    async (shown) => {
      const at = ++people
      const [own, theirs] = [`own${at}@harbour.example`, `x${at}@north${at}.example`]
      const name = `Zoe Quay${'abcdefghij'[at % 10]}`
      await add([
        from('own', `${name} <${own}>`),
        from('theirs', `"${shown.replace('Zoe Quay', name)}" <${theirs}>`, `This is ${name}.`),
        from('a desk', `"${name}" <info@harbour.example>`, `This is ${name}.`),
        from('desk of others', 'Ida Lund <info@harbour.example>', 'This is a desk.'),
      ])
      const matter = await about(name, { emails: [own] })
      await refuse(matter, theirs)
      expect(await collected(matter)).toEqual({ taken: ['a desk', 'own'], left: ['theirs'] })
      // A form refused as such only says that not everything there is the subject's.
      await core.call('matter.decide', { matter, refuse: ['info@harbour.example'], kind: 'email' })
      expect((await collected(matter)).left).toEqual(['theirs'])
      await refuse(matter, 'info@harbour.example')
      expect((await collected(matter)).left).toEqual(['a desk', 'theirs'])
    },
  )
})

describe('a login given as an identifier', () => {
  it.each(['ulla.berg', 'u.berg', 'uberg', 'Ulla_Berg2'])('%s is shown, and proves nothing against a refused namesake', async (login) => {
    const tag = login.replace(/\W/gu, '')
    const [own, theirs] = [`mine.${tag}@harbour.example`, `ulla.berg@${tag.toLowerCase()}.example`]
    const mine = letter({ id: `${++count}`, subject: `own ${tag}`, from: `Ulla Berg <${own}>`, to: bo })
    await add([mine, from(`theirs ${tag}`, `Ulla Berg <${theirs}>`, `Login ${login}.`)])
    const matter = await about('Ulla Berg', { emails: [own], identifiers: [login] })
    expect((await identify(matter)).forms).toContainEqual(expect.objectContaining({ kind: 'identifier', form: login, accepted: true }))
    await refuse(matter, theirs)
    const { taken, left } = await collected(matter)
    expect([taken.includes(`own ${tag}`), taken.includes(`theirs ${tag}`), left.includes(`theirs ${tag}`)]).toEqual([true, false, true])
    const { forms } = await core.call('matter.form', { matter, form: login, kind: 'identifier', accepted: false })
    expect(forms.find(({ form, kind }) => kind === 'identifier' && form === login)?.accepted).toBe(false)
    expect(forms.find(({ form }) => form === 'Ulla Berg')?.accepted).toBe(true)
  })

  it('finds nothing that the name doesn’t: what only both find counts as found once', async () => {
    await add([letter({ id: `${++count}`, subject: 'one', from: bo, to: 'ida@harbour.example', body: 'Vera Holm called.\n' })])
    const { forms } = await identify(await about('Vera Holm', { emails: ['vera@harbour.example'], identifiers: ['vera.holm'] }))
    const unique = (form: string) => forms.find((one) => one.form === form)?.unique
    expect([unique('Vera Holm'), unique('vera.holm')]).toEqual([1, 1])
  })
})

describe('a number of the subject', () => {
  it('proves whose a mail is as a whole, and not as a piece of a longer one', async () => {
    const theirs = 'nils.moe@quarry.example'
    const to = (subject: string, body: string): string => from(subject, bo, `${body}\nNils Moe`, theirs)
    await add([
      from('own', 'Nils Moe <nils.moe@harbour.example>'),
      to('number', 'Staff no. 4711-0815.'),
      to('otherwise', 'Staff no. 47110815'),
      to('phone', 'Call 020 7946 0100. 3 others did.'),
      to('abroad', 'Call +44 (0)20 7946 0100, 24h'),
      to('longer before', 'Order 12-4711-0815'),
      to('longer behind', 'Order 4711-0815-33'),
      to('letter behind', 'Order 4711-0815-B'),
      to('longer phone', 'Call 020 7946 0100 12 please'),
    ])
    const matter = await about('Nils Moe', { emails: ['nils.moe@harbour.example'], phones: ['020 7946 0100'], identifiers: ['4711-0815'] })
    await refuse(matter, theirs)
    expect(await collected(matter)).toEqual({
      taken: ['abroad', 'number', 'otherwise', 'own', 'phone'],
      left: ['letter behind', 'longer before', 'longer behind', 'longer phone'],
    })
  })
})

describe('a number of the subject that has no groups', () => {
  it('is proved by no amount that holds it, and by a sentence or a list it ends', async () => {
    const theirs = 'odd.vik@quarry.example'
    const to = (subject: string, body: string): string => from(subject, bo, `${body}\nOdd Vik`, theirs)
    await add([
      from('own', 'Odd Vik <odd.vik@harbour.example>'),
      to('number', 'Staff no. 58113, as before.'),
      to('without a blank', 'Staff no. 58113,as before'),
      to('listed', 'Staff nos. 58112, 58113, 58114'),
      to('amount', 'Total 58113,50 EUR'),
      to('amount in English', 'Total 58113.50 EUR'),
      to('thousands', 'Total 12,58113'),
      letter({
        id: `${++count}`,
        subject: 'table',
        from: bo,
        to: theirs,
        headers: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=in'],
        body: '--in\nContent-Type: text/plain\n\nOdd Vik\n--in\nContent-Type: text/csv; name=pay.csv\n\nno,pay\n58113,200\n--in--\n',
      }),
    ])
    const matter = await about('Odd Vik', { emails: ['odd.vik@harbour.example'], identifiers: ['58113'] })
    await refuse(matter, theirs)
    expect(await collected(matter)).toEqual({
      taken: ['listed', 'number', 'own', 'pay.csv', 'table', 'without a blank'],
      left: ['amount', 'amount in English', 'thousands'],
    })
  })
})

describe('a telephone number with an extension', () => {
  it('is the subject’s with the extension alone: without it, it is a guess, and no proof once it is accepted', async () => {
    const theirs = 'tessa.lund@quarry.example'
    const to = (subject: string, body: string): string => from(subject, bo, `${body}\nTessa Lund`, theirs)
    await add([
      from('own', 'Tessa Lund <tessa.lund@harbour.example>'),
      to('in other words', 'Call +44 20 7946 0200 x12.'),
      to('unspaced', 'Call 02079460200 extension 12'),
      to('trunk zero', 'Call +44 (0)20 7946 0200 ext. 12.'),
      to('behind a dash', 'Call 020 7946 0200 - Extn 12.'),
      to('hyphened', 'Call 020 7946 0200-12.'),
      to('in the next line', 'Tel 020 7946 0200\nExt: 12'),
      to('continental', 'Call +44 20 7946 0200 Durchwahl 12'),
      to('switchboard', 'Call our switchboard on +442079460200.'),
      to('street', 'Berg Ltd\n020 7946 0200\n12 High Street'),
      to('people', 'Our number is 020 7946 0200. 12 people answer.'),
      to('another’s', 'Call 020 7946 0200 ext. 13.'),
      from('nothing of her', bo, 'Zoe, phone 020 7946 0200', 'cy@harbour.example'),
    ])
    const matter = await about('Tessa Lund', { emails: ['tessa.lund@harbour.example'], phones: ['020 7946 0200 ext 12'] })
    const { forms } = await identify(matter)
    const phones = forms.filter(({ kind }) => kind === 'phone')
    expect(phones.flatMap(({ form, accepted, documents }) => (accepted === true ? [[form, documents]] : []))).toEqual([
      ['020 7946 0200 ext 12', 6],
      // Its other ways of writing find the same two.
      ['+442079460200 ext 12', 2],
    ])
    const short = phones.filter(({ form }) => !form.endsWith('12'))
    expect(short.map(({ accepted }) => accepted).every((accepted) => accepted === null)).toBe(true)
    await refuse(matter, theirs)
    expect(await collected(matter)).toEqual({
      taken: ['behind a dash', 'continental', 'hyphened', 'in other words', 'in the next line', 'own', 'trunk zero', 'unspaced'],
      left: ['another’s', 'people', 'street', 'switchboard'],
    })
    await core.call('matter.decide', { matter, accept: short.map(({ form }) => form) })
    expect((await collected(matter)).left).toEqual(['another’s', 'people', 'street', 'switchboard'])
  })
})

describe('a refused namesake’s mailbox at a provider of mail', () => {
  it('is theirs with any tag, and at Gmail with other dots and by its other domain', async () => {
    await add([
      from('own', 'Lena Dahl <lena.dahl@harbour.example>'),
      from('own too', 'Lena Dahl <lenad@gmail.com>'),
      from('theirs', 'Lena Dahl <lena.dahl@gmail.com>'),
      from('tagged', 'Lena Dahl <lena.dahl+shop@gmail.com>'),
      from('other domain', 'Lena Dahl <lena.dahl@googlemail.com>'),
      from('no dot', 'Lena Dahl <lenadahl@gmail.com>'),
      from('another', 'Lena Dahl <lena.dahl@web.example>'),
    ])
    const matter = await about('Lena Dahl', { emails: ['lena.dahl@harbour.example', 'lenad@gmail.com'] })
    await refuse(matter, 'lena.dahl@gmail.com')
    expect(await collected(matter)).toEqual({
      taken: ['another', 'own', 'own too'],
      left: ['no dot', 'other domain', 'tagged', 'theirs'],
    })
    await core.call('matter.twin', { matter, addresses: ['lenadahl@gmail.com'], accepted: true })
    expect((await collected(matter)).left).toEqual(['theirs'])
  })
})

describe('an address on the card of a namesake that no mail in scope has', () => {
  it('is said to be theirs, and not to have been added by hand', async () => {
    await add([
      letter({ id: 'early', subject: 'early', from: 'Moa Falk <moa@falk.example>', to: bo, date: 'Mon, 4 May 2015 10:00:00 +0200' }),
      from('now', 'Moa Falk <moa.falk@harbour.example>'),
    ])
    const scope = { from: '2026-01-01', emails: ['moa.falk@harbour.example'] }
    const asked = { subject: 'Moa Falk', received: '2026-11-02', regime: 'uk-eng', ...scope }
    const { matter } = await core.call('matter.create', asked as typeof asked & { from: never })
    await core.call('matter.twin', { matter, addresses: ['moa@falk.example'], accepted: false })
    const refused = (await identify(matter)).forms.find(({ form }) => form === 'moa@falk.example')
    expect(refused).toMatchObject({ accepted: false, why: 'an address of somebody else of the name' })
  })
})

describe('asking Identify who is undecided, once mail was collected', () => {
  it('is a step of the collection that is told as such', async () => {
    const matter = await about('Rolf Ek', { emails: ['rolf.ek@harbour.example'] })
    const steps: string[] = []
    const off = core.on((event) => {
      if (event.type === 'progress') steps.push(`${event.progress.step} ${event.progress.state}`)
    })
    await core.call('matter.collect', { matter })
    off()
    expect(steps.at(-1)).toBe('Looking for others of the name done')
  })
})

describe('a source that is added after a namesake was refused', () => {
  it('has further addresses of theirs at their organisation left out, and says how many are undecided', async () => {
    await add([from('own', 'Rolf Ek <rolf.ek@harbour.example>'), from('theirs', 'Rolf Ek <rolf.ek@quay.example>')])
    const matter = await about('Rolf Ek', { emails: ['rolf.ek@harbour.example'] })
    await core.call('matter.twin', { matter, addresses: ['rolf.ek@quay.example'], accepted: false })
    expect(await collected(matter)).toEqual({ taken: ['own'], left: ['theirs'] })
    await add([
      from('theirs too', 'Rolf Ek <r.ek@quay.example>'),
      from('below', 'Rolf Ek <re@mail.quay.example>'),
      from('a colleague', 'Ann Ek <ann@quay.example>', 'About Rolf Ek.'),
      from('elsewhere', 'Rolf Ek <rolf@spring.example>'),
    ])
    expect(await collected(matter)).toEqual({ taken: ['a colleague', 'elsewhere', 'own'], left: ['below', 'theirs', 'theirs too'] })
    expect(await core.call('matter.collect', { matter })).toMatchObject({ undecided: 3 })
    await core.call('matter.twin', { matter, addresses: ['r.ek@quay.example'], accepted: true })
    // Where the subject has an address too, each may be anybody's, and is decided by itself.
    expect((await collected(matter)).left).toEqual(['theirs'])
  })
})

describe('stopping while Identify is asked who is undecided', () => {
  it('gives what was collected, since it stands, without that number', async () => {
    const stop = new AbortController()
    const stopping = createCore({
      services: { ...services, checkpoint: (name) => (name === 'collect/batch-committed' ? stop.abort() : undefined) },
    })
    const workspace = join(folder, 'stopped')
    await annasWorkspace(stopping, workspace)
    const path = join(folder, 'stopped.mbox')
    writeFileSync(path, mboxOf([from('own', 'Jane Roe <jane.roe@harbour.example>'), from('theirs', 'Jane Roe <jane@north.example>')]))
    await stopping.call('source.add', { paths: [path] })
    const asked = { subject: 'Jane Roe', emails: ['jane.roe@harbour.example'], received: '2026-11-02', regime: 'uk-eng' }
    const { matter } = await stopping.call('matter.create', asked)
    expect(await stopping.call('matter.collect', { matter }, { signal: stop.signal })).toMatchObject({ collected: 2, undecided: null })
    await stopping.close()
  })
})
