import type { Facet } from '../../../src/api/index.ts'

/** Every month from the first to the last, also those without a document, so that gaps are seen. */
export function everyMonth(facets: readonly Facet[]): readonly { readonly month: string; readonly documents: number }[] {
  const counts = new Map(facets.filter((facet) => /^\d{4}-\d{2}$/.test(facet.value)).map((facet) => [facet.value, facet.documents]))
  const months = [...counts.keys()].sort()
  const [first, last] = [months[0], months.at(-1)]
  if (first === undefined || last === undefined) return []
  const number = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1
  const limit = 600
  const from = Math.max(number(first), number(last) - limit + 1)
  return Array.from({ length: number(last) - from + 1 }, (_, index) => {
    const at = from + index
    const month = `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`
    return { month, documents: counts.get(month) ?? 0 }
  })
}
