import { describe, expect, it } from 'vitest'
import { type MboxSlice, mboxProfile, messageBytes, readMbox } from '../../src/formats/index.ts'
import { type ByteSource, bytesSource, type MboxDialect } from '../../src/model/index.ts'
import { fc } from '../properties.ts'

const line = 'From ann@x.test Mon Jan  5 11:12:13 2004'
const head = 'From: ann@x.test\nSubject: s\n'
const source = (text: string): ByteSource => bytesSource(Buffer.from(text, 'latin1'))

/** Slices as `kind[:code] bytes`, having checked that they cover every byte once and in order. */
function slices(text: string, from = 0): string[] {
  const out: string[] = []
  let at = from
  for (const slice of readMbox(source(text), from)) {
    expect(slice.offset).toBe(at)
    expect(slice.length).toBeGreaterThan(0)
    at += slice.length
    out.push(`${slice.kind}${slice.code === undefined ? '' : `:${slice.code}`} ${text.slice(slice.offset, at)}`)
  }
  expect(at).toBe(text.length)
  return out
}
function messages(text: string): string[] {
  const { dialect } = mboxProfile(source(text))
  return [...readMbox(source(text))]
    .filter(({ kind }) => kind === 'message')
    .map((slice) => Buffer.from(messageBytes(source(text), slice, dialect)).toString('latin1'))
}

describe('an mbox', () => {
  it('is separators and messages; the empty line after a message is the separator’s', () => {
    expect(slices(`${line}\n${head}\none\n\n${line}\n${head}\ntwo\n\n`)).toEqual([
      `separator ${line}\n`,
      `message ${head}\none\n`,
      `separator \n${line}\n`,
      `message ${head}\ntwo\n`,
      'separator \n',
    ])
  })
  it('may begin with a byte order mark, which is the first separator’s', () => {
    const bom = '\xef\xbb\xbf'
    expect(slices(`${bom}${line}\n${head}\none\n\n${line}\n${head}\ntwo\n`)).toEqual([
      `separator ${bom}${line}\n`,
      `message ${head}\none\n`,
      `separator \n${line}\n`,
      `message ${head}\ntwo\n`,
    ])
  })
  it('keeps messages apart between which zeros stand', () => {
    const zeros = '\0'.repeat(40)
    expect(messages(`${line}\n${head}\none\n${zeros}${line}\n${head}\ntwo\n`)).toEqual([
      `${head}\none\n${zeros.slice(1)}`,
      `${head}\ntwo\n`,
    ])
  })
  it('may end without a newline', () => {
    expect(slices(`${line}\n${head}\none`)).toEqual([`separator ${line}\n`, `message ${head}\none`])
  })
  it('may have DOS line ends', () => {
    expect(slices(`${line}\n${head}\none\n\n${line}\n${head}\ntwo\n\n`.replaceAll('\n', '\r\n'))).toHaveLength(5)
    expect(messages(`${line}\n${head}\none\n\n${line}\n${head}\ntwo\n`.replaceAll('\n', '\r\n'))).toEqual([
      `${head}\none\n`.replaceAll('\n', '\r\n'),
      `${head}\ntwo\n`.replaceAll('\n', '\r\n'),
    ])
  })
  it.each([
    'From ann@x.test Mo Jan  6 11:12:13 2004',
    'From ann@x.test mar. janv. 6 11:12:13 2004',
    'From ann@x.test Di M\xc3\xa4r  9 11:12:13 2004',
    'From ann@x.test ma 6 januari 2004 11:12:13',
    'From - \xd0\x9f\xd0\xbd \xd1\x8f\xd0\xbd\xd0\xb2  6 11:12:13 2004',
  ])('may name days and months in another language: %s', (other) => {
    expect(messages(`${other}\n${head}\none\n\n${other}\n${head}\ntwo\n`)).toEqual([`${head}\none\n`, `${head}\ntwo\n`])
    // Without a header behind it, it is text.
    expect(messages(`${line}\n${head}\none\n\n${other}\nsaid so.\n`)).toHaveLength(1)
  })
  it('may end its lines in CR alone, and gives messages with LF', () => {
    const text = `${line}\n${head}\none\n>From here\n\n${line}\n${head}\ntwo\n`.replaceAll('\n', '\r')
    expect(slices(text).map((slice) => slice.split(' ')[0])).toEqual(['separator', 'message', 'separator', 'message'])
    expect(messages(text)).toEqual([`${head}\none\nFrom here\n`, `${head}\ntwo\n`])
  })
  it('keeps further empty lines with their message', () => {
    expect(messages(`${line}\n${head}\none\n\n\n\n${line}\n${head}\ntwo\n`)[0]).toBe(`${head}\none\n\n\n`)
  })
  it('reports bytes before the first message as an exception', () => {
    expect(slices(`garbage\nmore\n\n${line}\n${head}\none\n`)).toEqual([
      'exception:bytes-before-first-message garbage\nmore\n\n',
      `separator ${line}\n`,
      `message ${head}\none\n`,
    ])
  })
  it('without any separator is one exception', () => {
    expect(slices('just text\n')).toEqual(['exception:bytes-before-first-message just text\n'])
  })
  it('may be empty or blank', () => {
    expect(slices('')).toEqual([])
    expect(slices('\n\n')).toEqual(['separator \n\n'])
  })
  it('reports a separator without a message as an exception', () => {
    expect(slices(`${line}\n\n${line}\n${head}\none\n`)).toEqual([
      `separator ${line}\n`,
      'exception:empty-message \n',
      `separator ${line}\n`,
      `message ${head}\none\n`,
    ])
    expect(slices(`${line}\n${line}\n${head}\none\n`)[0]).toBe(`exception:empty-message ${line}\n`)
    expect(slices(`${line}\n${head}\none\n\n${line}`).at(-1)).toBe(`exception:empty-message \n${line}`)
  })
})

