import { describe, expect, it } from 'vitest'
import { parseHtml, splitQuoted } from '../../src/formats/index.ts'

describe('a mail’s text is parted into its own and what it quotes', () => {
  it.each<[string, string, readonly string[], readonly string[]]>([
    ['lines with >', 'Yes.\n> Shall we?\n>> Or not?\nNo.', ['Yes.', 'No.'], ['> Shall we?', '>> Or not?']],
    [
      'an attribution with > lines',
      'Fine.\n\nOn 3 May 2026, Ann wrote:\n> Shall we?\nBye',
      ['Fine.', 'On 3 May 2026, Ann wrote:', 'Bye'],
      ['> Shall we?'],
    ],
    ['an attribution without', 'Fine.\n\nOn 3 May 2026, Ann wrote:\n\nShall we?', ['Fine.'], ['On 3 May 2026, Ann wrote:', 'Shall we?']],
    ['a border', 'Fine.\n-----Original Message-----\nFrom: Ann\nShall we?', ['Fine.'], ['From: Ann', 'Shall we?']],
    [
      'header lines',
      'Fine.\n\nFrom: Ann\nSent: Monday\nTo: Bob\nSubject: Plan\n\nShall we?',
      ['Fine.'],
      ['From: Ann', 'Subject: Plan', 'Shall we?'],
    ],
    ['German header lines', 'Gut.\nVon: Anne\nGesendet: Montag\nAn: Bob\nBetreff: Plan\n\nWollen wir?', ['Gut.'], ['Wollen wir?']],
    ['an indented German attribution', 'Gut.\nAm 3.5.2026 schrieb Anne:\n> Wollen wir?', ['Gut.'], ['> Wollen wir?']],
    [
      'Chinese header lines',
      '好的\n\n------------------ 原始邮件 ------------------\n发件人: 安\n发送时间: 2026\n收件人: 鲍勃\n主题: 计划\n\n行吗',
      ['好的'],
      ['发件人: 安', '行吗'],
    ],
    ['a Russian attribution', 'Да.\n\n03.05.2026 10:00, Анна пишет:\nДавайте?', ['Да.'], ['Давайте?']],
    ['a Portuguese attribution', 'Sim.\n\nEm 3 de maio de 2026, Ana escreveu:\nVamos?', ['Sim.'], ['Vamos?']],
    [
      'a border with > lines and an answer below',
      'Fine.\n-----Original Message-----\n> From: Ann\n> Shall we?\n\nWe shall.',
      ['Fine.', 'We shall.'],
      ['-----Original Message-----', '> Shall we?'],
    ],
    [
      'header lines with > lines and an answer below',
      'From: Ann\nSent: Monday\nTo: Bob\nSubject: Plan\n\n> Shall we?\n\nWe shall.',
      ['We shall.'],
      ['From: Ann', 'Subject: Plan', '> Shall we?'],
    ],
    [
      'a forwarded message that ends, with an answer below',
      'See.\n---------- Forwarded message ----------\nFrom: Ann\n\nShall we?\n----- End forwarded message -----\nI think so.',
      ['See.', 'I think so.'],
      ['Shall we?', '----- End forwarded message -----'],
    ],
    [
      'the same in Russian',
      'См. ниже.\n---- Пересылаемое сообщение ----\nA\n---- Конец пересылаемого сообщения ----\nМоё.',
      ['См. ниже.', 'Моё.'],
      ['A'],
    ],
    [
      'one forwarded message within another',
      'See.\n--- Forwarded message ---\nA\n--- Forwarded message ---\nB\n--- End of forwarded message ---\nC\n--- End of forwarded message ---\nMine.',
      ['See.', 'Mine.'],
      ['A', 'B', 'C'],
    ],
    [
      'Notes: forwarded, its line wrapped, and who wrote when above To and cc',
      'fyi\n---------------------- Forwarded by Bo Lind/HOU/ECT on 05/09/2000 10:00 AM\n---------------------------\n\n"Ann Roe" <ann@alder.example> on 05/08/2000 05:23:30 PM\nTo:\tBo Lind\ncc:\t\nSubject:\tPlan\n\nShall we?',
      ['fyi'],
      ['To:\tBo Lind', 'Shall we?'],
    ],
    ...['Forwarded by', 'Weitergeleitet von', 'Reenviado por', 'Inoltrato da', 'Encaminhado por'].map(
      (words): [string, string, string[], string[]] => [
        `Notes: ${words}`,
        `fyi\n----- ${words} Bo Lind/Sales/Alder on 01/02/2025 10:00 AM -----\nShall we?`,
        ['fyi'],
        ['Shall we?'],
      ],
    ),
    [
      'Notes: a sender on a date',
      'Yes.\n\nAnn Roe on 01/02/2025 10:00:00 AM\nPlease respond to ann@alder.example\nTo: Bo Lind\ncc:\nSubject: Plan\n\nShall we?',
      ['Yes.'],
      ['Ann Roe on 01/02/2025 10:00:00 AM', 'Shall we?'],
    ],
    [
      'Notes: the date below the sender',
      'Yes.\n\n\nAnn Roe@ALDER\n01.02.2025 10:00\nTo:\tBo Lind/HOU/ECT@ECT\ncc:\t \nSubject:\tPlan\n\nShall we?',
      ['Yes.'],
      ['01.02.2025 10:00', 'Shall we?'],
    ],
    [
      'Notes: what the mail begins with between dashes',
      'Yes.\n\nAnn Roe ---01/02/2025 10:00:00 AM---Shall we meet on\n\nFrom: Ann Roe/Sales\nTo: Bo\n\nShall we?',
      ['Yes.'],
      ['From: Ann Roe/Sales', 'Shall we?'],
    ],
    [
      'Notes: a table with the sender',
      'Yes.\n\n|---------+---------------------------->\n|         |   Ann Roe                  |\n|         |   01/02/2003 10:00         |\n|---------+---------------------------->\n  >--------------------------------------|\n  |                                      |\n  |       To:       Bo Lind              |\n  |       cc:                            |\n  |       Subject:  Plan                 |\n  >--------------------------------------|\n\nShall we?',
      ['Yes.'],
      ['Shall we?'],
    ],
    ...[
      ['Chinese', '2026年5月3日，安妮 写道：'],
      ['Chinese, traditional', '安妮 <ann@alder.example> 於 2026年5月3日 週日 10:00寫道：'],
      ['Japanese, an address at its end', '2026年5月3日(日) 10:00 安 <ann@alder.example>:'],
      ['Japanese', '2026/05/03 10:00、安 さんは書きました:'],
      ['Russian, an address at its end', 'вс, 3 мая 2026 г. в 10:00, Анна <ann@alder.example>:'],
      ['Ukrainian', 'нд, 3 трав. 2026 р. о 10:00 Ганна <ann@alder.example> пише:'],
      ['Polish', 'W dniu 3.05.2026 o 10:00, Anna pisze:'],
      ['Portuguese, the date behind', 'Ana <ann@alder.example> escreveu no dia domingo, 3/05/2026 à(s) 10:00:'],
      ['Korean', '2026년 5월 3일 (일) 오전 10:00, 안나 <ann@alder.example>님이 작성:'],
      ['German, the date behind', 'Anne Roe/Vertrieb schrieb am 03.05.2026 10:00:00:'],
    ].map(([language, line]): [string, string, string[], string[]] => [
      `an attribution in ${language}`,
      `OK\n\n${line}\n\n?!`,
      ['OK'],
      [line ?? '', '?!'],
    ]),
    ['Japanese header lines', 'はい\n\n差出人：安\n送信日時：2026\n宛先：鮑\n件名：計画\n\nどう', ['はい'], ['どう']],
  ])('%s', (_name, text, own, quoted) => {
    const parted = splitQuoted(text)
    for (const line of own) expect(parted.own.split('\n')).toContain(line)
    for (const line of quoted) expect(parted.quoted.split('\n')).toContain(line)
    expect(parted.own.split('\n').length + parted.quoted.split('\n').length).toBe(text.split('\n').length)
  })

  it.each([
    'From: the desk of nobody\nDear all',
    'I wrote:\nmy own words',
    'On 3 May 2026 the doctor wrote:\nNora is ill.\nI agree.',
    'Dear Ann,\n--\nBob',
    'Subject: nothing\nAll mine',
    '-- \nSent from here',
    'Ann will be there on 01/02/2025 10:00\nand so shall I.',
    'The meeting:\n01/02/2025 10:00\nin the hall.',
    'Call Bo <bo@alder.example>:\nhe knows.',
    'He wrote to me at 10:30:\nno more of this.',
    '--- end of the message about mail ---\nAll mine',
    'a--- b\nc',
  ])('%j is all its own', (text) => {
    expect(splitQuoted(text)).toEqual({ own: text, quoted: '' })
  })
})

