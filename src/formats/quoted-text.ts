/** A text parted into what its writer says and what it repeats of earlier messages; lines keep their order in each. */
export interface QuotedText {
  readonly own: string
  readonly quoted: string
}

/** Labels that mail programs put before an earlier message, by language: English, German, French, Dutch, Spanish, Italian, Swedish, Danish, Polish. */
const fromLabels = 'from|von|de|van|da|från|fra|od'
const otherLabels =
  'sent|date|to|cc|subject|gesendet|datum|an|betreff|envoyé|à|objet|verzonden|aan|onderwerp|enviado|enviado el|fecha|para|asunto|inviato|data|a|oggetto|skickat|till|ämne|sendt|til|emne|wysłano|do|temat'
const fromLine = new RegExp(`^[\\s*_]{0,4}(?:${fromLabels})[*_]{0,2}\\s?:`, 'iu')
const otherLine = new RegExp(`^[\\s*_]{0,4}(?:${otherLabels})[*_]{0,2}\\s?:`, 'iu')
/** `-----Original Message-----`, `---------- Forwarded by …`, `________________________________` alone is a signature or a rule, not a border. */
const border =
  /^[\s>]*[-_=]{2,40}\s?(?:original|forwarded|begin forwarded|ursprüngliche|weitergeleitete|message|mensaje|messaggio|oorspronkelijk|doorgestuurd|vidarebefordrat|urspr)[^\n]{0,80}$/iu
const attributionEnd = /(?:wrote|writes|schrieb|a écrit|schreef|escribió|ha scritto|skrev|napisał(?:\(a\))?)\s?:\s*$/iu
const mayQuote = /^\s{0,3}>|^[\s>]*[-_=]{2,40}\s?\p{L}|:\s*$|^[\s*_]{0,4}\p{L}{2,5}[*_]{0,2}\s?:/mu
/** Header lines of an earlier message stand within this many lines of its first. */
const blockLines = 8

/**
 * Parts a plain text into own and quoted lines. Quoted are: lines that begin with `>`; everything from a border that mail programs set
 * ("Original Message", "Forwarded by") or from a block of header lines (From, Sent or To, Subject, in nine languages) to the end; and an attribution
 * ("On …, A wrote:") with the `>` lines after it or, where none follow, with everything after it. A guess by form: a text that only looks so is searched as
 * quoted, which nothing but `quoted:no` leaves out.
 */
export function splitQuoted(text: string): QuotedText {
  if (!mayQuote.test(text)) return { own: text, quoted: '' }
  const lines = text.split('\n')
  const own: string[] = []
  const quoted: string[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (/^\s{0,3}>/u.test(line)) {
      quoted.push(line)
      continue
    }
    if (line.length <= 400 && (border.test(line) || isHeaderBlock(lines, at) || attributesTheRest(lines, at))) {
      quoted.push(...lines.slice(at))
      break
    }
    own.push(line)
  }
  return { own: own.join('\n'), quoted: quoted.join('\n') }
}

/** A line of the sender with at least two further header lines close after it. */
function isHeaderBlock(lines: readonly string[], at: number): boolean {
  if (!fromLine.test(lines[at] ?? '')) return false
  let others = 0
  for (let next = at + 1; next < Math.min(lines.length, at + blockLines); next++) if (otherLine.test(lines[next] ?? '')) others++
  return others >= 2
}

/** An attribution (which may run over two lines) whose quotation bears no `>`. */
function attributesTheRest(lines: readonly string[], at: number): boolean {
  // Most lines end in another way, and looking for the words in each costs more than all the rest here.
  if (!(lines[at] ?? '').trimEnd().endsWith(':')) return false
  if (!attributionEnd.test(lines[at] ?? '') || !/\d/u.test(`${lines[at - 1] ?? ''} ${lines[at] ?? ''}`)) return false
  let next = at + 1
  while (next < lines.length && (lines[next] ?? '').trim() === '') next++
  return next < lines.length && !/^\s{0,3}>/u.test(lines[next] ?? '')
}
