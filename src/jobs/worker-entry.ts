/** The file of a worker's entry, `worker` for `worker.ts`: beside this one as source, and beside its chunk, as JavaScript, in what was built. */
export function workerEntry(name: string): URL {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  return new URL(`./${name}.${extension}`, import.meta.url)
}
