import { workerData } from 'node:worker_threads'
import type { WorkerSeat } from '../../src/jobs/pool.ts'
import { serve } from '../../src/jobs/worker-loop.ts'
import { workTask } from '../../src/jobs/worker-task.ts'
import { openTextWriter, type TextSeat } from '../../src/store/index.ts'

/** The real worker in an engine that fails on texts with a certain letter in them, and on one year, as engines do on what is too much for their stack. */
const normalize = String.prototype.normalize
String.prototype.normalize = function (form?: string): string {
  if (this.includes('Ꙋ')) throw new RangeError('Maximum call stack size exceeded')
  return normalize.call(this, form)
}
const utc = Date.UTC
Date.UTC = (...given: Parameters<typeof utc>): number => {
  if (given[0] === 2666) throw new RangeError('Maximum call stack size exceeded')
  return utc(...given)
}

const { number, data } = workerData as WorkerSeat<readonly TextSeat[]>
const texts = openTextWriter(data[number] as TextSeat, number)
serve((task: Parameters<typeof workTask>[0], step) => workTask(task, step, texts), texts)
