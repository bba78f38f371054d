import { workerData } from 'node:worker_threads'
import type { WorkerSeat } from '../../src/jobs/pool.ts'
import { serve } from '../../src/jobs/worker-loop.ts'
import { type WorkerTask, workTask } from '../../src/jobs/worker-task.ts'
import { openTextWriter, type TextSeat } from '../../src/store/index.ts'

/**
 * The real worker, but at a message that stands at a place named in `DIE_AT` it dies after those before it, as in a parser's crash, and at one named in
 * `HANG_AT` it hangs, as in a parser's endless loop. In the second pass it is an attachment, named as `part 2`. What dies costs its message or attachment at
 * once; what hangs costs it when its time is up, whoever else was slow.
 */
const places = (name: string): ReadonlySet<string> => new Set((process.env[name] ?? '').split('\n'))
const [deadly, endless] = [places('DIE_AT'), places('HANG_AT')]

const { number, data } = workerData as WorkerSeat<readonly TextSeat[]>
const texts = openTextWriter(data[number] as TextSeat, number)

/** The names of a task's steps. */
function stepsOf(task: WorkerTask): readonly string[] {
  if (task.kind === 'mbox' || task.kind === 'files') return task.messages.map(({ locator }) => locator)
  return task.kind === 'extract' ? task.owed.attachments.map(({ part }) => `part ${part}`) : []
}

/** The same with its first steps only. */
function first(task: WorkerTask, steps: number): WorkerTask {
  if (task.kind === 'extract') return { ...task, owed: { ...task.owed, attachments: task.owed.attachments.slice(0, steps) } }
  return task.kind === 'mbox' || task.kind === 'files' ? ({ ...task, messages: task.messages.slice(0, steps) } as WorkerTask) : task
}

serve(async (task: WorkerTask, step) => {
  const steps = stepsOf(task)
  const at = steps.findIndex((name) => deadly.has(name) || endless.has(name))
  if (at >= 0) {
    await workTask(first(task, at), step, texts)
    step(at)
    if (deadly.has(steps[at] ?? '')) process.exit(1)
    for (;;);
  }
  return workTask(task, step, texts)
}, texts)
