import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { FormsView, RefusedView } from '../../src/api/index.ts'
import { type DeskHome, makeDeskHome } from '../desk.ts'
import { letter, mboxOf } from '../jobs/archive.ts'

const own = 'nora.quill@harbour.example'
const twin = 'nora.quill@quarry.example'
const mails = [
  ...['Hello', 'Again', 'Bye'].map((subject) => letter({ id: subject, subject, from: `Nora Quill <${own}>`, to: 'bo@harbour.example' })),
  letter({ id: 'about', subject: 'About', body: 'Norrie Quill asked again.\n', from: 'bo@harbour.example', to: 'ida@harbour.example' }),
  ...['Stones', 'Sand'].map((subject) => letter({ id: subject, subject, from: `Nora Quill <${twin}>`, to: 'bo@harbour.example' })),
]

let home: DeskHome
const done = <Result>(...args: readonly string[]): Promise<Result> => home.done<Result>('officer', args)
const form = (view: FormsView, name: string) => view.forms.find((one) => one.form === name)

beforeAll(async () => {
  home = await makeDeskHome()
  const mbox = join(home.folder, 'bo.mbox')
  writeFileSync(mbox, mboxOf(mails))
  await done('source', 'add', mbox)
  await done('matter', 'create', '--subject', 'Nora Quill', '--email', own, '--regime', 'eu-ie', '--received', '2026-11-02')
})

describe('desk identify', () => {
  it('lists the forms with what each finds, why, and the decision', async () => {
    const view = await done<FormsView>('identify', 'M1')
    expect(form(view, own)).toMatchObject({ kind: 'email', documents: 3, accepted: true, why: expect.stringMatching(/./u) })
    expect(form(view, 'Nora Quill')).toMatchObject({ kind: 'name', documents: 5, accepted: true })
    expect(form(view, twin)).toMatchObject({ namesake: true, accepted: null })
    expect(view.twins).toMatchObject([{ addresses: [twin], documents: 2, decision: null }])
  })

  it('accepts and refuses forms, needs the kind of one that is not in the list, and says so', async () => {
    const view = await done<FormsView>('identify', 'M1', '--accept', 'Norrie Quill', '--kind', 'name', '--refuse', 'Quill, Nora')
    expect(form(view, 'Norrie Quill')).toMatchObject({ documents: 1, unique: 1, accepted: true })
    expect(form(await done<FormsView>('identify', 'M1'), 'Norrie Quill')?.accepted).toBe(true)
    const unknown = await home.desk('officer', ['identify', 'M1', '--accept', 'The keeper of stones'])
    expect(unknown).toMatchObject({ status: 2, json: { error: { code: 'api/bad-input', details: { forms: ['The keeper of stones'] } } } })
  })

  it('decides all that is given or nothing, and names what it doesn’t know', async () => {
    const before = await done<FormsView>('identify', 'M1')
    const failed = await home.desk('officer', ['identify', 'M1', '--refuse', 'Norrie Quill', '--accept', own, '--accept', 'Nosuch Form'])
    expect(failed).toMatchObject({ status: 2, json: { error: { code: 'api/bad-input', details: { forms: ['Nosuch Form'] } } } })
    const half = await home.desk('officer', ['identify', 'M1', '--refuse', 'Norrie Quill', '--refuse-twin', 'nobody@quarry.example'])
    expect(half).toMatchObject({ status: 2, json: { error: { code: 'api/bad-input', details: { addresses: ['nobody@quarry.example'] } } } })
    expect(await done<FormsView>('identify', 'M1')).toEqual(before)
  })

  it('takes the whole list as it was shown, whatever one form makes of another', async () => {
    const { forms } = await done<FormsView>('identify', 'M1')
    const own = forms.filter(({ namesake }) => !namesake)
    const written = own.map((each) => each.form.replaceAll('. ', '.').toUpperCase())
    const view = await done<FormsView>('identify', 'M1', ...written.flatMap((each) => ['--accept', each]))
    expect(own.map((each) => [each.form, form(view, each.form)?.accepted])).toEqual(own.map((each) => [each.form, true]))
  })

  it('decides about an address that the archive doesn’t show as another’s only where that is said', async () => {
    const elsewhere = 'nora.quill@elsewhere.example'
    expect(await home.desk('officer', ['identify', 'M1', '--refuse-twin', elsewhere])).toMatchObject({ status: 2 })
    const view = await done<FormsView>('identify', 'M1', '--refuse-twin', elsewhere, '--unlisted')
    expect(form(view, elsewhere)).toMatchObject({ kind: 'email', accepted: false })
    expect(form(view, twin)?.accepted).toBe(null)
  })
})

describe('desk refused', () => {
  it('shows what was collected before the refusal, sets it aside, and takes in what it is told to', async () => {
    expect(await done('collect', 'M1')).toMatchObject({ families: 6, refused: 0, undecided: 1 })
    const refused = await done<FormsView>('identify', 'M1', '--refuse-twin', twin)
    expect(refused.twins).toMatchObject([{ addresses: [twin], decision: 'refused' }])
    const before = await done<RefusedView>('refused', 'M1')
    expect(before.families.map(({ subject, collected, undecided }) => [subject, collected, undecided]).sort()).toEqual([
      ['Sand', 1, 1],
      ['Stones', 1, 1],
    ])
    expect(await done('refused', 'M1', '--set-aside')).toMatchObject({
      changed: 2,
      kept: [],
      families: [{ undecided: 0 }, { undecided: 0 }],
    })
    expect(await done('collect', 'M1')).toMatchObject({ families: 0, already: 4, refused: 2, undecided: 0 })
    const [first] = before.families
    const taken = await done<RefusedView>('refused', 'M1', '--take-in', first?.document ?? '')
    expect(taken.families.filter(({ readmittedBy }) => readmittedBy === 'officer')).toHaveLength(1)
  })

  it('lists nothing once the two are said to be the same person', async () => {
    const same = await done<FormsView>('identify', 'M1', '--same-person', twin)
    expect(form(same, twin)?.accepted).toBe(true)
    const { families } = await done<RefusedView>('refused', 'M1')
    expect(families.filter(({ readmittedBy }) => readmittedBy === null)).toEqual([])
  })
})
