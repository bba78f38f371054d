import { describe, expect, it } from 'vitest'
import { allParts, type MimeLimits, parseMessage } from '../../src/formats/index.ts'
import { lowered, mimeLimits } from '../../src/formats/limits.ts'
import type { ParsedMessage } from '../../src/model/index.ts'
import { mail } from './mail.ts'

const date = 'Date: Mon, 5 Jan 2004 11:12:13 +0000'
const codes = (parsed: ParsedMessage): string[] => [...new Set(parsed.problems.map(({ code }) => code))]
const parse = (bytes: Buffer, limits: Partial<MimeLimits> = {}): ParsedMessage => parseMessage(bytes, limits)

function siblings(count: number): Buffer {
  return mail('Content-Type: multipart/mixed; boundary=b', date, '', ...Array.from({ length: count }, () => '--b\r\n\r\nx'), '--b--')
}
/** A leaf inside `depth` multiparts. */
function nested(depth: number): Buffer {
  const open = Array.from({ length: depth }, (_, at) => `Content-Type: multipart/mixed; boundary=b${at}.\r\n\r\n--b${at}.`)
  const close = Array.from({ length: depth }, (_, at) => `--b${depth - 1 - at}.--`)
  return mail(date, ...open, '', 'leaf', ...close, '')
}
function messages(depth: number): Buffer {
  return mail(...Array.from({ length: depth }, () => `${date}\r\nContent-Type: message/rfc822\r\n`), date, '', 'leaf')
}
const deepest = (parsed: ParsedMessage): number => Math.max(...[...allParts(parsed)].map(({ path }) => path.split(/[./]/).length))

describe('limits', () => {
  it('can be lowered, and neither raised nor switched off', () => {
    expect(
      lowered({ depth: 3, parts: 1e9, fields: 0, fieldBytes: Number.NaN, headerBytes: -1, nestedBytes: Number.POSITIVE_INFINITY }),
    ).toEqual({
      ...mimeLimits,
      depth: 3,
    })
  })
})

describe('parts', () => {
  // The root counts as one.
  it.each([
    [9, []],
    [10, ['too-many-parts']],
    [11, ['too-many-parts']],
  ] as const)('of %i under a limit of 10 give %j, and the rest stays in one last part', (count, expected) => {
    const bytes = siblings(count)
    const parsed = parse(bytes, { parts: 10 })
    expect(codes(parsed)).toEqual(expected)
    expect(parsed.root.children).toHaveLength(Math.min(count, 10))
    const last = parsed.root.children.at(-1)
    expect((last?.offset ?? 0) + (last?.length ?? 0)).toBeGreaterThan(bytes.length - 12)
  })
  it('of nested messages count too', () => {
    expect(codes(parse(messages(6), { parts: 4 }))).toContain('too-many-parts')
  })
})

describe('depth', () => {
  it.each([
    [49, []],
    [50, []],
    [51, ['too-deep']],
    [300, ['too-deep']],
  ] as const)('of %i multiparts gives %j', (depth, expected) => {
    const parsed = parse(nested(depth))
    expect(codes(parsed)).toEqual(expected)
    expect(deepest(parsed)).toBe(Math.min(depth, 50))
  })
  it.each([
    [49, []],
    [50, ['too-deep']],
    [300, ['too-deep']],
  ] as const)('of %i messages in messages gives %j', (depth, expected) => {
    const parsed = parse(messages(depth))
    expect(codes(parsed)).toEqual(expected)
  })
})

describe('headers', () => {
  it.each([
    [100, []],
    [101, ['header-too-long']],
  ] as const)('with a field of %i bytes under a limit of 100 give %j', (length, expected) => {
    const parsed = parse(mail(date, `Subject: ${'s'.repeat(length - 11)}`, '', 'body'), { fieldBytes: 100 })
    expect(codes(parsed)).toEqual(expected)
    expect(parsed.subject.length).toBe(89 + (length > 100 ? 1 : 0))
    expect(parsed.root.length).toBe(4)
  })
  it.each([
    [9, []],
    [10, ['too-many-headers']],
  ] as const)('with %i fields more under a limit of 10 give %j, and the body is where it was', (count, expected) => {
    const parsed = parse(mail(date, ...Array.from({ length: count }, () => 'X: y'), '', 'body'), { fields: 10 })
    expect(codes(parsed)).toEqual(expected)
    expect(parsed.headers).toHaveLength(10)
    expect(parsed.root.length).toBe(4)
  })
  it('of many parts share one allowance', () => {
    const parts = Array.from({ length: 50 }, () => `--b\r\nX-Pad: ${'x'.repeat(91)}\r\n\r\n`)
    const parsed = parse(mail('Content-Type: multipart/mixed; boundary=b', date, '', ...parts, '--b--'), { headerBytes: 2_000 })
    expect(codes(parsed)).toEqual(['too-many-headers'])
    expect(parsed.root.children).toHaveLength(50)
  })
})

describe('nested messages', () => {
  it('larger than the allowance are not opened, and say so', () => {
    const bytes = mail('Content-Type: message/rfc822', date, '', 'Subject: in', '', 'x'.repeat(100))
    expect(parse(bytes, { nestedBytes: 115 }).root.message?.subject).toBe('in')
    const closed = parse(bytes, { nestedBytes: 50 })
    expect(closed.root.message).toBeNull()
    expect(codes(closed)).toEqual(['too-large'])
  })
})

describe('problems', () => {
  it('of a nested message are told with the whole message, at their full paths', () => {
    const bytes = mail('Content-Type: message/rfc822', date, '', 'Date: soon', 'Content-Type: multipart/mixed', '', 'x')
    expect(parse(bytes).problems).toEqual([
      { code: 'bad-date', where: '1/date' },
      { code: 'missing-boundary', where: '1/1' },
    ])
  })
  it('are not more than their limit', () => {
    const parts = Array.from({ length: 900 }, () => '--b\r\nContent-Transfer-Encoding: odd\r\n\r\n')
    expect(parse(mail('Content-Type: multipart/mixed; boundary=b', date, '', ...parts, '--b--')).problems).toHaveLength(500)
  })
})
