import { readFileSync } from 'node:fs'
import { env } from 'node:process'
import { describe, expect, it } from 'vitest'
import { chromiumRouteProbe, deliberateAddress, outwardCalls } from './calls.ts'

describe('the reading of a strace log', () => {
  it.each([
    ['12 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("192.0.2.7")}, 16) = -1 ENETUNREACH', ['192.0.2.7']],
    [
      '12 connect(3, {sa_family=AF_INET6, sin6_port=htons(53), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28) = 0',
      ['2001:db8::1'],
    ],
    ['sendto(5, "x", 1, 0, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("192.0.2.8")}, 16) = 1', ['192.0.2.8']],
    [
      '7 sendmmsg(9, [{msg_hdr={msg_name={sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("192.0.2.9")}}}], 1, 0) = 1',
      ['192.0.2.9'],
    ],
    ['12 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, 16) = 0', []],
    ['12 connect(3, {sa_family=AF_UNIX, sun_path="/run/x"}, 16) = 0', []],
    ['12 sendto(3, [{nlmsg_len=20}], 20, 0, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 20', []],
  ])('gives %s as %j', (line, addresses) => {
    expect(outwardCalls(line).map((call) => call.address)).toEqual(addresses)
  })
})

describe('the end-to-end suite in an empty network namespace', () => {
  const file = env['DESK_NETWORK_CALLS']
  const traced = file === undefined ? it.skip : it

  traced('calls no address but loopback and its own deliberate one', () => {
    const strangers = outwardCalls(readFileSync(file ?? '', 'utf8')).filter(
      (call) => call.address !== deliberateAddress && !(call.call === 'connect' && call.address === chromiumRouteProbe),
    )
    expect(strangers).toEqual([])
  })

  traced('is watched: the deliberate fetch was caught', () => {
    expect(outwardCalls(readFileSync(file ?? '', 'utf8')).map((call) => call.address)).toContain(deliberateAddress)
  })

  traced('really ran the workstation under the watch', () => {
    expect(readFileSync(file ?? '', 'utf8')).toMatch(/connect\(.*AF_UNIX|connect\(.*127\.0\.0\.1/)
  })
})
