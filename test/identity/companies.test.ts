import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { FormGroup } from '../../src/identity/index.ts'
import { sampleRequest, writeSample } from '../../src/jobs/sample/index.ts'
import { people } from '../../src/jobs/sample/people.ts'
import { type CompanyMail, company } from './company/company.ts'
import { personas } from './company/personas.ts'
import { answer, answerFrom } from './company/workstation.ts'

/** More than every persona once, so that some come with two companies' habits. */
const companies = 20

/** Kinds of forms that alone found some mail of a subject's, over all companies. */
const alone = new Set<FormGroup>()

describe('a sensible officer who decides about the proposed forms', () => {
  it.each(Array.from({ length: companies }, (_, seed) => [seed, personas[seed % personas.length]?.name ?? '']))(
    'collects all of the subject’s mail and none of the namesake’s: company %i, %s',
    async (seed) => {
      const { mbox, mails, request, persona } = company(seed)
      const { name: subject, ...seeds } = request
      const { found, refused } = await answerFrom(mbox, { subject, ...seeds, regime: persona.region })
      const about = (whom: CompanyMail['about']): readonly CompanyMail[] => mails.filter((mail) => mail.about === whom)
      const habits = (list: readonly CompanyMail[]): readonly string[] => list.map(({ id, habit }) => `${id} ${habit}`)
      for (const { id } of about('subject')) {
        const [group, another] = found.get(id) ?? []
        if (group !== undefined && another === undefined) alone.add(group)
      }

      expect(habits(about('subject').filter(({ id }) => !found.has(id)))).toEqual([])
      expect(habits(about('twin').filter(({ id }) => found.has(id)))).toEqual([])
      // What a bare name finds of the namesake's is listed as left out with what ties it to them, not lost.
      const mistold = about('twin').filter(
        ({ id, tie }) => tie !== null && tie !== refused.get(id) && (tie !== 'headers' || refused.has(id)),
      )
      expect(mistold.map(({ id, habit }) => `${id} ${habit}: ${refused.get(id) ?? 'not found'}`)).toEqual([])
      expect(habits(about('subject').filter(({ id }) => refused.has(id)))).toEqual([])
      // Colleagues who share a name come along with it; mail that names nobody doesn't.
      expect(habits(about('nobody').filter(({ id, habit }) => habit !== 'another person' && found.has(id)))).toEqual([])
      const endsAlike = mails.filter(({ habit }) => habit === 'an address that ends with the subject’s')
      expect(endsAlike).toHaveLength(6)
      expect(habits(endsAlike.filter(({ id }) => found.get(id)?.has('address')))).toEqual([])
      expect(about('subject').length).toBeGreaterThan(40)
      expect(about('twin').length).toBeGreaterThan(5)
    },
  )

  it('needs every kind of form: each finds mail of a subject that no other kind does', () => {
    expect([...alone].sort()).toEqual(['address', 'login', 'misspelling', 'name', 'nickname', 'number'])
  })

  it('does so on the sample archive', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'desk-sample-'))
    try {
      const sample = await writeSample(directory)
      const { subject, emails, names, phones, identifiers, regime } = sampleRequest
      const { found, refused, decided } = await answer(sample.sources, { subject, emails, names, phones, identifiers, regime })
      const about = (whom: string): readonly string[] => sample.truth.messages.flatMap((one) => (one.about === whom ? [one.messageId] : []))

      expect(decided).toContainEqual(expect.objectContaining({ form: people.twin.email, accepted: false }))
      expect(decided).toContainEqual(expect.objectContaining({ form: people.kateHome.email, accepted: true }))
      expect(about('subject').filter((id) => !found.has(id))).toEqual([])
      expect(about('twin').filter((id) => found.has(id))).toEqual([])
      expect(about('twin').every((id) => refused.has(id))).toBe(true)
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  })
})
