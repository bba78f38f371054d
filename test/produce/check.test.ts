import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { directReader } from '../../src/formats/index.ts'
import { AppError } from '../../src/model/index.ts'
import { expand } from '../../src/produce/check-decode.ts'
import { leakSearch } from '../../src/produce/check-hits.ts'
import { canon, squash } from '../../src/produce/check-normalise.ts'
import { positiveControl } from '../../src/produce/control.ts'
import { checkBundle, expectationOf, LeakError, produce } from '../../src/produce/index.ts'
import { production, raw, tools } from './builder.ts'
import { htmlMail, marked, NAME, plainMail } from './mails.ts'

let folder = ''
let path = ''
let passphrase = ''
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'check-'))
  path = join(folder, 'bundle.zip')
  const made = await produce(
    await production([plainMail, htmlMail], { 0: marked, 1: marked, '1:2': marked, '1:4': marked }),
    { formats: ['eml', 'mbox'], out: path },
    tools(),
  )
  passphrase = made.passphrase
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a check of a bundle without its matter', () => {
  it('is refused where no string is named', async () => {
    await expect(checkBundle({ path, passphrase, reader: directReader, expectation: null })).rejects.toMatchObject({
      code: 'produce/no-needles',
    })
  })

  it('is refused where no string named could be found at all', async () => {
    await expect(checkBundle({ path, passphrase, reader: directReader, expectation: null, needles: ['—', ' '] })).rejects.toMatchObject({
      code: 'produce/no-needles',
    })
  })

  it('passes for a string that is absent, and names the place of one that is not', async () => {
    expect((await checkBundle({ path, passphrase, reader: directReader, expectation: null, needles: [NAME] })).passed).toBe(true)
    const found = await checkBundle({ path, passphrase, reader: directReader, expectation: null, needles: ['anna berg'] })
    expect(found.passed).toBe(false)
    expect(found.hits.map((hit) => hit.path)).toContain('mail/CTRL-000001.eml')
  })

  it('refuses a wrong passphrase, and a bundle of which one bit was changed', async () => {
    await expect(checkBundle({ path, passphrase: 'wrong', reader: directReader, expectation: null, needles: ['x'] })).rejects.toMatchObject(
      {
        code: 'produce/bundle-unreadable',
      },
    )
    const bytes = readFileSync(path)
    const at = Math.floor(bytes.length / 2)
    bytes[at] = (bytes[at] ?? 0) ^ 1
    writeFileSync(join(folder, 'changed.zip'), bytes)
    await expect(
      checkBundle({ path: join(folder, 'changed.zip'), passphrase, reader: directReader, expectation: null, needles: ['x'] }),
    ).rejects.toMatchObject({
      code: 'produce/bundle-unreadable',
    })
  })
})

describe('a production without any redaction', () => {
  it('is searched for what its originals hold and no rendition shows, and says so', async () => {
    const out = join(folder, 'plain.zip')
    const made = await produce(
      await production([raw('From: a@b.example\nSubject: x\nMessage-ID: <first@b.example>\n\nhello\n')]),
      { formats: ['eml'], out },
      tools(),
    )
    expect(made.check).toMatchObject({ passed: true, needles: 0 })
    expect(made.check.technicalNeedles).toBeGreaterThan(0)
    expect(made.check.notes[0]).toMatch(/Nothing was redacted/)
  })

  it('is refused where the originals hold nothing that is left out', async () => {
    const out = join(folder, 'nothing.zip')
    const input = await production([raw('From: a@b.example\nSubject: x\n\nhello\n')])
    await expect(produce(input, { formats: ['eml'], out }, tools())).rejects.toMatchObject({ code: 'produce/no-needles' })
    await expect(checkBundle({ path, passphrase, reader: directReader, expectation: expectationOf(input, ['eml']) })).rejects.toMatchObject(
      {
        code: 'produce/no-needles',
      },
    )
  })
})

describe('marks that no search could find', () => {
  it('are refused when there are no others', async () => {
    const input = await production([raw('From: a@b.example\nSubject: x\n\nhello ... there\n')], { 0: { mark: ['...'] } })
    await expect(produce(input, { formats: ['eml'], out: join(folder, 'dots.zip') }, tools())).rejects.toMatchObject({
      code: 'produce/no-needles',
    })
  })
})

describe('the positive control', () => {
  it('fails where the unredacted copy does not show what was redacted', async () => {
    const input = await production([plainMail], { 0: marked })
    const expectation = expectationOf(input, ['eml'])
    const [first] = expectation.needles
    if (first === undefined) throw new Error('needles')
    const broken = {
      ...expectation,
      needles: [...expectation.needles, { ...first, canon: 'never written', squashed: 'neverwritten', control: true }],
    }
    await expect(positiveControl(broken, tools())).rejects.toMatchObject({ code: 'produce/control-failed' })
    expect(await positiveControl(expectation, tools())).toBeGreaterThan(3)
  })
})

describe('a needle inside a longer word', () => {
  const about = (body: string) => raw(`From: a@b.example\nSubject: x\n\n${body}\n`)

  it('is no leak where a reviewer released that word', async () => {
    const input = await production([about('Allen met a challenge.')], { 0: { mark: ['Allen'] } })
    const made = await produce(input, { formats: ['eml'], out: join(folder, 'inside.zip') }, tools())
    expect(made.check.passed).toBe(true)
  })

  it('is one where the word stands by itself, whatever its case', async () => {
    const input = await production([about('Allen met ALLEN.')], { 0: { mark: ['Allen'] } })
    await expect(produce(input, { formats: ['eml'], out: join(folder, 'whole.zip') }, tools())).rejects.toBeInstanceOf(LeakError)
  })

  it('is one where a byte that nobody could read stands in the middle of a short name', async () => {
    const input = await production([about('山田太郎 met 山田\ufffd太郎.')], { 0: { mark: ['山田太郎'] } })
    await expect(produce(input, { formats: ['eml'], out: join(folder, 'unread.zip') }, tools())).rejects.toBeInstanceOf(LeakError)
  })

  it('is one where an address spells the redacted name', async () => {
    const input = await production([about('Lukas Wunner wrote from lukas.wunner@b.example')], { 0: { mark: ['Lukas Wunner'] } })
    await expect(produce(input, { formats: ['eml'], out: join(folder, 'address.zip') }, tools())).rejects.toMatchObject({
      code: 'produce/leak',
    })
  })
})

