import { describe, expect, it } from 'vitest'
import type { DocumentId, MatterId, Surface, UserName } from '../../src/model/index.ts'
import { AppError, asId } from '../../src/model/index.ts'
import {
  controlNumber,
  correctClockEvent,
  documentsHolding,
  findStartedProduction,
  finishProduction,
  insertClockEvent,
  insertFamily,
  insertInstance,
  insertMatter,
  insertProduction,
  matterMigrations,
  migrate,
  type NewDocument,
  openDatabase,
  packFamily,
  pagesBefore,
  readClockCorrections,
  readClockEvents,
  readDocument,
  readDocuments,
  readForms,
  readInstances,
  readMatter,
  readRaw,
  readStartedProduction,
  readSurfaces,
  renditionCache,
  type WritableDatabase,
  writeForm,
} from '../../src/store/index.ts'

const olga = asId<UserName>('olga')

function opened(upTo?: number): WritableDatabase {
  const database = openDatabase(':memory:', { key: new Uint8Array(32), create: true })
  migrate(database, matterMigrations, upTo)
  return database
}

function document(id: string, given: Partial<NewDocument> = {}): NewDocument {
  const surface: Surface = {
    id: asId<Surface['id']>('t:1'),
    document: asId<DocumentId>(id),
    kind: 'text',
    part: '1',
    text: 'Slates, grey.',
    tree: null,
    page: null,
    image: null,
    producible: true,
    hash: 'ab',
  }
  return {
    id: asId<DocumentId>(id),
    kind: 'message',
    parent: null,
    part: '',
    type: 'message/rfc822',
    filename: null,
    sizeBytes: 4,
    sha256: 'cd',
    dateMs: null,
    sender: '',
    subject: '',
    header: null,
    thread: 't',
    problems: [],
    surfaces: [surface],
    squashed: 'slatesgrey',
    instances: [],
    ...given,
  }
}

function family(id: string, documents: readonly NewDocument[] = [document(id)]) {
  return packFamily({ id: asId<DocumentId>(id), raw: Buffer.from('mail'), documents })
}

describe('the schema of a request', () => {
  it.each(matterMigrations.map(({ version, name }) => [version, name] as const))('migrates to %i (%s) from the step before', (version) => {
    const database = opened(version)
    expect(database.pragma('user_version', { simple: true })).toBe(version)
    migrate(database, matterMigrations)
    expect(database.pragma('user_version', { simple: true })).toBe(matterMigrations.at(-1)?.version)
  })

  it('has strict tables only, and every reference holds', () => {
    const database = opened()
    const tables = database.pragma('table_list') as { name: string; schema: string; strict: number }[]
    const loose = tables.filter(({ name, strict }) => !name.startsWith('sqlite_') && strict === 0)
    expect(loose).toEqual([])
    expect(() => database.exec("INSERT INTO decision (document) VALUES ('nobody')")).toThrow(/FOREIGN KEY/)
  })

  it('finds the marks of a document by an index', () => {
    const plan = opened()
      .prepare("EXPLAIN QUERY PLAN SELECT * FROM mark WHERE document = 'x' AND state IN ('proposed') ORDER BY number")
      .all()
    expect(JSON.stringify(plan)).toContain('USING INDEX mark_document')
  })

  it('finds who was shown a document by an index', () => {
    const database = opened()
    for (const table of ['viewed', 'opened']) {
      const plan = database.prepare(`EXPLAIN QUERY PLAN DELETE FROM ${table} WHERE document = 'x' AND user <> 'anna'`).all()
      expect(JSON.stringify(plan), table).toMatch(/SEARCH/)
    }
  })
})

describe('the header of a request', () => {
  it('comes back as it was written, with its clock events in order', () => {
    const database = opened()
    expect(() => readMatter(database)).toThrow(AppError)
    const matter = {
      id: asId<MatterId>('M1'),
      reference: 'SAR-1',
      subject: { name: 'Nora Quill', names: ['N. Quill'], emails: [], phones: [], identifiers: [] },
      scope: { from: '2026-01-01', to: null, custodians: ['Bo'], sources: [] },
      regime: 'eu-ie',
      received: '2026-11-02',
      events: [],
      createdAtMs: 5,
      createdBy: olga,
    }
    insertMatter(database, matter)
    insertClockEvent(database, { kind: 'identity-asked', on: '2026-11-03' }, olga, 6)
    insertClockEvent(database, { kind: 'identity-answered', on: '2026-11-05' }, olga, 7)
    expect(readMatter(database)).toEqual({
      ...matter,
      events: [
        { id: 'E1', kind: 'received', on: '2026-11-02', by: olga, atMs: 5 },
        { id: 'E2', kind: 'identity-asked', on: '2026-11-03', by: olga, atMs: 6 },
        { id: 'E3', kind: 'identity-answered', on: '2026-11-05', by: olga, atMs: 7 },
      ],
    })
    expect(() => insertMatter(database, matter)).toThrow(/UNIQUE/)
  })

  it('keeps every clock event and every correction as they were entered', () => {
    const database = opened()
    const when = { user: olga, atMs: 6 }
    const asked = insertClockEvent(database, { kind: 'identity-asked', on: '2026-11-03' }, olga, 5)
    correctClockEvent(database, asked, { instead: null, reason: 'of another request', ...when })
    expect(readClockEvents(database)).toEqual([])
    expect(readClockCorrections(database)).toMatchObject([{ event: { id: asked, on: '2026-11-03' }, instead: null, by: olga }])
    expect(() => correctClockEvent(database, asked, { instead: null, reason: 'once more', ...when })).toThrow(/UNIQUE/)
    for (const table of ['clock_event', 'clock_correction']) {
      expect(() => database.prepare(`DELETE FROM ${table}`).run(), table).toThrow(/never deleted|stays as it was/)
      expect(() => database.prepare(`UPDATE ${table} SET user = 'eve'`).run(), table).toThrow(/never overwritten|stays as it was/)
    }
  })

  it('keeps the latest decision about a form', () => {
    const database = opened()
    const form = { form: 'Nell Quill', kind: 'name' as const, why: 'a nickname' }
    writeForm(database, { ...form, accepted: null }, olga, 1)
    writeForm(database, { ...form, accepted: false }, olga, 2)
    expect(readForms(database)).toEqual([{ ...form, accepted: false }])
  })
})

