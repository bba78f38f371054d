import { detect } from '../../detect/index.ts'
import type { DetectView } from '../views.ts'

/** Recognizers over plain text; `region` is an ISO 3166-1 alpha-2 country for national phone numbers, or a regime (`eu-ie`, `uk-eng`). */
export function detectText(input: { readonly text: string; readonly region?: string | undefined }): DetectView {
  return { hits: detect(input.text, { region: phoneRegion(input.region ?? null) }) }
}

/** The country whose national phone numbers a regime or region means; null where none. */
export function phoneRegion(region: string | null): string | null {
  if (region === null || region === '') return null
  const parts = region.toLowerCase().split('-')
  const country = parts[0] === 'eu' && parts[1] !== undefined ? parts[1] : (parts[0] ?? '')
  return country === 'uk' ? 'GB' : country.toUpperCase()
}
