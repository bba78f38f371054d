import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { parseHtml } from '../../src/formats/index.ts'
import { frameDocument, serialiseTree } from '../../src/redact/index.ts'
import { remoteVectors } from '../e2e/remote-vectors.ts'
import { grounds, htmlSurface, mark, spanOf, textSurface } from './build.ts'

describe('a frame', () => {
  it('allows the hash of its one style sheet and nothing else but the workspace', () => {
    const { html, csp } = frameDocument(htmlSurface('<p style="color:#800000">x</p>'), [], { mode: 'review', grounds })
    const style = /<style>([\s\S]*)<\/style>/.exec(html)?.[1] ?? ''
    expect(style).toContain('color:rgb(128,0,0)')
    const hash = createHash('sha256').update(style).digest('base64')
    expect(csp).toBe(
      `default-src 'none'; img-src 'self' blob: data:; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin`,
    )
    expect(html).not.toMatch(/ style=| on[a-z]+=|<script/i)
  })

  it('writes runs with offsets of the canonical text, cut at the edges of marks', () => {
    const surface = textSurface('Dear <Jane> & Bob')
    const marks = [mark(surface, spanOf(surface, 'Jane')), mark(surface, spanOf(surface, 'Jane> & Bob'), 'suggested', 'PRIV')]
    const { html } = frameDocument(surface, marks, { mode: 'review', grounds })
    for (const [, offset, text] of html.matchAll(/<span data-start="(\d+)">([^<]*)<\/span>/g)) {
      const plain = (text ?? '').replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
      expect(surface.text.slice(Number(offset), Number(offset) + plain.length)).toBe(plain)
    }
    expect(html).toContain(`<mark class="proposed first" data-mark="${marks[0]?.id}" data-ground="third party">`)
    expect(html).toContain(`<mark class="suggested first" data-mark="${marks[1]?.id}" data-ground="legal advice">`)
  })

  it('shows what would be produced: suggestions and declined marks hide nothing', () => {
    const surface = textSurface('Jane and Bob')
    const marks = [mark(surface, spanOf(surface, 'Jane')), mark(surface, spanOf(surface, 'Bob'), 'suggested')]
    const { html } = frameDocument(surface, marks, { mode: 'produced', grounds })
    expect(html).not.toContain('Jane')
    expect(html).toContain('Bob')
    expect(html).toContain('[REDACTED – third party]')
  })

  it('is given embedded pictures by the workspace only', () => {
    const surface = htmlSurface('<img src="cid:logo@x"><img src="cid:none@x"><img src="https://t.example/p.gif">')
    const { html } = frameDocument(surface, [], { mode: 'review', grounds, imageUrl: (id) => (id === 'logo@x' ? '/parts/"1"' : null) })
    expect([...html.matchAll(/<img[^>]*>/g)].map(String)).toEqual(['<img src="/parts/&#34;1&#34;" alt="">'])
    expect(html.match(/no-image"/g)).toHaveLength(1)
  })
})

describe('hostile HTML', () => {
  const host = 'vector.invalid'
  const vectors = remoteVectors(host)

  it('leaves no address and nothing that loads or runs in tree, mail or frame', () => {
    const surface = htmlSurface(vectors)
    const { html } = frameDocument(surface, [], { mode: 'review', grounds, imageUrl: () => null })
    const mail = surface.tree === null ? '' : serialiseTree(surface.tree, surface.text, { offsets: false })
    for (const markup of [mail, html.slice(html.indexOf('</style>'))]) {
      const tags = [...markup.matchAll(/<[^>]*>/g)].map(String)
      expect(tags.length).toBeGreaterThan(10)
      for (const tag of tags) {
        expect(tag).not.toContain(host)
        expect(tag).toMatch(
          /^<\/?(div|p|span|b|i|u|s|sub|sup|code|pre|blockquote|h[1-6]|ul|ol|li|dl|dt|dd|hr|table|thead|tbody|tfoot|tr|td|th|caption|a|br|body|html|head|style)\b/,
        )
        expect(tag).not.toMatch(/url\(|href|src=|javascript:|data:|@import/i)
      }
    }
    expect(html.slice(0, html.indexOf('</style>'))).not.toContain(host)
    expect(JSON.stringify(surface.tree)).not.toContain(host)
  })

  it('is told to the reviewer: the addresses stand among what the mail hides', () => {
    expect(parseHtml(vectors).hidden).toContain(host)
  })
})
