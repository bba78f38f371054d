/**
 * Rejections that nobody waits for. pdf.js leaves some behind at damaged files, which would end the thread it runs in, together with a task that may be
 * another one by then. A worker that calls this counts them instead, so that whoever reads can tell that something of a file was not read.
 */
let seen = 0

export function catchStrays(): void {
  process.on('unhandledRejection', () => {
    seen++
  })
}

/** Does `work` and tells whether a rejection was left behind meanwhile. */
export async function withStrays<Result>(work: () => Promise<Result>): Promise<{ readonly result: Result; readonly strayed: boolean }> {
  const before = seen
  const result = await work()
  // They are told of once the microtasks are through.
  await new Promise((resolve) => setImmediate(resolve))
  return { result, strayed: seen > before }
}
