import { workerData } from 'node:worker_threads'
import { openTextWriter, type TextSeat } from '../store/index.ts'
import type { WorkerSeat } from './pool.ts'
import { catchStrays } from './strays.ts'
import { serve } from './worker-loop.ts'
import { type WorkerTask, workTask } from './worker-task.ts'

/** Entry of the pool's worker threads. */
const { number, data } = workerData as WorkerSeat<readonly TextSeat[]>
catchStrays()
const shard = data[number]
if (!shard) throw new Error('a worker without a shard')
const texts = openTextWriter(shard, number)
serve((task: WorkerTask, step) => workTask(task, step, texts), texts)
