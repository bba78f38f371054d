/** The one style sheet of a frame. A mark shows its ground in words, so that colour is never the only sign. */
export const frameStyle = `
html{background:#fff;color:#1a1f2b;font:14px/1.5 "Inter Variable",Inter,system-ui,sans-serif;overflow-wrap:anywhere}
body{margin:12px}
body.header,body.filename{margin:0}
.text{white-space:pre-wrap}
body.hidden .text,body.pdf-page .text{color:#4a5264;font-size:13px}
table{border-collapse:collapse}
td,th{padding:2px 6px;vertical-align:top;text-align:left}
pre,code{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:13px}
pre{white-space:pre-wrap}
blockquote{margin:4px 0 4px 4px;padding-left:12px;border-left:2px solid #c3c9d6}
a{color:#1b4b91;text-decoration:underline}
img{max-width:100%}
.no-image::before{content:"[picture]";color:#5b6475;border:1px solid #c3c9d6;border-radius:4px;padding:0 4px}
mark{color:inherit;border-radius:2px;padding:1px 0}
mark.proposed{background:#f6d7a8;border-bottom:2px solid #9a5b00}
mark.approved{background:#cfe3cf;border-bottom:2px solid #2d6a35}
mark.suggested{background:none;outline:1px dashed #6a3fa0;outline-offset:-1px}
mark.first::before{content:attr(data-ground);font-size:11px;font-weight:600;line-height:1;background:#1a1f2b;color:#fff;border-radius:2px;padding:1px 3px;margin-right:3px;white-space:nowrap;text-decoration:none}
mark.suggested.first::before{content:attr(data-ground) " ?";background:#6a3fa0}
.own{border-bottom:2px dotted #1b4b91}
.hit{background:#fff3a8}
.redacted{background:#1a1f2b;color:#fff;border-radius:2px;padding:0 3px;white-space:nowrap}
`.trim()
