import { describe, expect, it } from 'vitest'
import { parseHtml } from '../../src/formats/html.ts'

const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString('base64')
/** Read as far as its size. */
const picture = (size: number): string =>
  base64(Buffer.concat([Buffer.from('GIF89a'), Buffer.from([size, 0, size, 0, 0, 0, 0]), Buffer.from(';')]))
const drawing = '<svg xmlns="http://www.w3.org/2000/svg"><text>Zoe Zqname</text></svg>'

describe('what stands in an address that carries its content itself', () => {
  it.each([
    ['a text in base64', `<a href="data:text/plain;base64,${base64('Zoe Zqname')}">x</a>`],
    ['a text in percent signs', '<a href="data:,Zoe%20Zqname">x</a>'],
    ['a text in another charset', '<iframe src="data:text/plain;charset=utf-16le;base64,WgBvAGUAIABaAHEAbgBhAG0AZQA="></iframe>'],
    ['a page', `<iframe src="data:text/html,%3Cp%3EZoe%20%3Cb%3EZqname%3C/b%3E%3C/p%3E"></iframe>`],
    [
      'a page within a page',
      `<a href="data:text/html;base64,${base64(`<a href="data:text/plain;base64,${base64('Zoe Zqname')}">x</a>`)}">y</a>`,
    ],
    ['a drawing', `<img src="data:image/svg+xml;base64,${base64(drawing)}">`],
    ['a drawing as it is', `<img src='data:image/svg+xml;utf8,${drawing}'>`],
    ['a drawing in a style', `<p style="background:url(data:image/svg+xml;base64,${base64(drawing)})">x</p>`],
    ['a drawing in a style sheet', `<style>p { background: url("data:image/svg+xml,${encodeURIComponent(drawing)}") }</style>`],
    ['a drawing in a list of pictures', `<img srcset="data:image/svg+xml;base64,${base64(drawing)} 2x">`],
  ])('%s is hidden text', (_what, html) => {
    const { hidden, problems } = parseHtml(html)
    expect(hidden).toMatch(/^text of an embedded file: (?:.*: )?Zoe Zqname$/m)
    expect(problems).toEqual([])
  })

  it.each([
    ['a picture', `<img src="data:image/gif;base64,${picture(80)}">`, ['no-text']],
    ['a picture of a kind that is not read', '<img src="data:image/heic;base64,AAAA">', ['no-text']],
    ['a dot that counts readers', `<img src="data:image/gif;base64,${picture(1)}">`, []],
    ['another file', `<a href="data:application/pdf;base64,${base64('%PDF-1.7 \0\x01')}">x</a>`, ['unreadable-attachment']],
    ['a font', '<style>@font-face { src: url(data:font/woff2;base64,AAEC) }</style>', []],
    ['words that only begin so', '<img alt="Data: none">', []],
  ])('%s is told where there is something to see', (_what, html, told) => {
    expect(parseHtml(html).problems).toEqual(told)
  })

  it('is told where pages lie in each other too deep', () => {
    let html = '<p>Zoe Zqname</p>'
    for (let level = 0; level < 8; level++) html = `<a href="data:text/html;base64,${base64(html)}">x</a>`
    expect(parseHtml(html).problems).toEqual(['too-deep'])
  })
})

it('tells where a page hides more than is listed', () => {
  const lines = Array.from({ length: 50_000 }, (_, index) => `<!-- ${index} of the many things -->`)
  expect(parseHtml(lines.join('')).problems).toEqual(['too-large'])
})
