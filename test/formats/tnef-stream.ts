/** An attribute of a TNEF stream (MS-OXTNEF 2.1.3.1): level, id, length, data, checksum. */
export function attribute(level: 1 | 2, id: number, data: Uint8Array): Buffer {
  const head = Buffer.alloc(9)
  head[0] = level
  head.writeUInt32LE(id, 1)
  head.writeUInt32LE(data.length, 5)
  return Buffer.concat([head, data, Buffer.alloc(2)])
}

export type TnefValue = string | number | Uint8Array | readonly string[]

/** Properties in a row (2.1.3.4). */
export function properties(...list: readonly (readonly [id: number, value: TnefValue, object?: true])[]): Buffer {
  const count = Buffer.alloc(4)
  count.writeUInt32LE(list.length)
  const padded = (bytes: Uint8Array): Buffer => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
  const rows = list.map(([id, value, object]) => {
    const head = Buffer.alloc(4)
    head.writeUInt16LE(typeof value === 'number' ? 3 : typeof value === 'string' ? 0x1f : object ? 0x0d : 0x102, 0)
    head.writeUInt16LE(id, 2)
    if (typeof value === 'number') {
      const number = Buffer.alloc(4)
      number.writeInt32LE(value)
      return Buffer.concat([head, number])
    }
    if (typeof value === 'object' && !(value instanceof Uint8Array)) {
      const several = value.map((one) => Buffer.from(`${one}\0`, 'utf16le'))
      head.writeUInt16LE(0x101f, 0)
      const number = (of: number): Buffer => Buffer.from(Uint32Array.of(of).buffer)
      return Buffer.concat([head, number(several.length), ...several.flatMap((one) => [number(one.length), padded(one)])])
    }
    const bytes = typeof value === 'string' ? Buffer.from(`${value}\0`, 'utf16le') : Buffer.from(value)
    const sizes = Buffer.alloc(8)
    sizes.writeUInt32LE(1, 0)
    sizes.writeUInt32LE(bytes.length, 4)
    return Buffer.concat([head, sizes, padded(bytes)])
  })
  return Buffer.concat([count, ...rows])
}

/** Signature and key, with which a stream begins. */
export const tnefStart = Buffer.from('789f3e220100', 'hex')
