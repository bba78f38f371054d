import { describe, expect, it } from 'vitest'
import { protectedForms } from '../../src/identity/index.ts'
import { formsOfMatter } from '../../src/jobs/index.ts'
import type { StoredForm } from '../../src/store/index.ts'
import { matterAbout } from './company/settle.ts'

const matter = matterAbout({ name: 'Jürgen Weiß', emails: ['j.weiss@alder.example'], phones: ['+49 30 23125 671'] }, 'eu-de')
const decision = (form: string, kind: StoredForm['kind'], accepted: boolean | null): StoredForm => ({ form, kind, accepted, why: 'x' })
const counting = (decided: readonly StoredForm[]): readonly string[] =>
  formsOfMatter(matter, decided).flatMap(({ form, accepted }) => (accepted === true ? [form] : []))

describe('the forms that are searched for, and those that suggestions leave alone', () => {
  it('are the same before anything is decided', () => {
    expect([...counting([])].sort()).toEqual([...protectedForms({ ...matter.subject, region: 'DE' })].sort())
  })
  it('both take in what is accepted, in either order, and never a guess', () => {
    expect(counting([])).not.toContain('Jogi Weiß')
    const accepted = counting([decision('Jogi Weiß', 'name', true), decision('jw@home.example', 'email', true)])
    expect(accepted).toEqual(expect.arrayContaining(['Jogi Weiß', 'Weiß, Jogi', 'jw@home.example']))
    expect(accepted).not.toContain('J. Weiß')
  })
  it('leave out what is refused, even where it was given', () => {
    expect(counting([decision('j.weiss@alder.example', 'email', false)])).not.toContain('j.weiss@alder.example')
    expect(counting([decision('Weiß, Jürgen', 'name', false)])).not.toContain('Weiß, Jürgen')
  })
  it('never take in a twin who was refused', () => {
    const decided = [decision('jweiss@other.example', 'email', false)]
    expect(counting(decided)).not.toContain('jweiss@other.example')
  })
})
