import { atWork, clockOf, instantOf, mailDate } from './civil-clock.ts'
import { enclosurePart } from './enclosures.ts'
import type { SampleCharset } from './mime-text.ts'
import { headerAddress, headerText, textPart } from './mime-text.ts'
import type { Correspondent, PersonKey } from './people.ts'
import { people } from './people.ts'
import { attribution, quoted, signature, wrapped } from './quoting.ts'
import type { Random } from './random.ts'
import type { Mail, Thread } from './story.ts'
import type { Newsletter } from './story-newsletters.ts'

/** A finished message, before it is copied into mailboxes. */
export interface Composed {
  readonly messageId: string
  readonly atMs: number
  readonly from: PersonKey | null
  readonly fromAddress: string
  readonly to: readonly PersonKey[]
  readonly cc: readonly PersonKey[]
  readonly bcc: readonly PersonKey[]
  /** Header fields that its writer wrote, without Bcc; lines end with LF. */
  readonly head: string
  /** From the Content-Type field of the body on. */
  readonly body: string
  /** Everything that a reader sees: addresses, subject, text with its quotations; for the truth. */
  readonly visible: string
  readonly mail: Mail | null
  readonly thread: string
  readonly enclosures: readonly { readonly name: string; readonly kind: string; readonly text: string }[]
}

const escaped = (text: string): string => text.replace(/&/gu, '&amp;').replace(/</gu, '&lt;').replace(/>/gu, '&gt;')
const paragraphs = (text: string): string =>
  text
    .split('\n\n')
    .map((part) => `<p>${escaped(part).replace(/\n/gu, '<br>\n')}</p>`)
    .join('\n')

/** The messages of one thread, in order. */
export async function composeThread(thread: Thread, random: Random): Promise<readonly Composed[]> {
  const done: (Composed & { readonly text: string })[] = []
  let atMs = 0
  for (const [index, mail] of thread.mails.entries()) {
    const writer: Correspondent = people[mail.from]
    const before = done.at(-1)
    atMs = index === 0 ? instantOf(thread.start, people[mail.from].zone) : atMs + (mail.after ?? 0.4 + random.next() * 5) * 3_600_000
    atMs =
      Math.floor((index === 0 || mail.after !== undefined ? atMs : atWork(atMs, writer.zone, random.between(4, 40))) / 1000) * 1000 +
      random.between(0, 59) * 1000
    const subject = mail.subject ?? (index === 0 ? thread.subject : `Re: ${thread.subject}`)
    const signed = mail.sign === '' ? mail.body : `${mail.body}\n\n${mail.sign ?? signature(writer)}`
    const own = writer.language === 'ja' ? signed : wrapped(signed)
    const history = before === undefined ? '' : historyOf(mail, writer, before)
    const text = history === '' ? own : `${own}\n\n${history}`
    const charset = mail.charset ?? 'utf-8'
    const to = mail.to.map((key) => people[key])
    const cc = (mail.cc ?? []).map((key) => people[key])
    const messageId = `${clockOf(atMs, 'dublin').year}${random.hex(20)}@${writer.email.split('@')[1] ?? ''}`
    const parents = mail.forward !== undefined || before === undefined ? [] : done.map((one) => one.messageId)
    const head = [
      `Date: ${mailDate(atMs, writer.zone)}`,
      `From: ${headerAddress(writer.name, writer.email, charset)}`,
      `To: ${to.map((one) => headerAddress(one.name, one.email, charset)).join(',\n ')}`,
      ...(cc.length === 0 ? [] : [`Cc: ${cc.map((one) => headerAddress(one.name, one.email, charset)).join(',\n ')}`]),
      `Subject: ${headerText(subject, charset)}`,
      `Message-ID: <${messageId}>`,
      ...(parents.length === 0
        ? []
        : [`In-Reply-To: <${parents.at(-1) ?? ''}>`, `References: ${parents.map((id) => `<${id}>`).join('\n ')}`]),
      'MIME-Version: 1.0',
    ].join('\n')
    const attached = mail.forward === 'attached' && before !== undefined ? before : null
    const enclosed = await Promise.all((mail.enclose ?? []).map((one) => enclosurePart(one, atMs)))
    if (attached !== null) enclosed.push(attachedMessage(attached))
    done.push({
      messageId,
      atMs,
      from: mail.from,
      fromAddress: writer.email,
      to: mail.to,
      cc: mail.cc ?? [],
      bcc: mail.bcc ?? [],
      head,
      body: bodyOf(mail, own, history, charset, enclosed, random),
      visible:
        [writer, ...to, ...cc].map((one) => `${one.name} ${one.email}`).join('\n') +
        `\n${subject}\n${text}${attached === null ? '' : `\n${attached.visible}`}`,
      mail,
      thread: thread.subject,
      enclosures: (mail.enclose ?? []).map((one) => ({
        name: one.name,
        kind: one.kind,
        text:
          'text' in one
            ? one.text
            : 'paragraphs' in one
              ? [one.title, ...one.paragraphs].join('\n')
              : one.kind === 'ics'
                ? `${one.title} Katherine Brennan`
                : '',
      })),
      text,
    })
  }
  return done
}

