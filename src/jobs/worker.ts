import { serve } from './worker-loop.ts'
import { workTask } from './worker-task.ts'

/** Entry of the pool's worker threads. */
serve(workTask)
