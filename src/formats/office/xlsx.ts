import { readCellStyles } from './cell-format.ts'
import { drawnText } from './drawing.ts'
import type { OfficePackage, Relation } from './package.ts'
import type { OfficeWriter } from './writer.ts'
import { readSheet, type SheetContext } from './xlsx-sheet.ts'
import { prefixed } from './xml.ts'

interface SheetEntry {
  readonly name: string
  readonly state: string
  readonly relation: string
}

/** A workbook: each sheet as a table under its name; hidden sheets, rows and columns, formulas and names go to what is hidden. */
export function readXlsx(pack: OfficePackage, main: string, out: OfficeWriter): void {
  const relations = pack.relations(main)
  const part = (type: string): string | undefined => relations.find((relation) => relation.type === type && !relation.external)?.target
  const sheets: SheetEntry[] = []
  let from1904 = false
  let defined: string | null = null
  let value = ''
  if (
    !pack.read(main, {
      open(name, attributes) {
        if (name === 'sheet')
          sheets.push({
            name: attributes['name'] ?? '',
            state: attributes['state'] ?? 'visible',
            relation: prefixed(attributes, 'id') ?? '',
          })
        else if (name === 'workbookPr') from1904 = /^(1|true)$/.test(attributes['date1904'] ?? '')
        else if (name === 'definedName') {
          defined = attributes['name'] ?? ''
          value = ''
        }
      },
      close(name) {
        if (name !== 'definedName' || defined === null) return
        out.note(`name “${defined}”`, value)
        defined = null
      },
      text(text) {
        if (defined !== null) value += text
      },
    })
  ) {
    out.problem('unreadable-attachment')
    return
  }
  const context: SheetContext = {
    pack,
    strings: readSharedStrings(pack, part('sharedStrings'), out),
    styles: readCellStyles(pack, part('styles')),
    from1904,
    people: persons(pack, relations),
  }
  const byId = new Map(relations.map((relation) => [relation.id, relation]))
  const read = new Set<string>()
  for (const { name, state, relation } of sheets) {
    const sheet = byId.get(relation)
    if (sheet === undefined || sheet.external) {
      out.problem('unreadable-attachment')
      continue
    }
    read.add(sheet.target)
    const hidden = state === 'hidden' || state === 'veryHidden'
    if (hidden) out.hide(`hidden sheet “${name}”`)
    out.heading(2, name)
    const own = pack.relations(sheet.target)
    if (sheet.type === 'chartsheet') chartsOf(pack, own, out)
    else readSheet(context, sheet.target, own, out)
    if (hidden) out.show()
  }
  for (const { type, target, external } of relations)
    if (type === 'externalLink' && !external) cachedElsewhere(pack, target, 'values of another workbook', out)
  for (const name of pack.names)
    if (/pivotcache\/pivotcache(records|definition)\d*\.xml$/i.test(name)) cachedElsewhere(pack, name, 'data behind a pivot table', out)
    else if (/(^|\/)connections\.xml$/i.test(name)) connections(pack, name, out)
}

/** Charts of a sheet stand in its drawings. */
export function chartsOf(pack: OfficePackage, relations: readonly Relation[], out: OfficeWriter): void {
  for (const { type, target, external } of relations) if (type === 'drawing' && !external) drawnText(pack, pack.relations(target), out)
}

/** Strings that cells share (ECMA-376 part 1 §18.4); phonetic readings beside them are hidden. */
function readSharedStrings(pack: OfficePackage, part: string | undefined, out: OfficeWriter): readonly string[] {
  const strings: string[] = []
  let current = ''
  let capture = false
  let phonetic = false
  let reading = ''
  if (part !== undefined)
    pack.read(part, {
      open(name) {
        if (name === 'si') current = ''
        else if (name === 't') capture = true
        else if (name === 'rPh') phonetic = true
      },
      close(name) {
        if (name === 'si') strings.push(current)
        else if (name === 't') capture = false
        else if (name === 'rPh') {
          phonetic = false
          out.note('reading aid', reading)
          reading = ''
        }
      },
      text(value) {
        if (capture && phonetic) reading += value
        else if (capture) current += value
      },
    })
  return strings
}

/** Authors of conversations. */
export function persons(pack: OfficePackage, relations: readonly Relation[]): ReadonlyMap<string, string> {
  const people = new Map<string, string>()
  for (const { type, target } of relations)
    if (type === 'person')
      pack.read(target, {
        open(name, attributes) {
          if (name === 'person') people.set(attributes['id'] ?? '', attributes['displayName'] ?? '')
        },
      })
  return people
}

/** Values that the file keeps of other data: what a pivot table was made from, what a linked workbook held. */
function cachedElsewhere(pack: OfficePackage, part: string, label: string, out: OfficeWriter): void {
  let row: string[] = []
  let capture = false
  const flush = (): void => {
    if (row.length > 0) out.note(label, row.join(' | '))
    row = []
  }
  pack.read(part, {
    open(name, attributes) {
      if (name === 'cacheField' || name === 'sheetName') row.push(attributes['name'] ?? attributes['val'] ?? '')
      else if (/^[snd]$/.test(name) && attributes['v'] !== undefined) row.push(attributes['v'])
      capture = name === 'v'
    },
    close(name) {
      capture = false
      if (/^(r|row|cacheField|sheetNames|sharedItems)$/.test(name)) flush()
    },
    text(value) {
      if (capture) row.push(value)
    },
  })
  flush()
}

function connections(pack: OfficePackage, part: string, out: OfficeWriter): void {
  pack.read(part, {
    open(_, attributes) {
      for (const key of ['connection', 'command', 'sourceFile', 'url'])
        if (attributes[key] !== undefined) out.note('data connection', attributes[key])
    },
  })
}
