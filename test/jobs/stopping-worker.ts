import { workerData } from 'node:worker_threads'
import type { WorkerSeat } from '../../src/jobs/pool.ts'
import { serve } from '../../src/jobs/worker-loop.ts'
import { type WorkerTask, workTask } from '../../src/jobs/worker-task.ts'
import { openTextWriter, type TextSeat } from '../../src/store/index.ts'

/**
 * The real worker, but at a message that stands at a place named in `DIE_AT` it dies after those before it, as in a parser's crash, and at one named in
 * `HANG_AT` it hangs, as in a parser's endless loop. What dies costs its message at once; what hangs costs it when its time is up, whoever else was slow.
 */
const places = (name: string): ReadonlySet<string> => new Set((process.env[name] ?? '').split('\n'))
const [deadly, endless] = [places('DIE_AT'), places('HANG_AT')]

const { number, data } = workerData as WorkerSeat<readonly TextSeat[]>
const texts = openTextWriter(data[number] as TextSeat, number)

serve(async (task: WorkerTask, step) => {
  const messages = task.kind === 'mbox' || task.kind === 'files' ? task.messages : []
  const at = messages.findIndex(({ locator }) => deadly.has(locator) || endless.has(locator))
  if (at >= 0 && (task.kind === 'mbox' || task.kind === 'files')) {
    await workTask({ ...task, messages: task.messages.slice(0, at) } as WorkerTask, step, texts)
    step(at)
    if (deadly.has(messages[at]?.locator ?? '')) process.exit(1)
    for (;;);
  }
  return workTask(task, step, texts)
}, texts)
