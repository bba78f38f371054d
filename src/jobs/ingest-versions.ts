import type { PlaceStep } from '../formats/mail-side.ts'
import { type ContainerRecord, failedLocators, knownVersions, type WritableDatabase } from '../store/index.ts'
import type { FoundFile } from './ingest-found.ts'
import type { IngestPool } from './ingest-pass.ts'
import type { FoundContainer } from './ingest-walk.ts'

/** Messages compared in one task. */
const together = 100

/**
 * The messages of a store that was written to since, under the keys of the versions that they are: Outlook changes items in place, and a changed one has the
 * number that it had. What is as it was read keeps its key; another version gets one of its own, and is then read beside the old one.
 */
export async function withVersions(
  environment: { readonly index: WritableDatabase; readonly pool: IngestPool },
  record: ContainerRecord,
  found: FoundContainer,
): Promise<FoundContainer> {
  const { index, pool } = environment
  if (found.files === null || found.stamp === null) return found
  const known = new Map<string, Map<string, string>>()
  for (const { key, sha256 } of knownVersions(index, record.number)) {
    const [item = ''] = key.split(':')
    known.set(item, (known.get(item) ?? new Map()).set(sha256, key))
  }
  const written = record.stamp !== found.stamp || (record.state !== 'done' && record.state !== 'vanished')
  // Of one that is what it was, another version may have failed to be read.
  const failed = written ? null : new Set(failedLocators(index, record.number))
  const asked = found.files.filter((file) => known.has(file.key) && (failed === null || failed.has(locatorIn(found, file))))
  if (asked.length === 0) return found
  const groups = Array.from({ length: Math.ceil(asked.length / together) }, (_, at) => asked.slice(at * together, (at + 1) * together))
  const hashes = (await Promise.all(groups.map((group) => hashesOf(pool, group)))).flat()
  const keys = new Map(
    asked.map(({ key }, at) => [key, known.get(key)?.get(hashes[at] ?? '') ?? `${key}:${(hashes[at] ?? '').slice(0, 16)}`]),
  )
  return { ...found, files: found.files.map((file) => ({ ...file, key: keys.get(file.key) ?? file.key })) }
}

function locatorIn(found: FoundContainer, file: FoundFile): string {
  return found.name === '' ? file.name : `${found.name}/${file.name}`
}

/** SHA-256 of each message, empty where it can't be read: one that takes its worker down costs none of the others. */
async function hashesOf(pool: IngestPool, files: readonly FoundFile[]): Promise<readonly string[]> {
  const [first] = files
  if (!first?.place) return []
  const messages = files.map(({ place }): readonly PlaceStep[] => place?.steps ?? [])
  const outcome = await pool.run({ kind: 'messageHashes', path: first.place.path, messages })
  if (!outcome.ok) {
    const at = outcome.step
    const [before, after] = await Promise.all([hashesOf(pool, files.slice(0, at)), hashesOf(pool, files.slice(at + 1))])
    return [...before, '', ...after]
  }
  if (outcome.result.kind !== 'messageHashes') throw new Error('a worker answered something else')
  return outcome.result.sha256
}
