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
  readonly attach?: { readonly name: string; readonly type: string; readonly text: string }
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
    ...(draft.replyTo === undefined ? [] : [`In-Reply-To: <${draft.replyTo}>`, `References: <${draft.replyTo}>`]),
    'MIME-Version: 1.0',
  ]
  const text = ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '', draft.body, '']
  if (draft.attach === undefined) return [...head, ...text].join('\n')
  const { name, type, text: content } = draft.attach
  return [
    ...head,
    'Content-Type: multipart/mixed; boundary="part"',
    '',
    '--part',
    ...text,
    '--part',
    `Content-Type: ${type}; charset=utf-8; name="${name}"`,
    `Content-Disposition: attachment; filename="${name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(content, 'utf8').toString('base64').replace(/.{76}/gu, '$&\n'),
    '--part--',
    '',
  ].join('\n')
}
