import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type DeskHome, makeDeskHome } from '../desk.ts'
import { letter, mboxOf } from '../jobs/archive.ts'

const notice = 'Nora Quill keeps the keys of the canteen.\n'
const letters = [
  letter({ id: 'k1', subject: 'Keys', body: notice, from: 'Bo Lind <bo@quarry.example>' }),
  letter({ id: 'k2', subject: 'Re: Keys', body: `${notice}  `, from: 'Ida Falk <ida@quarry.example>' }),
  letter({ id: 'own', subject: 'Hello', body: 'Here I am.\n', from: 'Nora Quill <nora.quill@harbour.example>' }),
  ...Array.from({ length: 9 }, (_, at) => letter({ id: `n${at}`, subject: `Stones ${at}`, body: 'Stones.\n', from: 'x@quarry.example' })),
]

let home: DeskHome
const done = <Result>(args: readonly string[]): Promise<Result> => home.done<Result>('officer', args)
const refused = async (args: readonly string[]) => {
  const { status, json } = await home.desk('officer', args)
  return { status, code: (json as { error: { code: string } }).error.code }
}

beforeAll(async () => {
  home = await makeDeskHome()
  const mbox = join(home.folder, 'bo.mbox')
  writeFileSync(mbox, mboxOf(letters))
  await done(['source', 'add', mbox, '--custodian', 'Bo'])
  await done([
    'matter',
    'create',
    '--subject',
    'Nora Quill',
    '--email',
    'nora.quill@harbour.example',
    '--regime',
    'eu-ie',
    '--received',
    '2026-11-02',
  ])
  await done(['collect', 'M1'])
})

describe('desk coverage', () => {
  it('counts what searches see, of everything and of a request', async () => {
    const all = { sources: 1, indexed: 12, partial: 0, pending: 0, failed: 0 }
    expect(await done(['coverage'])).toMatchObject(all)
    expect(await done(['coverage', 'M1'])).toMatchObject(all)
  })
})

describe('desk search', () => {
  it('that finds nothing says what was searched, and only then', async () => {
    expect(await done(['search', 'zzzunheardof'])).toMatchObject({ total: 0, coverage: { sources: 1, indexed: 12 } })
    expect(await done(['search', 'zzzunheardof', '--matter', 'M1'])).toMatchObject({ total: 0, coverage: { indexed: 12 } })
    expect(await done(['search', 'nora'])).not.toHaveProperty('coverage')
  })
})

describe('desk search --matter', () => {
  it('knows the person and what is not collected, and only there', async () => {
    const found = async (query: string) => (await done<{ total: number }>(['search', query, '--matter', 'M1'])).total
    expect(await found('person:"Nora Quill"')).toBe(3)
    expect(await found('coding:uncollected')).toBe(9)
    expect(await refused(['search', 'person:"Nora Quill"'])).toEqual({ status: 1, code: 'search/syntax' })
  })
})

describe('desk saved', () => {
  it('keeps a query under a name, lists it and forgets it', async () => {
    await done(['saved', 'add', 'M1', 'Keys', 'keys', 'OR', 'canteen'])
    expect(await done(['saved', 'list', 'M1'])).toMatchObject({ searches: [{ name: 'Keys', query: 'keys OR canteen', user: 'officer' }] })
    expect(await refused(['saved', 'add', 'M1', 'Bad', '(keys'])).toEqual({ status: 1, code: 'search/syntax' })
    expect(await done(['saved', 'remove', 'M1', 'Keys'])).toMatchObject({ searches: [] })
  })
})

describe('desk terms export', () => {
  it('writes the report in the format that the name of the file says, and never over a file', async () => {
    const out = join(home.folder, 'terms.csv')
    expect(await done(['terms', 'export', 'M1', '--out', out])).toMatchObject({ out })
    expect(readFileSync(out, 'utf8')).toContain('"Nora Quill","3","3"')
    expect(await refused(['terms', 'export', 'M1', '--out', out])).toEqual({ status: 1, code: 'hosts/output-exists' })
    const json = join(home.folder, 'terms.json')
    await done(['terms', 'export', 'M1', '--out', json])
    expect(JSON.parse(readFileSync(json, 'utf8')).notes).toContainEqual({
      name: 'Messages searched in whole, each copy counted',
      value: '12',
    })
    expect(existsSync(`${json}.part`)).toBe(false)
  })
})

describe('desk sample', () => {
  it('is drawn from what was not collected, shown, and read to a verdict', async () => {
    const drawn = await done<{ number: number; size: number; population: number }>([
      'sample',
      'draw',
      'M1',
      '--margin',
      '30',
      '--seed',
      'stones',
    ])
    expect(drawn).toMatchObject({ number: 1, population: 9 })
    expect(drawn.size).toBeGreaterThan(2)
    const shown = await done<{ documents: { document: string; relevant: boolean | null }[] }>(['sample', 'show', 'M1', '1'])
    expect(shown.documents).toHaveLength(drawn.size)
    const [first = { document: '' }, ...rest] = shown.documents
    expect(await done(['sample', 'mark', 'M1', '1', '--doc', first.document, '--as', 'relevant'])).toMatchObject({ read: 1, relevant: 1 })
    const others = rest.flatMap(({ document }) => ['--doc', document])
    const verdict = await done<{ missed: { low: number } | null }>(['sample', 'mark', 'M1', '1', ...others, '--as', 'not-relevant'])
    expect(verdict).toMatchObject({ read: drawn.size, relevant: 1 })
    expect(verdict.missed?.low).toBeGreaterThanOrEqual(1)
    expect(await done(['sample', 'list', 'M1'])).toMatchObject({ samples: [{ number: 1, read: drawn.size }] })
    // In percent, as it is given: not by the core, which reckons in shares.
    expect(await refused(['sample', 'draw', 'M1', '--confidence', '101'])).toEqual({ status: 2, code: 'hosts/usage' })
    expect(await refused(['sample', 'mark', 'M1', '1', '--doc', first.document, '--as', 'perhaps'])).toEqual({
      status: 2,
      code: 'hosts/usage',
    })
  })
})

describe('desk code --copies and --thread', () => {
  it('lists the documents, then decides all of them in one step', async () => {
    const { rows } = await done<{ rows: { document: string; subject: string; coding: string }[] }>(['review', 'M1'])
    const key = rows.find(({ subject }) => subject === 'Keys')?.document ?? ''
    const list = await done<{ rows: { subject: string; coding: string }[] }>(['code', 'M1', '--copies', key, '--list'])
    expect(list.rows.map(({ subject, coding }) => `${subject}, ${coding}`).sort()).toEqual(['Keys, undecided', 'Re: Keys, undecided'])
    expect(await done(['code', 'M1', '--copies', key, '--as', 'responsive'])).toMatchObject({ coded: 2 })
    expect(await done(['dispose', 'M1', '--thread', key, '--as', 'release'])).toMatchObject({ changed: 1, documents: [key] })
    expect(await refused(['code', 'M1', '--copies', key, '--all', '--as', 'responsive'])).toEqual({ status: 2, code: 'hosts/usage' })
  })
})
