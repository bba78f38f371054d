import { workerData } from 'node:worker_threads'
import type { WorkerSeat } from '../../src/jobs/pool.ts'
import { serve } from '../../src/jobs/worker-loop.ts'
import { type WorkerTask, workTask } from '../../src/jobs/worker-task.ts'
import { openTextWriter, type TextSeat } from '../../src/store/index.ts'

/** The real worker, but a message that stands at a place named in `HANG_AT` hangs after those before it, as a parser with an endless loop would. */
const places = new Set((process.env['HANG_AT'] ?? '').split('\n'))

const { number, data } = workerData as WorkerSeat<readonly TextSeat[]>
const texts = openTextWriter(data[number] as TextSeat, number)

serve(async (task: WorkerTask, step) => {
  const messages = task.kind === 'mbox' || task.kind === 'files' ? task.messages : []
  const at = messages.findIndex(({ locator }) => places.has(locator))
  if (at >= 0 && (task.kind === 'mbox' || task.kind === 'files')) {
    await workTask({ ...task, messages: task.messages.slice(0, at) } as WorkerTask, step, texts)
    step(at)
    for (;;);
  }
  return workTask(task, step, texts)
}, texts)