describe('a separator', () => {
  const accepted = [
    'From ann@x.test Mon Jan  5 11:12:13 2004',
    'From ann@x.test  Mon Jan  5 11:12 2004',
    'From ann@x.test Mon Jan 05 11:12:13 PST 2004',
    'From ann@x.test Mon Jan 05 11:12:13 2004 +0100',
    'From ann Mon Jan 05 11:12:13 +0000 2004',
    'From - Mon Jan 05 11:12:13 2004',
    'From MAILER-DAEMON Fri Jul  8 12:08:34 2011',
    'From ???@??? Mon Jan 05 11:12:13 2004',
    'From 1234567890@xxx Mon Jan 05 11:12:13 +0000 2004',
    'From ann at x.test  Mon Jan  5 11:12:13 2004',
    'From uunet!x!ann Mon Jan  5 11:12:13 2004 remote from host',
    'From "ann berg"@x.test Mon Jan  5 11:12:13 2004',
    'From ann@x.test Mon, 5 Jan 2004 11:12:13 +0000',
    'From ann@x.test 2004-01-05 11:12:13+01:00',
    'From ann@x.test',
    'From Mon Jan  5 11:12:13 2004',
  ]
  it.each(accepted)('is %j after an empty line', (separator) => {
    expect(messages(`${separator}\n${head}\none\n\n${separator}\n${head}\ntwo\n`)).toHaveLength(2)
  })
  const refused = [
    'From now on we meet on Mondays.',
    'From Ann to Bo: hello',
    'From 4:00 - 8:00 the office is closed',
    'From Monday, Jan 5 2004, prices rise',
    'From my friends in Berlin Mon Jan 5 11:12:13 2004',
    'From: ann@x.test',
    'from ann@x.test Mon Jan  5 11:12:13 2004',
    'From x@y.test, who wrote on Jan 5',
    `From ${'0123456789'.repeat(4)} Mon Sep 17 00:00:00 2001`,
  ]
  it.each(refused)('is not %j, which stays in the body', (text) => {
    expect(messages(`${line}\n${head}\none\n\n${text}\nmore\n\n${line}\n${head}\ntwo\n`)).toEqual([
      `${head}\none\n\n${text}\nmore\n`,
      `${head}\ntwo\n`,
    ])
  })
  it('of only an address needs a header after it', () => {
    expect(messages(`${line}\n${head}\none\n\nFrom bo@x.test\nhello\n`)).toHaveLength(1)
  })
  it('without an empty line before it needs a date and a header', () => {
    expect(messages(`${line}\n${head}\none\n${line}\n${head}\ntwo\n`)).toHaveLength(2)
    expect(messages(`${line}\n${head}\none\n${line}\nsaid Bo\n`)).toHaveLength(1)
  })
  it('of git’s patches parts a file that is made of patches', () => {
    const git = `From ${'0123456789'.repeat(4)} Mon Sep 17 00:00:00 2001`
    expect(messages(`${git}\n${head}\none\n\n${git}\n${head}\ntwo\n`)).toHaveLength(2)
  })
})

