/** A call of a traced process that names an address of another machine, or of none we know. */
export interface OutwardCall {
  readonly call: string
  readonly address: string
}

const traced = /^(?:\d+ +)?(connect|sendto|sendmsg|sendmmsg)\((.*)$/
const inet4 = /sin_addr=inet_addr\("([^"]+)"\)/g
const inet6 = /inet_pton\(AF_INET6, "([^"]+)"/g

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1' || address.startsWith('::ffff:127.')
}

/**
 * Reads a log of `strace -f -e trace=connect,sendto,sendmsg,sendmmsg` and gives every call with an internet address that is not loopback. Unix sockets and
 * netlink stay on the machine.
 */
export function outwardCalls(log: string): OutwardCall[] {
  return log.split('\n').flatMap((line) => {
    const [, call = '', rest = ''] = traced.exec(line) ?? []
    if (call === '') return []
    const addresses = [...rest.matchAll(inet4), ...rest.matchAll(inet6)].map(([, address = '']) => address)
    return addresses.filter((address) => !isLoopback(address)).map((address) => ({ call, address }))
  })
}

/** RFC 5737 documentation address: the deliberate fetch of the end-to-end suite goes there, and must be caught. */
export const deliberateAddress = '192.0.2.1'

/**
 * Chromium asks the kernel for a route to this address to learn whether the machine has IPv6: `connect` on a UDP socket, which sends nothing. It cannot be
 * switched off: `HostResolverManager::StartIPv6ReachabilityCheck` (net/dns) runs before every resolution, of `127.0.0.1` too, unless the only network is
 * WiFi on some systems; tried on 156 without effect: `--disable-ipv6`, the features `EnableIPv6ReachabilityOverride` (also with the preference
 * `net.ipv6_reachability_override_enabled` in the profile) and `HappyEyeballsV3`, a proxy, a mapped name in place of the address. Anything sent there would still be found, since only the `connect` is let pass.
 */
export const chromiumRouteProbe = '2001:4860:4860::8888'