describe('collected documents', () => {
  it('are numbered in the order in which they are taken in', () => {
    const database = opened()
    insertFamily(database, family('m2', [document('m2'), document('a1', { kind: 'attachment', parent: asId<DocumentId>('m2') })]), 1)
    insertFamily(database, family('m1'), 1)
    expect(readDocuments(database).map(({ id, controlNumber: number }) => `${number} ${id}`)).toEqual([
      'CTRL-000001 m2',
      'CTRL-000002 a1',
      'CTRL-000003 m1',
    ])
    expect(controlNumber(1_234_567)).toBe('CTRL-1234567')
  })

  it('give back the raw message, the surfaces and the copies', () => {
    const database = opened()
    insertFamily(database, family('m1'), 1)
    const id = asId<DocumentId>('m1')
    expect(Buffer.from(readRaw(database, id)).toString()).toBe('mail')
    expect(readSurfaces(database, id)).toEqual(document('m1').surfaces)
    const copy = {
      source: asId<`S1` & never>('S1'),
      sourceLabel: 'Box',
      custodian: null,
      locator: 'x@0',
      folder: '',
      flags: ['S'],
      sha256: '00',
    }
    expect([insertInstance(database, id, copy), insertInstance(database, id, copy)]).toEqual([true, false])
    expect(readInstances(database, id)).toEqual([copy])
  })

  it('whose raw bytes were changed are refused', () => {
    const database = opened()
    insertFamily(database, family('m1'), 1)
    database.exec("UPDATE family SET raw_sha256 = 'x'")
    expect(() => readRaw(database, asId<DocumentId>('m1'))).toThrow(expect.objectContaining({ code: 'store/corrupt' }))
  })

  it('are found by the letters and digits in them', () => {
    const database = opened()
    insertFamily(database, family('m1'), 1)
    insertFamily(database, family('m2', [document('m2', { squashed: 'zinc' })]), 1)
    expect(documentsHolding(database, 'sgrey')).toEqual(['m1'])
    expect(documentsHolding(database, '')).toEqual(['m1', 'm2'])
  })

  it('that are not there are told so', () => {
    expect(() => readDocument(opened(), asId<DocumentId>('m9'))).toThrow(expect.objectContaining({ code: 'matter/unknown-document' }))
  })
})

describe('productions', () => {
  const wanted = { seed: new Uint8Array(32), formats: ['eml'], inputs: 'one', user: olga, startedAtMs: 1, snapshot: '{}' }
  const released = { out: '/x.zip', sha256: 'ab', documents: 1, pages: 12, withheld: 0, pageMap: [], atMs: 2 }

  it('unfinished are found again by what they are made from', () => {
    const database = opened()
    const started = insertProduction(database, wanted)
    expect(findStartedProduction(database, 'one')).toEqual({ ...started, seed: Buffer.from(started.seed) })
    expect(findStartedProduction(database, 'two')).toBeNull()
    expect(readStartedProduction(database, started.id).snapshot).toBe('{}')
  })

  it('never give a page number twice: one whose numbers another has taken is not gone on with', () => {
    const database = opened()
    const first = insertProduction(database, wanted)
    const second = insertProduction(database, { ...wanted, inputs: 'two' })
    finishProduction(database, { id: second.id, ...released })
    expect(pagesBefore(database)).toBe(12)
    expect(findStartedProduction(database, 'one')).toBeNull()
    const again = insertProduction(database, wanted)
    expect([first.id, again.id, again.pagesBefore]).toEqual(['P1', 'P3', 12])
  })

  it('keep finished renditions until they are released', () => {
    const database = opened()
    const { id } = insertProduction(database, wanted)
    const cache = renditionCache(database, id)
    cache.put('mail/1', Buffer.from('x'))
    expect(Buffer.from(cache.get('mail/1') ?? []).toString()).toBe('x')
    finishProduction(database, { id, ...released })
    expect(cache.get('mail/1')).toBeNull()
  })
})
