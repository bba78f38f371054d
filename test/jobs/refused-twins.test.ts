import { describe, expect, it } from 'vitest'
import { identify, withoutTwins } from '../../src/jobs/index.ts'
import type { StoredForm } from '../../src/store/index.ts'
import { indexOf, matterAbout } from '../identity/company/settle.ts'
import { letter, mboxOf } from './archive.ts'

const own = 'rolf.ekdal@harbour.example'
const matter = matterAbout({ name: 'Rolf Ekdal', emails: [own] }, 'eu-ie')

/** An archive in which each of these writes once, beside the subject. */
const archiveOf = (senders: readonly string[]) =>
  indexOf(mboxOf([`Rolf Ekdal <${own}>`, ...senders].map((from, at) => letter({ id: `${at}`, from, to: 'bo@harbour.example' }))))

/** Whose mail stays out once one address is refused: hers or his, and what is theirs without being named. */
async function theirs(refused: string, senders: readonly string[]): Promise<readonly string[]> {
  const index = await archiveOf([`Rolf Ekdal <${refused}>`, ...senders])
  const decided: StoredForm[] = [{ form: refused, kind: 'email', accepted: false, why: 'another’s', another: true }]
  return withoutTwins(index, matter, decided, []).twins
}

const cards = async (senders: readonly string[]) =>
  identify(await archiveOf(senders), matter, [], 'UTC').twins.map(({ addresses, organisation }) => ({ addresses, organisation }))

describe('an address nobody decided about, at the organisation of somebody refused', () => {
  it('is theirs where it is shown with the name, or written like it', async () => {
    const senders = ['Rolf Ekdal <re7@quay.example>', 'r.ekdal@quay.example', 'rekdal+shop@mail.quay.example']
    expect(await theirs('rolf.ekdal@quay.example', senders)).toEqual([
      'rolf.ekdal@quay.example',
      'r.ekdal@quay.example',
      're7@quay.example',
      'rekdal+shop@mail.quay.example',
    ])
  })

  it('is not where people of other names write from it too: what names the subject there is in doubt', async () => {
    const senders = ['Rolf Ekdal <re7@quay.example>', 'Ida Lund <re7@quay.example>', 'Ida Lund <r.ekdal@quay.example>']
    expect(await theirs('rolf.ekdal@quay.example', senders)).toEqual(['rolf.ekdal@quay.example'])
  })

  it('is not where the subject has an address too: there each may be anybody’s', async () => {
    expect(await theirs('re7@harbour.example', ['Rolf Ekdal <re8@harbour.example>'])).toEqual(['re7@harbour.example'])
  })

  it('is not where it is a desk’s, though it was shown with the name alone', async () => {
    expect(await theirs('rolf.ekdal@quay.example', ['Rolf Ekdal <info@quay.example>'])).toEqual(['rolf.ekdal@quay.example'])
  })
})

describe('an address refused as another person’s at a provider of mail', () => {
  it('says nothing of others there: anybody of the name may have one', async () => {
    expect(await theirs('rolf.ekdal@gmail.com', ['Rolf Ekdal <rolf.ekdal7@gmail.com>', 'r.ekdal@gmail.com'])).toEqual([
      'rolf.ekdal@gmail.com',
    ])
  })
})

describe('what stands behind a plus in a refused address', () => {
  it('is a tag of a person’s mailbox, which is theirs with any other', async () => {
    const senders = ['Rolf Ekdal <re7+a@web.de>', 're7@web.de', 'Ida Lund <re7+b@web.de>']
    expect(await theirs('re7+shop@web.de', senders)).toEqual(['re7+shop@web.de', 're7+a@web.de', 're7@web.de'])
  })

  it.each([
    ['an entry of Exchange’s', 'imceaex-_o=firm_ou=exchange+20group_cn=recipients_cn=rek', '2@web.de', '3@web.de'],
    ['an entry of Notes', 'imceanotes-Rolf+20Ekdal', '_2@web.de', '_3@web.de'],
    ['a desk', 'support+id', '111@web.de', '222@web.de'],
    ['a service', 'reply+x', '111@web.de', '222@web.de'],
    ['a list', 'staff-bounces+x', '111@web.de', '222@web.de'],
    ['a forwarder', 'srs0+x', '1=t=a.example=re@web.de', '2=t=a.example=re@web.de'],
  ])('is none of %s: another there is somebody else', async (_, start, one, another) => {
    const refused = `${start}${one}`.toLowerCase()
    expect(await theirs(refused, [`${start}${another}`, `${start.replace(/\+.*/u, '')}@web.de`])).toEqual([refused])
  })
})

