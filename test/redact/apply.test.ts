import { type DefaultTreeAdapterTypes as Dom, parse } from 'parse5'
import { describe, expect, it } from 'vitest'
import { parseHtml } from '../../src/formats/index.ts'
import type { Mark, RenderNode, Surface } from '../../src/model/index.ts'
import { applyToSurface, applyToText, applyToTree, frameDocument, markersFrom, serialiseTree } from '../../src/redact/index.ts'
import { fc } from '../properties.ts'
import { grounds, htmlSurface, mark, spanOf, textSurface } from './build.ts'

const markerOf = markersFrom(grounds)
const marker = '[REDACTED – third party]'

function applied(surface: Surface, ...marks: Mark[]) {
  const result = applyToSurface(surface, marks, markerOf)
  return { ...result, html: result.tree === null ? '' : serialiseTree(result.tree, result.text, { offsets: false }) }
}

/** Runs and breaks of a tree, in order. */
function leaves(node: RenderNode): { start: number; end: number }[] {
  if (node.kind === 'image') return []
  return node.kind === 'element' ? node.children.flatMap(leaves) : [node]
}

/** Text by the standard's own tree construction. */
function domText(html: string): string {
  const visit = (node: Dom.Node): string =>
    node.nodeName === '#text' ? (node as Dom.TextNode).value : 'childNodes' in node ? node.childNodes.map(visit).join('') : ''
  const body = (parse(`<!DOCTYPE html><html><head></head><body>${html}</body></html>`).childNodes[1] as Dom.Element).childNodes[1]
  return visit(body as Dom.Element)
}

describe('marks on text', () => {
  it('leave a marker of one length, whatever they hide', () => {
    const short = textSurface('Dear Li, hello')
    const long = textSurface('Dear Bartholomew, hello')
    expect(applied(short, mark(short, spanOf(short, 'Li'))).text).toBe(`Dear ${marker}, hello`)
    expect(applied(long, mark(long, spanOf(long, 'Bartholomew'))).text).toBe(`Dear ${marker}, hello`)
  })

  it('become one marker where they overlap or touch, naming both grounds', () => {
    const surface = textSurface('abcdefgh')
    const marks = [mark(surface, { start: 1, end: 4 }), mark(surface, { start: 4, end: 6 }, 'proposed', 'PRIV')]
    expect(applyToText(surface.text, marks, markerOf).text).toBe('a[REDACTED – legal advice; third party]gh')
  })

  it('take whole characters, with their accents, joiners and variation selectors', () => {
    const surface = textSurface('x Zoe\u0308\u200d 👩‍👩‍👧 y')
    expect(applied(surface, mark(surface, { start: 2, end: 5 })).text).toBe(`x ${marker} 👩‍👩‍👧 y`)
    const inside = surface.text.indexOf('👩') + 3
    expect(applied(surface, mark(surface, { start: inside, end: inside + 1 })).text).toBe(`x Zoe\u0308\u200d ${marker} y`)
  })

  it('tell where each marker stands and what it replaced, so that spans round-trip', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.array(fc.tuple(fc.nat(80), fc.nat(20)), { maxLength: 5 }),
        (text, spans) => {
          const surface = textSurface(text.toWellFormed())
          const marks = spans.map(([start, length]) => mark(surface, { start, end: start + length }))
          const { text: after, map } = applyToText(surface.text, marks, markerOf)
          let rebuilt = ''
          let at = 0
          for (const { from, to } of map) {
            expect(after.slice(to.start, to.end)).toBe(marker)
            rebuilt += after.slice(at, to.start) + surface.text.slice(from.start, from.end)
            at = to.end
          }
          expect(rebuilt + after.slice(at)).toBe(surface.text)
          for (const { span } of marks) {
            if (span === null || span.start >= surface.text.length || span.end === span.start) continue
            const end = Math.min(span.end, surface.text.length)
            expect(map.some(({ from }) => from.start <= span.start && from.end >= end)).toBe(true)
          }
        },
      ),
    )
  })
})

describe('marks on a render tree', () => {
  it('give one marker for a text split by inline tags, without the tags', () => {
    const surface = htmlSurface('<p>The S<b></b>ec<i>re<u>t</u></i> is out</p>')
    expect(applied(surface, mark(surface, spanOf(surface, 'Secret'))).html).toBe(`<div><p>The ${marker} is out</p></div>`)
  })

  it('do not keep the formatting of what they hide', () => {
    for (const html of [
      '<p>Hi <b>Jane Roe</b>!</p>',
      '<p>Hi <a href="mailto:jane@x.example">Jane <font color="#800000">Roe</font></a>!</p>',
      '<p>Hi Jane Roe!</p>',
    ]) {
      const surface = htmlSurface(html)
      expect(applied(surface, mark(surface, spanOf(surface, 'Jane Roe'))).html).toBe(`<div><p>Hi ${marker}!</p></div>`)
    }
  })

  it('give one marker over cells and rows, and take emptied ones out', () => {
    const surface = htmlSurface('<table><tr><td>a</td><td>one</td></tr><tr><td>two</td></tr><tr><td>three</td><td>z</td></tr></table>')
    const span = { start: surface.text.indexOf('one'), end: surface.text.indexOf('three') + 5 }
    const { html, text, markers } = applied(surface, mark(surface, span))
    expect(html).toBe(`<div><table><tr><td>a</td><td>${marker}</td></tr><tr><td>z</td></tr></table></div>`)
    expect(text).toBe(`a\t${marker}\nz`)
    expect(markers).toHaveLength(1)
  })

  it('take pictures, line breaks and rules inside them along', () => {
    const surface = htmlSurface('<p>one<br>two<img src="cid:a@x">three</p><hr><p>four</p><p><img src="cid:b@x">five</p>')
    const span = { start: surface.text.indexOf('one'), end: surface.text.indexOf('four') + 4 }
    const { tree, text } = applyToTree(surface, [mark(surface, span)], markerOf)
    const html = serialiseTree(tree as RenderNode, text, { offsets: false, image: (id) => `<img alt="${id}">` })
    expect(html).toBe(`<div><p>${marker}</p><p><img alt="b@x">five</p></div>`)
  })

  it('make the outputs for a short and a long name identical, in every rendering', () => {
    const write = (name: string): string[] => {
      const surface = htmlSurface(`<div>To <b>${name}</b><ul><li>${name[0]}<i>${name.slice(1)}</i> agreed<li>no</ul></div>`)
      const marks: Mark[] = []
      for (let at = surface.text.indexOf(name); at >= 0; at = surface.text.indexOf(name, at + 1))
        marks.push(mark(surface, { start: at, end: at + name.length }))
      const { html, text } = applied(surface, ...marks)
      return [html, text, frameDocument(surface, marks, { mode: 'produced', grounds }).html]
    }
    expect(write('Li')).toEqual(write('Bartholomew'))
  })
})

