import { describe, expect, it } from 'vitest'
import { identify } from '../../src/jobs/index.ts'
import { letter, mboxOf } from '../jobs/archive.ts'
import { indexOf, matterAbout } from './company/settle.ts'

/** The addresses proposed for somebody, in an archive in which each of these writes once, without a name beside the address. */
async function proposed(name: string, senders: readonly string[]): Promise<readonly (readonly [string, string])[]> {
  const index = await indexOf(mboxOf(senders.map((from, at) => letter({ id: `${at}`, from, body: 'Fine.\n' }))))
  return identify(index, matterAbout({ name }, 'eu-de'), [], 'UTC').forms.flatMap(({ form, kind, accepted, why }) =>
    kind === 'email' && accepted === null ? [[form, why] as const] : [],
  )
}

describe('an address that stands without a name', () => {
  it.each([
    ['Jürgen Möller', ['jmoeller@web.example', 'juergen.moeller@web.example']],
    ['Karl-Heinz Müller-Lüdenscheidt', ['khmueller@web.example', 'kmueller@web.example']],
    ['María José García López', ['mjgarcia@web.example']],
    ['José de la Cruz Peña', ['jdelacruz@web.example']],
    ['Wang Xiaoming', ['wangxm@web.example', 'xwang@web.example']],
    ['Jane Roe (née Walker)', ['jwalker@web.example']],
    ['Elizabeth Carter', ['lizcarter@web.example']],
    ['John Smith', ['johnsmith77@web.example', 'smith.john1@web.example', 'jsmith80@web.example', 'john.smith_2@web.example']],
  ])('is proposed where it is written like %s', async (name, senders) => {
    expect((await proposed(name, [...senders, 'bo.lind@web.example'])).map(([form]) => form).sort()).toEqual([...senders].sort())
  })

  it('says so where only a number tells it from the name', async () => {
    expect(await proposed('John Smith', ['johnsmith77@web.example'])).toEqual([
      ['johnsmith77@web.example', 'written like the subject’s name or login, with a number behind'],
    ])
  })

  it('is not where it is another name’s', async () => {
    expect(await proposed('John Smith', ['msmith77@web.example', 'smithson@web.example', 'room77@web.example'])).toEqual([])
  })
})
