import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { isValidIBAN } from 'ibantools'
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Sample } from '../../src/jobs/sample/index.ts'
import { writeSample } from '../../src/jobs/sample/index.ts'

const directory = mkdtempSync(join(tmpdir(), 'desk-sample-'))
let sample: Sample
beforeAll(async () => {
  sample = await writeSample(join(directory, 'one'))
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

function files(root: string): Map<string, Buffer> {
  const found = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return new Map(found.map((entry) => join(entry.parentPath, entry.name)).map((path) => [relative(root, path), readFileSync(path)]))
}

describe('the sample archive', () => {
  it('is the same bytes in two runs', async () => {
    await writeSample(join(directory, 'two'))
    const one = files(join(directory, 'one'))
    const two = files(join(directory, 'two'))
    expect([...two.keys()].sort()).toEqual([...one.keys()].sort())
    for (const [path, bytes] of one) expect(two.get(path)?.equals(bytes), path).toBe(true)
  })

  it('is several hundred messages with copies across the containers', () => {
    const { messages, instances } = sample.truth
    expect(messages.length).toBeGreaterThan(350)
    expect(instances).toBeGreaterThan(messages.length * 1.5)
    expect(new Set(messages.map(({ messageId }) => messageId)).size).toBe(messages.length)
    expect(messages.some(({ copies }) => new Set(copies.map(({ container }) => container)).size >= 3)).toBe(true)
  })

  it('names only domains that can belong to nobody', () => {
    for (const [path, bytes] of files(join(directory, 'one'))) {
      for (const [, domain] of bytes
        .toString('latin1')
        .replace(/=\r?\n/gu, '')
        .matchAll(/@([\w-]+(?:\.[\w-]+)+)/gu))
        expect(domain, path).toMatch(/\.example$/)
    }
  })

  it('holds account numbers with right check digits, at a bank that does not exist', () => {
    const payroll = sample.truth.messages.flatMap(({ attachments }) =>
      attachments.flatMap(({ kind, redact }) => (kind === 'csv' ? redact : [])),
    )
    expect(payroll.length).toBeGreaterThan(50)
    for (const { text } of payroll) expect(isValidIBAN((text.split(';')[2] ?? '').replaceAll(' ', '')), text).toBe(true)
  })
})

describe('the truth beside it', () => {
  it('knows every case that the sample was made for', () => {
    const { messages, openAndHidden } = sample.truth
    const forms = new Set(messages.flatMap((message) => message.forms))
    expect([...forms].sort()).toEqual(
      [
        'address',
        'alias-address',
        'first-name',
        'full-name',
        'misspelling',
        'nickname',
        'private-address',
        'staff-number',
        'surname',
        'usual-name',
      ].sort(),
    )
    expect(messages.filter(({ about }) => about === 'twin').length).toBeGreaterThan(3)
    expect(messages.filter(({ privileged, about }) => privileged && about === 'subject').length).toBeGreaterThan(3)
    expect(openAndHidden.open.length).toBeGreaterThan(0)
    expect(openAndHidden.hidden.length).toBeGreaterThan(0)
    expect(openAndHidden.open.some((id) => openAndHidden.hidden.includes(id))).toBe(false)
    const kinds = new Set(messages.flatMap(({ attachments }) => attachments.map(({ kind }) => kind)))
    expect([...kinds].sort()).toEqual(['csv', 'docx', 'ics', 'pdf', 'png'])
  })

  it('says where each copy lies, and the copies are there', () => {
    const root = join(directory, 'one')
    for (const source of ['aoife-lynskey.mbox', 'declan-moriarty.mbox']) {
      const expected = sample.truth.messages.flatMap(({ copies }) => copies.filter(({ container }) => container === source)).length
      const separators = readFileSync(join(root, source), 'latin1').match(/^From \S+@\S+ \w{3} \w{3} /gmu)
      expect(separators?.length).toBe(expected)
    }
    const maildir = files(join(root, 'katherine-brennan-maildir'))
    const inMaildir = sample.truth.messages.flatMap(({ copies }) =>
      copies.filter(({ container }) => container === 'katherine-brennan-maildir'),
    )
    expect([...maildir.keys()].filter((path) => /(?:cur|new)\//u.test(path)).length).toBe(inMaildir.length)
    expect(statSync(join(root, 'katherine-brennan-maildir', '.Sent', 'tmp')).isDirectory()).toBe(true)
  })

  it('expects only redactions that stand in the mail', async () => {
    const backup = [...files(join(directory, 'one', 'katherine-brennan-maildir')).values()]
    const byId = new Map<string, string>()
    for (const bytes of backup) {
      const mail = await PostalMime.parse(bytes)
      const people = [mail.from, ...(mail.to ?? []), ...(mail.cc ?? [])].map((one) => `${one?.name} ${one?.address}`)
      if (mail.messageId) byId.set(mail.messageId, [...people, mail.subject, mail.text ?? mail.html?.replace(/<[^>]*>/gu, ' ')].join('\n'))
    }
    let seen = 0
    for (const { messageId, redact } of sample.truth.messages) {
      const text = byId.get(`<${messageId}>`)?.replace(/[\s>]+/gu, ' ')
      if (text === undefined) continue
      for (const one of redact) {
        seen++
        expect(text, messageId).toContain(one.text)
      }
    }
    expect(seen).toBeGreaterThan(3)
  })
})

describe('its charsets', () => {
  it.each([
    ['iso-2022-jp', '森田計器の森田です'],
    ['koi8-r', 'Линзы для партии 310 готовы'],
    ['iso-8859-1', 'fehlen aber die Prüfzeugnisse'],
    ['iso-8859-2', 'chcielibyśmy zwrócić'],
    ['windows-1252', 'C’est sans doute un oubli'],
  ])('%s is read by another reader as it was meant', async (charset, phrase) => {
    const candidates = [...files(join(directory, 'one')).values()].filter(
      (bytes) => bytes.includes(`charset=${charset}`) && bytes.length < 200_000,
    )
    expect(candidates.length).toBeGreaterThan(0)
    const texts = await Promise.all(candidates.map(async (bytes) => ((await PostalMime.parse(bytes)).text ?? '').replace(/\s+/gu, ' ')))
    expect(texts.some((text) => text.includes(phrase))).toBe(true)
  })
})
