import { describe, expect, it } from 'vitest'
import {
  fullNames,
  headerBlocks,
  namesInText,
  nicknamesOf,
  nicknameTables,
  ownPart,
  ownSender,
  peopleInText,
  phonesOnCards,
  romanised,
  sameWord,
  seenOf,
  signOffs,
  slipsBetween,
  writtenBy,
} from '../../src/identity/index.ts'
import { unlessItHangs } from '../hang.ts'
import { fc } from '../properties.ts'

const own = fullNames(['Jane Roe'])

describe('people in a text', () => {
  it.each([
    ['On Mon 14 Oct 2024 at 08:25, Kate Brennan <Kate@alder.example> wrote:', { name: 'Kate Brennan', address: 'kate@alder.example' }],
    ['Am 12.03.2024 um 10:15 schrieb Jürgen Weiß <j.weiss@alder.example>:', { name: 'Jürgen Weiß', address: 'j.weiss@alder.example' }],
    ['Von: Weiß, Jürgen [mailto:j.weiss@alder.example]\nAn: x', { name: 'Weiß, Jürgen', address: 'j.weiss@alder.example' }],
    ['> From: Jane Roe\n> To: Tom Daly', { name: 'Jane Roe', address: '' }],
    ['De : "Roe, Jane" <jane@alder.example>', { name: 'Roe, Jane', address: 'jane@alder.example' }],
    ['From: Roe, Jane </O=ALDER/OU=EU/CN=RECIPIENTS/CN=JROE>', { name: 'Roe, Jane', address: '/o=alder/ou=eu/cn=recipients/cn=jroe' }],
    ['BEGIN:VCARD\r\nFN:Jane Roe\r\nEMAIL;TYPE=work:jane@alder.example\r\nEND:VCARD', { name: 'Jane Roe', address: 'jane@alder.example' }],
    [
      'BEGIN:VCALENDAR\r\nATTENDEE;ROLE=X;CN="Jane\r\n  Roe":mailto:jane@alder.example\r\nEND:VCALENDAR',
      { name: 'Jane Roe', address: 'jane@alder.example' },
    ],
    ['To: tom@alder.example, Jane ROE (E-mail) <jane@web.example>', { name: 'Jane ROE', address: 'jane@web.example' }],
    ['To: " ALDER: Roe, Jane " <jane@alder.example>', { name: 'Roe, Jane', address: 'jane@alder.example' }],
    ['you can ask Jane van Roe (jane@alder.example) for it', { name: 'Jane van Roe', address: 'jane@alder.example' }],
    ['A friend (jane@alder.example) has sent you a link', { name: '', address: 'jane@alder.example' }],
    ['"Jane Roe" <jane@alder.example> @ALDER <x@alder.example>', { name: '', address: 'x@alder.example' }],
    ['see <jane@alder.example>', { name: '', address: 'jane@alder.example' }],
    ['Please see <jane@alder.example> about it', { name: '', address: 'jane@alder.example' }],
    ['please ask Jane Roe <jane@alder.example>', { name: 'Jane Roe', address: 'jane@alder.example' }],
    ['please ask Roe, Jane [mailto:jane@alder.example]', { name: 'Roe, Jane', address: 'jane@alder.example' }],
    ['the mail of "jane roe" <jane@alder.example>', { name: 'jane roe', address: 'jane@alder.example' }],
    ['请联系 王小明 <wang@alder.example>', { name: '请联系 王小明', address: 'wang@alder.example' }],
    ['Jane Roe <jane@xn--bcher-kva.example>', { name: 'Jane Roe', address: 'jane@bücher.example' }],
  ])('are read from %j', (text, expected) => {
    expect(peopleInText(text)).toEqual(expect.arrayContaining([expect.objectContaining(expected)]))
  })
  it.each([
    'On Mon, Jan 6, 2025 at 10:00 AM Jane Roe <ADDRESS> wrote:',
    'On Mon, Jan 6, 2025 at 10:00\u202fPM Jane Roe <ADDRESS> wrote:',
    'On Mon, 6 Jan 2025 at 10:00 CET Jane Roe <ADDRESS> wrote:',
    'On Mon, 6 Jan 2025 at 10:00, Jane Roe <\nADDRESS> wrote:',
    'Am Mo., 6. Jan. 2025 um 10:00 Uhr schrieb Jane Roe <ADDRESS>:',
    'Am 06.01.25 um 10:00 schrieb Jane Roe <ADDRESS>:',
    'El lun, 6 ene 2025 a las 10:00, Jane Roe (<ADDRESS>) escribió:',
    'Il giorno lun 6 gen 2025 alle ore 10:00 Jane Roe <ADDRESS> ha scritto:',
    'pon., 6 sty 2025 o 10:00 Jane Roe <ADDRESS> napisał(a):',
    'Em seg., 6 de jan. de 2025 às 10:00, Jane Roe <ADDRESS> escreveu:',
    'Den mån 6 jan. 2025 kl 10:00 skrev Jane Roe <ADDRESS>:',
    'Den man. 6. jan. 2025 kl. 10.00 skrev Jane Roe <ADDRESS>:',
    'ma 6. tammik. 2025 klo 10.00 Jane Roe (ADDRESS) kirjoitti:',
    'Jane Roe <ADDRESS>, 6 Oca 2025 Pzt, 10:00 tarihinde şunu yazdı:',
    'po 6. 1. 2025 v 10:00 odesílatel Jane Roe <ADDRESS> napsal:',
    'Op ma 6 jan 2025 om 10:00 schreef Jane Roe <ADDRESS>:',
    'Le lun. 6 janv. 2025 à 10:00, Jane Roe <ADDRESS> a écrit :',
    'În lun., 6 ian. 2025 la 10:00, Jane Roe <ADDRESS> a scris:',
    '2025年1月6日(月) 10:00 Jane Roe <ADDRESS>:',
    'пн, 6 янв. 2025 г. в 10:00, Jane Roe <ADDRESS>:',
  ])('are named as by a header in %j, whatever stands before', (line) => {
    expect(peopleInText(line.replace('ADDRESS', 'jane@old.example'))).toContainEqual({
      name: 'Jane Roe',
      address: 'jane@old.example',
      where: 'text',
    })
  })
  it.each([
    ['Please write to Jane Roe <ADDRESS> tomorrow.', undefined],
    ['Frag Jane Roe (ADDRESS) danach.', undefined],
    ['Jane Roe - HR <ADDRESS>', 'stands beside the name in a text: “Jane Roe”'],
    ['Remember Jane Roe (ADDRESS) too.', 'stands beside the name in a text: “Remember Jane Roe”'],
    ['Jane Roe - ADDRESS', 'stands beside the name in a text: “Jane Roe”'],
    ['- Jane Roe ADDRESS', 'stands beside the name in a text: “Jane Roe”'],
    ['You find Jane Roe at ADDRESS.', 'stands beside the name in a text: “Jane Roe”'],
    ['Jane Roe’s new e-mail is: ADDRESS', 'stands beside the name in a text: “Jane Roe”'],
    ['ADDRESS (Jane Roe) wrote:', 'stands beside the name in a text: “Jane Roe”'],
    ['ADDRESS, Jane Roe, 4 May', 'stands beside the name in a text: “Jane Roe”'],
    ['17\tJane Roe\tSales\tADDRESS\t020 7946', 'stands in a text in one row or block with the name'],
    ['17;Roe;Jane;Sales;ADDRESS', 'stands in a text in one row or block with the name'],
    ['| ADDRESS | Jane Roe | 020 7946 |', 'stands in a text in one row or block with the name'],
    ['Application\n\nName: Jane Roe\nTel.: 020\nE-Mail: ADDRESS', 'stands in a text in one row or block with the name'],
    ['> Vorname: Jane\n> Nachname: Roe\n> E-Mail: ADDRESS', 'stands in a text in one row or block with the name'],
  ])('are told from words near the address in %j, and how', (line, why) => {
    const told = peopleInText(line.replace('ADDRESS', 'jane@old.example')).flatMap((one) => seenOf(one, own, new Set()) ?? [])
    expect(told.length).toBeGreaterThan(0)
    for (const { address, why: reason } of told) expect([address, reason]).toEqual(['jane@old.example', why])
  })
  it.each([
    'I saw Bob Smith and Jane Roe. ADDRESS will answer.',
    'Ask Jane Roe, ADDRESS will answer.',
    'Mary Jane Roe <ADDRESS>',
    'Tell Mary Jane Roe (ADDRESS)',
    'J. Roe - ADDRESS',
    'Jane Roe\tx@old.example\tBob Smith\tADDRESS',
    'Jane Roe\n\nE-Mail: ADDRESS',
    'Jane Roe asked Bob Smith at ADDRESS',
  ])('are not the subject in %j', (line) => {
    const told = peopleInText(line.replace('ADDRESS', 'jane@old.example')).flatMap((one) => seenOf(one, own, new Set()) ?? [])
    expect(told.filter(({ address }) => address === 'jane@old.example')).toEqual([])
  })
  it('have no name from a sentence that only comes near an own address', () => {
    const told = (text: string) => peopleInText(text).flatMap((one) => seenOf(one, own, new Set(['jane@alder.example'])) ?? [])
    expect(told('Ask Jane Roe (jane@alder.example).')).toMatchObject([{ name: 'Jane Roe' }])
    expect(told('Sales Department: jane@alder.example')).toEqual([])
    expect(told('Jane Walsh <jane@alder.example>')).toMatchObject([{ name: 'Jane Walsh' }])
  })
  it('are named by a block whose fields may be empty, and the mail begins below', () => {
    const text = 'From: jane@alder.example\nX-From: Roe, Jane\nX-cc:\nX-bcc:\nOk, JR\n'
    expect(headerBlocks(text)).toEqual([
      { from: { name: 'Roe, Jane', address: 'jane@alder.example' }, others: [], end: text.indexOf('Ok') },
    ])
    expect(headerBlocks('To:\nCc:\n')).toEqual([])
  })
  it('have the numbers of their own cards: with an address of theirs, or with none and their name', () => {
    const card = (lines: string): string => `BEGIN:VCARD\r\n${lines}\r\nEND:VCARD\r\n`
    const own = card(
      'FN:J. R.\r\nEMAIL:Jane@alder.example\r\nitem1.TEL;TYPE=cell:+353 85 \r\n 012 3456\r\nTEL;VALUE=uri:tel:+353-1-5550147',
    )
    const twin = card('FN:Jane Roe\r\nEMAIL:jane@web.example\r\nTEL:020 9999')
    const named = card('FN:Roe, Jane\r\nTEL:4711 22')
    expect(phonesOnCards(own + twin + named, new Set(['jane@alder.example']), ['Jane Roe'])).toEqual([
      '+353 85 012 3456',
      '+353-1-5550147',
      '4711 22',
    ])
  })
  it('wrote what stands below their name where no address of theirs is known', () => {
    const text = 'From: Roe, Jane <jane@alder.example>\nTo: Tom Daly\nSubject: x\n\nSee you\n\nJaney\n'
    expect(writtenBy(text, false, ownSender(new Set(), ['Jane Roe']))).toHaveLength(1)
    expect(writtenBy(text, false, ownSender(new Set(['roe@home.example']), ['Jane Roe']))).toEqual([])
  })
  it('are found by a full name with middle names, double surnames and pet names that no table foresees', () => {
    const text = 'We asked Sheri A. Righi, then Righi, Sheri (HR) and Sheri Righi-Moss; Dr. Tom Righi did not answer.'
    expect(namesInText(text, ['Sheri Righi'])).toEqual(expect.arrayContaining(['Sheri A. Righi', 'Sheri Righi-Moss']))
    expect(namesInText(text, ['Sheri Righi']).some((name) => name.includes('Tom'))).toBe(false)
  })
  it('are read from any text without a throw', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400, unit: fc.constantFrom(...'From:To<>@[]"(),;\n /O=CN= ab.éÄЖ-') }), (text) => {
        peopleInText(text)
        headerBlocks(text)
        signOffs(ownPart(text))
        namesInText(text, ['Anna Bär'])
      }),
    )
  })
  it.each(['From: ', '<a@b.c ', 'a@b.c ', '@', '<', 'Aa Bb ', 'Aa @b.c, ', '"x, ', 'On 1 ', '+49 0 '])(
    'are read from %j repeated, in time linear in the length',
    (piece) => {
      const text = piece.repeat(200_000)
      expect(
        unlessItHangs(() => {
          peopleInText(text)
          namesInText(text, ['Aa Bb'])
          return signOffs(ownPart(text))
        }),
      ).toMatchObject({ signed: [], phones: [] })
    },
  )
})

