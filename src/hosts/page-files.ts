import { readFileSync } from 'node:fs'
import { extname, join, normalize, sep } from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}

/**
 * The content security policy of the workstation's own page. Nothing but this origin; `unsafe-inline` for styles only, which the
 * component library needs. Mail never stands in this page: it has its own frame with its own policy.
 */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "frame-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** One of the built files of the page; null for anything else. Names that lead out of the folder are not found. */
export function pageFile(folder: string, urlPath: string): { readonly bytes: Uint8Array; readonly type: string } | null {
  const relative = normalize(urlPath === '/' ? '/index.html' : urlPath)
  const type = types[extname(relative)]
  if (type === undefined || relative.split(sep).includes('..')) return null
  try {
    return { bytes: readFileSync(join(folder, relative)), type }
  } catch {
    return null
  }
}
