import type { Office } from './company.ts'

/**
 * People whose addresses begin or end with the subject's: a colleague's with a word before it, another bearer's of the name at a domain that goes on. Their
 * mail, and mail that writes out their address, is not found by the subject's; the words of the colleague's address may be a name or login of the subject.
 */
export function longerAddresses(office: Office): void {
  const { me, persona, says } = office
  const chatter = (): string => office.chance.pick(says.chatter)
  for (const joint of ['-', '.', '_']) {
    const colleague = { name: 'Ute Lindqvist', address: `ute${joint}${me}` }
    office.add('either', 'an address that ends with the subject’s', { from: colleague, body: `${chatter()}\n\nUte\n${colleague.address}` })
    office.add('either', 'an address that ends with the subject’s', { body: `${chatter()} (${colleague.address})` })
  }
  const abroad = { name: persona.twin.name, address: `${me}.au` }
  const to = office.colleague(2)
  for (const shown of [abroad.name, abroad.name, ''])
    office.add(
      'twin',
      'an address that begins with the subject’s',
      { from: { ...abroad, name: shown }, to: [to], body: office.letter(office.first(to), chatter(), `${abroad.name}\n${abroad.address}`) },
      'headers',
    )
  office.add('twin', 'an address that begins with the subject’s', { body: `${office.mention(abroad.name)} (${abroad.address})` }, 'text')
}
