import { afterAll, describe, expect, it } from 'vitest'
import { readPdf } from '../../src/formats/index.ts'
import { printServices } from '../../src/hosts/print-engine.ts'
import { renderReport } from '../../src/produce/report.ts'
import { tools } from './builder.ts'

const services = printServices()
afterAll(() => services.closePrintEngine())

/** A report with so many custodians and sources; each cell says which it is. */
function report(breadth: number) {
  const names = Array.from({ length: breadth }, (_, at) => [`Custodian: Person ${at}`, `Source: S${at} Box ${at}`]).flat()
  const columns = ['Term', 'Documents', ...names]
  const row = (term: string) => Object.fromEntries(columns.map((column, at) => [column, at === 0 ? term : `${term}-${at}`]))
  return { title: 'Search-term report', columns, rows: [row('alpha'), row('beta')], notes: [{ name: 'Scope', value: 'any date' }] }
}

describe('a report as PDF', () => {
  it.each([2, 14])('holds every cell of %i custodians and sources inside its pages', async (breadth) => {
    const printEngine = await services.printEngine()
    const given = report(breadth)
    const { pages } = await readPdf(await renderReport(given, 'pdf', tools({ printEngine })))
    const shown = pages.map(({ text }) => text).join('\n')
    expect(shown).toContain('Scope: any date')
    const squashed = shown.replace(/\s+/gu, '')
    for (const row of given.rows) for (const cell of Object.values(row)) expect(squashed).toContain(cell)
  })
})
