import { connect } from 'node:net'
import { env } from 'node:process'
import { describe, expect, it } from 'vitest'
import { deliberateAddress } from '../network/calls.ts'

// Only where the suite runs in an empty network namespace: there the attempt reaches nobody, and the trace must show it.
const alone = env['DESK_NETWORK_CALLS'] === undefined ? describe.skip : describe

alone('the watch over the network', () => {
  it('is given a deliberate connection to catch, which fails for want of a network', async () => {
    const failure = await new Promise<NodeJS.ErrnoException>((failed) => {
      connect({ host: deliberateAddress, port: 80 }).once('error', failed)
    })
    expect(failure.code).toBe('ENETUNREACH')
  })
})
