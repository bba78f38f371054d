/** Makes an address for a vector, so that a request names it. */
type AddressOf = (name: string, scheme?: string) => string

/** Kinds of links by which some browser, mail program or reading view has fetched something. */
const linkKinds =
  'alternate amphtml appendix apple-touch-icon-precomposed apple-touch-startup-image archives author bookmark canonical chapter chrome-webstore-item compression-dictionary contents copyright entry-content expect external feedurl first fluid-icon glossary help index last license mask-icon me next offline P3Pv1 payment pingback prev privacy-policy publisher search section shortlink sidebar start subresource subsection tag terms-of-service up webmention wlwmanifest'.split(
    ' ',
  )
const preloaded = ['audio', 'document', 'embed', 'fetch', 'font', 'object', 'script', 'style', 'track', 'video', 'worker']
const metaNames =
  'msapplication-config msapplication-square70x70logo msapplication-square150x150logo msapplication-square310x310logo msapplication-wide310x150logo msapplication-TileImage twitter:image thumbnail'.split(
    ' ',
  )
const metaProperties = ['og:image', 'og:video', 'og:audio', 'al:web:url']
const styles: readonly ((url: AddressOf) => string)[] = [
  (url) => `list-style-image: url&#40;${url('entity-list-style')}&#41;; display: list-item`,
  (url) => `background: url&lpar;${url('entity-background')}&rpar;`,
  (url) => `background: url() url() url(${url('multiple-backgrounds')})`,
  (url) => `background: \\000075\\000072\\00006C(${url('escape-long')})`,
  (url) => `background: URL(  "${url('capitals')}"  )`,
  (url) => `background: src("${url('src-function')}")`,
  (url) => `background: image('${url('image-function')}')`,
  (url) => `background: cross-fade(url(${url('cross-fade')}), url(${url('cross-fade-2')}), 50%)`,
  (url) => `background: -webkit-cross-fade(url(${url('webkit-cross-fade')}), url(${url('webkit-cross-fade-2')}), 50%)`,
  (url) => `background: -webkit-image-set(url(${url('webkit-image-set')}) 1x)`,
  (url) => `background: image-set(url(${url('image-set-type')}) type("image/png"))`,
  (url) => `border-image-source: url(${url('border-image-source')}); border-style: solid`,
  (url) => `-webkit-border-image: url(${url('webkit-border-image')}) 1; -moz-border-image: url(${url('moz-border-image')}) 1`,
  (url) => `-webkit-mask: url(${url('webkit-mask')}); -webkit-mask-box-image: url(${url('webkit-mask-box')})`,
  (url) => `mask-border: url(${url('mask-border')}) 1; -webkit-box-reflect: below 0 url(${url('box-reflect')})`,
  (url) => `offset-path: url(${url('offset-path')}#p); backdrop-filter: url(${url('backdrop-filter')}#f)`,
  (url) => `fill: url(${url('inline-fill')}#a); stroke: url(${url('inline-stroke')}#a); marker: url(${url('inline-marker')}#a)`,
  (url) => `-ms-behavior: url('${url('ms-behavior')}')`,
  (url) => `filter: progid:DXImageTransform.Microsoft.AlphaImageLoader(src='${url('alpha-loader')}', sizingMethod='scale')`,
  (url) => `filter: progid:DXImageTransform.Microsoft.ICMFilter(colorSpace='${url('icm-filter')}')`,
  (url) => `cursor: -webkit-image-set(url(${url('cursor-set')}) 1x), auto`,
]
const sheets: readonly ((url: AddressOf) => string)[] = [
  (url) => `@import url(${url('import-layer')}) layer(a) supports(display: grid) screen;`,
  (url) => `@\\69mport "${url('import-escaped')}";`,
  (url) => `@charset "utf-8"; @import/**/"${url('import-comment')}";`,
  (url) => `@layer a { .v { background: url(${url('layer')}) } }`,
  (url) => `@scope (div) { .v { background: url(${url('scope')}) } }`,
  (url) => `@supports (display: block) { .v { background: url(${url('supports')}) } }`,
  (url) => `.v { & span, & { background: url(${url('nesting')}) } }`,
  (url) => `div:has(.v) { background: url(${url('has')}) }`,
  (url) => `.v::after { content: url(${url('after')}) } .v::marker { content: url(${url('marker')}) }`,
  (url) => `.v::first-line { background: url(${url('first-line')}) } ::selection { background: url(${url('selection')}) }`,
  (url) => `.v::before { content: attr(data-leak url) } .v::after { content: attr(absent, url(${url('attr-fallback')})) }`,
  (url) => `@property --p { syntax: "<image>"; inherits: true; initial-value: url(${url('property')}) } .v { background: var(--p) }`,
  (url) => `@keyframes k { from { background: url(${url('keyframes')}) } } .v { animation: k 1s infinite }`,
  (url) =>
    `@font-face { font-family: set; src: local("x"), url(${url('font-eot')}) format("eot"), url(${url('font-woff2')}) format("woff2") }`,
  // StyleMail (CCS 2025): ligatures of a font given with the mail, widths measured by container queries.
  (url) =>
    `@font-face { font-family: lig; src: url(${url('font-ligature')}); unicode-range: U+61 } .c { container-type: inline-size } @container (min-width: 0) { .v { font-family: lig; background: url(${url('container-width')}) } }`,
  (url) => `@media (prefers-color-scheme: light) { .v { background: url(${url('media-feature')}) } }`,
  (url) => `input[value^="a"] { background: url(${url('attribute-selector')}) } a:visited { background: url(${url('visited')}) }`,
  (url) => `@document url-prefix() { .v { background: url(${url('document-rule')}) } } @-moz-document url("${url('moz-document')}") {}`,
  (url) => `/*# sourceMappingURL=${url('css-source-map')} */`,
]
const scripts: readonly ((url: AddressOf) => string)[] = [
  (url) => `import("${url('dynamic-import')}")`,
  (url) => `new WebSocket("${url('websocket', 'ws:')}")`,
  (url) => `new EventSource("${url('event-source')}")`,
  (url) => `new Worker("${url('worker')}")`,
  (url) => `navigator.serviceWorker.register("${url('service-worker')}")`,
  (url) => `open("${url('window-open')}")`,
  (url) => `location = "${url('location')}"`,
  (url) => `new RTCPeerConnection({ iceServers: [{ urls: "${url('rtc', 'stun:')}" }] }).createOffer()`,
  (url) => `//# sourceMappingURL=${url('script-source-map')}`,
]

