import { memoryUsage } from 'node:process'
import { describe, expect, it } from 'vitest'
import { allParts, attachmentParts, bodyParts, locatedBytes, parseMessage, partBytes, partText } from '../../src/formats/index.ts'
import type { MessagePart } from '../../src/model/index.ts'
import { unlessItHangs } from '../hang.ts'
import { fc } from '../properties.ts'

/** Lines of which hostile structure is made; put together at random they nest, overlap, repeat and break off. */
const lines = fc.constantFrom(
  '',
  ' ',
  '--a',
  '--a--',
  '--b',
  '--b--',
  '--a ',
  '--ax',
  '--',
  'Content-Type: multipart/mixed; boundary=a',
  'Content-Type: multipart/alternative; boundary=b',
  'Content-Type: multipart/related; boundary="a"; boundary=b',
  'Content-Type: multipart/digest; boundary=b',
  'Content-Type: multipart/mixed',
  'Content-Type: message/rfc822',
  'Content-Type: text/html; charset=utf-7',
  'Content-Type: text/plain; charset=x-none; name=a.txt',
  'Content-Type: image/png',
  'Content-Transfer-Encoding: base64',
  'Content-Transfer-Encoding: "quoted-printable"',
  'Content-Transfer-Encoding: uuencode',
  "Content-Disposition: attachment; filename*0*=utf-8''%",
  'Subject: =?utf-8?B?w5w?= =?x?Q?=',
  'From: "x <y@z',
  'Date: 31 Feb 2001',
  ' folded',
  'stray',
  'QUJD=QQ==',
  '=C3=',
  'begin 644 x',
  '#0V%T',
  '\xff\xfe\0',
)
const message = fc
  .tuple(fc.array(lines, { maxLength: 60 }), fc.constantFrom('\n', '\r\n'))
  .map(([all, end]) => Buffer.from(all.join(end), 'latin1'))

function check(bytes: Uint8Array, part: MessagePart): void {
  expect(part.offset).toBeGreaterThanOrEqual(0)
  expect(part.length).toBeGreaterThanOrEqual(0)
  expect(part.offset + part.length).toBeLessThanOrEqual(bytes.length)
  for (const field of part.headers) expect(field.offset + field.length).toBeLessThanOrEqual(bytes.length)
  let at = part.offset
  for (const child of part.children) {
    expect(child.offset).toBeGreaterThanOrEqual(at)
    at = child.offset + child.length
    expect(at).toBeLessThanOrEqual(part.offset + part.length)
    check(bytes, child)
  }
}

describe('hostile mail', () => {
  it('never throws; every range lies within the bytes, children in order within their parent', () => {
    fc.assert(
      fc.property(fc.oneof(message, fc.uint8Array({ maxLength: 300 })), (bytes) => {
        const parsed = parseMessage(bytes)
        check(bytes, parsed.root)
        for (const { part, containers } of allParts(parsed)) {
          const within = locatedBytes(bytes, { containers })
          check(within, part)
          partBytes(within, part)
          partText(within, part)
        }
      }),
      { numRuns: 4000 },
    )
  })

  it('shows each leaf once: as body or as attachment, never both, never neither', () => {
    fc.assert(
      fc.property(message, (bytes) => {
        const parsed = parseMessage(bytes)
        const leaves = [...allParts(parsed)].filter(({ part, containers }) => part.children.length === 0 && containers.length === 0)
        const shown = [
          ...bodyParts(parsed).flatMap(({ plain, html }) => [plain, html].filter((part) => part !== null)),
          ...attachmentParts(parsed)
            .filter(({ containers }) => containers.length === 0)
            .map(({ part }) => part),
        ]
        expect(shown.map(({ path }) => path).sort()).toEqual(leaves.map(({ path }) => path).sort())
      }),
      { numRuns: 2000 },
    )
  })

  it('gives the same result with any limits lowered, apart from what they cut', () => {
    fc.assert(
      fc.property(message, fc.integer({ min: 1, max: 5 }), (bytes, depth) => {
        const parsed = parseMessage(bytes, {
          depth,
          parts: depth,
          fields: depth,
          fieldBytes: depth * 9,
          headerBytes: depth * 40,
          problems: depth,
        })
        check(bytes, parsed.root)
      }),
    )
  })
})

