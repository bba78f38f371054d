import { describe, expect, it } from 'vitest'
import { attachmentParts, parseMessage, reachesEnd } from '../../src/formats/index.ts'
import { zipOf } from './office-file.ts'

const part = (name: string, body: string, type = 'text/csv', encoding = '7bit'): string =>
  `Content-Type: ${type}\nContent-Disposition: attachment; filename="${name}"\nContent-Transfer-Encoding: ${encoding}\n\n${body}\n`
const mixed = (boundary: string, ...parts: string[]): string =>
  `Subject: S\nContent-Type: multipart/mixed; boundary=${boundary}\n\n${parts.map((each) => `--${boundary}\n${each}`).join('')}--${boundary}--\n`
const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64').replace(/.{76}/gu, '$&\n')

const inner = mixed('b', part('first.csv', 'a;b\n1;2'), part('last.csv', 'c;d\n3;4'))
const numbers = (name: string): string => Array.from({ length: 300 }, (_, at) => `${name};${Math.sin(at)}\n`).join('')
const archive = zipOf(['one', 'two'].map((name) => ({ name: `${name}.csv`, content: numbers(name) })))

/** Names of the attachments that may go on behind the end, of a message that is cut there. */
function unfinished(message: string, end: number): readonly (string | null)[] {
  const bytes = Buffer.from(message).subarray(0, end)
  return attachmentParts(parseMessage(bytes))
    .filter((located) => reachesEnd(bytes, located))
    .map(({ part: { filename } }) => filename)
}

describe('an attachment of a message cut short', () => {
  const two = mixed('a', part('first.csv', 'a;b\n1;2'), part('last.csv', 'c;d\n3;4'))
  it.each<readonly [string, string, number, readonly string[]]>([
    ['where the message ends in it', two, two.indexOf('3;4'), ['last.csv']],
    ['where the message ends within the boundary that ends it', two, two.lastIndexOf('--a--') + 2, ['last.csv']],
    ['but not those before it', two, two.indexOf('c;d') + 1, ['last.csv']],
    ['but not where another part begins behind it', two, two.lastIndexOf('--a\n') + 4, []],
    ['but not where its parts end before', `${two}${'Words behind the last part.\n'.repeat(9)}`, two.length + 40, []],
  ])('may go on %s', (_name, message, end, names) => {
    expect(unfinished(message, end).filter((name) => name !== null)).toEqual(names)
  })

  it('that is a mail itself tells which of its own are whole', () => {
    const message = mixed('a', part('mail.eml', inner, 'message/rfc822'))
    expect(unfinished(message, message.indexOf('3;4'))).toEqual(['mail.eml', 'last.csv'])
    const encoded = mixed('a', part('mail.eml', base64(inner), 'message/rfc822', 'base64'))
    const end = encoded.indexOf(base64(inner)) + 4 * Math.ceil(inner.indexOf('3;4') / 3)
    expect(unfinished(encoded, end + Math.floor(end / 77) - Math.floor(encoded.indexOf(base64(inner)) / 77))).toEqual([
      'mail.eml',
      'last.csv',
    ])
  })

  it('that is an archive tells nothing of what it holds', () => {
    const message = mixed('a', part('all.zip', base64(archive), 'application/zip', 'base64'))
    const names = unfinished(message, message.indexOf(base64(archive)) + base64(archive).length - 300)
    expect(names).toContain('all.zip')
    expect(names).toContain('one.csv')
  })
})
