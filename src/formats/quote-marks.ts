/**
 * The marks by which mail programs set off what they repeat of earlier messages, in the languages and layouts in which they do: labels of header lines, borders,
 * attributions, and the lines of Lotus Notes.
 */

/**
 * Labels that mail programs put before an earlier message, by language: English, German, French, Dutch, Spanish, Italian, Portuguese, Swedish, Danish, Polish,
 * Russian, Chinese, Japanese.
 */
const fromLabels = 'from|von|de|van|da|från|fra|od|от(?: кого)?|发件人|寄件者|寄件人|差出人'
const otherLabels =
  'sent|date|to|cc|subject|gesendet|datum|an|kopie|betreff|thema|envoyé|à|objet|verzonden|aan|onderwerp|enviado|enviada|enviado el|fecha|para|asunto|inviato|data|a|oggetto|skickat|till|ämne|sendt|til|emne|wysłano|do|dw|temat|enviado em|enviada em|assunto|отправлено|дата|кому|копия|тема|发送时间|發送時間|寄件日期|傳送時間|日期|收件人|收件者|抄送|副本|主题|主題|主旨|送信日時|宛先|件名'
export const fromLine = new RegExp(`^[\\s*_|]{0,20}(?:${fromLabels})[*_]{0,2}\\s?[:：]`, 'iu')
export const otherLine = new RegExp(`^[\\s*_|]{0,20}(?:${otherLabels})[*_]{0,2}\\s?[:：]`, 'iu')

const forwardedBy =
  'forwarded by|weitergeleitet von|réacheminé par|transféré par|transmis par|reenviado por|inoltrato da|encaminhado por|doorgestuurd door|przekazane przez|vidarebefordrat av|videresendt af|переслано|転送者'
/** `-----Original Message-----`, `---------- Forwarded by …`, `________________________________` alone is a signature or a rule, not a border. */
const beginning = new RegExp(
  `^[\\s>]*[-_=]{2,80}\\s?(?:(?:${forwardedBy})[^\\n]{0,200}|(?:original|forwarded|begin forwarded|ursprüngliche|weitergeleitete|message|mensaje|messaggio|oorspronkelijk|doorgestuurd|vidarebefordrat|urspr|mensagem|oryginalna|wiadomość|przekazana|пересланное|пересылаемое|исходное|原始邮件|原始郵件|轉寄|转发|元のメッセージ|転送)[^\\n]{0,80})$`,
  'iu',
)
/** `----- End forwarded message -----`: below it the writer goes on. */
const ending =
  /^[\s>]*[-_=]{2,80}\s?(?:end|ende|fin|fine|fim|einde|slut|koniec|конец)(?!\p{L})[^\n]{0,60}(?:message|mail|nachricht|messaggio|mensaje|mensagem|bericht|meddelande|wiadomo|сообщени)[^\n]{0,40}$/iu

export function isBorder(line: string): boolean {
  return beginning.test(line)
}

export function isEndBorder(line: string): boolean {
  return ending.test(line)
}

const wroteAtEnd =
  /(?:wrote|writes|schrieb|a écrit|schreef|escribió|ha scritto|skrev(?: följande)?|napisał(?:a|\(a\))?|pisze|escreveu|пиш(?:ет|е|у)|(?:на)?писал(?:а|\(а\))?|写道|寫道|写到|のメール|書きました)\s?[:：]\s*$/iu
/** `Ana escreveu no dia 3/05/2026 às 10:00:`, `Anne schrieb am 03.05.2026 10:00:00:`. */
const wroteOnDate =
  /(?:wrote|schrieb|a écrit|schreef|escribió|ha scritto|skrev|napisał(?:a|\(a\))?|escreveu|написал(?:а)?)\s[^\n]{0,30}\d{1,4}[./-]\d{1,2}[./-]\d{1,4}[^\n]{0,20}\d{1,2}[:.]\d{2}[^\n]{0,10}[:：]\s*$/iu
/** In whatever language, with an address in brackets at its end: `2026年5月3日(日) 10:00 Anne <anne@alder.example>:`. */
const addressAtEnd = /<[^<>\s]{1,200}@[^<>\s]{1,200}>\)?[^\n\d<>]{0,20}[:：]\s*$/u
/** A time, a date set off from the name, or an address: without them it is a sentence of the writer's (`On 3 May the doctor wrote:`). */
const whenOrWho = /\d{1,2}[:.]\d{2}|@|\d,|\d\s?日/u
const clock = /\d{1,2}[:.時时点]\s?\d{2}/u

const colonAtEnd = /[:：]\s*$/u

/** Whether a line ends an attribution; `whole` is the line with the one before it, since an attribution may run over two. */
export function isAttribution(line: string, whole: string): boolean {
  if (!colonAtEnd.test(line)) return false
  if (wroteAtEnd.test(line)) return whenOrWho.test(whole)
  return wroteOnDate.test(line) || (addressAtEnd.test(line) && clock.test(whole))
}

const notesDate = String.raw`\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[AP]M)?(?: [A-Z]{2,4})?`
/** What each such date holds. Few lines do, and each blank of the others would be tried as the one before a date. */
const timeOfDay = /\d[:.]\d\d/

function dated(expression: string): (line: string) => boolean {
  const whole = new RegExp(expression, 'iu')
  return (line) => timeOfDay.test(line) && whole.test(line)
}

/** `Jane Roe on 01/02/2025 10:00:00 AM`, as Notes writes above the To line. */
export const isNotesSender = dated(String.raw`^[\s"]*[^\n]{2,150}\s(?:on|am|le|el|il|em|op|den|w dniu) ${notesDate}\s*$`)
/** The date in a line of its own, below the sender's name. */
export const isNotesDate = dated(String.raw`^\s*${notesDate}\s*$`)
/** `Jane Roe ---01/02/2025 10:00:00 AM---What the mail begins with`. */
export const isNotesPreview = dated(String.raw`^\s*[^\n]{2,120}?\s?-{3}${notesDate}-{3}`)
/** The table in which Notes 6 put sender and date. */
export const notesTable = /^\s*\|-{3,60}\+-{3,60}>/u
