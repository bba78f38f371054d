import { describe, expect, it } from 'vitest'
import { attachmentParts, bodyParts, locatedBytes, parseMessage, partText } from '../../src/formats/index.ts'
import { mail } from './mail.ts'

type Tree = string | readonly Tree[]

/** Header and body lines of a tree: a string is the header of a leaf; a list is a multipart, its subtype first. */
function entity(tree: Tree, level = 0): string {
  if (typeof tree === 'string') return `${tree}\r\n\r\nx`
  const [type, ...children] = tree
  const parts = children.map((child) => `--b${level}\r\n${entity(child, level + 1)}\r\n`).join('')
  return `Content-Type: multipart/${String(type)}; boundary=b${level}\r\n\r\n${parts}--b${level}--`
}
const parsed = (tree: Tree) => parseMessage(mail(entity(tree)))
/** Sections as `plain|html+related`, attachments as `path role`. */
const sorted = (tree: Tree) => {
  const message = parsed(tree)
  return {
    body: bodyParts(message).map(
      ({ plain, html, related }) => `${plain?.path ?? ''}|${html?.path ?? ''}${related.map(({ path }) => `+${path}`).join('')}`,
    ),
    rest: attachmentParts(message).map(({ path, role }) => `${path} ${role}`),
  }
}
const plain = 'Content-Type: text/plain'
const html = 'Content-Type: text/html'
const image = 'Content-Type: image/png\r\nContent-ID: <i@x>'
const pdf = 'Content-Type: application/pdf'

describe('the body of a message', () => {
  const table: readonly (readonly [rule: string, tree: Tree, body: readonly string[], rest: readonly string[]])[] = [
    ['is its only text', plain, ['1|'], []],
    ['is its only HTML', html, ['|1'], []],
    ['is nothing where the message is a file', pdf, [], ['1 attachment']],
    ['is text and HTML side by side', ['alternative', plain, html], ['1|2'], []],
    ['is HTML with its images', ['related', html, image], ['|1+2'], ['2 related']],
    ['is alternatives with images in the HTML', ['alternative', plain, ['related', html, image]], ['1|2.1+2.2'], ['2.2 related']],
    ['is alternatives inside related', ['related', ['alternative', plain, html], image], ['1.1|1.2+2'], ['2 related']],
    ['leaves attachments aside', ['mixed', ['alternative', plain, html], pdf], ['1.1|1.2'], ['2 attachment']],
    ['goes on after an attachment', ['mixed', plain, pdf, plain], ['1|', '3|'], ['2 attachment']],
    [
      'has other alternatives, such as an invitation',
      ['alternative', plain, html, 'Content-Type: text/calendar'],
      ['1|2'],
      ['3 alternative'],
    ],
    ['has an AMP alternative', ['alternative', plain, 'Content-Type: text/x-amp-html', html], ['1|3'], ['2 alternative']],
    ['holds two HTML alternatives apart', ['alternative', html, html], ['|1', '|2'], []],
    ['holds a signed body', ['signed', plain, 'Content-Type: application/pgp-signature'], ['1|'], ['2 attachment']],
    ['has text with a file name as attachment', ['mixed', plain, `${plain}; name=log.txt`], ['1|'], ['2 attachment']],
    ['has text that is attached as attachment', ['mixed', plain, `${plain}\r\nContent-Disposition: attachment`], ['1|'], ['2 attachment']],
    [
      'keeps HTML that Apple Mail splits around an attachment',
      ['alternative', plain, ['mixed', html, pdf, html]],
      ['1|2.1', '|2.3'],
      ['2.2 alternative'],
    ],
  ]
  it.each(table)('%s', (_, tree, body, rest) => {
    expect(sorted(tree)).toEqual({ body, rest })
  })
})

describe('attachments of nested messages', () => {
  const inner = `Content-Type: message/rfc822\r\n\r\n${entity(['mixed', plain, pdf])}`
  const bytes = mail('Content-Type: multipart/mixed; boundary=o', '', '--o', plain, '', 'cover', '--o', inner, '--o--')
  it('are listed after the message that holds them, by their full path', () => {
    expect(attachmentParts(parseMessage(bytes)).map(({ path, role }) => `${path} ${role}`)).toEqual(['2 nested', '2/2 attachment'])
  })
  it('are read from the bytes of the message that holds them', () => {
    const encoded = mail(
      'Content-Type: message/rfc822',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from(entity(['mixed', plain, `${plain}; name=a.txt`])).toString('base64'),
    )
    const attachment = attachmentParts(parseMessage(encoded)).at(-1)
    expect(attachment?.path).toBe('1/2')
    expect(attachment === undefined ? null : partText(locatedBytes(encoded, attachment), attachment.part).text).toBe('x')
  })
})
