import { type ReaderTask, readerTask } from './file-reader-task.ts'
import { catchStrays } from './strays.ts'
import { serve } from './worker-loop.ts'

/** Entry of the threads that read attachments for the screen, for collecting and for productions. */
catchStrays()
serve((task: ReaderTask, step) => readerTask(task, step))
