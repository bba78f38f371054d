import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { directReader } from '../../src/formats/index.ts'
import {
  addMarks,
  approve,
  code,
  decline,
  dispose,
  gate,
  markText,
  type ProductionOrder,
  runProduction,
  submit,
} from '../../src/jobs/index.ts'
import { snapshotOf } from '../../src/jobs/production-input.ts'
import { asId, type UserName } from '../../src/model/index.ts'
import { openIndex, readProductions, type WritableDatabase } from '../../src/store/index.ts'
import { type Request, request, surface, third } from './request.ts'

const canMount = process.platform === 'linux' && process.getuid?.() === 0 && spawnSync('unshare', ['-m', 'true']).status === 0

const all = { all: true } as const
const everywhere = { ground: third, note: '', everywhere: true, evenSubject: false }

async function approved(): Promise<Request> {
  const set = await request({
    roof: { text: 'Ask Ida Falk.', attachments: [{ name: 'plan.txt', text: 'Ida Falk drew it.' }] },
    garden: { text: 'Nothing of note.' },
    other: { text: 'A newsletter.' },
  })
  code(set.as('olga'), all, 'responsive')
  code(set.as('olga'), { documents: [set.id('other')] }, 'not-responsive')
  markText(set.as('olga'), 'Ida Falk', everywhere)
  dispose(set.as('olga'), all, 'release')
  submit(set.as('olga'))
  approve(set.as('lena'), set.signerFor('lena'), all, true)
  return set
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'desk-production-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

function emptyIndex(): WritableDatabase {
  return openIndex(':memory:', { key: new Uint8Array(32), create: true })
}

const index = emptyIndex()

/** Orders a production; cut at the given number of its checkpoints, it throws. Gives the names of those met. */
async function order(
  set: Request,
  database: WritableDatabase,
  given: Partial<ProductionOrder> & { out: string },
  cutAt = -1,
  day = '2026-11-23',
  meanwhile: (checkpoint: string) => void = () => {},
) {
  const met: string[] = []
  const control = {
    signal: new AbortController().signal,
    report: () => {},
    checkpoint: (name: string) => {
      met.push(name)
      meanwhile(name)
      if (met.length - 1 === cutAt) throw new Error(`cut at ${name}`)
    },
  }
  const surroundings = {
    index,
    auditHead: { entries: 7, hash: 'ab'.repeat(32) },
    timeZone: 'Europe/Dublin',
    producedOn: day,
    people: set.workspace,
  }
  const whole: ProductionOrder = {
    formats: ['eml', 'mbox'],
    passphraseOut: null,
    user: asId<UserName>('lena'),
    now: () => 1_790_000_000_000,
    ...given,
  }
  const tools = { printEngine: null, printEngineHint: 'Install a browser.', control, reader: directReader }
  return { met, result: () => runProduction(database, set.workspace, surroundings, whole, tools) }
}

function copyOf(database: WritableDatabase): WritableDatabase {
  return new Sqlite(database.serialize())
}

describe('a production cut anywhere', () => {
  it('goes on, when ordered again, to the same renditions, numbers and page map as one left alone', async () => {
    const set = await approved()
    const place = folder()
    const started = await order(set, set.database, { out: join(place, 'first.zip') }, 0)
    await expect(started.result()).rejects.toThrow('cut at produce/started')
    const undisturbed = await (await order(set, copyOf(set.database), { out: join(place, 'undisturbed.zip') })).result()

    const out = join(place, 'answer.zip')
    const passphraseOut = join(place, 'answer.txt')
    const cut: (string | undefined)[] = []
    for (let cutAt = 0; cutAt < 5; cutAt++) {
      const run = await order(set, set.database, { out, passphraseOut }, cutAt, '2026-11-24')
      await expect(run.result()).rejects.toThrow('cut at')
      cut.push(run.met.at(-1))
      if (cut.at(-1) === 'produce/recorded') break
    }
    expect(cut).toEqual(['produce/started', 'produce/bundled', 'produce/checked', 'produce/released', 'produce/recorded'])
    expect(readProductions(set.database)).toMatchObject([{ id: 'P1', out, pages: undisturbed.pages, pageMap: undisturbed.pageMap }])
    expect(readFileSync(passphraseOut, 'utf8').trim().split(' ')).toHaveLength(7)

    const copy = copyOf(set.database)
    copy.exec("UPDATE production SET state = 'started'")
    const again = await (await order(set, copy, { out: join(place, 'again.zip') }, -1, '2026-12-01')).result()
    expect(again.renditions).toEqual(undisturbed.renditions)
    expect(again.passphrase).not.toBe(undisturbed.passphrase)
  })

  it.each([null, 'answer.txt'])(
    'leaves nothing under the names given when it can’t be recorded (passphrase to %s), and goes on once it can',
    async (name) => {
      const set = await approved()
      const place = folder()
      const out = join(place, 'answer.zip')
      const passphraseOut = name === null ? null : join(place, name)
      let released = false
      // A disk that went read-only, as disks do that fail: the last moment is asked for right before it is noted.
      const now = (): number => {
        if (released) set.database.pragma('query_only = 1')
        return 1_790_000_000_000
      }
      const meanwhile = (checkpoint: string): void => {
        released ||= checkpoint === 'produce/released'
      }
      const failing = await order(set, set.database, { out, passphraseOut, now }, -1, '2026-11-23', meanwhile)
      await expect(failing.result()).rejects.toMatchObject({ code: 'SQLITE_READONLY' })
      expect(readdirSync(place)).toEqual([])
      set.database.pragma('query_only = 0')
      await (await order(set, set.database, { out, passphraseOut })).result()
      expect(readProductions(set.database)).toMatchObject([{ id: 'P1', out }])
    },
  )

  it.runIf(canMount)('says that the disk is full on which the passphrase has no room, and leaves no bundle without it', async () => {
    const set = await approved()
    const place = folder()
    const [out, full] = [join(place, 'answer.zip'), join(place, 'full')]
    mkdirSync(full)
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4k', 'tmpfs', full]).status !== 0) throw new Error('cannot mount')
    onTestFinished(() => void spawnSync('umount', ['-l', full]))
    writeFileSync(join(full, 'filler'), Buffer.alloc(4096, 1))
    const run = await order(set, set.database, { out, passphraseOut: join(full, 'answer.txt') })
    await expect(run.result()).rejects.toMatchObject({ code: 'store/disk-full', details: { path: join(full, 'answer.txt') } })
    expect([readdirSync(place), readdirSync(full)]).toEqual([['full'], ['filler']])
  })

  it('takes back only its own unrecorded bundle, never another file of that name', async () => {
    const set = await approved()
    const out = join(folder(), 'answer.zip')
    await expect((await order(set, set.database, { out }, 3)).result()).rejects.toThrow('cut at produce/released')
    expect(existsSync(out)).toBe(true)
    writeFileSync(out, 'somebody else\u2019s')
    await expect((await order(set, set.database, { out })).result()).rejects.toMatchObject({ code: 'hosts/output-exists' })
    expect(readFileSync(out, 'utf8')).toBe('somebody else\u2019s')
  })
})

describe('a production refused', () => {
  it.each([
    ['an existing bundle', 'hosts/output-exists', (out: string) => writeFileSync(out, 'x'), {}],
    ['a missing print engine', 'produce/no-print-engine', () => {}, { formats: ['pdf'] as const }],
  ])('for %s leaves nothing behind and uses up no number', async (_why, code, prepare, given) => {
    const set = await approved()
    const out = join(folder(), 'answer.zip')
    prepare(out)
    await expect((await order(set, set.database, { out, ...given })).result()).rejects.toMatchObject({ code })
    expect(set.database.prepare('SELECT count(*) FROM production').pluck().get()).toBe(0)
  })

  it('by the gate names what is missing', async () => {
    const set = await approved()
    code(set.as('olga'), { documents: [set.id('garden')] }, 'undecided')
    const refused = (await order(set, set.database, { out: join(folder(), 'answer.zip') })).result()
    await expect(refused).rejects.toMatchObject({
      code: 'produce/gate-closed',
      details: { items: ['coded', 'approved'], documents: [set.id('garden')] },
    })
  })

  it.each<[string, string, (set: Request) => void]>([
    ['an approval was withdrawn', 'gate', (set) => decline(set.as('lena'), set.id('garden'), 'Stop.')],
    ['a name was marked', 'gate', (set) => markText(set.as('olga'), 'note', everywhere)],
    [
      'a document was approved otherwise',
      'changed',
      (set) => {
        markText(set.as('olga'), 'note', everywhere)
        submit(set.as('olga'))
        approve(set.as('lena'), set.signerFor('lena'), all, true)
      },
    ],
  ])('because %s while it was made leaves nothing behind', async (_what, why, act) => {
    const set = await approved()
    const out = join(folder(), 'answer.zip')
    const meanwhile = (checkpoint: string) => checkpoint === 'produce/bundled' && act(set)
    const refused = (await order(set, set.database, { out }, -1, undefined, meanwhile)).result()
    const message = why === 'gate' ? /^The gate is closed/u : /changed while the bundle was made/u
    await expect(refused).rejects.toMatchObject({ code: 'produce/gate-closed', message: expect.stringMatching(message) })
    expect([existsSync(out), existsSync(`${out}.partial`), readProductions(set.database)]).toEqual([false, false, []])
  })

  it('whose passphrase cannot be written takes the bundle back', async () => {
    const set = await approved()
    const place = folder()
    const given = { out: join(place, 'answer.zip'), passphraseOut: join(place, 'no', 'such', 'folder.txt') }
    await expect((await order(set, set.database, given)).result()).rejects.toMatchObject({ code: 'hosts/cannot-write' })
    expect(existsSync(given.out)).toBe(false)
    expect(readProductions(set.database)).toEqual([])
  })
})

describe('what the gate tells beforehand', () => {
  const textOf = (set: Request, line: string) =>
    gate(set.database, set.workspace, { available: true, hint: '' }).items.find(({ id }) => id === line)?.text

  it('of documents approved unopened is what the manifest counts, and what the answer does not include stands apart', async () => {
    const set = await approved()
    const produced = await (await order(set, set.database, { out: join(folder(), 'answer.zip') })).result()
    expect(produced.notViewed).toBe(3)
    expect(textOf(set, 'viewed')).toBe(
      '3 documents approved without having been opened; the manifest will say so. Beside them 1 document approved without having been opened, which the answer does not include',
    )
  })

  it('of a passphrase that another person gave is what the manifest counts, whether its keeper approved or proposed', async () => {
    const set = await approved()
    const keeping = (keeper: string): Request => ({
      ...set,
      workspace: { ...set.workspace, passphraseFrom: (user) => (user === keeper ? asId<UserName>('piet') : null) },
    })
    expect(textOf(set, 'passphrases')).toBe('Everybody who proposed or approved has a passphrase of their own choice')
    for (const keeper of ['lena', 'olga']) {
      const given = keeping(keeper)
      const text = textOf(given, 'passphrases')
      expect(text).toMatch(
        /^3 documents proposed or approved under a passphrase that another person gave \(.*\); the manifest will say so\. Beside them 1 /u,
      )
      expect(text).toContain(`(${keeper}\u2019s came from piet)`)
      const copy = { ...given, database: copyOf(set.database) }
      const produced = await (await order(copy, copy.database, { out: join(folder(), 'answer.zip') })).result()
      expect(produced.givenPassphrase).toBe(3)
    }
  })
})

describe('a draft and a production', () => {
  it('hide every mark that the approval signs, accepted or not', async () => {
    const set = await approved()
    const surroundings = {
      index,
      auditHead: { entries: 7, hash: 'ab'.repeat(32) },
      timeZone: 'Europe/Dublin',
      producedOn: '2026-11-23',
      people: set.workspace,
    }
    const before = snapshotOf(set.database, surroundings, false)
    set.database.exec("UPDATE mark SET state = 'proposed', approver = NULL")
    const after = snapshotOf(set.database, surroundings, false)
    expect(after.documents.flatMap(({ marks }) => marks.map(({ id }) => id))).toEqual(
      before.documents.flatMap(({ marks }) => marks.map(({ id }) => id)),
    )
    expect(before.documents.flatMap(({ marks }) => marks)).toHaveLength(2)
  })
})

describe('a second production', () => {
  it('of changed decisions has another number and other seeds, and the first stays on record', async () => {
    const set = await approved()
    const place = folder()
    const first = await (await order(set, set.database, { out: join(place, 'first.zip') })).result()
    addMarks(set.as('olga'), [{ document: set.id('garden'), surface: surface('t:1'), span: { start: 0, end: 7 }, ground: third, note: '' }])
    submit(set.as('olga'))
    approve(set.as('lena'), set.signerFor('lena'), all, true)
    const second = await (await order(set, set.database, { out: join(place, 'second.zip') })).result()
    expect([first.production, second.production]).toEqual(['P1', 'P2'])
    expect(readProductions(set.database)).toHaveLength(2)
    const seeds = set.database.prepare('SELECT DISTINCT seed FROM production').all()
    expect(seeds).toHaveLength(2)
  })
})
