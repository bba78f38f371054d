import { workerData } from 'node:worker_threads'
import type { WorkerSeat } from '../../src/jobs/pool.ts'
import { serve } from '../../src/jobs/worker-loop.ts'
import { type WorkerTask, workTask } from '../../src/jobs/worker-task.ts'
import { openTextWriter, type TextSeat, type TextWriter } from '../../src/store/index.ts'

/** The real worker, which kills the whole process right after the n-th time that it made texts durable: nobody names them yet. */
const { number, data } = workerData as WorkerSeat<readonly TextSeat[]>
const texts = openTextWriter(data[number] as TextSeat, number)
let left = Number(process.env['DIE_AT_COMMIT'])
const killing: TextWriter = {
  known: texts.known,
  insert: texts.insert,
  get waiting() {
    return texts.waiting
  },
  commit: () => {
    const fresh = texts.waiting > 0
    texts.commit()
    if (fresh && --left === 0) process.kill(process.pid, 'SIGKILL')
  },
  close: texts.close,
}
serve((task: WorkerTask, step) => workTask(task, step, killing), killing)
