import { describe, expect, it } from 'vitest'
import { parseHtml } from '../../src/formats/index.ts'
import { maxRenderDepth, type RenderNode } from '../../src/model/index.ts'
import { unlessItHangs } from '../hang.ts'
import { fc } from '../properties.ts'

function text(html: string): string {
  return parseHtml(html).text
}

function depthOf(node: RenderNode): number {
  return node.kind === 'element' ? 1 + Math.max(0, ...node.children.map(depthOf)) : 0
}

describe('the canonical text of HTML', () => {
  it.each([
    ['collapses white space', '<p> a\n\t b <b> c</b>  d </p>', 'a b c d'],
    ['keeps it in pre, but for the first line end', '<pre>\n a\n  b</pre>', ' a\n  b'],
    ['keeps it where the style says so', '<div style="white-space:pre-wrap">a  b</div>', 'a  b'],
    ['breaks lines at blocks and br', '<div>a</div><div>b<br>c</div>d', 'a\nb\nc\nd'],
    ['leaves an empty line for an empty block with a br', '<div>a</div><div><br></div><div>b</div>', 'a\n\nb'],
    ['sets paragraphs apart', '<p>a</p><p>b</p>', 'a\n\nb'],
    ['puts tabs between cells and line ends between rows', '<table><tr><td>a<td>b<tr><td>c<td>d</table>', 'a\tb\nc\td'],
    ['keeps text in its place that stands between cells', '<table><tr>x<td>a</td></tr>y</table>z', 'x\ta\ny\nz'],
    ['closes what a browser closes', '<p>a<p>b<ul><li>c<li>d</ul><dl><dt>e<dd>f</dl>', 'a\n\nb\n\nc\nd\n\ne\nf'],
    ['keeps words whole over inline tags', 'S<b></b>e<i>c</i>ret', 'Secret'],
    ['decodes character references', '&lt;a&gt; &eacute;&#x41;&nbsp;x', '<a> éA\u00a0x'],
    ['leaves out scripts, styles, titles and comments', '<title>t</title><style>p{}</style><script>s()</script>a<!-- c -->b', 'ab'],
    ['shows control characters instead of keeping them', 'a\u0001b\u0000c', 'a\ufffdbc'],
    ['keeps what stands after an unclosed drawing', '<svg><g><text>no</text><p>yes', 'yes'],
    ['reads the tags of other programs as nothing', 'a<o:p> b</o:p><v:shape>c</v:shape>', 'a bc'],
  ])('%s', (_, html, expected) => {
    expect(text(html)).toBe(expected)
  })
})

describe('readings above signs (ruby)', () => {
  const mono = '<ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby>'
  it.each([
    ['<p><ruby>山田<rt>やまだ</rt></ruby><ruby>太郎<rt>たろう</rt></ruby>様</p>', '山田太郎 (やまだ たろう)様'],
    ['<ruby>山田<rp>(</rp><rt>やまだ</rt><rp>)</rp></ruby>', '山田 (やまだ)'],
    [mono, '漢字 (かんじ)'],
    ['<ruby>漢<rp>(<rt>かん<rp>)字<rt>じ</ruby> x', '漢 (かんじ) x'],
    ['<ruby><b>word</b><rt><i>reading</i></rt></ruby>', 'word (reading)'],
    ['<table><tr><td><ruby>a<rt>b<td>c</table>', 'a (b)\tc'],
    ['<ruby>a<rt>b</rt></ruby><p>c</p>', 'a (b)\n\nc'],
    ['<ruby>a<rt>b', 'a (b)'],
    // The end tags left out, and a page behind it.
    ['<ruby>a<rt>b<p>one</p><p>two</p><table><tr><td>c<td>d</table>', 'a\n\n(b)one\n\ntwo\n\nc\td'],
    ['<ruby>a<rt>b<ul><li>one<li>two</ul>', 'a\n\n(b)\none\ntwo'],
    ['<rt>a</rt>b', 'ab'],
  ])('%s: stand behind what is read', (html, text) => {
    expect(parseHtml(html).text.trim()).toBe(text)
  })

  it('hide nothing in the brackets for readers who do not know them', () => {
    expect(parseHtml('<ruby>a<rp>(zq</rp><rt>b</rt><rp>)</rp></ruby>').hidden).toContain('zq')
    expect(parseHtml('<ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby>').hidden).toBe('')
  })
})

