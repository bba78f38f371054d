import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { printServices } from '../../src/hosts/print-engine.ts'
import type { PrintEngine } from '../../src/model/index.ts'
import { tableHtml } from '../../src/produce/page-html.ts'
import { type Row, scheduleColumns } from '../../src/produce/schedule.ts'

let engine: PrintEngine
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desk-table-'))
  const made = await printServices().printEngine()
  if (made === null) throw new Error('no print engine on this machine')
  engine = made
})
afterAll(async () => {
  await engine.close?.()
  rmSync(folder, { recursive: true, force: true })
})

/** The words of a printed table as pdftotext sees them, and how far to the right any of them reaches, in points. */
async function printed(columns: readonly string[], rows: readonly Row[]) {
  const file = join(folder, 'table.pdf')
  writeFileSync(file, await engine.print(tableHtml('Schedule', columns, rows), new AbortController().signal))
  const boxes = execFileSync('pdftotext', ['-bbox', file, '-'], { encoding: 'utf8' })
  const found = [...boxes.matchAll(/xMax="([\d.]+)"[^>]*>([^<]*)<\/word>/gu)]
  return { words: new Set(found.map(([, , word]) => word)), rightPt: Math.max(...found.map(([, at]) => Number(at))) }
}

const crowded: Row = {
  number: 'CTRL-000017',
  'part of': 'CTRL-000016',
  kind: 'attachment',
  date: 'Thu, 31 Dec 2026 23:30:00 +0530',
  from: 'Katherine Brennan <katherine.brennan@corribmarine.example>',
  to: 'Ana Fidalgo <ana.fidalgo@harbourworks.example>; Corrib Projects Team <projects-team@corribmarine.example>',
  'subject or name': 'Reprezentationskostenaufstellung_2026-final_version.xlsx',
  given: 'not included',
  codes: 'third-party legal-advice',
  reason: 'Personal data of other people that cannot be given without affecting their rights and freedoms.',
  'first page': 'AF-2026-0117-000003',
  'last page': 'AF-2026-0117-000005',
  copies: '2',
}
/** A4 on its side, less the margin. */
const sheetPt = 841.9 - (16 / 25.4) * 72

describe('a printed table', () => {
  it('breaks no number, no offset of a zone and no word of ours, however narrow its columns', async () => {
    const { words, rightPt } = await printed(scheduleColumns, [crowded])
    for (const whole of ['CTRL-000017', 'CTRL-000016', '23:30:00', '+0530', 'AF-2026-0117-000003', 'AF-2026-0117-000005', 'included'])
      expect(words).toContain(whole)
    expect(rightPt).toBeLessThanOrEqual(sheetPt)
  })

  it('breaks addresses behind their signs and not within a word, where there is room', async () => {
    const roomy = {
      ...crowded,
      from: 'Katherine Brennan <katherine.brennan@alderfinch.example>',
      to: 'Dr Sinéad Hollywood <clinic@westwardhealth.example>',
      'subject or name': 'Re: Appointment of Thursday, and the report',
      given: 'in part',
      codes: 'EU-15(4)',
      'first page': 'SAR-2026-014-000001',
      'last page': 'SAR-2026-014-000003',
    }
    const { words, rightPt } = await printed(scheduleColumns, [roomy])
    for (const whole of ['alderfinch.', 'westwardhealth.']) expect([...words].join(' ')).toContain(whole)
    expect(rightPt).toBeLessThanOrEqual(sheetPt)
  })

  it('stays on the sheet where there is more of what can’t be broken than the sheet is wide', async () => {
    const columns = Array.from({ length: 16 }, (_, at) => `Column ${at + 1}`)
    const row = Object.fromEntries(columns.map((column, at) => [column, `NUMBER-2026-${String(at).padStart(6, '0')}`]))
    const { words, rightPt } = await printed(columns, [row])
    expect(words).toContain('16')
    expect(rightPt).toBeLessThanOrEqual(sheetPt)
  })
})