describe('an error about a leak', () => {
  it('names places and never the text', async () => {
    const input = await production([plainMail], { 0: { mark: [[NAME, 'h:from']] } })
    const error = await produce(input, { formats: ['eml'], out: join(folder, 'leak.zip') }, tools()).catch((found: unknown) => found)
    expect(error).toBeInstanceOf(AppError)
    const { message, details } = error as AppError
    expect(JSON.stringify([message, details])).not.toMatch(/Quillfeather/i)
    expect(JSON.stringify(details)).toContain('mail/CTRL-000001.eml')
  })
})

describe('decoding to a fixpoint', () => {
  const b64 = (text: string) => Buffer.from(text).toString('base64')
  it.each([
    ['base64', b64(NAME)],
    ['base64, shifted by one', `x ${b64(`x${NAME}`)}`],
    ['base64, shifted by two', b64(`xy${NAME}`)],
    ['base64 in base64', b64(b64(NAME))],
    ['base64 in a URL', `https://t.example/?q=${encodeURIComponent(b64(NAME))}`],
    ['text behind padding', b64('hi') + b64(NAME)],
    ['quoted-printable', 'Zo=C3=\r\n=AB Quill=\r\nfeather'],
    ['entities', 'Zo&euml; Quill&#102;eather'],
    ['UTF-7', 'Zo+AOs- Quillfeather'],
    ['encoded words', `=?utf-8?B?${b64('Zoë Qu')}?=\r\n =?utf-8?B?${b64('illfeather')}?=`],
    ['JSON', '{"a":"Zo\\u00eb Quillfeather"}'],
    ['percent encoding', encodeURIComponent(NAME)],
    ['UTF-16 in base64', Buffer.from(NAME, 'utf16le').toString('base64')],
    ['hexadecimal', Buffer.from(NAME).toString('hex')],
    ['inline tags', '<p>Zoë Qu<b></b>ill<i>fea</i>ther'],
    ['quoting', 'foo\n> Zoë\n> Quillfeather'],
    ['CSS', 'a{content:"Zo\\eb  Quillfeather"}'],
    ['RTF', "Zo\\'eb Quillfeather"],
    ['RFC 2231', "filename*0*=utf-8''Zo%C3%AB%20Qui;\r\n filename*1*=llfeather.txt"],
    ['soft hyphens', 'Zoë Quill\u00adfeather'],
    ['full width', 'Ｚｏë Ｑｕｉｌｌｆｅａｔｈｅｒ'],
    ['lookalikes', 'Zоë Quillfеаthеr'],
    ['base64 with plus signs in a URL', `https://t.example/?q=${encodeURIComponent(b64(`>>>~~~${NAME}`))}`],
    ['base64 six times', [1, 2, 3, 4, 5, 6].reduce((text) => b64(text), NAME)],
    ['UTF-7 of a percent encoding', `+${Buffer.from(encodeURIComponent(NAME), 'utf16le').swap16().toString('base64').replace(/=+$/, '')}-`],
    ['a right-to-left override', `\u202e${[...NAME].reverse().join('')}\u202c`],
    ['hexadecimal of base64', Buffer.from(b64(NAME)).toString('hex')],
  ])('finds the name in %s', (_, text) => {
    const wanted = squash(canon(NAME))
    expect(expand(text)?.some((reading) => squash(canon(reading.text)).includes(wanted))).toBe(true)
  })

  it('gives up, and says so, where there is no end to it', () => {
    const deep = Array.from({ length: 16 }).reduce<string>((text) => b64(text), NAME)
    expect(expand(deep)).toBeNull()
    const search = leakSearch([], null, directReader)
    search.layer({ path: 'mail/x.eml', layer: 'text', owners: null, text: deep, noisy: false })
    expect(search.problems).toMatchObject([{ code: 'undecodable', path: 'mail/x.eml' }])
  })
})

describe('a text wrapped in more layers than can be looked at', () => {
  const deep = `Loop: &${'amp;'.repeat(14)}lt; and so on, says Zoe Quillfeather.`
  const mail = raw(`From: a@b.example\nSubject: x\nMessage-ID: <deep@b.example>\n\n${deep}\n`)

  it('keeps a bundle back that shows it', async () => {
    const input = await production([mail], { 0: { mark: ['Zoe Quillfeather'] } })
    await expect(produce(input, { formats: ['eml'], out: join(folder, 'deep.zip') }, tools())).rejects.toMatchObject({
      code: 'produce/undecodable',
    })
  })

  it('keeps none back that withholds it, or in which it is redacted', async () => {
    const withheld = await production([mail, plainMail], { 0: { disposition: 'withhold', ground: 'EU-15(4)' } })
    const marked = await production([mail], { 0: { mark: [deep.slice(6, 70)] } })
    for (const [index, input] of [withheld, marked].entries()) {
      const made = await produce(input, { formats: ['eml'], out: join(folder, `shallow${index}.zip`) }, tools())
      expect(made.check.passed).toBe(true)
    }
  })
})