/** Reads the parts of a message and the text of its bodies; gives where its last part ends. The bombs below took other readers seconds to minutes. */
function read(text: string): number {
  const bytes = Buffer.from(text, 'latin1')
  return unlessItHangs(() => {
    const parsed = parseMessage(bytes)
    for (const section of bodyParts(parsed)) if (section.plain !== null) partText(bytes, section.plain)
    return parsed.root.offset + parsed.root.length
  })
}

describe('a bomb', () => {
  const multipart = (boundary: string): string => `Content-Type: multipart/mixed; boundary="${boundary}"\n\n`
  const nest = Array.from({ length: 49 }, (_, at) => `${multipart(`${'z'.repeat(60)}${at}`)}--${'z'.repeat(60)}${at}\n`).join('')
  const bombs: readonly (readonly [name: string, text: string])[] = [
    ['of 4 MB of boundary lines', multipart('b') + '--b\n'.repeat(1_050_000)],
    ['of 4 MB of boundary lines with empty headers', multipart('b') + '--b\n\n'.repeat(840_000)],
    ['of close delimiters', multipart('b') + '--b\n--b--\n'.repeat(450_000)],
    ['of lines that begin like 49 open boundaries', `${nest}\n${`--${'z'.repeat(60)}\n`.repeat(150_000)}`],
    ['of dashes', `${nest}\n${'--\n'.repeat(1_500_000)}`],
    ['of one header without end', `Subject: ${'a'.repeat(20_000_000)}`],
    ['of one folded header', `Subject: ${'a\n '.repeat(3_000_000)}`],
    ['of headers', 'X: y\n'.repeat(3_000_000)],
    ['of lines without colons', `Subject: a\n${'x\n\t'.repeat(3_000_000)}`],
    ['of long words without colons', `Subject: a\n${`${'x'.repeat(900)}\n`.repeat(15_000)}`],
    ['of encoded words', `Subject: ${'=?utf-8?Q?=C3?= '.repeat(300_000)}`],
    ['of references', `References: ${'<a@b> '.repeat(300_000)}${'<'.repeat(300_000)}`],
    ['of quoted-printable', `Content-Transfer-Encoding: quoted-printable\n\n${'='.repeat(15_000_000)}`],
    ['of blanks in quoted-printable', `Content-Transfer-Encoding: quoted-printable\n\n${'= '.repeat(10)}=${' '.repeat(6_000_000)}x`],
    ['of soft breaks', `Content-Transfer-Encoding: quoted-printable\n\n${`=${' '.repeat(50)}`.repeat(150_000)}`],
    ['of padding', `Content-Transfer-Encoding: base64\n\n${'QQ=='.repeat(3_000_000)}`],
    ['of charsets', `Content-Type: text/plain; charset=${'"'.repeat(600_000)}x\n\nx`],
  ]
  it.each(bombs)('%s is read in time linear in its length', (_, text) => {
    expect(read(text)).toBe(text.length)
  })

  it('of 200 MB is read, its body never copied', () => {
    const bytes = Buffer.alloc(200_000_000, 'text of a line that looks like any other one, seventy letters long..\n')
    bytes.write(`${multipart('b')}--b\n\n`, 0, 'latin1')
    bytes.write('\n--b--\n', bytes.length - 7, 'latin1')
    const before = memoryUsage().arrayBuffers
    const { root } = unlessItHangs(() => parseMessage(bytes))
    expect(memoryUsage().arrayBuffers - before).toBeLessThan(bytes.length / 2)
    expect(root.children.map(({ length }) => length)).toEqual([bytes.length - 7 - multipart('b').length - 5])
  })

  it('of messages in messages, 20 MB in each of fifty, is read', () => {
    const text = `${'Content-Type: message/rfc822\n\n'.repeat(60)}${'--\n'.repeat(6_000_000)}`
    expect(read(text)).toBe(text.length)
  })
})
