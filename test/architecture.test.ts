import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const require = createRequire(import.meta.url)
const { rooms } = require('../.dependency-cruiser.cjs') as { rooms: Readonly<Record<string, readonly string[]>> }

function cruise(): { modules: { source: string }[]; summary: { violations: { rule: { name: string }; from: string }[] } } {
  const program = join(root, 'node_modules/.bin/depcruise')
  const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src', 'electron', 'renderer']
  try {
    return JSON.parse(execFileSync(program, args, { cwd: root, maxBuffer: 1 << 28 }).toString('utf8'))
  } catch (error) {
    return JSON.parse(String((error as { stdout: Buffer }).stdout))
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
    expect(started.sort()).toEqual(['reader-thread', 'worker', 'worker-files'])
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

  it('is seen whole by the tool and holds', () => {
    const { modules, summary } = cruise()
    const seen = new Set(modules.map((module) => join(root, module.source)))
    const unseen = [...sources('src'), ...sources('electron'), ...sources('renderer')].filter((file) => !seen.has(file))
    expect(unseen).toEqual([])
    expect(summary.violations).toEqual([])
  })
})

describe('a fault in the map', () => {
  const planted: string[] = []
  function plant(file: string, text: string): void {
    const path = join(root, file)
    mkdirSync(resolve(path, '..'), { recursive: true })
    writeFileSync(path, text)
    planted.push(path)
  }
  afterEach(() => {
    for (const path of planted.splice(0)) rmSync(path)
  })

  it.each([
    ['room-model', 'src/model/planted-fault.ts', "import '../store/index.ts'\n"],
    [
      'room-redact',
      'src/redact/planted-fault.ts',
      "import type { OpenWorkspace } from '../store/index.ts'\nexport type Planted = OpenWorkspace\n",
    ],
    ['pure-rooms', 'src/law/planted-fault.ts', "import 'node:fs'\n"],
    ['no-network', 'src/jobs/planted-fault.ts', "import 'node:https'\n"],
    ['electron-only-in-electron', 'src/api/planted-fault.ts', "import 'electron'\n"],
    ['renderer-without-node', 'renderer/planted-fault.ts', "import 'node:fs'\n"],
    ['renderer-takes-types-only', 'renderer/planted-fault.ts', "import { fold } from '../src/model/index.ts'\nfold('')\n"],
    ['one-door-a-room', 'src/jobs/planted-fault.ts', "import '../law/deadline.ts'\n"],
  ])('against %s is caught', (rule, file, text) => {
    plant(file, text)
    const caught = cruise().summary.violations.filter((violation) => violation.from === file)
    expect(caught.map((violation) => violation.rule.name)).toContain(rule)
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