describe('a sign-off', () => {
  it.each([
    ['Hi Tom,\n\nall fine.\n\nKind regards\nKate', ['Kate'], ['Tom']],
    ['Hallo Frau Weiß,\n\nanbei.\n\nViele Grüße\nJürgen', ['Jürgen'], ['Weiß']],
    ['fyi\n\nKate x', ['Kate'], []],
    ['fyi\n\nTaïs', ['Taïs'], []],
    ['Bonjour Hélène,\nmerci.\n\nCordialement,\nJF', ['JF'], ['Hélène']],
  ])('of %j', (text, signed, greeted) => {
    expect(signOffs(text)).toMatchObject({ signed: expect.arrayContaining(signed), greeted })
  })
  it('is that of the sender, not of the mail quoted below', () => {
    const text = 'Fine.\n\nKate\n\nOn 4 May 2024, Tom Daly <tom@alder.example> wrote:\n> Hello\n>\n> Tom'
    expect(signOffs(ownPart(text)).signed).toEqual(['Kate'])
  })
  it('gives the numbers and addresses of the signature alone', () => {
    const { phones, addresses } = signOffs(
      'Call 020 111 2222 or bo@alder.example.\n\n--\nKate\nTel. +353 20 915 0142\nprivate: Kate@home.example',
    )
    expect(phones).toEqual(['+353 20 915 0142'])
    expect(addresses).toEqual(['kate@home.example'])
    expect(signOffs('write to bo@alder.example').addresses).toEqual([])
  })
})

