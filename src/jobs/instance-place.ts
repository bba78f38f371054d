import { existsSync, readdirSync } from 'node:fs'
import type { InstanceRecord } from '../store/index.ts'
import { maildirKey } from './ingest-names.ts'
import { parsePlace } from './ingest-place.ts'
import { below } from './ingest-tree.ts'
import { pathBelow } from './ingest-walk.ts'
import type { MessagePlace } from './worker-extract.ts'

/** Where an instance's bytes stand on disk; a Maildir message whose file was renamed since, by another flag, is looked for. */
export function placeOf(instance: InstanceRecord): MessagePlace {
  const own = instance.place ?? instance.containerPlace
  if (own !== null) {
    const { file, steps } = parsePlace(own)
    const dialect = instance.place === null ? instance.dialect : null
    return { path: below(Buffer.from(instance.sourcePath), file), steps, offset: instance.offset, length: instance.length, dialect }
  }
  const container = pathBelow(instance.sourcePath, instance.containerName, instance.containerNameBytes)
  const indexed = instance.name === '' ? container : pathBelow(container, instance.name, instance.nameBytes)
  const path = instance.sourceKind === 'maildir' && !existsSync(indexed) ? (renamed(container, instance) ?? indexed) : indexed
  return {
    path,
    steps: [],
    offset: instance.offset,
    length: instance.length,
    dialect: instance.sourceKind === 'mbox' ? instance.dialect : null,
  }
}

function renamed(container: Buffer, instance: InstanceRecord): Buffer | null {
  for (const part of ['cur', 'new']) {
    const folder = pathBelow(container, part, null)
    const found = namesIn(folder).find((name) => maildirKey(name) === instance.fileKey)
    if (found !== undefined) return pathBelow(folder, found, null)
  }
  return null
}

/** Of a folder that can't be read, or is none any more, nothing: what stood in it is met as gone where it is opened. */
function namesIn(folder: Buffer): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
