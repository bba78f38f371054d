/** What a compound file holds, by name: streams as bytes, storages as such trees. */
export interface StorageTree {
  readonly [name: string]: Uint8Array | StorageTree
}

const sectorBytes = 512
const miniBytes = 64
const miniCutoff = 4096
const endOfChain = 0xfffffffe
const free = 0xffffffff
const fatSector = 0xfffffffd

interface Entry {
  readonly name: string
  readonly kind: 1 | 2 | 5
  readonly bytes: Uint8Array
  left: number
  right: number
  child: number
  start: number
}

/** A compound file of version 3 (MS-CFB 2.2–2.6): the same tree gives the same bytes. */
export function writeCompoundFile(tree: StorageTree): Buffer {
  const entries = entriesOf(tree)
  const [root] = entries
  const sectors: Buffer[] = []
  const fat: number[] = []
  const put = (bytes: Uint8Array): number => {
    if (bytes.byteLength === 0) return endOfChain
    const start = sectors.length
    for (let at = 0; at < bytes.byteLength; at += sectorBytes) {
      sectors.push(padded(bytes.subarray(at, at + sectorBytes), sectorBytes))
      fat.push(at + sectorBytes < bytes.byteLength ? sectors.length : endOfChain)
    }
    return start
  }
  const mini: Buffer[] = []
  const miniFat: number[] = []
  for (const entry of entries) {
    const { bytes } = entry
    if (entry.kind !== 2 || bytes.byteLength === 0) continue
    if (bytes.byteLength >= miniCutoff) entry.start = put(bytes)
    else {
      entry.start = miniFat.length
      mini.push(padded(bytes, miniBytes))
      const last = entry.start + Math.ceil(bytes.byteLength / miniBytes) - 1
      while (miniFat.length < last) miniFat.push(miniFat.length + 1)
      miniFat.push(endOfChain)
    }
  }
  const miniStream = Buffer.concat(mini)
  if (root !== undefined) root.start = put(miniStream)
  const miniTable = padded(words(miniFat), sectorBytes, 0xff)
  const miniStart = put(miniTable)
  const directory = put(padded(Buffer.concat(entries.map((entry) => directoryEntry(entry, miniStream.byteLength))), sectorBytes))
  // The table of sectors lists its own sectors, and those that list more of them than the header holds.
  const perSector = sectorBytes / 4
  let tables = 0
  let lists = 0
  while (tables * perSector < fat.length + tables + lists) {
    tables++
    lists = Math.max(0, Math.ceil((tables - 109) / (perSector - 1)))
  }
  const tableStart = sectors.length
  const listStart = tableStart + tables
  for (let index = 0; index < tables; index++) fat.push(fatSector)
  for (let index = 0; index < lists; index++) fat.push(fatSector - 1)
  const places = Array.from({ length: tables }, (_, index) => tableStart + index)
  const further = Array.from({ length: lists }, (_, index) => {
    const part = places.slice(109 + index * (perSector - 1), 109 + (index + 1) * (perSector - 1))
    while (part.length < perSector - 1) part.push(free)
    return words([...part, index + 1 < lists ? listStart + index + 1 : endOfChain])
  })
  const header = Buffer.alloc(sectorBytes, 0)
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header)
  for (const [at, value] of [0x3e, 3, 0xfffe, 9, 6].entries()) header.writeUInt16LE(value, 24 + at * 2)
  const facts = [tables, directory, 0, miniCutoff, miniStart, miniTable.byteLength / sectorBytes, lists > 0 ? listStart : endOfChain, lists]
  for (const [at, value] of facts.entries()) header.writeUInt32LE(value, 44 + at * 4)
  for (let index = 0; index < 109; index++) header.writeUInt32LE(places[index] ?? free, 76 + index * 4)
  return Buffer.concat([header, ...sectors, padded(words(fat), tables * sectorBytes, 0xff), ...further])
}

function padded(bytes: Uint8Array, unit: number, fill = 0): Buffer {
  const left = (unit - (bytes.byteLength % unit)) % unit
  return Buffer.concat([bytes, Buffer.alloc(left, fill)])
}

function words(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [at, value] of values.entries()) bytes.writeUInt32LE(value, at * 4)
  return bytes
}

/** All entries, the root first; siblings as a balanced tree in the order of MS-CFB 2.6.4: by length, then by name. */
function entriesOf(tree: StorageTree): Entry[] {
  const entries: Entry[] = []
  const add = (name: string, kind: Entry['kind'], bytes: Uint8Array): number =>
    entries.push({ name, kind, bytes, left: free, right: free, child: free, start: kind === 1 ? 0 : endOfChain }) - 1
  const balanced = (places: readonly number[]): number => {
    const middle = places.length >> 1
    const place = places[middle]
    const entry = place === undefined ? undefined : entries[place]
    if (place === undefined || entry === undefined) return free
    entry.left = balanced(places.slice(0, middle))
    entry.right = balanced(places.slice(middle + 1))
    return place
  }
  const fill = (parent: number, storage: StorageTree): void => {
    const order = (name: string): string => `${String.fromCharCode(name.length)}${name.toUpperCase()}`
    const names = Object.keys(storage).sort((left, right) => (order(left) < order(right) ? -1 : 1))
    const places = names.map((name) => {
      const content = storage[name]
      if (content instanceof Uint8Array) return add(name, 2, content)
      const place = add(name, 1, new Uint8Array(0))
      fill(place, content ?? {})
      return place
    })
    const entry = entries[parent]
    if (entry !== undefined) entry.child = balanced(places)
  }
  fill(add('Root Entry', 5, new Uint8Array(0)), tree)
  return entries
}

function directoryEntry({ name, kind, bytes, left, right, child, start }: Entry, miniStreamBytes: number): Buffer {
  const entry = Buffer.alloc(128)
  const written = Buffer.from(name.slice(0, 31), 'utf16le')
  written.copy(entry)
  entry.writeUInt16LE(written.byteLength + 2, 64)
  entry[66] = kind
  entry[67] = 1
  for (const [at, value] of [left, right, child].entries()) entry.writeUInt32LE(value, 68 + at * 4)
  entry.writeUInt32LE(start, 116)
  entry.writeUInt32LE(kind === 5 ? miniStreamBytes : bytes.byteLength, 120)
  return entry
}
