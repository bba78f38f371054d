import { describe, expect, it } from 'vitest'
import { splitQuoted } from '../../src/formats/index.ts'

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
  ])('%j is all its own', (text) => {
    expect(splitQuoted(text)).toEqual({ own: text, quoted: '' })
  })
})
