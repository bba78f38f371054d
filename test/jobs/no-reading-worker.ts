import { serve } from '../../src/jobs/worker-loop.ts'

/** A worker that can't be asked anything: for passes that have nothing to read. */
serve(() => {
  throw new Error('there was nothing to read')
})