/** What stands below an answer or a forward. */
function historyOf(mail: Mail, writer: Correspondent, before: Composed & { readonly text: string }): string {
  const from = before.from === null ? null : people[before.from]
  if (from === null || mail.forward === 'attached' || mail.quote === false) return ''
  if (mail.forward === 'inline') {
    const to = before.to.map((key) => `${people[key].name} <${people[key].email}>`).join(', ')
    const subject = /^Subject: (.*)$/mu.exec(before.visible)?.[1] ?? before.thread
    return `---------- Forwarded message ----------\nFrom: ${from.name} <${from.email}>\nDate: ${mailDate(before.atMs, from.zone)}\nSubject: ${subject}\nTo: ${to}\n\n${before.text}`
  }
  return `${attribution(writer, from, before.atMs)}\n${quoted(before.text)}`
}

function attachedMessage(message: Composed): string {
  return `Content-Type: message/rfc822;\n name="forwarded message.eml"\nContent-Disposition: attachment;\n filename="forwarded message.eml"\n\n${message.head}\n${message.body}`
}

function bodyOf(mail: Mail, own: string, history: string, charset: SampleCharset, enclosed: readonly string[], random: Random): string {
  const text = history === '' ? own : `${own}\n\n${history}`
  const html = `<html><body>\n${paragraphs(own)}${history === '' ? '' : `\n<blockquote>${paragraphs(history.replace(/^>+ ?/gmu, ''))}</blockquote>`}\n</body></html>`
  const plain = textPart(text, 'text/plain', charset)
  const rich = textPart(html, 'text/html', charset)
  const main = mail.form === 'html' ? rich : mail.form === 'both' ? multipart('alternative', [plain, rich], random) : plain
  return enclosed.length === 0 ? main : multipart('mixed', [main, ...enclosed], random)
}

function multipart(kind: string, parts: readonly string[], random: Random): string {
  const boundary = `=_${random.hex(24)}`
  return `Content-Type: multipart/${kind};\n boundary="${boundary}"\n\n${parts.map((part) => `--${boundary}\n${part}\n`).join('')}--${boundary}--\n`
}

/** A newsletter as a message. */
export function composeNewsletter(letter: Newsletter, random: Random): Composed {
  const reader = people[letter.to]
  const atMs = instantOf(letter.date, 'dublin')
  const messageId = `${random.hex(24)}@${letter.list}`
  const head = [
    `Date: ${mailDate(atMs, 'dublin')}`,
    `From: ${headerAddress(letter.from.name, letter.from.email, 'utf-8')}`,
    `To: ${headerAddress(reader.name, reader.email, 'utf-8')}`,
    `Subject: ${headerText(letter.subject, 'utf-8')}`,
    `Message-ID: <${messageId}>`,
    `List-Unsubscribe: <https://click.${letter.list}/unsubscribe?t=${random.hex(12)}>`,
    'MIME-Version: 1.0',
  ].join('\n')
  const body = multipart('alternative', [textPart(letter.text, 'text/plain', 'utf-8'), textPart(letter.html, 'text/html', 'utf-8')], random)
  const visible = `${letter.from.name} ${letter.from.email}\n${reader.name} ${reader.email}\n${letter.subject}\n${letter.text}`
  return {
    messageId,
    atMs,
    from: null,
    fromAddress: letter.from.email,
    to: [letter.to],
    cc: [],
    bcc: [],
    head,
    body,
    visible,
    mail: null,
    thread: letter.subject,
    enclosures: [],
  }
}
