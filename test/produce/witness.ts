import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/** A MIME leaf as CPython's `email` reads it. */
export interface Leaf {
  readonly type: string
  readonly filename: string | null
  readonly sha256?: string
  /** Of any text part. */
  readonly text?: string | null
  /** What an HTML part shows, without its markup. */
  readonly shown?: string | null
  readonly message?: Read
}

/** A message as CPython's `email` reads it. */
export interface Read {
  readonly headers: readonly (readonly [string, string])[]
  readonly mailboxes: Readonly<Record<string, readonly (readonly [string, string])[]>>
  readonly dateMs: number | null
  readonly defects: readonly string[]
  readonly preamble: string | null
  readonly epilogue: string | null
  readonly parts: readonly Leaf[]
}

/** What Poppler and qpdf see in a PDF; `problems` is what no reader of it would see. */
export interface Xray {
  readonly problems: readonly string[]
  readonly pages: number
  readonly words: number
  readonly text: string
}

/** The rows of a CSV file as Python's `csv` reads them. */
export function csvRows(path: string): Record<string, string>[] {
  const script = 'import csv, json, sys; print(json.dumps(list(csv.DictReader(open(sys.argv[1], encoding="utf-8-sig", newline="")))))'
  return JSON.parse(execFileSync('python3', ['-c', script, path], { maxBuffer: 2 ** 28 }).toString()) as Record<string, string>[]
}

function python(script: string, args: readonly string[]): unknown {
  return JSON.parse(execFileSync('python3', [join(import.meta.dirname, script), ...args], { maxBuffer: 2 ** 28 }).toString())
}

/** The messages of each file, one or those of an mbox; into the folder `attachments`, if given, go their files by SHA-256. */
export const readMails = (paths: readonly string[], attachments = ''): Read[][] => python('witness.py', [attachments, ...paths]) as Read[][]

export const readMail = (path: string): Read[] => readMails([path])[0] ?? []

/** Many PDFs in one go, by path. */
export const xray = (paths: readonly string[]): Readonly<Record<string, Xray>> => python('xray.py', paths) as Record<string, Xray>

/** Two PNG files: whether they show the same, and the chunks of the second. */
export const comparePng = (before: string, after: string) => python('pictures.py', [before, after]) as { same: boolean; chunks: string[] }

/** Two PDFs of the same pages: how each word of the first looks in the second. */
export const comparePages = (before: string, after: string) =>
  python('pictures.py', [before, after]) as { word: string; contrast: number; ink: number }[]
