import { describe, expect, it } from 'vitest'
import { formsOf, fullNames, relateDisplay } from '../../src/identity/index.ts'
import { schemes } from '../../src/identity/slavic-schemes.ts'
import { identify } from '../../src/jobs/index.ts'
import { letter, mboxOf } from '../jobs/archive.ts'
import { indexOf, matterAbout } from './company/settle.ts'

const related = (own: string, shown: string): string | null => relateDisplay(fullNames([own]), shown)?.relation ?? null
const guesses = (name: string): ReadonlyMap<string, string> =>
  new Map(formsOf({ name }).flatMap(({ kind, form, certainty, why }) => (kind === 'name' && certainty === 'guess' ? [[form, why]] : [])))

describe('a Ukrainian or Russian name in Latin letters', () => {
  it.each([
    ['Сергій Шевченко', ['Serhii Shevchenko', 'Serhiy Shevchenko', 'Sergiy Shevchenko', 'Serhij Schewtschenko', 'Sergij Ševčenko']],
    ['Юлія Щербак', ['Yuliia Shcherbak', 'Yuliya Shcherbak', 'Julija Schtscherbak']],
    ['Євген Згурський', ['Yevhen Zghurskyi']],
    ['Дмитрий Чайковский', ['Dmitriy Chaykovskiy', 'Dmitry Chaykovsky', 'Dmitri Tschaikowski', 'Dmitrij Čajkovskij']],
    ['Елена Жукова', ['Yelena Zhukova', 'Jelena Schukowa', 'Elena Žukova']],
  ])('%s is offered as %j, surname first too, each with its rule', (name, expected) => {
    const forms = guesses(name)
    for (const form of expected) {
      expect(forms.get(form), form).toMatch(/^in Latin letters by /)
      expect([...forms.keys()]).toContain(form.split(' ').reverse().join(', '))
    }
  })
  it('keeps the languages apart: no Ukrainian rule for a Russian name, nor the other way round', () => {
    expect([...guesses('Сергій Шевченко').values()].some((why) => /Russian/.test(why))).toBe(false)
    expect([...guesses('Андрей Крылов').values()].some((why) => /Ukrain/.test(why))).toBe(false)
  })
  it('is looked for in Cyrillic letters, and by the other rules', () => {
    const forms = guesses('Serhiy Zelenskyy')
    expect(forms.get('Сергій Зеленський')).toMatch(/Cyrillic/)
    expect(forms.get('Serhii Zelenskyi')).toBe('in Latin letters by Ukraine’s rule of 2010')
    expect(guesses('Dmitri Tschaikow').has('Дмитрий Чайков')).toBe(true)
    expect(guesses('Yuliia Shcherbak').has('Юлія Щербак')).toBe(true)
  })
  it('keeps a surname that may be of any language, and writes the first name by the other rules', () => {
    const forms = guesses('Serhii Koval')
    expect(forms.get('Serhiy Koval')).toBe('in Latin letters by the English rule for Ukrainian')
    expect([...forms.keys()].some((form) => /Kowal/.test(form))).toBe(false)
  })
  it('is none where the first name is of another language, or the surname can’t be', () => {
    for (const name of ['Jane Roe', 'Hans Horn', 'Anna Smith'])
      expect(
        [...guesses(name).values()].some((why) => /Cyrillic|Latin letters/.test(why)),
        name,
      ).toBe(false)
  })

  it.each([
    ['Сергій Шевченко', 'Schewtschenko, Serhij', 'script'],
    ['Serhii Shevchenko', 'Sergiy Shevchenko', 'script'],
    ['Serhii Shevchenko', 'Сергій Шевченко', 'script'],
    ['Serhii Shevchenko', 'Schewtschenko Serhij', 'script'],
    ['Юлія Кузьменко', 'Kuzmenko, Julija', 'script'],
    ['Volodymyr Zelensky', 'Володимир Зеленський', 'script'],
    ['Dmitry Medvedev', 'Дмитрий Медведев', 'script'],
    ['Serhii Shevchenko', 'Сергей Шевченко', 'short'],
    ['Serhii Shevchenko', 'Андрій Шевченко', null],
    ['Serhii Shevchenko', 'Serhii Bondarenko', null],
    ['Anna Horn', 'Anna Gorn', null],
    ['Hans Wolf', 'Hans Volf', null],
  ])('%s and %s: %s', (own, shown, relation) => expect(related(own, shown)).toBe(relation))

  it('is found in an archive that has it in other letters, in headers and in texts', async () => {
    const mail = (id: string, from: string, body: string): string => letter({ id, from, to: 'bo@alder.example', body: `${body}\n` })
    const index = await indexOf(
      mboxOf([
        mail('a', 'Serhii Shevchenko <s@alder.example>', 'Hello'),
        mail('b', 'Schewtschenko, Serhij <serhij@birke.example>', 'Hallo'),
        mail('c', 'bo@alder.example', 'Sergiy Shevchenko called.'),
      ]),
    )
    const { forms, twins } = identify(index, matterAbout({ name: 'Сергій Шевченко', emails: ['s@alder.example'] }, 'eu-de'), [], 'UTC')
    expect(twins.map(({ addresses }) => addresses)).toEqual([['serhij@birke.example']])
    const documents = new Map(forms.map((form) => [form.form, form.documents]))
    for (const form of ['Serhii Shevchenko', 'Schewtschenko, Serhij', 'Sergiy Shevchenko']) expect(documents.get(form), form).toBe(1)
  })
  it('is found in texts that nothing in Latin letters leads to, a soft sign that Latin drops included', async () => {
    const index = await indexOf(
      mboxOf([letter({ id: 'a', body: 'Дзвонив Сергій Кузьменко.\n', headers: ['Content-Type: text/plain; charset=utf-8'] })]),
    )
    const { forms } = identify(index, matterAbout({ name: 'Serhii Kuzmenko' }, 'eu-de'), [], 'UTC')
    expect(forms.flatMap(({ form, documents }) => (documents > 0 ? [form.toLowerCase()] : []))).toEqual(
      expect.arrayContaining(['сергій', 'кузьменко']),
    )
  })
  it('is written by rules that each name their source and licence', () => {
    for (const { name, source, licence } of schemes) expect([source, licence].includes(''), name).toBe(false)
    expect(new Set(schemes.map(({ name }) => name)).size).toBe(schemes.length)
  })
})
