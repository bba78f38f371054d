import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CheckView, GateItem, Input, ProducedView } from '../../api/index.ts'
import { AppError, asId, type ProductionId } from '../../model/index.ts'
import type { CliCommand } from './command.ts'
import { passphraseFromFile } from './passphrase.ts'
import { textList, textTable } from './text-table.ts'

type Format = NonNullable<Input<'produce.run'>['formats']>[number]

function checkText(check: CheckView): string {
  const verdict = check.passed ? 'none found' : `${check.hits.length} FOUND, ${check.problems.length} problems`
  const hits = textTable(
    ['REDACTION', 'LAYER', 'WHERE'],
    check.hits.map(({ needle, layer, path }) => [needle, layer, path]),
  )
  const problems = textTable(
    ['PROBLEM', 'WHERE', 'WHAT'],
    check.problems.map(({ code, path, message }) => [code, path, message]),
  )
  return `${check.needles} texts that redactions hide and withheld documents hold, and ${check.technicalNeedles} values of dropped headers and hidden text, were searched for in ${check.layers} decoded layers of the finished bundle: ${verdict}.\n${hits}${problems}`
}

function producedText(json: ProducedView): string {
  const facts = textList([
    ['Bundle', json.bundle],
    ['SHA-256', json.sha256],
    ['Documents', json.documents],
    ['Pages', json.pages],
    ['Withheld', json.withheld],
    ['Not opened', json.notViewed],
    ['Passphrase given', json.givenPassphrase],
    ['Passphrase', json.passphrase],
  ])
  const once = json.passphrase === null ? '' : 'The passphrase is shown this once and kept nowhere. Hand it over apart from the bundle.\n'
  return facts + once + checkText(json.check)
}

function gatePlaces({ places = [] }: GateItem): string {
  return textTable(
    ['DOCUMENT', 'NUMBER', 'SURFACE', 'WHERE', 'TEXT'],
    places.map(({ document, controlNumber, surface, start, end, text }) => [
      document,
      controlNumber,
      surface ?? 'across the page',
      end > start ? `${start}–${end}` : 'broken up or encoded',
      text,
    ]),
  )
}

/** Gate, production, check, logs, demonstration. */
export const produceCliCommands: readonly CliCommand[] = [
  {
    name: 'gate',
    usage: 'M',
    summary: 'shows what is still missing before a production',
    options: {},
    words: [1, 1],
    signIn: true,
    run: async (session, args) => {
      const json = await session.call('produce.gate', { matter: await session.matter(args.words[0]) })
      return { json, text: json.items.map((item) => `${item.ok ? 'ok     ' : 'missing'}  ${item.text}\n${gatePlaces(item)}`).join('') }
    },
  },
  {
    name: 'produce',
    usage: 'M --out FILE [--formats eml,mbox,pdf] [--passphrase-out F]',
    summary: 'gate, render, number, bundle, check, release',
    more: 'The bundle appears only after the leak check has passed. Interrupted, the same command goes on where it stopped.',
    options: { out: 'text', formats: 'text', 'passphrase-out': 'text' },
    words: [1, 1],
    signIn: true,
    run: async (session, args) => {
      const formats = args.text('formats')?.split(',').filter(Boolean) as Format[] | undefined
      const passphraseOut = args.text('passphrase-out')
      const json = await session.call('produce.run', {
        matter: await session.matter(args.words[0]),
        out: resolve(args.need('out')),
        formats,
        ...(passphraseOut === undefined ? {} : { passphraseOut: resolve(passphraseOut) }),
      })
      return { json, text: producedText(json) }
    },
  },
  {
    name: 'check',
    usage: 'BUNDLE --bundle-passphrase-file F [--needles FILE]',
    summary: 'searches a bundle for every redaction again, and for further strings',
    more: 'FILE of --needles: one string a line. Status 1 when something is found.',
    options: { 'bundle-passphrase-file': 'text', needles: 'text' },
    words: [1, 1],
    signIn: true,
    run: async (session, args) => {
      const needles = args.text('needles')
      const json = await session.call('check.bundle', {
        bundle: resolve(args.words[0] ?? ''),
        passphrase: passphraseFromFile(args.need('bundle-passphrase-file')),
        needles: needles === undefined ? [] : lines(needles),
      })
      return { json, text: checkText(json), status: json.passed ? 0 : 1 }
    },
  },
  {
    name: 'log',
    usage: 'M --edition internal|requester|privilege --format csv|json|pdf --out F [--production P]',
    summary: "writes the redaction log, or the requester's schedule",
    options: { edition: 'text', format: 'text', out: 'text', production: 'text' },
    words: [1, 1],
    signIn: true,
    run: async (session, args) => {
      const production = args.text('production')
      const json = await session.call('log.write', {
        matter: await session.matter(args.words[0]),
        edition: args.need('edition') as Input<'log.write'>['edition'],
        format: args.need('format') as Input<'log.write'>['format'],
        out: resolve(args.need('out')),
        ...(production === undefined ? {} : { production: asId<ProductionId>(production) }),
      })
      return { json, text: `${json.rows} rows written to ${json.out}.\n` }
    },
  },
  {
    name: 'demo',
    alone: true,
    usage: '[--out DIR]',
    summary: 'the whole way on the bundled sample archive',
    options: { out: 'text' },
    words: [0, 0],
    signIn: false,
    run: async (session, args) => {
      const json = await session.call('demo.run', { out: resolve(args.text('out') ?? 'disclosure-desk-demo') })
      return {
        json,
        text: `${producedText(json)}${textList([
          ['Letter', json.letter],
          ['Internal log', json.internalLog],
        ])}`,
      }
    },
  },
]

function lines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8')
      .replace(/^\ufeff/, '')
      .split(/\r?\n/)
      .filter((line) => line !== '')
  } catch (error) {
    throw new AppError('formats/cannot-read', 'The file of further strings cannot be read. Check its path and rights.', { path }, error)
  }
}
