import { parentPort, workerData } from 'node:worker_threads'
import type { ResultMessage, TaskMessage, WorkerSeat } from './pool.ts'

/** Tells the pool which step of its task a worker is at, so that it knows what to blame when the worker hangs or dies. */
export type Step = (step: number) => void

/** A worker's side of the pool's protocol: tasks one after the other. */
export function serve<Task, Result>(work: (task: Task, step: Step) => Result | Promise<Result>): void {
  const port = parentPort
  if (!port) throw new Error('not a worker')
  const { progress } = workerData as WorkerSeat
  let last: Promise<void> = Promise.resolve()
  port.on('message', ({ number, task }: TaskMessage<Task>) => {
    last = last.then(async () => {
      Atomics.store(progress, 1, 0)
      Atomics.store(progress, 0, number)
      const result = await work(task, (step) => Atomics.store(progress, 1, step))
      Atomics.store(progress, 0, 0)
      port.postMessage({ number, result } satisfies ResultMessage<Result>)
    })
  })
}