describe('the signature on a card', () => {
  const signatureOf = async (body: string) => {
    const mail = letter({ id: 'theirs', from: 'Rolf Ekdal <re@quay.example>', to: 'bo@harbour.example', body })
    const index = await indexOf(mboxOf([letter({ id: 'own', from: `Rolf Ekdal <${own}>` }), mail]))
    return identify(index, matter, [], 'UTC').twins.map(({ signature }) => signature)
  }
  it('is what stands below a closing, dashes or a name, and nothing of a mail without one', async () => {
    expect(await signatureOf('Dear Bo,\n\nthe plan.\n\nBest regards\nRolf\nQuay Ltd\n')).toEqual([['Rolf', 'Quay Ltd']])
    expect(await signatureOf('The plan is done.\n\n-- \nRolf Ekdal\nQuay Ltd\n')).toEqual([['Rolf Ekdal', 'Quay Ltd']])
    expect(await signatureOf('The plan is done.\n')).toEqual([[]])
    expect(await signatureOf('Dear Bo,\n\nthe plan is done, and the other as well.\n')).toEqual([[]])
  })
})

describe('the cards of others of the name', () => {
  it('are one for each address at a provider of mail, of which nothing is said, and one for all at an organisation', async () => {
    const senders = ['rolf.ekdal@gmail.com', 'rolf.ekdal7@gmail.com', 'r.ekdal@quay.example', 'rolf.ekdal@quay.example']
    const found = await cards(senders.map((address) => `Rolf Ekdal <${address}>`))
    expect(found).toHaveLength(3)
    expect(found).toContainEqual({
      addresses: ['r.ekdal@quay.example', 'rolf.ekdal@quay.example'],
      organisation: { domain: 'quay.example', others: 0 },
    })
    for (const address of ['rolf.ekdal@gmail.com', 'rolf.ekdal7@gmail.com'])
      expect(found).toContainEqual({ addresses: [address], organisation: null })
  })

  it('are one for all at an organisation whose mail has a sub-domain that is called as providers are', async () => {
    const found = await cards(['Rolf Ekdal <re@mail.quay.example>', 'Rolf Ekdal <rek@web.quay.example>', 'Rolf Ekdal <rek@quay.example>'])
    expect(found.map(({ addresses }) => addresses)).toEqual([['re@mail.quay.example', 'rek@quay.example', 'rek@web.quay.example']])
    expect(await cards(['Rolf Ekdal <re@mail.yahoo.co.uk>', 'Rolf Ekdal <rek@yahoo.co.uk>'])).toHaveLength(2)
  })

  it('say of another way of writing a refused mailbox that it is refused too, until somebody decides otherwise', async () => {
    const index = await archiveOf(['re@gmail.com', 'r.e+x@googlemail.com', 'rek@gmail.com'].map((address) => `Rolf Ekdal <${address}>`))
    const decision = (form: string, accepted: boolean): StoredForm => ({
      form,
      kind: 'email',
      accepted,
      why: 'decided',
      ...(accepted ? {} : { another: true as const }),
    })
    const shown = (...decided: StoredForm[]) =>
      Object.fromEntries(identify(index, matter, decided, 'UTC').twins.map((card) => [card.addresses.join(' '), card.decision]))
    const refused = decision('re@gmail.com', false)
    expect(shown(refused)).toEqual({ 're@gmail.com': 'refused', 'r.e+x@googlemail.com': 'refused', 'rek@gmail.com': null })
    expect(shown(refused, decision('r.e+x@googlemail.com', true))['r.e+x@googlemail.com']).not.toBe('refused')
  })

  it('are one for each address where the subject has one too', async () => {
    const found = await cards(['Rolf Ekdal <re@harbour.example>', 'Rolf Ekdal <rek@mail.harbour.example>'])
    expect(found.map(({ addresses }) => addresses)).toEqual([['re@harbour.example'], ['rek@mail.harbour.example']])
  })
})
