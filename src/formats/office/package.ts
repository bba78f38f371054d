import { bytesSource, type ProblemCode } from '../../model/index.ts'
import { officeLimits, zipLimits } from '../limits.ts'
import { readZipDirectory, readZipEntry, type ZipEntry } from '../zip.ts'
import { type Attributes, readXml, type XmlHandler } from './xml.ts'

/** A reference from one part of a package to another (ECMA-376 part 2 §9.3). */
export interface Relation {
  readonly id: string
  /** Last word of the relation's type: `hyperlink`, `comments`, `image`. */
  readonly type: string
  /** Name of a part, or an address outside. */
  readonly target: string
  readonly external: boolean
}

/** A zip archive of XML parts: OOXML or OpenDocument. */
export interface OfficePackage {
  readonly names: readonly string[]
  has(name: string): boolean
  bytes(name: string): Uint8Array | null
  /** Whether the part was asked for. */
  opened(name: string): boolean
  /** Reads a part; false where there is none. */
  read(name: string, handler: Partial<XmlHandler>): boolean
  relations(name: string): readonly Relation[]
  /** Declared content type of a part, lower case (ECMA-376 part 2 §10.1.2); empty where none. */
  contentType(name: string): string
  /** What kept parts from being read in whole. */
  readonly problems: Set<ProblemCode>
}

const nothing = (): void => undefined

export function openPackage(bytes: Uint8Array): OfficePackage {
  const source = bytesSource(bytes)
  const directory = readZipDirectory(source)
  const problems = new Set<ProblemCode>(directory.problems)
  const entries = new Map<string, ZipEntry>()
  // Part names are equal without regard to case (ECMA-376 part 2 §7.3); some writers start them with a slash.
  const key = (name: string): string => name.replace(/^\/+/, '').toLowerCase()
  for (const entry of directory.entries) if (!entry.directory && !entries.has(key(entry.name))) entries.set(key(entry.name), entry)
  const zip = { bytes: zipLimits.totalBytes }
  const xml = { elements: officeLimits.elements }
  const read = new Map<string, Uint8Array | null>()
  const opened = new Set<string>()
  let types: { readonly defaults: Map<string, string>; readonly overrides: Map<string, string> } | null = null

  const pack: OfficePackage = {
    names: directory.entries.filter((entry) => !entry.directory).map((entry) => entry.name),
    has: (name) => entries.has(key(name)),
    problems,
    opened: (name) => opened.has(key(name)),
    bytes(name) {
      opened.add(key(name))
      const known = read.get(key(name))
      if (known !== undefined) return known
      const entry = entries.get(key(name))
      if (entry === undefined) return null
      const content = readZipEntry(source, entry, zip)
      if (content.problem !== null) problems.add(content.problem)
      // Large parts are read once each, in order: not kept.
      if (content.bytes === null || content.bytes.byteLength < 65_536) read.set(key(name), content.bytes)
      return content.bytes
    },
    read(name, handler) {
      const part = pack.bytes(name)
      if (part === null) return false
      const whole = readXml(part, { open: nothing, close: nothing, text: nothing, ...handler }, xml)
      if (!whole) problems.add('too-large')
      return true
    },
    relations(name) {
      const found: Relation[] = []
      const folder = name.slice(0, name.lastIndexOf('/') + 1)
      const rels = `${folder}_rels/${name.slice(folder.length)}.rels`
      pack.read(rels, {
        open(element, attributes) {
          if (element !== 'Relationship') return
          const external = attributes['TargetMode'] === 'External'
          const target = attributes['Target'] ?? ''
          found.push({
            id: attributes['Id'] ?? '',
            type: (attributes['Type'] ?? '').replace(/^.*\//, ''),
            target: external ? target : resolved(folder, target),
            external,
          })
        },
      })
      return found
    },
    contentType(name) {
      types ??= contentTypes(pack)
      const extension = /\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
      return types.overrides.get(key(name)) ?? types.defaults.get(extension) ?? ''
    },
  }
  return pack
}

/** A part's name, from a reference that counts from the folder of the part that holds it. */
function resolved(folder: string, target: string): string {
  const steps: string[] = []
  for (const step of (target.startsWith('/') ? target : `${folder}${target}`).split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '' && step !== '.') steps.push(step)
  }
  return steps.join('/')
}

function contentTypes(pack: OfficePackage) {
  const defaults = new Map<string, string>()
  const overrides = new Map<string, string>()
  pack.read('[Content_Types].xml', {
    open(element, attributes) {
      const type = (attributes['ContentType'] ?? '').toLowerCase()
      if (element === 'Default') defaults.set((attributes['Extension'] ?? '').toLowerCase(), type)
      if (element === 'Override') overrides.set((attributes['PartName'] ?? '').replace(/^\/+/, '').toLowerCase(), type)
    },
  })
  return { defaults, overrides }
}

/** An OOXML switch such as `<w:b/>` or `<w:b w:val="0"/>` (ECMA-376 part 1 §22.9.2.7). */
export function isOn(attributes: Attributes): boolean {
  return !/^(0|false|off|none)$/.test(attributes['val'] ?? '')
}
