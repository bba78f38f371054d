import { furtherVectors } from './remote-vectors-more.ts'

/**
 * Every way we know in which HTML or CSS makes a browser load something, connect, or look a name up. `host` must resolve nowhere. Each vector has its own path, so
 * that a request names its vector. After the classes of cure53's HTTPLeaks and of StyleMail (CCS 2025), written anew.
 */
export function remoteVectors(host: string): string {
  let count = 0
  const url = (name: string, scheme = 'http:'): string => {
    count += 1
    return `${scheme}//${host}/${String(count).padStart(3, '0')}-${name}`
  }
  const tags = [
    `<img src="${url('img')}">`,
    `<img srcset="${url('img-srcset')} 2x" src="data:,">`,
    `<img lowsrc="${url('img-lowsrc')}" dynsrc="${url('img-dynsrc')}" longdesc="${url('img-longdesc')}">`,
    `<image src="${url('image')}"></image>`,
    `<picture><source srcset="${url('picture-source')}"><img></picture>`,
    `<input type="image" src="${url('input-image')}">`,
    `<video src="${url('video')}" poster="${url('video-poster')}" autoplay></video>`,
    `<video><source src="${url('video-source')}"><track src="${url('video-track')}" default></video>`,
    `<audio src="${url('audio')}" autoplay></audio>`,
    `<bgsound src="${url('bgsound')}">`,
    `<iframe src="${url('iframe')}"></iframe>`,
    `<iframe srcdoc="&lt;img src='${url('iframe-srcdoc')}'&gt;"></iframe>`,
    `<frameset><frame src="${url('frame')}"></frameset>`,
    `<object data="${url('object-data')}"><param name="movie" value="${url('object-param')}"></object>`,
    `<object classid="${url('object-classid')}" codebase="${url('object-codebase')}"></object>`,
    `<embed src="${url('embed')}">`,
    `<applet code="${url('applet-code')}" archive="${url('applet-archive')}"></applet>`,
    `<script src="${url('script')}"></script>`,
    `<script>new Image().src = "${url('script-inline')}"; fetch("${url('script-fetch')}"); navigator.sendBeacon("${url('script-beacon')}")</script>`,
    `<svg><image href="${url('svg-image')}" xlink:href="${url('svg-image-xlink')}"/></svg>`,
    `<svg><use href="${url('svg-use')}#a"/></svg>`,
    `<svg><script href="${url('svg-script')}"/></svg>`,
    `<svg><style>@import "${url('svg-style')}";</style></svg>`,
    `<svg><feImage href="${url('svg-feimage')}"/></svg>`,
    `<svg><rect fill="url(${url('svg-fill')}#x)" filter="url(${url('svg-filter')}#x)" mask="url(${url('svg-mask')}#x)"/></svg>`,
    `<svg><animate attributeName="href" values="${url('svg-animate')}"/><foreignObject><img src="${url('svg-foreign')}"></foreignObject></svg>`,
    `<math href="${url('math')}"><mglyph src="${url('math-mglyph')}"/></math>`,
    `<link rel="stylesheet" href="${url('link-stylesheet')}">`,
    `<link rel="icon" href="${url('link-icon')}"><link rel="apple-touch-icon" href="${url('link-touch-icon')}">`,
    `<link rel="preload" as="image" href="${url('link-preload')}"><link rel="modulepreload" href="${url('link-modulepreload')}">`,
    `<link rel="prefetch" href="${url('link-prefetch')}"><link rel="prerender" href="${url('link-prerender')}">`,
    `<link rel="dns-prefetch" href="${url('link-dns-prefetch')}"><link rel="preconnect" href="${url('link-preconnect')}">`,
    `<link rel="manifest" href="${url('link-manifest')}"><link rel="import" href="${url('link-import')}">`,
    `<meta http-equiv="refresh" content="0; url=${url('meta-refresh')}">`,
    `<meta http-equiv="Set-Cookie" content="a=b"><meta http-equiv="x-dns-prefetch-control" content="on">`,
    `<meta http-equiv="Content-Security-Policy" content="default-src *; report-uri ${url('meta-csp-report')}">`,
    `<base href="${url('base')}/"><img src="relative-after-base">`,
    `<body background="${url('body-background')}"><table background="${url('table-background')}"><tr><td background="${url('td-background')}">cell</td></tr></table>`,
    `<div style="background: url(${url('style-background')})">a</div>`,
    `<div style="background-image: image-set('${url('style-image-set')}' 1x)">a</div>`,
    `<div style="list-style: url(${url('style-list')}); display: list-item">a</div>`,
    `<div style="border-image: url(${url('style-border-image')}) 30">a</div>`,
    `<div style="content: url(${url('style-content')})">a</div>`,
    `<div style="cursor: url(${url('style-cursor')}), auto">a</div>`,
    `<div style="mask: url(${url('style-mask')}); clip-path: url(${url('style-clip')}#a); filter: url(${url('style-filter')}#a)">a</div>`,
    `<div style="shape-outside: url(${url('style-shape')}); float: left">a</div>`,
    `<div style="background: \\75 rl(${url('style-escaped')})">a</div>`,
    `<div style="background: u/**/rl(${url('style-comment')})">a</div>`,
    `<div style='--x: url("${url('style-variable')}"); background: var(--x)'>a</div>`,
    `<div style="behavior: url(${url('style-behavior')}); -moz-binding: url(${url('style-binding')}#x)">a</div>`,
    `<div style="width: expression(new Image().src='${url('style-expression')}')">a</div>`,
    `<style>@import "${url('css-import')}"; @import url(${url('css-import-url')});</style>`,
    `<style>@font-face { font-family: leak; src: url(${url('css-font-face')}) } p { font-family: leak }</style><p>text</p>`,
    `<style>p::before { content: url(${url('css-before')}) } p:hover { background: url(${url('css-hover')}) } @page { background: url(${url('css-page')}) }</style>`,
    `<style>@container (width > 1px) { p { background: url(${url('css-container')}) } } @media print { p { background: url(${url('css-print')}) } }</style>`,
    `<style>@namespace "${url('css-namespace')}"; @counter-style x { symbols: url(${url('css-counter')}) }</style>`,
    `<style><!-- </style><img src="${url('style-comment-escape')}"> -->`,
    `<noscript><img src="${url('noscript')}"></noscript>`,
    `<template><img src="${url('template')}"></template>`,
    `<portal src="${url('portal')}"></portal><fencedframe src="${url('fencedframe')}"></fencedframe>`,
    `<a href="${url('a')}" ping="${url('a-ping')}">link</a>`,
    `<form action="${url('form')}"><button formaction="${url('button-formaction')}">go</button><isindex action="${url('isindex')}"></form>`,
    `<blockquote cite="${url('blockquote-cite')}">q</blockquote><ins cite="${url('ins-cite')}">i</ins>`,
    `<html manifest="${url('html-manifest')}" xmlns:x="${url('xmlns')}">`,
    `<img src="${url('protocol-relative', '')}">`,
    `<img src="ftp://${host}/ftp"><img src="file://${host}/share/x.png"><img src="\\\\${host}\\unc\\x.png">`,
    `<img src="jar:http://${host}/jar!/x"><a href="javascript:fetch('${url('javascript-href')}')">js</a>`,
    `<img src=x onerror="fetch('${url('onerror')}')"><body onload="fetch('${url('onload')}')">`,
    `<xml src="${url('xml')}"></xml><marquee onstart="fetch('${url('marquee')}')">m</marquee><details open ontoggle="fetch('${url('ontoggle')}')">d</details>`,
    `<?xml-stylesheet href="${url('xml-stylesheet')}"?><!DOCTYPE x [<!ENTITY e SYSTEM "${url('entity')}">]>`,
    `<!--[if mso]><img src="${url('conditional-comment')}"><![endif]-->`,
    `<v:image xmlns:v="urn:schemas-microsoft-com:vml" src="${url('vml')}"/>`,
  ]
  // The further ones last: one of them makes text of all that follows.
  return [...tags, ...furtherVectors(url)].join('\n')
}
