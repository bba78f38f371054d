import { type Step, serve } from '../../src/jobs/worker-loop.ts'
import { type WorkerTask, workTask } from '../../src/jobs/worker-task.ts'

/** The real worker, but a message that stands at a place named in `HANG_AT` hangs, as a parser with an endless loop would. */
const places = new Set((process.env['HANG_AT'] ?? '').split('\n'))

serve(async (task: WorkerTask, step: Step) => {
  const locators = task.kind === 'mbox' ? task.messages : task.kind === 'files' ? task.files : []
  const at = locators.findIndex(({ locator }) => places.has(locator))
  if (at >= 0) {
    step(at)
    for (;;);
  }
  return workTask(task, step)
})
