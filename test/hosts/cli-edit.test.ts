import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { MatterView, RevisionView } from '../../src/api/index.ts'
import { type DeskHome, makeDeskHome } from '../desk.ts'
import { letter, mboxOf } from '../jobs/archive.ts'

const own = 'nora@harbour.example'
const wrong = 'norah@harbour.example'

let home: DeskHome
const done = <Result>(...args: readonly string[]): Promise<Result> => home.done<Result>('officer', args)

beforeAll(async () => {
  home = await makeDeskHome()
  const mbox = join(home.folder, 'bo.mbox')
  writeFileSync(mbox, mboxOf([letter({ id: '1', from: own, to: 'bo@harbour.example' })]))
  await done('source', 'add', mbox, '--custodian', 'Bo')
  await done(
    'matter',
    'create',
    '--subject',
    'Nora Quill',
    '--email',
    own,
    '--email',
    wrong,
    '--regime',
    'eu-ie',
    '--received',
    '2026-11-02',
  )
})

describe('desk matter edit', () => {
  const asked = ['--without', wrong, '--phone', '+353 1 555 0100', '--custodian', 'Bo', '--from', '2020-01-01', '--reason', 'mistyped']

  it('tells what it would do, and does nothing', async () => {
    const preview = await done<RevisionView>('matter', 'edit', 'M1', ...asked, '--dry-run')
    expect(preview.changed.map(({ field }) => field)).toEqual(['emails', 'phones', 'from', 'custodians'])
    expect((await done<MatterView>('matter', 'show', 'M1')).matter.subject.emails).toEqual([own, wrong])
  })

  it('adds what is given, takes out what is named, and keeps the rest', async () => {
    const { matter, revisions } = await done<MatterView>('matter', 'edit', 'M1', ...asked)
    expect(matter.subject).toMatchObject({ name: 'Nora Quill', emails: [own], phones: ['+353 1 555 0100'] })
    expect(matter.scope).toMatchObject({ from: '2020-01-01', to: null, custodians: ['Bo'] })
    expect(revisions).toMatchObject([{ reason: 'mistyped' }])
    expect((await done<MatterView>('matter', 'edit', 'M1', '--from', 'any')).matter.scope.from).toBeNull()
  })

  it('refuses to take out what is not there, by its place, since whom a request concerns stands in no error', async () => {
    const refused = await home.desk('officer', ['matter', 'edit', 'M1', '--without', wrong, '--without', 'eve@harbour.example'])
    expect(refused).toMatchObject({ status: 2, json: { error: { code: 'hosts/usage' } } })
    expect(JSON.stringify(refused)).toContain('--without number 1')
    expect(JSON.stringify(refused)).not.toMatch(/eve@|norah@/)
  })
})

describe('desk matter correct, desk matter take-back', () => {
  it('correct an event, and take one back', async () => {
    await done('matter', 'event', 'M1', '--kind', 'identity-asked', '--on', '2026-11-03')
    const corrected = await done<MatterView>('matter', 'correct', 'M1', 'E2', '--on', '2026-11-04', '--reason', 'the letter bears the 4th')
    expect(corrected.matter.events).toMatchObject([{ id: 'E1' }, { id: 'E3', on: '2026-11-04' }])
    const taken = await done<MatterView>('matter', 'take-back', 'M1', 'E3', '--reason', 'of another request')
    expect(taken.corrections).toHaveLength(2)
  })
})

it('desk matter create warns of a receipt that is yet to come', async () => {
  const create = ['matter', 'create', '--subject', 'Bo Reed', '--email', 'bo@harbour.example', '--regime', 'eu-ie', '--received']
  expect(await home.desk('officer', [...create, '2031-01-02'])).toMatchObject({ status: 0, errors: expect.stringContaining('yet to come') })
  expect((await home.desk('officer', [...create, '2026-11-02'])).errors).not.toContain('yet to come')
})
