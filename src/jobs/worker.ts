import { getPriority, setPriority } from 'node:os'
import { workerData } from 'node:worker_threads'
import { openTextWriter, type TextSeat } from '../store/index.ts'
import type { WorkerSeat } from './pool.ts'
import { catchStrays } from './strays.ts'
import { serve } from './worker-loop.ts'
import { type WorkerTask, workTask } from './worker-task.ts'

/** Of the system's steps of priority (0 the usual, 19 the lowest): a third of the time of others, where there are others. */
const steps = 5
const lowestPriority = 19

/** Entry of the pool's worker threads. */
const { number, data } = workerData as WorkerSeat<readonly TextSeat[]>
catchStrays()
// Who searches meanwhile goes first. Only Linux has a priority for each thread; elsewhere this would be the whole program's.
if (process.platform === 'linux') setPriority(Math.min(lowestPriority, getPriority() + steps))
const shard = data[number]
if (!shard) throw new Error('a worker without a shard')
const texts = openTextWriter(shard, number)
serve((task: WorkerTask, step) => workTask(task, step, texts), texts)
