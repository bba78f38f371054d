import { describe, expect, it } from 'vitest'
import { readArguments } from '../../src/hosts/cli/arguments.ts'
import { progressText, showProgress } from '../../src/hosts/cli/progress-line.ts'
import { cliCommands, findCommand } from '../../src/hosts/cli/run.ts'
import { printable, textTable } from '../../src/hosts/cli/text-table.ts'
import type { Progress } from '../../src/model/index.ts'

const table = { all: 'switch', out: 'text', limit: 'number', email: 'repeated', doc: 'documents' } as const
const [one, two] = [`m${'0'.repeat(20)}`, `a${'f'.repeat(20)}`]

describe('The command line', () => {
  it('reads values after a space or an equals sign, and repeated ones in order', () => {
    const args = readArguments(['M1', '--email', 'a@x', '--out=file=1', '--email=b@x', '--all', '--limit', '5'], table)
    expect([args.words, args.many('email'), args.text('out'), args.flag('all'), args.number('limit')]).toEqual([
      ['M1'],
      ['a@x', 'b@x'],
      'file=1',
      true,
      5,
    ])
  })

  it('takes several documents after one --doc, and not the request that follows them', () => {
    expect(readArguments(['--doc', one, two, 'M1'], table)).toMatchObject({ words: ['M1'] })
    expect(readArguments(['--doc', one, two, '--doc', one], table).many('doc')).toEqual([one, two, one])
  })

  it('takes words that begin with a dash: - alone, and all after --', () => {
    expect(readArguments(['-', '-budget', '--', '--all', '--x'], table).words).toEqual(['-', '-budget', '--all', '--x'])
  })

  it.each([[['--out']], [['--out', '--all']], [['--all=yes']], [['--out', 'a', '--out', 'b']], [['--nope']], [['--toString']]])(
    'refuses %j',
    (given) => {
      expect(() => readArguments(given, table)).toThrow(expect.objectContaining({ code: 'hosts/usage' }))
    },
  )

  it('finds commands of one and two words, after options that stand before them', () => {
    expect(findCommand(['--workspace', 'source', '--json', 'source', 'add', 'x'])).toMatchObject({
      command: { name: 'source add' },
      rest: ['--workspace', 'source', '--json', 'x'],
    })
    expect(findCommand(['mark', 'M1']).command.name).toBe('mark')
    expect(new Set(cliCommands.map(({ name }) => name)).size).toBe(cliCommands.length)
  })
})

describe('Text on a terminal', () => {
  it('never obeys what a mail says', () => {
    expect(printable('a\u001b[2Jb\u202Ec\nd\u0007')).toBe('a�[2Jb�c d�')
    expect(textTable(['X'], [['\u001b]0;owned\u0007']])).not.toContain('\u001b')
  })

  it('aligns columns, numbers to the right, wide letters as two', () => {
    expect(
      textTable(
        ['NAME', 'N'],
        [
          ['ab', 5],
          ['日本', 12],
          ['é', null],
        ],
      ),
    ).toBe('NAME   N\nab     5\n日本  12\né\n')
  })
})

describe('Progress on standard error', () => {
  const progress: Progress = {
    job: 'J1',
    kind: 'ingest',
    step: 'Reading mail',
    done: 12_000,
    total: 34_207,
    unit: 'messages',
    perSecond: 2900,
    remainingMs: 7600,
    state: 'running',
  }

  it('says how far, how fast and how long', () => {
    expect(progressText(progress)).toBe('Reading mail: 12,000 of 34,207 messages, 2,900 a second, 8 s left')
    expect(progressText({ ...progress, done: 0, total: null, remainingMs: null, perSecond: null })).toBe('Reading mail')
    expect(progressText({ ...progress, remainingMs: 0 })).not.toContain('left')
    expect(progressText({ ...progress, total: null, remainingMs: null, perSecond: null })).toBe('Reading mail: 12,000 messages')
  })

  it('is a line every few seconds where there is no terminal, and one at the end', () => {
    let nowMs = 0
    const lines: string[] = []
    const shown = showProgress({ write: (text) => lines.push(text) }, () => nowMs)
    for (; nowMs <= 10_000; nowMs += 200) shown.onEvent({ type: 'progress', progress })
    expect(lines).toHaveLength(3)
    shown.onEvent({ type: 'progress', progress: { ...progress, state: 'done' } })
    expect(lines).toHaveLength(4)
    expect(lines.every((line) => line.endsWith('\n') && !line.includes('\u001b'))).toBe(true)
  })

  it('is a bar that redraws itself on a terminal, never wider than it', () => {
    const written: string[] = []
    const shown = showProgress({ isTTY: true, columns: 60, write: (text) => written.push(text) }, () => 0)
    shown.onEvent({ type: 'progress', progress })
    shown.end()
    expect(written[0]?.startsWith('\r\u001b[K')).toBe(true)
    expect((written[0] ?? '').slice(4).length).toBeLessThan(60)
    expect(written.at(-1)).toBe('\r\u001b[K')
  })
})