describe('words that are the same', () => {
  it.each([
    ['Müller', 'Mueller'],
    ['Müller', 'Muller'],
    ['Sørensen', 'Soerensen'],
    ['Sørensen', 'Sorensen'],
    ['Weiß', 'Weiss'],
    ['Łukasz', 'Lukasz'],
    ['Соколова', 'Sokolova'],
    ['Παπαδόπουλος', 'Papadopoulos'],
    ['O’Rourke', "O'Rourke"],
  ])('%s and %s', (left, right) => expect(sameWord(left)).toBe(sameWord(right)))
  it('are a slip or two apart, never by the first letter', () => {
    expect(slipsBetween('brennan', 'brenan')).toBe(1)
    expect(slipsBetween('katherine', 'kathrien')).toBe(2)
    expect(slipsBetween('anna', 'hanna')).toBeNull()
    expect(slipsBetween('jon', 'jan')).toBeNull()
  })
  it('are written in Latin letters as passports do', () => {
    expect(romanised('Γιώργος')).toBe('Giorgos')
    expect(romanised('Смирнова')).toBe('Smirnova')
  })
})

describe('the nickname tables', () => {
  it('each name their source and licence, and hold no group twice', () => {
    for (const { language, source, licence, groups } of nicknameTables) {
      expect(source, language).not.toBe('')
      expect(licence, language).not.toBe('')
      const formal = groups
        .trim()
        .split('\n')
        .map((line) => line.split(' ')[0])
      expect(new Set(formal).size, language).toBe(formal.length)
    }
  })
  it.each([
    ['William', 'bill'],
    ['Bob', 'robert'],
    ['Margarethe', 'gretl'],
    ['Margarethe', 'grete'],
    ['Jean-François', 'jf'],
    ['Małgorzata', 'gosia'],
    ['Malgorzata', 'gosia'],
    ['Екатерина', 'катя'],
    ['Francesco', 'franco'],
  ])('know that %s is called %s', (formal, short) => {
    expect(nicknamesOf(formal).map(({ name }) => sameWord(name))).toContain(sameWord(short))
  })
})
