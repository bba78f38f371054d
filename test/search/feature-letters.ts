import { letter } from '../jobs/archive.ts'

const withFile = [
  '--b',
  'Content-Type: text/plain',
  '',
  'The minutes are attached.',
  '--b',
  'Content-Type: application/octet-stream; name="Minutes_2026-final.TXT"',
  'Content-Disposition: attachment; filename="Minutes_2026-final.TXT"',
  'Content-Transfer-Encoding: 7bit',
  '',
  'Salary table of Smyth.',
  '--b',
  'Content-Type: image/png; name="map.png"',
  'Content-Disposition: attachment; filename="map.png"',
  'Content-Transfer-Encoding: base64',
  '',
  'iVBORw0KGgo=',
  '--b--',
  '',
].join('\n')

/** Seven letters with what searches tell apart: slips, numbers in several spellings, quotes, files, letters of other scripts. */
export const letters = [
  letter({ id: '1', subject: 'One', body: 'Jon Smith saw the annual report about the budget.\n' }),
  letter({ id: '2', subject: 'Two', body: 'Jon Smyth. His number is 12 34-56/78.\n' }),
  letter({ id: '3', subject: 'Three', body: 'Jon Smiht; file 12345678; employee EMP-00417\n' }),
  letter({
    id: '4',
    subject: 'Four',
    body: `Agreed.\n\nOn 3 May 2026, Ann wrote:\n> Jon Smithers and employee EMP00417\n${'filler '.repeat(2000)}\n`,
  }),
  letter({
    id: '5',
    subject: 'Five',
    headers: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b'],
    body: withFile,
    from: 'Eva Sund <eva@sund.example>',
  }),
  letter({ id: '6', subject: 'Six', headers: ['Content-Type: text/plain; charset=utf-8'], body: 'Jørgen Müller, 東京都 in 2026\n' }),
  letter({
    id: '7',
    subject: 'Seven',
    headers: ['Content-Type: text/plain; charset=utf-8'],
    from: '"Lorne, Ada" <a.lorne@lorne.example>',
    body: '김철수가 Łódź에. Gerd Roth <gerd.r@x.example> and Øyvind Ærø.\n',
  }),
]