const word = fc.constantFrom('alpha', 'beta', 'gamma', 'delta', 'ünïcode', 'ﬁn', '李', 'x')
const inline = fc.letrec((tie) => ({
  node: fc.oneof({ maxDepth: 3 }, word, fc.constantFrom(' ', '<br>', '\n', '&nbsp;'), tie('wrapped')),
  wrapped: fc
    .tuple(
      fc.constantFrom('b', 'i', 'span', 'a', 'td', 'p', 'div', 'table', 'tr', 'ul', 'li', 'pre', 'h2', 'font', 'x-y'),
      fc.array(tie('node'), { maxLength: 4 }),
    )
    .map(([tag, inner]) => `<${tag}>${inner.join('')}</${tag}>`),
}))
const anyHtml = fc.array(inline.node as fc.Arbitrary<string>, { maxLength: 8 }).map((nodes) => nodes.join(''))

describe('a render tree', () => {
  it('covers its canonical text with runs and breaks, in order, without gap', () => {
    fc.assert(
      fc.property(anyHtml, (html) => {
        const surface = htmlSurface(html)
        let at = 0
        for (const { start, end } of leaves(surface.tree as RenderNode)) {
          expect(start).toBe(at)
          expect(end).toBeGreaterThan(start)
          at = end
        }
        expect(at).toBe(surface.text.length)
      }),
      { numRuns: 500 },
    )
  })

  it('written as HTML and parsed again has the same canonical text, with marks or without', () => {
    fc.assert(
      fc.property(anyHtml, fc.nat(60), fc.nat(12), (html, start, length) => {
        const surface = htmlSurface(html)
        const plain = serialiseTree(surface.tree as RenderNode, surface.text, { offsets: true })
        expect(parseHtml(plain).text).toBe(surface.text)
        const after = applied(surface, mark(surface, { start, end: start + length }))
        expect(parseHtml(after.html).text).toBe(after.text)
      }),
      { numRuns: 1000 },
    )
  })

  it('keeps lines apart where it is too deep for its elements', () => {
    const surface = htmlSurface(`${'<div>'.repeat(80)}one<p>two</p>three${'</div>'.repeat(80)}four`)
    expect(surface.text).toBe('one\ntwo\nthree\nfour')
    expect(parseHtml(serialiseTree(surface.tree as RenderNode, surface.text, { offsets: false })).text).toBe(surface.text)
  })

  it('reads the same in the standard parser, runs in their order', () => {
    fc.assert(
      fc.property(anyHtml, (html) => {
        const { tree, text } = parseHtml(html)
        const runs = leaves(tree)
        const written = serialiseTree(tree, text, {
          offsets: false,
          run: (start, end) => `{${start}}${text.slice(start, end).replaceAll('<', '')}`,
        })
        const order = [...domText(written).matchAll(/\{(\d+)\}/g)].map((match) => Number(match[1]))
        expect(order).toEqual([...order].sort((left, right) => left - right))
        expect(order.length).toBeLessThanOrEqual(runs.length)
      }),
      { numRuns: 500 },
    )
  })
})

describe('what is marked', () => {
  it('survives in no rendering of the surface', () => {
    const secret = 'Zq7Wv9Kx'
    fc.assert(
      fc.property(
        anyHtml,
        anyHtml,
        fc.array(fc.constantFrom('<b></b>', '<i>', '</i>', '</p>', '<td>', '&zwj;', '<!-- -->', '<div>'), { maxLength: 4 }),
        (before, after, noise) => {
          const pieces = [...secret].map((letter, index) => letter + (noise[index] ?? ''))
          const surface = htmlSurface(`${before}${pieces.join('')}${after}`)
          const first = surface.text.indexOf('Z')
          const last = surface.text.indexOf('x', surface.text.indexOf('K'))
          fc.pre(first >= 0 && last > first)
          const marks = [mark(surface, { start: first, end: last + 1 })]
          const { text, html, tree } = applied(surface, ...marks)
          const produced = frameDocument(surface, marks, { mode: 'produced', grounds }).html.replace(/sha256-[^']+/g, '')
          const main = produced.slice(produced.indexOf('<body'))
          for (const rendering of [text, domText(html), main.replace(/<[^>]*>/g, ''), JSON.stringify(tree)])
            for (const letter of ['Z', 'q7', 'W', 'v9', 'K']) expect(rendering).not.toContain(letter)
          expect(text.split(marker)).toHaveLength(2)
        },
      ),
      { numRuns: 500 },
    )
  })
})