describe('the dialect', () => {
  const withLength = (body: string): string => `${head}Content-Length: ${body.length}\n\n${body}`
  it('is mboxrd without evidence, and undoes one level of quoting', () => {
    const text = `${line}\n${head}\n>From here\n>>From there\n\n`
    expect(mboxProfile(source(text)).dialect).toBe('mboxrd')
    expect(messages(text)).toEqual([`${head}\nFrom here\n>From there\n`])
  })
  it('is mboxo where some lines are not quoted, and undoes quoting of plain lines only', () => {
    const text = `${line}\n${head}\none\nFrom here on\n>From here\n>>From there\n\n`
    expect(mboxProfile(source(text)).dialect).toBe('mboxo')
    expect(messages(text)).toEqual([`${head}\none\nFrom here on\nFrom here\n>>From there\n`])
  })
  it('is mboxcl where lengths hold and lines are quoted', () => {
    const text = `${line}\n${withLength('>From here\n')}\n${line}\n${withLength('two\n')}\n`
    expect(mboxProfile(source(text)).dialect).toBe('mboxcl')
    expect(messages(text)[0]).toContain('\n\nFrom here\n')
  })
  it('is mboxcl2 where lengths hold and lines are not quoted; then a length that holds may reach over a separator', () => {
    const pasted = `look:\n\n${line}\n${head}\npasted\n`
    const text = `${line}\n${withLength('one\nFrom here on\n')}\n${line}\n${withLength(pasted)}\n${line}\n${withLength('>From three\n')}\n`
    expect(mboxProfile(source(text)).dialect).toBe('mboxcl2')
    expect(messages(text)).toEqual([withLength('one\nFrom here on\n'), withLength(pasted), withLength('>From three\n')])
    expect(slices(text)).toHaveLength(7)
  })
})

describe('a lying Content-Length', () => {
  const three = (length: number): string =>
    `${line}\n${head}Content-Length: ${length}\n\none\n\n${line}\n${head}\ntwo\n\n${line}\n${head}\nthree\n`
  it.each([0, 2, 9, 70, 1_000_000, 999_999_999_999_999])('of %d is ignored and noted', (length) => {
    expect(messages(three(length)).map((text) => text.split('\n').at(-2))).toEqual(['one', 'two', 'three'])
    expect(slices(three(length)).filter((slice) => slice.startsWith('message:lying-content-length'))).toHaveLength(1)
  })
  it('that ends exactly at a later separator, or at the end of the file, hides no message', () => {
    // The length's own digits move everything: both ends are counted from the body, which moves along.
    const body = three(0).indexOf('one')
    expect(messages(three(three(0).lastIndexOf(line) - 1 - body))).toHaveLength(3)
    expect(messages(three(three(0).length - body))).toHaveLength(3)
  })
  it('in a file of true ones hides no message that has a true length itself', () => {
    const whole = (body: string, length = body.length): string => `${line}\n${head}Content-Length: ${length}\n\n${body}\n`
    const hidden = whole('hidden\n')
    const text = whole('a\nFrom b\n') + whole('c\n') + whole('d\n', 2 + 1 + hidden.length - 1) + hidden + whole('e\n')
    expect(mboxProfile(source(text)).dialect).toBe('mboxcl2')
    expect(messages(text)).toHaveLength(5)
    expect(slices(text).some((slice) => slice.startsWith('message:lying-content-length'))).toBe(true)
  })
  it('that is true is not noted', () => {
    expect(slices(three(4)).some((slice) => slice.includes('lying'))).toBe(false)
  })
})

