import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const require = createRequire(import.meta.url)
const { rooms, doors } = require('../.dependency-cruiser.cjs') as {
  readonly rooms: Readonly<Record<string, readonly string[]>>
  readonly doors: readonly string[]
}

/** One fault for each kind of rule: the rule that must catch it, the file it stands in, its text. */
const faults: readonly (readonly [rule: string, file: string, text: string])[] = [
  ['room-model', 'src/model/fault-in-room.ts', "import '../store/index.ts'\n"],
  [
    'room-redact',
    'src/redact/fault-of-types.ts',
    "import type { OpenWorkspace } from '../store/index.ts'\nexport type Planted = OpenWorkspace\n",
  ],
  ['pure-rooms', 'src/law/fault-of-purity.ts', "import 'node:fs'\n"],
  ['no-network', 'src/jobs/fault-of-network.ts', "import 'node:https'\n"],
  ['electron-only-in-electron', 'src/api/fault-of-electron.ts', "import 'electron'\n"],
  ['renderer-without-node', 'renderer/fault-of-node.ts', "import 'node:fs'\n"],
  ['renderer-takes-types-only', 'renderer/fault-of-code.ts', "import { fold } from '../src/model/index.ts'\nfold('')\n"],
  ['one-door-a-room', 'src/jobs/fault-at-the-door.ts', "import '../law/deadline.ts'\n"],
]

interface Cruised {
  readonly modules: readonly { readonly source: string }[]
  readonly summary: { readonly violations: readonly { readonly rule: { readonly name: string }; readonly from: string }[] }
}

/** The map of a copy of the sources with every fault planted in it. Nothing imports a fault, so all else is as in the sources. */
function cruiseWithFaults(): Cruised {
  const copy = mkdtempSync(join(tmpdir(), 'desk-map-'))
  try {
    for (const part of ['src', 'electron', 'renderer', 'resources', 'package.json', 'tsconfig.json', '.dependency-cruiser.cjs'])
      cpSync(join(root, part), join(copy, part), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction')
    for (const [, file, text] of faults) writeFileSync(join(copy, file), text, { flag: 'wx' })
    // It ends with the number of violations as its status.
    const { stdout } = spawnSync(
      process.execPath,
      [
        join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
        ...['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src', 'electron', 'renderer'],
      ],
      { cwd: copy, maxBuffer: 1 << 28 },
    )
    return JSON.parse(stdout.toString('utf8')) as Cruised
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
}

describe('the map of rooms', () => {
  it('is the same in src/README.md and in the tool that enforces it', () => {
    const table = readFileSync(join(root, 'src/README.md'), 'utf8')
    const documented = Object.fromEntries(
      [...table.matchAll(/^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$/gm)].map(([, room = '', may = '']) => [
        room,
        may.trim() === '–' ? [] : may.trim().split(', '),
      ]),
    )
    expect(documented).toEqual(rooms)
  })

  it('has every thread that the core starts among the entries of the build', () => {
    const config = readFileSync(join(root, 'electron.vite.config.ts'), 'utf8')
    const started = sources('src').flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/\bworkerEntry\('([^']+)'\)/g)].map(([, name = '']) => name),
    )
    expect(started.sort()).toEqual(['reader-thread', 'worker', 'worker-collect', 'worker-files'])
    for (const name of started) expect(config).toContain(`resolve('src/jobs/${name}.ts')`)
    // Any other way to name one would name the source, which isn't there in what was built.
    expect(sources('src').filter((path) => /new URL\('[^']+\.ts', import\.meta\.url\)/.test(readFileSync(path, 'utf8')))).toEqual([])
  })

  it('reads files from outside in threads alone', () => {
    const inThreads = /[\\/](?:formats[\\/][^\\/]+|jobs[\\/](?:file-reader-task|worker-[a-z]+))\.ts$/
    const reading = sources('src').filter((path) =>
      /\b(?:readPdf|renderPdfPage|decodeImage|surfacesOfAttachment)\(/.test(readFileSync(path, 'utf8')),
    )
    expect(reading.filter((path) => !inThreads.test(path))).toEqual([])
  })

  it('covers every folder of src, each with one head comment at its door', () => {
    const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
    expect(folders.map((entry) => entry.name).sort()).toEqual(Object.keys(rooms).sort())
    for (const room of Object.keys(rooms)) {
      expect(readFileSync(join(root, 'src', room, 'index.ts'), 'utf8'), room).toMatch(new RegExp(`^/\\*\\*\\s+\\* ${room}: `))
    }
  })

  it('has no door within a room that leads elsewhere than the room’s own', () => {
    for (const door of doors) {
      const [room = '', name = ''] = door.split('/')
      expect(readFileSync(join(root, 'src', `${door}.ts`), 'utf8'), door).toMatch(new RegExp(`^/\\*\\*\\s+\\* ${room}, `))
      expect(readFileSync(join(root, 'src', room, 'index.ts'), 'utf8'), door).toContain(`export * from './${name}.ts'`)
    }
  })

  describe('in the tool, with a fault planted for each kind of rule', () => {
    let cruised: Cruised
    beforeAll(() => {
      cruised = cruiseWithFaults()
    })

    it('is seen whole, and holds but for the faults', () => {
      const seen = new Set(cruised.modules.map((module) => join(root, module.source)))
      const unseen = [...sources('src'), ...sources('electron'), ...sources('renderer')].filter((file) => !seen.has(file))
      expect(unseen).toEqual([])
      const planted = new Set(faults.map(([, file]) => file))
      expect(cruised.summary.violations.filter(({ from }) => !planted.has(from))).toEqual([])
    })

    it.each(faults)('catches the fault against %s', (rule, file) => {
      const caught = cruised.summary.violations.filter(({ from }) => from === file)
      expect(caught.map((violation) => violation.rule.name)).toContain(rule)
    })
  })
})

describe('a source file', () => {
  it('has at most 500 lines', () => {
    const long = ['src', 'electron', 'renderer', 'test']
      .flatMap(sources)
      .filter((file) => readFileSync(file, 'utf8').split('\n').length > 500)
    expect(long).toEqual([])
  })

  it('opens no connection: fetch and sockets are not named outside the browser host and the page', () => {
    const calls = /\b(fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon)\s*\(/
    const callers = [...sources('src'), ...sources('electron')].filter((file) => calls.test(readFileSync(file, 'utf8')))
    expect(callers).toEqual([])
  })

  it('of a pure room takes no clock and no randomness', () => {
    const pure = ['model', 'formats', 'group', 'identity', 'detect', 'redact', 'law']
    const impure = /\b(Date\.now\(|new Date\(\)|Math\.random\(|randomBytes\(|randomUUID\(|process\.env|console\.)/
    const faults = pure.flatMap((room) => sources(`src/${room}`)).filter((file) => impure.test(readFileSync(file, 'utf8')))
    expect(faults).toEqual([])
  })
})
