import { existsSync } from 'node:fs'
import type { InstanceRecord } from '../store/index.ts'
import { parsePlace } from './ingest-place.ts'
import { below } from './ingest-tree.ts'
import { pathBelow } from './ingest-walk.ts'
import { createRenamedFiles } from './renamed-files.ts'
import type { MessagePlace } from './worker-extract.ts'

const renamed = createRenamedFiles()

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
  const path = instance.sourceKind === 'maildir' && !existsSync(indexed) ? (renamed(container, instance.fileKey) ?? indexed) : indexed
  return {
    path,
    steps: [],
    offset: instance.offset,
    length: instance.length,
    dialect: instance.sourceKind === 'mbox' ? instance.dialect : null,
  }
}
