import { describe, expect, it } from 'vitest'
import { furtherHeaders } from '../../src/formats/further-headers.ts'
import { unlessItHangs } from '../hang.ts'

const field = (name: string, raw: string) => ({ name, lower: name.toLowerCase(), raw, offset: 0, length: raw.length })
const peopleOf = (name: string, raw: string) => furtherHeaders([field(name, raw)], null).flatMap(({ people }) => people)

describe('the further fields of a header', () => {
  it.each([
    ['old@subject.example new@home.example', ['old@subject.example', 'new@home.example']],
    ['a@x.example   b@x.example c@x.example', ['a@x.example', 'b@x.example', 'c@x.example']],
    ['<a@x.example>, b@x.example', ['a@x.example', 'b@x.example']],
  ])('X-Forwarded-For: %s names each mailbox', (raw, addresses) => {
    expect(peopleOf('X-Forwarded-For', raw).map(({ address }) => address)).toEqual(addresses)
  })

  const bombs = ['<a@b>', '@', 'a@', '@ ', 'a@b ', ' ', '@a  ', '"a@b" ', '=?a?q?'] as const
  it.each(bombs)('take time linear in the length of %j repeated', (bomb) => {
    const raw = bomb.repeat(520_000 / bomb.length)
    for (const name of ['X-Forwarded-For', 'Resent-To', 'Keywords'])
      expect(unlessItHangs(() => furtherHeaders([field(name, raw)], null))).toBeInstanceOf(Array)
  })
})