/** Writes messages as an mbox of a dialect, as its specification says. */
function write(bodies: readonly string[], dialect: MboxDialect): string {
  return bodies
    .map((body) => {
      const quoted =
        dialect === 'mboxrd' ? body.replace(/^(>*From )/gm, '>$1') : dialect === 'mboxcl2' ? body : body.replace(/^From /gm, '>From ')
      const length = dialect.startsWith('mboxcl') ? `Content-Length: ${quoted.length}\n` : ''
      return `${line}\n${head}${length}\n${quoted}\n`
    })
    .join('')
}

describe('reading what a writer wrote', () => {
  const bodyLine = fc.constantFrom('', 'a', 'From now on', '>From b', '>>From c', 'text', line, `>${line}`, 'Subject: x')
  const body = fc.array(bodyLine, { minLength: 1, maxLength: 8 }).map((lines) => `${lines.join('\n')}\n`)
  it('gives every message of an mboxrd byte for byte', () => {
    fc.assert(
      fc.property(fc.array(body, { minLength: 1, maxLength: 5 }), (bodies) => {
        const text = write(bodies, 'mboxrd')
        expect(
          [...readMbox(source(text))]
            .filter(({ kind }) => kind === 'message')
            .map((slice) => Buffer.from(messageBytes(source(text), slice, 'mboxrd')).toString('latin1')),
        ).toEqual(bodies.map((one) => `${head}\n${one}`))
      }),
    )
  })
  it.each(['mboxo', 'mboxcl'] as const)('gives as many messages of an %s as were written', (dialect) => {
    fc.assert(
      fc.property(fc.array(body, { minLength: 1, maxLength: 5 }), (bodies) => {
        expect(messages(write(bodies, dialect))).toHaveLength(bodies.length)
      }),
    )
  })
})

describe('any file at all', () => {
  const pieces = fc.constantFrom(
    line,
    'From ',
    'From: a@x.test',
    'Subject: s',
    '',
    '\r',
    'text',
    '>From x',
    'Content-Length: 5',
    'Content-Length: 60',
    '\0\xff',
    'From a@x.test',
  )
  const file = fc.tuple(fc.array(pieces, { maxLength: 30 }), fc.constantFrom('\n', '\r\n')).map(([lines, end]) => lines.join(end))
  it('is covered by slices exactly once, and resumes at the end of any slice with the same slices', () => {
    fc.assert(
      fc.property(file, (text) => {
        const all: MboxSlice[] = [...readMbox(source(text))]
        slices(text)
        all.forEach((slice, index) => {
          expect([...readMbox(source(text), slice.offset + slice.length)]).toEqual(all.slice(index + 1))
        })
      }),
      { numRuns: 2000 },
    )
  })
  it('of random bytes never throws', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => [...readMbox(bytesSource(bytes))].length >= 0))
  })
})

describe('a file over 4 GiB', () => {
  /** Five GiB of one message repeated, made when asked for. */
  const block = Buffer.from(`${line}\n${head}\n${'x'.repeat(900)}\n\n`)
  const size = Math.floor((5 * 2 ** 30) / block.length) * block.length
  let largest = 0
  const huge: ByteSource = {
    size,
    read: (offset, length) => {
      const end = Math.min(size, offset + length)
      largest = Math.max(largest, end - offset)
      const first = Math.floor(offset / block.length)
      const bytes = Buffer.alloc((Math.ceil(end / block.length) - first) * block.length, block)
      return bytes.subarray(offset - first * block.length, end - first * block.length)
    },
  }
  it('is read at any offset, in windows of a few megabytes', () => {
    const from = Math.floor(2 ** 32 / block.length) * block.length - 1
    let count = 0
    let at = from
    for (const slice of readMbox(huge, from)) {
      expect(slice.offset).toBe(at)
      at += slice.length
      if (slice.kind === 'message') count++
      if (count === 20_000) break
    }
    expect(at).toBeGreaterThan(2 ** 32 + 10_000_000)
    expect(largest).toBeLessThan(20_000_000)
  })
})
