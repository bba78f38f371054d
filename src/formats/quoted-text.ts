/** A text parted into what its writer says and what it repeats of earlier messages; lines keep their order in each. */
export interface QuotedText {
  readonly own: string
  readonly quoted: string
}

/**
 * Labels that mail programs put before an earlier message, by language: English, German, French, Dutch, Spanish, Italian, Portuguese, Swedish, Danish, Polish,
 * Russian, Chinese, Japanese.
 */
const fromLabels = 'from|von|de|van|da|från|fra|od|от(?: кого)?|发件人|寄件者|差出人'
const otherLabels =
  'sent|date|to|cc|subject|gesendet|datum|an|betreff|envoyé|à|objet|verzonden|aan|onderwerp|enviado|enviado el|fecha|para|asunto|inviato|data|a|oggetto|skickat|till|ämne|sendt|til|emne|wysłano|do|temat|enviado em|enviada em|assunto|отправлено|дата|кому|копия|тема|发送时间|發送時間|日期|收件人|收件者|抄送|副本|主题|主題|送信日時|宛先|件名'
const fromLine = new RegExp(`^[\\s*_]{0,4}(?:${fromLabels})[*_]{0,2}\\s?[:：]`, 'iu')
const otherLine = new RegExp(`^[\\s*_]{0,4}(?:${otherLabels})[*_]{0,2}\\s?[:：]`, 'iu')
/** `-----Original Message-----`, `---------- Forwarded by …`, `________________________________` alone is a signature or a rule, not a border. */
const border =
  /^[\s>]*[-_=]{2,40}\s?(?:original|forwarded|begin forwarded|ursprüngliche|weitergeleitete|message|mensaje|messaggio|oorspronkelijk|doorgestuurd|vidarebefordrat|urspr|mensagem|пересланное|исходное|原始邮件|原始郵件|轉寄|转发|元のメッセージ)[^\n]{0,80}$/iu
const attributionEnd =
  /(?:wrote|writes|schrieb|a écrit|schreef|escribió|ha scritto|skrev|napisał(?:\(a\))?|escreveu|пиш(?:ет|у)|(?:на)?писал(?:а|\(а\))?|写道|寫道|のメール)\s?[:：]\s*$/iu
/** A time, a date set off from the name, or an address: without them it is a sentence of the writer's (`On 3 May the doctor wrote:`). */
const whenOrWho = /\d{1,2}[:.]\d{2}|@|\d,/u
/** Header lines of an earlier message stand within this many lines of its first. */
const blockLines = 8
const quotedLine = /^\s{0,3}>/u
/** A longer line is no border and no header. */
const longestLine = 400
/** Labels with what may stand around them, up to the colon, are no longer. */
const longestLabel = 24

/**
 * Parts a plain text into own and quoted lines. Quoted are: lines that begin with `>`; everything from a border that mail programs set
 * ("Original Message", "Forwarded by") or from a block of header lines (From, Sent or To, Subject, in thirteen languages) to the end; and an attribution
 * ("On …, A wrote:") with the `>` lines after it or, where none follow, with everything after it. A guess by form: a text that only looks so is searched as
 * quoted, which nothing but `quoted:no` leaves out.
 */
export function splitQuoted(text: string): QuotedText {
  const own: string[] = []
  const quoted: string[] = []
  let quoting = false
  let from = 0
  let previous = 0
  let end = -1
  for (let start = 0; start <= text.length; previous = start, start = end + 1) {
    end = lineEnd(text, start)
    const line = mayMark(text, start, end) ? text.slice(start, end) : ''
    const isQuoted = quotedLine.test(line)
    const beginsTheRest =
      !isQuoted &&
      line !== '' &&
      line.length <= longestLine &&
      (border.test(line) || isHeaderBlock(text, line, end) || attributesTheRest(text, line, previous, start))
    if ((isQuoted || beginsTheRest) !== quoting) {
      if (start > 0) (quoting ? quoted : own).push(text.slice(from, start - 1))
      quoting = !quoting
      from = start
    }
    if (beginsTheRest) break
  }
  ;(quoting ? quoted : own).push(text.slice(from))
  return { own: own.join('\n'), quoted: quoted.join('\n') }
}

function lineEnd(text: string, start: number): number {
  const feed = text.indexOf('\n', start)
  return feed < 0 ? text.length : feed
}

/**
 * Whether a line may be anything but its writer's own: it begins with a sign or a blank, or has a colon where a label or an attribution has it. Most lines have
 * neither, and what is looked for in the others costs more than all the rest here.
 */
function mayMark(text: string, start: number, end: number): boolean {
  if (start === end) return false
  if (!isLetterOrDigit(text.charCodeAt(start))) return true
  const bound = Math.min(end, start + longestLabel)
  for (let at = start + 1; at < bound; at++) if (text.charCodeAt(at) === colon) return true
  let last = end - 1
  while (last > start && text.charCodeAt(last) !== colon && isSpace(text, last)) last--
  return text.charCodeAt(last) === colon
}

const colon = 0x3a

function isLetterOrDigit(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
}

function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code <= 0x7f ? code === 0x20 || (code >= 9 && code <= 13) : text.charAt(at).trim() === ''
}

/** A line of the sender with at least two further header lines close after it. */
function isHeaderBlock(text: string, line: string, end: number): boolean {
  if (!fromLine.test(line)) return false
  let others = 0
  for (let count = 1, at = end + 1; count < blockLines && at <= text.length; count++) {
    const next = lineEnd(text, at)
    if (otherLine.test(text.slice(at, next))) others++
    at = next + 1
  }
  return others >= 2
}

/** An attribution (which may run over two lines, the first of them at `previous`) whose quotation bears no `>`. */
function attributesTheRest(text: string, line: string, previous: number, start: number): boolean {
  if (!/[:：]\s*$/u.test(line) || !attributionEnd.test(line)) return false
  if (!whenOrWho.test(text.slice(previous, start + line.length))) return false
  for (let at = start + line.length + 1; at <= text.length; ) {
    const end = lineEnd(text, at)
    const next = text.slice(at, end)
    if (next.trim() !== '') return !quotedLine.test(next)
    at = end + 1
  }
  return false
}
