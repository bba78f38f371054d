import type { Condition } from './matching.ts'
import type { Query } from './query.ts'

/** File endings that people type, with the media types (IANA registry) under which such files are declared; the ending of the name counts as well. */
const mediaTypes: Readonly<Record<string, readonly string[]>> = {
  pdf: ['application/pdf', 'application/x-pdf'],
  doc: ['application/msword'],
  docx: ['application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  xls: ['application/vnd.ms-excel'],
  xlsx: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  xlsm: ['application/vnd.ms-excel.sheet.macroenabled.12'],
  xlsb: ['application/vnd.ms-excel.sheet.binary.macroenabled.12'],
  ppt: ['application/vnd.ms-powerpoint'],
  pptx: ['application/vnd.openxmlformats-officedocument.presentationml.presentation'],
  odt: ['application/vnd.oasis.opendocument.text'],
  ods: ['application/vnd.oasis.opendocument.spreadsheet'],
  rtf: ['application/rtf', 'text/rtf'],
  txt: ['text/plain'],
  html: ['text/html'],
  csv: ['text/csv'],
  ics: ['text/calendar'],
  vcf: ['text/vcard', 'text/x-vcard', 'text/directory'],
  zip: ['application/zip', 'application/x-zip-compressed'],
  jpg: ['image/jpeg'],
  jpeg: ['image/jpeg'],
  png: ['image/png'],
  gif: ['image/gif'],
  eml: ['message/rfc822'],
}
/** Groups of endings under one word. */
const groups: Readonly<Record<string, readonly string[]>> = {
  word: ['doc', 'docx', 'odt', 'rtf'],
  excel: ['xls', 'xlsx', 'xlsm', 'xlsb', 'ods', 'csv'],
  powerpoint: ['ppt', 'pptx'],
  calendar: ['ics'],
  contact: ['vcf'],
  archive: ['zip', '7z', 'rar', 'tar', 'gz', 'tgz'],
}
const mainTypes = ['application', 'audio', 'image', 'message', 'multipart', 'text', 'video']

/** Words that `type:` is completed with. */
export const typeWords: readonly string[] = ['message', 'image', ...Object.keys(groups), ...Object.keys(mediaTypes)]

/** Documents of a kind of file. `message`: every mail, also an attached one. */
export function typeCondition(value: string): Condition {
  if (value === 'message') return { sql: "(d.kind = 'message' OR d.type = 'message/rfc822')", values: [] }
  if (value.includes('/')) return { sql: '(d.type = ?)', values: [value] }
  // `0` follows `/`: everything that begins with the main type and a slash.
  if (mainTypes.includes(value)) return { sql: '(d.type >= ? AND d.type < ?)', values: [`${value}/`, `${value}0`] }
  const endings = Object.hasOwn(groups, value) ? (groups[value] ?? []) : [value]
  const types = endings.flatMap((ending) => (Object.hasOwn(mediaTypes, ending) ? (mediaTypes[ending] ?? []) : []))
  const named = endings.map(() => '(d.filename IS NOT NULL AND lower(substr(d.filename, ?)) = ?)')
  return {
    sql: `(d.kind = 'attachment' AND (d.type IN (SELECT value FROM json_each(?)) OR ${named.join(' OR ')}))`,
    values: [JSON.stringify(types), ...endings.flatMap((ending) => [-ending.length - 1, `.${ending}`])],
  }
}

/** Documents by their own size. */
export function sizeCondition({ from, to }: Extract<Query, { kind: 'size' }>): Condition {
  const parts = [...(from === null ? [] : ['d.size_bytes >= ?']), ...(to === null ? [] : ['d.size_bytes <= ?'])]
  return { sql: `(${parts.join(' AND ')})`, values: [...(from === null ? [] : [from]), ...(to === null ? [] : [to])] }
}