describe('an HTML mail is parted by what its HTML sets off too', () => {
  const parted = (html: string): { readonly own: readonly string[]; readonly quoted: readonly string[] } => {
    const { text, boxes } = parseHtml(html)
    const { own, quoted } = splitQuoted(text, boxes)
    const lines = (part: string): readonly string[] => part.split('\n').filter((line) => line !== '')
    return { own: lines(own), quoted: lines(quoted) }
  }
  const wrote = 'On 3 May 2026 at 10:00, Ann &lt;ann@alder.example&gt; wrote:'
  const head = '<p>From: Ann<br>Sent: Monday<br>To: Bo<br>Subject: Plan</p>'

  it.each<[string, string, readonly string[], readonly string[]]>([
    [
      'a blockquote with answers between and below',
      `<div>${wrote}</div><blockquote type="cite"><p>Shall we?</p><blockquote>Ever?</blockquote><p>Now?</p></blockquote><p>We shall.</p><blockquote>And Bo?</blockquote><p>He too.</p>`,
      ['On 3 May 2026 at 10:00, Ann <ann@alder.example> wrote:', 'We shall.', 'He too.'],
      ['Shall we?', 'Ever?', 'Now?', 'And Bo?'],
    ],
    [
      'a blockquote with header lines in it',
      `<p>See.</p><blockquote>${head}<p>Shall we?</p></blockquote><p>We shall.</p>`,
      ['See.', 'We shall.'],
      ['From: Ann', 'Sent: Monday', 'To: Bo', 'Subject: Plan', 'Shall we?'],
    ],
    [
      'Outlook’s block with a line at its left',
      `<p>See.</p><div style="border:none;border-left:solid blue 1.5pt;padding:0cm 0cm 0cm 4.0pt">${head}<p>Shall we?</p></div><p>We shall.</p>`,
      ['See.', 'We shall.'],
      ['From: Ann', 'Sent: Monday', 'To: Bo', 'Subject: Plan', 'Shall we?'],
    ],
    [
      'a mail program’s own element',
      `<p>See.</p><div class="yahoo_quoted"><div>${wrote}</div><div>Shall we?</div></div><p>We shall.</p>`,
      ['See.', 'We shall.'],
      ['On 3 May 2026 at 10:00, Ann <ann@alder.example> wrote:', 'Shall we?'],
    ],
    [
      'Outlook’s block without any end',
      `<p>See.</p><div style="border:none;border-top:solid #E1E1E1 1.0pt">${head}</div><p>Shall we?</p>`,
      ['See.'],
      ['From: Ann', 'Sent: Monday', 'To: Bo', 'Subject: Plan', 'Shall we?'],
    ],
    [
      'a line at the left of the writer’s own words',
      '<p>See.</p><div style="border-left:3px solid red">Mind the gap.</div><p>We shall.</p>',
      ['See.', 'Mind the gap.', 'We shall.'],
      [],
    ],
    [
      'the writer’s own words indented',
      '<p>See.</p><blockquote style="margin:0 0 0 40px;border:none;padding:0px">Mind the gap.</blockquote>',
      ['See.', 'Mind the gap.'],
      [],
    ],
  ])('%s', (_name, html, own, quoted) => {
    expect(parted(html)).toEqual({ own, quoted })
  })
})
