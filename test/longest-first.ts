import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Where tests start processes, kill them or run whole jobs: the longest files by far, longest first. Text of a test says nothing of how long it runs. */
const long = [
  'test/e2e/sample-request',
  'test/e2e/real-mail',
  'test/sample/demo',
  'test/kill/',
  'test/hosts/bad-databases',
  'test/hosts/',
  'test/jobs/ingest',
  'test/secrecy/',
  'test/formats/differential',
  'test/hostile-runs',
  'test/sample/',
  'test/produce/',
  'test/api/',
  'test/identity/',
  'test/store/',
  'test/jobs/',
]

/** Long files first, so that none of them is left for one worker alone at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = (file: TestSpecification): number => {
      const name = relative(file.project.config.root, file.moduleId).replaceAll('\\', '/')
      const found = long.findIndex((start) => name.startsWith(start))
      return found < 0 ? long.length : found
    }
    const sorted = await super.sort(files)
    return sorted.toSorted((left, right) => rank(left) - rank(right))
  }
}