describe('what a mail hides', () => {
  it.each([
    ['display', '<div style="display:none">secret</div>'],
    ['display with an escape and a comment', '<div style="d\\69splay:/**/ n\\6fne">secret</div>'],
    ['display that only matters most', '<div style="display:none!important;display:block">secret</div>'],
    ['visibility', '<span style="visibility: hidden">secret</span>'],
    ['opacity', '<span style="opacity:0.01">secret</span>'],
    ['font-size', '<span style="font-size:0">secret</span>'],
    ['font-size of one pixel', '<span style="font-size:1px;line-height:1px">secret</span>'],
    ['font', '<span style="font:0/0 a">secret</span>'],
    ['height', '<div style="max-height:0;overflow:hidden">secret</div>'],
    ['indent', '<div style="text-indent:-9999px">secret</div>'],
    ['place', '<div style="position:absolute;left:-9999px">secret</div>'],
    ['Outlook', '<div style="mso-hide:all">secret</div>'],
    ['the hidden attribute', '<div hidden>secret</div>'],
    ['colour on white', '<font color="#ffffff">secret</font>'],
    ['colour on its background', '<table><td bgcolor="#003366"><span style="color:rgb(0,51,102)">secret</span></td>'],
    ['transparent colour', '<span style="color:transparent">secret</span>'],
    ['a class', '<style>.pre{display:none}</style><span class="a pre">secret</span>'],
    ['an id', '<style>#p.q{font-size:0px}</style><span id="p" class="q">secret</span>'],
    ['a nested element', '<div style="display:none"><table><tr><td>secret</table></div>'],
    ['a template', '<template>secret</template>'],
    ['a script', '<script type="application/ld+json">secret</script>'],
    ['a comment', '<!-- secret -->'],
    ['a conditional comment', '<!--[if mso]><p>secret</p><![endif]-->'],
    ['the title', '<title>secret</title>'],
    ['a drawing', '<svg><title>secret</title></svg>'],
    ['a link', '<a href="https://x.example/secret">here</a>'],
    ['an address', '<a href="mailto:secret@x.example">write</a>'],
    ['a telephone', '<a href="tel:secret">call</a>'],
    ['a description', '<img src="cid:x" alt="secret">'],
    ['a tooltip', '<abbr title="secret">x</abbr>'],
    ['a form value', '<input type="hidden" value="secret">'],
    ['a frame', '<iframe srcdoc="secret"></iframe>'],
  ])('by %s is listed, and stands in neither text nor tree', (_, html) => {
    const parsed = parseHtml(`${html}<p>visible</p>`)
    expect(parsed.hidden).toContain('secret')
    expect(parsed.text).not.toContain('secret')
    expect(parsed.text).toContain('visible')
    expect(JSON.stringify(parsed.tree)).not.toContain('secret')
  })

  it.each([
    ['white text on a dark background', '<table><td style="background:#003366;color:#fff">shown</td>'],
    [
      'white text on a background that only a style sheet sets',
      '<style>.hero{background:#036}</style><div class="hero"><font color="white">shown</font></div>',
    ],
    ['white text on a picture', '<table><td background="x.png"><font color="white">shown</font></td>'],
    ['a class that hides on telephones', '<style>@media (max-width:600px){.m{display:none}}</style><p class="m">shown</p>'],
    ['a class that a style outweighs', '<style>.m{display:none}</style><p class="m" style="display:block">shown</p>'],
    ['a class of other elements', '<style>td.m{display:none}</style><p class="m">shown</p>'],
    ['aria-hidden alone', '<p aria-hidden="true">shown</p>'],
  ])('does not take %s for hidden', (_, html) => {
    expect(text(html)).toContain('shown')
  })

  it('keeps only colours that can be read beside each other', () => {
    const json = JSON.stringify(
      parseHtml('<p style="color:#fff;background:#036">a</p><p style="color:#c00;background-color:#ffc">b</p>').tree,
    )
    expect(json).not.toContain('255,255,255')
    expect(json).toContain('"background-color":"rgb(255,255,204)"')
    expect(json).toContain('"color":"rgb(204,0,0)"')
  })
})

describe('hostile HTML', () => {
  it.each([
    ['200,000 nested blocks', `${'<div>'.repeat(200_000)}x`],
    ['200,000 nested inline elements', `${'<b><font>'.repeat(100_000)}x`],
    ['200,000 nested tables', `${'<table><tr><td>'.repeat(200_000)}x`],
    ['misnested formatting', `${'<b><p>'.repeat(100_000)}${'</b></p>'.repeat(100_000)}x`],
    ['200,000 attributes', `<p ${Array.from({ length: 200_000 }, (_, index) => `a${index}=1`).join(' ')}>x`],
    ['unclosed comments', `${'<!-- '.repeat(400_000)}`],
    ['unclosed style sheets', `${'<style>'.repeat(200_000)}`],
    ['a long style', `<p style="${'color:red;'.repeat(200_000)}">x`],
    ['200,000 rules', `<style>${'.a{display:none}'.repeat(200_000)}</style>x`],
    ['open angle brackets', `<!--${'<'.repeat(1_000_000)}-->x`],
    ['end tags of nothing', `${'</p></table></b>'.repeat(200_000)}x`],
  ])('of %s is read in time linear in its length, without deep trees', (_, html) => {
    expect(depthOf(unlessItHangs(() => parseHtml(html).tree))).toBeLessThanOrEqual(maxRenderDepth + 1)
  })

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('<', '>', '/', '!', '-', '"', "'", '=', '&', ';', 'a', 'p', ' ', 'td', 'style', '{', '}', '\0'),
          maxLength: 60,
        }),
        (html) => {
          expect(parseHtml(html).text.isWellFormed()).toBe(true)
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('what HTML says without showing it in its text', () => {
  it('is hidden text: words that a style sheet puts in, attributes that it shows, what a page says of itself', () => {
    const html =
      '<meta name="author" content="Jane Roe"><meta name="Generator" content="Word 15"><meta name="viewport" content="width=device-width">' +
      `<style>.a:before{content:"of J\\6f e;" 'Al'}.b:after{content: attr(data-who) "\\2022"}.c{content:counter(x)}</style><p class=a data-who="Bo Lind" data-x="no">x</p>`
    expect(parseHtml(html).hidden.split('\n')).toEqual([
      'text of a style sheet: of Joe;',
      'text of a style sheet: Al',
      'property “author”: Jane Roe',
      'text of a style sheet: Bo Lind',
    ])
  })

  it.each(['content:"', "content:'\n", 'content:', 'content:"\\', '{content: a "b" '])(
    'takes time linear in the length of %j repeated',
    (bomb) => {
      expect(unlessItHangs(() => parseHtml(`<style>${bomb.repeat(480_000 / bomb.length)}</style>x`)).text).toBe('x')
    },
  )
})
