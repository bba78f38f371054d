import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DemoView } from '../../src/api/index.ts'
import { createCore } from '../../src/api/index.ts'
import { printServices } from '../../src/hosts/print-engine.ts'
import type { Truth } from '../../src/jobs/sample/index.ts'
import { ground } from '../../src/law/index.ts'
import { asId, type MatterId, type UserName } from '../../src/model/index.ts'
import { openWorkspace } from '../../src/store/index.ts'
import { services as usual } from '../api/core-home.ts'
import { comparePages, comparePng, csvRows, type Leaf, type Read, readMail, readMails, type Xray, xray } from '../produce/witness.ts'
import { deskIn, passphraseIn, sha256, squash } from './demonstration.ts'
import { type ModelDocument, type ModelMailbox, markerOf, releasedModel } from './released-model.ts'

const directory = mkdtempSync(join(tmpdir(), 'desk-demo-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const services = { ...usual, now: () => Date.UTC(2026, 10, 23, 10), timeZone: 'Europe/Dublin' }
const out = join(directory, 'demo')
const inside = (...path: string[]): string => join(directory, 'opened', ...path)
const signIn = 'Nuala Investigator'
let view: DemoView
let model: readonly ModelDocument[]
const desk = (...args: string[]) => deskIn(directory, ...args)
const passphraseOf = (user: string): string => passphraseIn(out, user)

beforeAll(async () => {
  const { status, stdout, stderr } = desk('demo', '--out', out)
  if (status !== 0) throw new Error(`desk demo ended with ${status}: ${stdout}${stderr}`)
  view = JSON.parse(stdout) as DemoView
  const user = asId<UserName>(signIn)
  const workspace = await openWorkspace({ directory: view.workspace, user, passphrase: passphraseOf(signIn), now: Date.now })
  model = releasedModel(workspace.matter(asId<MatterId>('M1')))
  workspace.close()
})

const given = (): ModelDocument[] => model.filter(({ fate }) => fate === 'given')
const carriedBy = ({ number }: ModelDocument): ModelDocument[] => model.filter(({ carrier }) => carrier === number)
const leaving = (document: ModelDocument): boolean => document.fate === 'given' || carriedBy(document).some(leaving)
describe('desk demo', () => {
  it('releases a bundle that was proved, in every format, with its letter and its log', () => {
    expect(view.check.passed).toBe(true)
    expect(view.check.needles).toBeGreaterThan(20)
    expect(view.notViewed).toBe(0)
    expect(view.formats).toEqual(['eml', 'mbox', 'pdf'])
    expect(readFileSync(view.letter, 'utf8')).toContain(view.sha256)
    expect(sha256(readFileSync(view.bundle))).toBe(view.sha256)
    expect(readFileSync(view.bundle).byteLength).toBe(view.bytes)
    expect(readFileSync(view.internalLog, 'utf8').split('\n').length).toBeGreaterThan(20)
  })

  it('withholds what is privileged and nothing else of hers', () => {
    const truth = JSON.parse(readFileSync(join(out, 'sample', 'truth.json'), 'utf8')) as Truth
    const privileged = truth.messages.filter((message) => message.about === 'subject' && message.disposition === 'withhold')
    expect(view.withheld).toBeGreaterThanOrEqual(privileged.length)
    expect(view.documents).toBeGreaterThan(100)
  })

  it('leaves a workspace in which everything can be looked up', async () => {
    const core = createCore({ services, workspace: view.workspace })
    await core.call('workspace.unlock', { user: signIn, passphrase: passphraseOf(signIn) })
    const ledger = await core.call('ledger.show', {})
    const truth = JSON.parse(readFileSync(join(out, 'sample', 'truth.json'), 'utf8')) as Truth
    expect(ledger.reconciles).toBe(true)
    expect(ledger.totals.indexed + ledger.totals.partial).toBe(truth.instances)
    expect(ledger.totals.indexed + ledger.totals.partial - ledger.totals.duplicates).toBe(truth.messages.length)
    expect((await core.call('audit.verify', {})).ok).toBe(true)
    expect((await core.call('matter.list', {})).matters).toHaveLength(1)
    await core.close()
  })

  it('refuses a folder that holds something', () => {
    const { status, stdout } = desk('demo', '--out', out)
    expect({ status, json: JSON.parse(stdout) }).toMatchObject({ status: 1, json: { error: { code: 'hosts/output-exists' } } })
  })
})

describe('independent witnesses of the demonstration’s bundle', () => {
  let pictures: Readonly<Record<string, Xray>>
  let box: Read[]

  beforeAll(() => {
    const letter = readFileSync(view.letter, 'utf8')
    const passphrase = /^ {4}((?:[a-z-]+ ){6}[a-z-]+)$/mu.exec(letter)?.[1] ?? ''
    execFileSync('7z', ['x', `-p${passphrase}`, `-o${directory}/opened`, view.bundle])
    execFileSync('7z', ['x', `-o${inside()}`, inside('content.zip')])
    rmSync(inside('content.zip'))
    pictures = xray([...readdirSync(inside('pdf')).map((name) => inside('pdf', name)), inside('schedule.pdf')])
    box = readMail(inside('mail.mbox'))
  })

  const paper = ({ number }: ModelDocument): Xray => {
    const found = pictures[inside('pdf', `${number}.pdf`)]
    if (found === undefined) throw new Error(`${number} has no PDF`)
    return found
  }

  it('7-Zip opens it with the passphrase of the letter and with no other', () => {
    expect(readdirSync(inside()).sort()).toEqual(
      ['README.txt', 'files', 'mail', 'mail.mbox', 'manifest.json', 'pdf', 'schedule.csv', 'schedule.json', 'schedule.pdf'].sort(),
    )
    expect(() => execFileSync('7z', ['t', '-pnot these seven words', view.bundle], { stdio: 'pipe' })).toThrow()
  })

  it('find a rendition of everything that was released and of nothing else', () => {
    const names = (folder: string): string[] => readdirSync(inside(folder)).sort()
    expect(names('mail')).toEqual(model.filter((one) => one.carrier === null && leaving(one)).map(({ number }) => `${number}.eml`))
    expect(box).toHaveLength(names('mail').length)
    const natives = given().filter(({ native }) => native)
    expect(natives.length).toBeGreaterThan(0)
    expect(names('files').map((name) => name.replace(/\.\w+$/u, ''))).toEqual(natives.map(({ number }) => number))
    for (const { number, sha256: hash } of natives) expect(sha256(readFileSync(inside('files', `${number}.docx`))), number).toBe(hash)
    const papers = names('pdf').map((name) => basename(name, '.pdf'))
    const wanted = given().filter(({ native }) => !native)
    expect(papers).toEqual(expect.arrayContaining(wanted.map(({ number }) => number)))
    for (const extra of papers.filter((number) => !wanted.some((one) => one.number === number)))
      expect(leaving(model.find(({ number }) => number === extra) as ModelDocument), extra).toBe(true)
  })

  describe('of every PDF', () => {
    it('qpdf finds the file sound, and no X-ray anything that a reader does not see', () => {
      expect(Object.keys(pictures).length).toBeGreaterThan(150)
      expect(Object.entries(pictures).flatMap(([path, { problems }]) => problems.map((one) => `${basename(path)}: ${one}`))).toEqual([])
    })

    it('pdftotext reads just what the request’s database says was released, page numbers apart', () => {
      const people = (mailboxes: readonly ModelMailbox[]): string =>
        mailboxes.map(({ name, address }) => (address === null ? name : name === '' ? address : `${name} <${address}>`)).join('; ')
      const row = (label: string, value: string): string => (value === '' ? '' : label + value)
      for (const document of given().filter(({ native }) => !native)) {
        const { header } = document
        const read = paper(document).text.replace(/SAR-2026-014-\d{6}/gu, '')
        if (document.pictured) {
          expect(read.trim(), document.number).toBe('')
          continue
        }
        const head =
          header === null
            ? row('Name', document.filename ?? '') + row('Attachment of message', rootOf(document))
            : row('From', people(header.from)) +
              row('To', people(header.to)) +
              row('Cc', people(header.cc)) +
              row('Date', header.date) +
              row('Subject', header.subject ?? '')
        const children = carriedBy(document)
        const enclosed = children.map((child) => child.number + (child.filename ?? '')).join('')
        const said =
          `Document${document.number}${head}${document.text}` +
          (children.length === 0 ? '' : `Attachments of this message${enclosed}`) +
          (document.removed.length === 0 ? '' : 'Redacted by the controller; each marker names the reason.')
        expect(squash(read), document.number).toBe(squash(said))
      }
    })

    it('pdftotext finds a marker for every place, and no text that was taken out', () => {
      const redacted = given().filter(({ removed }) => removed.length > 0)
      expect(redacted.length).toBeGreaterThan(20)
      for (const document of redacted) {
        const read = squash(paper(document).text)
        for (const text of document.removed) expect(read.includes(squash(text)), document.number).toBe(false)
        if (!document.pictured) expect(read, document.number).toContain(squash(markerOf('EU-15(4)')))
      }
    })
  })

  const rootOf = ({ carrier, number }: ModelDocument): string => {
    const above = model.find((one) => one.number === carrier)
    return above === undefined ? number : rootOf(above)
  }

  describe('Python’s email and mailbox', () => {
    const attachments = mkdtempSync(join(directory, 'attachments-'))
    const value = (message: Read, name: string): string | undefined => message.headers.find(([header]) => header === name)?.[1]
    /** Every message that left, as its file is read. */
    const read = new Map<ModelDocument, Read>()
    beforeAll(() => {
      const messages = model.filter((one) => one.carrier === null && leaving(one))
      const paths = messages.map(({ number }) => inside('mail', `${number}.eml`))
      for (const [nth, [message]] of readMails(paths, attachments).entries()) read.set(messages[nth] as ModelDocument, message as Read)
    })

    /** Asserts that a message is what the model says, down into what is attached to it. */
    function same(message: Read, document: ModelDocument): void {
      const { number, header } = document
      expect([message.defects, message.preamble ?? '', (message.epilogue ?? '').trim()], number).toEqual([[], '', ''])
      const [body, ...rest] = message.parts
      const text = (leaf: Leaf | undefined): string => (leaf?.text ?? '').replace(/\r\n/gu, '\n').trimEnd()
      if (document.fate !== 'given' || header === null) {
        expect(value(message, 'Subject'), number).toBe(number)
        expect(Object.keys(message.mailboxes), number).toEqual([])
      } else {
        const written = (mailboxes: readonly ModelMailbox[]) =>
          mailboxes.map(({ name, address }) => [name, address ?? 'redacted@redacted.invalid'])
        const wanted = { From: written(header.from), To: written(header.to), Cc: written(header.cc) }
        expect(message.mailboxes, number).toEqual(Object.fromEntries(Object.entries(wanted).filter(([, list]) => list.length > 0)))
        expect(value(message, 'Subject'), number).toBe(header.subject ?? undefined)
        expect(message.dateMs, number).toBe(header.dateMs)
        expect(text(body), number).toBe(document.text.trimEnd())
      }
      const withHtml = document.fate === 'given' && document.bodies.includes('html')
      if (withHtml) {
        const shown = rest.shift()
        expect(squash(shown?.shown ?? ''), number).toBe(squash(document.text))
      }
      expect(rest.map(({ type, filename }) => [type, filename]).length, number).toBe(carriedBy(document).length)
      for (const [nth, child] of carriedBy(document).entries()) sameAttachment(rest[nth] as Leaf, child)
    }

    function sameAttachment(leaf: Leaf, child: ModelDocument): void {
      if (child.fate !== 'given') {
        expect([leaf.type, leaf.filename], child.number).toEqual(['text/plain', `${child.number} withheld.txt`])
        expect(leaf.text, child.number).toContain(child.ground ?? 'Not part of this disclosure')
      } else if (child.header !== null) {
        expect([leaf.type, leaf.filename], child.number).toEqual(['message/rfc822', `${child.number}.eml`])
        same(leaf.message as Read, child)
      } else {
        expect(leaf.filename, child.number).toContain(child.filename)
        if (child.native) expect(leaf.sha256, child.number).toBe(child.sha256)
        else if (child.pictured) samePicture(leaf, child)
        else expect(leaf.sha256, child.number).toBe(sha256(Buffer.from(child.text)))
      }
    }

    /** Rebuilt from pixels: a picture shows the same, and every word of a page looks the same or is one colour. */
    function samePicture(leaf: Leaf, child: ModelDocument): void {
      expect(leaf.type, child.number).toBe(child.type)
      const original = join(directory, child.number)
      writeFileSync(original, child.original ?? '')
      const released = join(attachments, leaf.sha256 ?? '')
      if (child.type === 'image/png') {
        const { same: alike, chunks } = comparePng(original, released)
        expect(alike, child.number).toBe(true)
        expect(
          chunks.filter((name) => !['IHDR', 'sBIT', 'sRGB', 'IDAT', 'IEND'].includes(name)),
          child.number,
        ).toEqual([])
        return
      }
      // A box covers whole words, with the full stop after them.
      const bare = (word: string): string => word.replace(/[.,]+$/u, '')
      const hidden = new Set(child.removed.flatMap((text) => text.split(/\s+/u).map(bare)))
      const words = comparePages(original, released)
      expect(
        words
          .filter(({ contrast }) => contrast === 0)

          .map(({ word }) => bare(word))
          .sort(),
        child.number,
      ).toEqual([...hidden].sort())
      for (const { word, contrast, ink } of words.filter((one) => one.contrast > 0)) {
        expect(contrast, `${child.number}: ${word}`).toBeGreaterThan(60)
        expect(Math.abs(Math.log2(ink)), `${child.number}: ${word}`).toBeLessThan(1)
      }
    }

    it('read in every message and in every entry of the mailbox the headers, texts and attachments that were released', () => {
      expect(read.size).toBeGreaterThan(100)
      for (const [document, message] of read) same(message, document)
      expect(box).toEqual([...read.values()])
    })

    it('read threads as they were, in ids of the production', () => {
      const messages = [...read].filter(([{ fate }]) => fate === 'given')
      const produced = new Map(messages.map(([{ messageId }, message]) => [messageId ?? '', value(message, 'Message-ID')]))
      expect(new Set(produced.values()).size).toBe(messages.length)
      let threaded = 0
      for (const [{ number, answers }, message] of messages) {
        const wanted = answers.flatMap((id) => produced.get(id) ?? [])
        expect(value(message, 'In-Reply-To') ?? '', number).toBe(wanted.join(' '))
        threaded += wanted.length
      }
      expect(threaded).toBeGreaterThan(20)
    })
  })
})

describe('the logs of the demonstration', () => {
  type Row = Readonly<Record<string, string>>
  const engine = printServices()
  const rows = new Map<string, { csv: Row[]; json: Row[]; text: string; pdf: Xray }>()
  const of = (edition: string) => rows.get(edition) ?? { csv: [], json: [], text: '', pdf: { problems: [], pages: 0, words: 0, text: '' } }

  beforeAll(async () => {
    const core = createCore({ services: { ...services, ...engine }, workspace: view.workspace })
    await core.call('workspace.unlock', { user: signIn, passphrase: passphraseOf(signIn) })
    const path = (edition: string, format: string): string => join(directory, `log-${edition}.${format}`)
    for (const edition of ['internal', 'requester'] as const) {
      for (const format of ['csv', 'json', 'pdf'] as const)
        await core.call('log.write', { matter: 'M1', edition, format, out: path(edition, format), production: view.production })
      const text = readFileSync(path(edition, 'csv'), 'utf8') + readFileSync(path(edition, 'json'), 'utf8')
      const pdf = xray([path(edition, 'pdf')])[path(edition, 'pdf')] as Xray
      const json = (JSON.parse(readFileSync(path(edition, 'json'), 'utf8')) as { rows: Row[] }).rows
      rows.set(edition, { csv: csvRows(path(edition, 'csv')), json, text: text + pdf.text, pdf })
    }
    await core.close()
    await engine.closePrintEngine()
  })

  it.each(['internal', 'requester'])('say the same in CSV, JSON and PDF: %s', (edition) => {
    const { csv, json, pdf } = of(edition)
    expect(json.length).toBeGreaterThan(100)
    const filled = (list: readonly Row[]) => list.map((row) => Object.entries(row).filter(([, value]) => value !== ''))
    expect(filled(csv).map((row) => new Map(row))).toEqual(filled(json).map((row) => new Map(row)))
    expect(pdf.problems).toEqual([])
    const read = squash(pdf.text)
    for (const row of json) for (const value of Object.values(row)) expect(read.includes(squash(value)), value).toBe(true)
  })

  it('name in the internal edition every redaction and every document withheld, with who, when, why and where', () => {
    const { json } = of('internal')
    const marks = model.flatMap((document) => document.marks.map((mark) => ({ number: document.number, mark })))
    const withheld = model.filter(({ fate }) => fate === 'withheld')
    expect(withheld.length).toBe(view.withheld)
    const expected = [
      ...marks.map(({ number, mark: { id, surface, span, ground } }) => [
        id,
        number,
        surface,
        String(span?.start),
        String(span?.end),
        ground,
        'redact',
      ]),
      ...withheld.map(({ number, ground }) => [`W-${number}`, number, 'whole document', '', '', ground, 'withhold']),
    ]
    const columns = ['log id', 'document', 'surface', 'start', 'end', 'ground', 'action']
    expect(json.map((row) => columns.map((column) => row[column] ?? '')).sort()).toEqual(expected.sort())
    for (const row of json) {
      expect(row, row['log id']).toMatchObject({
        proposer: signIn,
        approver: 'Lorcan Reviewer',
        viewed: 'yes',
        production: view.production,
      })
      expect(row['approved at'], row['log id']).toMatch(/^\d{4}-\d\d-\d\dT/u)
      expect(row['approval signature'], row['log id']).toMatch(/^[0-9a-f]{128}$/u)
    }
  })

  it('give the requester each document of theirs, its fate, its grounds in words and its pages', () => {
    const given = { given: 'in full', withheld: 'withheld', 'not included': '' } as const
    const theirs = model.filter(({ fate }) => fate !== 'not included')
    const fateOf = ({ fate, removed }: ModelDocument): string => (removed.length > 0 && fate === 'given' ? 'in part' : given[fate])
    const rowsGiven = of('requester').json
    expect(rowsGiven.map((row) => [row['number'], row['given']])).toEqual(theirs.map((document) => [document.number, fateOf(document)]))
    const manifest = JSON.parse(readFileSync(inside('manifest.json'), 'utf8')) as {
      pageMap: { number: string; first: string; last: string }[]
    }
    for (const [nth, document] of theirs.entries()) {
      const row = rowsGiven[nth] ?? {}
      const pages = manifest.pageMap.find(({ number }) => number === document.number)
      expect([row['first page'], row['last page']], document.number).toEqual([pages?.first ?? '', pages?.last ?? ''])
      const why = fateOf(document) === 'in full' ? '' : (document.ground ?? 'EU-15(4)')
      expect(row['codes'], document.number).toBe(why)
      if (why !== '') expect(row['reason'], document.number).toBe(ground(why).sentence)
    }
  })

  it('hold nothing that was taken out: not as text, and in the schedule not as a hash, nor an id or hash of an original', () => {
    const needles = [...new Set(model.flatMap(({ removed }) => removed))]
    expect(needles.length).toBeGreaterThan(50)
    const shown = new Set(
      model.flatMap(({ header }) =>
        [...(header?.from ?? []), ...(header?.to ?? []), ...(header?.cc ?? [])].flatMap(({ name, address }) => [name, address]),
      ),
    )
    for (const needle of needles.filter((one) => one.length > 8 && !shown.has(one))) {
      for (const edition of ['internal', 'requester']) expect(squash(of(edition).text).includes(squash(needle)), edition).toBe(false)
      for (const algorithm of ['md5', 'sha1', 'sha256', 'sha512'])
        expect(of('internal').text + of('requester').text, algorithm).not.toContain(createHash(algorithm).update(needle).digest('hex'))
    }
    for (const { id, sha256: hash } of model) {
      expect(of('requester').text).not.toContain(id)
      expect(of('requester').text).not.toContain(hash)
    }
    expect(of('requester').text).not.toMatch(/Nuala|Lorcan|hmac|[0-9a-f]{32}/u)
  })
})

describe('the audit trail of the demonstration', () => {
  it('leaves as a copy that Python and OpenSSL verify against the head in the bundle’s manifest', () => {
    const exported = join(directory, 'audit.json')
    const passphraseFile = join(directory, 'nuala.passphrase')
    writeFileSync(passphraseFile, passphraseOf(signIn))
    const who = ['--workspace', view.workspace, '--user', signIn, '--passphrase-file', passphraseFile]
    expect(desk('audit', 'export', '--out', exported, ...who).status).toBe(0)
    const witness = resolve('test/store/audit-witness.py')
    const said = spawnSync('python3', [witness, exported, '--manifest', inside('manifest.json')], { encoding: 'utf8' }).stdout.trim()
    expect(said).toMatch(/^\d+ \d+$/u)
    expect(Number(said.split(' ')[0])).toBeGreaterThan(400)
    const text = readFileSync(exported, 'utf8')
    for (const needle of new Set(model.flatMap(({ removed }) => removed.filter((one) => one.length > 8))))
      expect(text).not.toContain(needle)
  })
})