/** The further vectors of cure53's HTTPLeaks (BSD) that {@link remoteVectors} lacked, written anew, and what came after that list was made. */
export function furtherVectors(url: AddressOf): string[] {
  const svgWith = (address: string): string =>
    `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg"><image href="${address}"/></svg>`)}`
  return [
    ...linkKinds.map((kind) => `<link rel="${kind}" href="${url(`link-${kind}`)}">`),
    ...preloaded.map((as) => `<link rel="preload" as="${as}" href="${url(`preload-${as}`)}" crossorigin>`),
    `<link rel="preload" as="image" imagesrcset=",,,${url('preload-imagesrcset')} 1x" imagesizes="1px">`,
    `<link rel="alternate stylesheet" title="x" href="${url('alternate-stylesheet')}"><link rel="shortcut icon" href="${url('shortcut-icon')}">`,
    `<link rel="search" type="application/opensearchdescription+xml" title="s" href="${url('opensearch')}">`,
    ...metaNames.map((name) => `<meta name="${name}" content="${url(`meta-${name}`)}">`),
    ...metaProperties.map((property) => `<meta property="${property}" content="${url(`meta-${property}`)}">`),
    `<meta name="copyright" content="<img src='${url('reading-view')}'>"><meta name="msapplication-task" content="name=x;action-uri=${url('ms-task')};icon-uri=${url('ms-task-icon')}">`,
    `<meta name="msapplication-notification" content="frequency=30;polling-uri=${url('ms-notification')}">`,
    `<meta http-equiv="Content-Security-Policy-Report-Only" content="script-src 'none'; report-uri ${url('csp-report-only')}">`,
    `<meta http-equiv="Link" content="<${url('meta-link')}>; rel=stylesheet"><meta http-equiv="Refresh" content="0;URL='${url('meta-refresh-quoted')}'">`,
    `<?import namespace="n" implementation="${url('import-instruction')}" ?><import namespace="n" implementation="${url('import-element')}"/>`,
    ...styles.map((style) => `<div class="v" style="${style(url).replaceAll('"', '&quot;')}">a</div>`),
    ...sheets.map(
      (sheet) => `<style>${sheet(url)}</style><div class="c"><span class="v" data-leak="${url('attr-url')}">a<span>b</span></span></div>`,
    ),
    ...scripts.map((script) => `<script>${script(url)}</script>`),
    `<script type="module" src="${url('module')}"></script><script type="importmap">{"imports":{"x":"${url('importmap')}"}}</script>`,
    `<script type="speculationrules">{"prefetch":[{"source":"list","urls":["${url('speculation')}"]}]}</script>`,
    `<svg><script xlink:href="${url('svg-script-xlink')}"></script></svg>`,
    `<map name="m"><area ping="${url('area-ping')}" href="${url('area')}" shape="default"></map><img usemap="#m" src="data:,">`,
    `<img src="${svgWith(url('svg-in-data'))}"><iframe src="${svgWith(url('iframe-svg-in-data'))}"></iframe>`,
    `<object data="${svgWith(url('object-svg-in-data'))}"></object><embed src="${svgWith(url('embed-svg-in-data'))}">`,
    `<image href="${url('image-href')}"><picture><img srcset="${url('picture-img-srcset')}"></picture><img srcset=",,,${url('srcset-commas')}">`,
    `<img loading="lazy" src="${url('img-lazy')}"><img attributionsrc="${url('attributionsrc')}" src="data:,"><img crossorigin src="${url('img-cors')}">`,
    `<a href="#" attributionsrc="${url('a-attributionsrc')}">a</a><a download href="${url('a-download')}">d</a>`,
    `<form id="f"></form><button form="f" formaction="${url('formaction-outside')}">b</button><isindex src="${url('isindex-src')}" type="image">`,
    `<audio><source src="${url('audio-source')}"></audio><video poster="${url('poster-alone')}"></video><track src="${url('track-alone')}">`,
    `<object movie="${url('object-movie')}" type="application/x-shockwave-flash"></object><object type="text/x-scriptlet" data="${url('scriptlet')}"></object>`,
    `<object classid="clsid:333C7BC4-460F-11D0-BC04-0080C7055A83"><param name="DataURL" value="${url('param-dataurl')}"></object>`,
    `<object classid="clsid:6BF52A52-394A-11d3-B153-00C04F79FAA6"><param name="URL" value="${url('param-url')}"></object>`,
    `<embed code="${url('embed-code')}"><embed type="application/pdf" src="${url('embed-pdf')}"><object type="text/html" data="${url('object-html')}"></object>`,
    `<applet codebase="${url('applet-codebase')}" object="${url('applet-object')}"></applet>`,
    `<iframe src="view-source:${url('view-source')}"></iframe><iframe src="javascript:'&lt;img src=${url('iframe-javascript')}&gt;'"></iframe>`,
    `<iframe srcdoc="&lt;meta http-equiv=refresh content='0;url=${url('srcdoc-refresh')}'&gt;"></iframe><iframe credentialless src="${url('credentialless')}"></iframe>`,
    `<iframe loading="lazy" name="x" longdesc="${url('iframe-longdesc')}" src="about:blank#${url('about-blank')}"></iframe>`,
    `<menu type="context" id="menu"><menuitem label="a" icon="${url('menuitem-icon')}"></menuitem></menu><p contextmenu="menu">p</p>`,
    `<div><template shadowrootmode="open"><style>@import "${url('shadow-import')}";</style><img src="${url('shadow-img')}"></template></div>`,
    `<svg><style>circle { fill: url(${url('svg-css-fill')}#x); mask: url(${url('svg-css-mask')}#x); clip-path: url(${url('svg-css-clip')}#x) }</style><circle r="4"/></svg>`,
    `<svg><image><set attributeName="xlink:href" begin="0s" to="${url('svg-set')}"/></image><image><animate attributeName="xlink:href" begin="0s" from="#" to="${url('svg-animate-to')}"/></image></svg>`,
    `<svg><a xlink:href="${url('svg-a')}"><text y="9">t</text></a><rect cursor="url(${url('svg-cursor')}),auto"/><font-face-uri xlink:href="${url('svg-font-face-uri')}"/></svg>`,
    `<svg><use xlink:href="${url('svg-use-xlink')}#a"/><textPath href="${url('svg-text-path')}#p">t</textPath><mpath href="${url('svg-mpath')}#p"/><pattern href="${url('svg-pattern')}#p"/></svg>`,
    `<svg><linearGradient href="${url('svg-gradient')}#g"/><tref xlink:href="${url('svg-tref')}#t"/><color-profile xlink:href="${url('svg-color-profile')}"/><cursor xlink:href="${url('svg-cursor-element')}"/></svg>`,
    `<svg><video xmlns="http://www.w3.org/1999/xhtml" src="${url('svg-video')}"></video><audio href="${url('svg-audio')}"/><iframe href="${url('svg-iframe')}"/></svg>`,
    `<math xlink:href="${url('mathml')}"><mi xlink:href="${url('mathml-mi')}" href="${url('mathml-mi-href')}">x</mi><maction actiontype="statusline" xlink:href="${url('mathml-maction')}">y</maction></math>`,
    `<math><annotation-xml encoding="text/html"><img src="${url('mathml-annotation')}"></annotation-xml></math>`,
    `<xml id="island" src="${url('data-island')}"></xml><div datasrc="#island" datafld="x"></div><script language="xml"><!DOCTYPE x SYSTEM "${url('island-doctype')}"></script>`,
    `<line xmlns="urn:schemas-microsoft-com:vml" style="behavior:url(#default#vml)"><fill src="${url('vml-fill')}"/><stroke src="${url('vml-stroke')}"/><imageData src="${url('vml-imagedata')}" o:href="${url('vml-href')}"/></line>`,
    `<vmlframe xmlns="urn:schemas-microsoft-com:vml" src="${url('vmlframe')}#x"></vmlframe><v:background fill="t"><v:fill type="tile" src="${url('vml-background')}"/></v:background>`,
    `<layer src="${url('layer-element')}"></layer><ilayer src="${url('ilayer')}"></ilayer><sound src="${url('sound')}"></sound><amp-img src="${url('amp-img')}"></amp-img>`,
    `<img src=" \t\n${url('leading-space')}"><img src="${url('upper-scheme', 'HTTP:')}"><img/src="${url('slash-attribute')}"/x>`,
    `<img src="${url('nul').replace('http', 'ht\ntp')}"><img src='${url('backslash').replace('//', '\\\\')}'>`,
    `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=${url('mutation')}&gt;">`,
    `<noembed><img src="${url('noembed')}"></noembed><noframes><img src="${url('noframes')}"></noframes><xmp><img src="${url('xmp')}"></xmp>`,
    `<textarea><img src="${url('textarea')}"></textarea><title><img src="${url('title')}"></title><select><option><img src="${url('select')}"></select>`,
    `<plaintext><img src="${url('plaintext')}">`,
  ]
}
