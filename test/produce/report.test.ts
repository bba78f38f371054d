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

  it('of more columns than a sheet holds is printed as tables of all its rows, where it says which', async () => {
    const printEngine = await services.printEngine()
    const given = report(14)
    const [first = '', ...others] = given.columns
    const tables = [others.slice(0, 10), others.slice(10)].map((columns, at) => ({
      heading: `Part ${at}`,
      columns: columns.map((column) => [column, column.replace(/^\w+: /u, '')] as const),
    }))
    const { pages } = await readPdf(await renderReport({ ...given, tables }, 'pdf', tools({ printEngine })))
    const shown = pages.map(({ text }) => text).join('\n')
    expect(shown.match(/\balpha\b/gu)?.length).toBeGreaterThanOrEqual(tables.length)
    expect(shown).toContain(first)
    const squashed = shown.replace(/\s+/gu, '')
    for (const row of given.rows) for (const cell of Object.values(row)) expect(squashed).toContain(cell)
    expect(pages.length).toBeLessThanOrEqual(2)
  })
})
