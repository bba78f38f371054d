/** One message of a generated company in bytes (UTF-8), as a mail program of today would write it. */
export interface Draft {
  readonly id: string
  readonly from: Box
  readonly to: readonly Box[]
  readonly cc?: readonly Box[]
  readonly bcc?: readonly Box[]
  readonly subject: string
  readonly body: string
  readonly replyTo?: string
  /** The References line as some program wrote it, whole ids or not; else the one of `replyTo`. */
  readonly references?: string
  /** A file, or with `inline` another form of the text, as invitations come. */
  readonly attach?: { readonly name: string; readonly type: string; readonly text: string | Uint8Array; readonly inline?: boolean }
  readonly atMs: number
}
export interface Box {
  readonly name: string
  readonly address: string
}

const encoded = (text: string): string =>
  /^[\x20-\x7e]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text, 'utf8').toString('base64')}?=`

export function boxText({ name, address }: Box): string {
  if (name === '') return address
  const written = /^[\x20-\x7e]*$/.test(name) ? (/[,.()@/;:"]/.test(name) ? `"${name.replaceAll('"', '\\"')}"` : name) : encoded(name)
  return `${written} <${address}>`
}

/** `Name <address>` as it stands in a quoted header. */
export function shownBox({ name, address }: Box): string {
  return name === '' ? address : `${name} <${address}>`
}

export function message(draft: Draft): string {
  const list = (boxes: readonly Box[]): string => boxes.map(boxText).join(', ')
  const head = [
    `From: ${boxText(draft.from)}`,
    `To: ${list(draft.to)}`,
    ...(draft.cc?.length ? [`Cc: ${list(draft.cc)}`] : []),
    ...(draft.bcc?.length ? [`Bcc: ${list(draft.bcc)}`] : []),
    `Date: ${new Date(draft.atMs).toUTCString().replace('GMT', '+0000')}`,
    `Subject: ${encoded(draft.subject)}`,
    `Message-ID: <${draft.id}>`,
    ...(draft.replyTo === undefined ? [] : [`In-Reply-To: <${draft.replyTo}>`]),
    ...(draft.references === undefined
      ? draft.replyTo === undefined
        ? []
        : [`References: <${draft.replyTo}>`]
      : [`References: ${draft.references.replaceAll(' ', '\n ')}`]),
    'MIME-Version: 1.0',
  ]
  const text = ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '', draft.body, '']
  if (draft.attach === undefined) return [...head, ...text].join('\n')
  const { name, type, text: content, inline = false } = draft.attach
  return [
    ...head,
    `Content-Type: multipart/${inline ? 'alternative' : 'mixed'}; boundary="part"`,
    '',
    '--part',
    ...text,
    '--part',
    `Content-Type: ${type}; charset=utf-8${inline ? '; method=REQUEST' : `; name="${name}"`}`,
    ...(inline ? [] : [`Content-Disposition: attachment; filename="${name}"`]),
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(content).toString('base64').replace(/.{76}/gu, '$&\n'),
    '--part--',
    '',
  ].join('\n')
}

/** Lines folded at 75 octets, within words and within letters, as RFC 5545 §3.1 lets programs do. */
export function folded(lines: readonly string[]): Uint8Array {
  const pieces = lines.flatMap((line) => {
    const bytes = Buffer.from(line, 'utf8')
    const first = bytes.subarray(0, 75)
    const rest = Array.from({ length: Math.ceil((bytes.length - first.length) / 74) }, (_, at) =>
      bytes.subarray(75 + at * 74, 149 + at * 74),
    )
    return [first, ...rest.map((piece) => Buffer.concat([Buffer.from(' '), piece]))]
  })
  return Buffer.concat(pieces.flatMap((piece) => [piece, Buffer.from('\r\n')]))
}

/** A References line (without its name) as programs shorten it: the last ids alone, the first and the last, or cut by length in the middle of an id. */
export function shortened(ids: readonly string[], how: 'last' | 'ends' | 'cut'): string {
  const all = ids.map((id) => `<${id}>`)
  if (how === 'last') return all.slice(-3).join(' ')
  if (how === 'ends') return [...new Set([...all.slice(0, 1), ...all.slice(-2)])].join(' ')
  const line = all.join(' ')
  return line.length <= 100 ? line : line.slice(line.length - 100)
}
