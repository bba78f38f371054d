import { workerData } from 'node:worker_threads'
import { openIndex, type ShardSeat } from '../store/index.ts'
import { type CollectTask, collectTask } from './collect-task.ts'
import type { WorkerSeat } from './pool.ts'
import { serve } from './worker-loop.ts'

/** Entry of the threads that collect: each reads the index over a connection of its own, and the sources. */
const { path, key } = (workerData as WorkerSeat<ShardSeat>).data
const index = openIndex(path, { key, readonly: true })
serve((task: CollectTask, step) => collectTask(index, task, step), { waiting: 0, commit: () => {}, close: () => index.close() })
