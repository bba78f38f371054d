// Sets a fresh clone up, with nothing but Node and npm on the machine. Plain JavaScript for any Node from 18 on, since it runs before
// anything is installed: the Node that runs the product (24) comes with the packages.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..')
const purpose = process.argv[2] ?? 'start'

/** What the installers say goes to standard error: standard output belongs to the command that is set up for (one JSON document). */
function run(program, args, options = {}) {
  return spawnSync(program, args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32', ...options }).status === 0
}

/** Installs exactly what the lock file names. Install scripts stay off: every binary we need is in its package. */
function installPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  const stamp = join(root, 'node_modules/.cache/setup')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  console.error('Setting up: installing packages (once; a few minutes) …')
  const npm = process.env.npm_execpath
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const done = npm ? run(process.execPath, [npm, ...args], { shell: false }) : run('npm', args)
  if (!done) {
    console.error('The packages could not be installed. Check that this machine reaches an npm registry, then run the same command again.')
    process.exit(1)
  }
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true })
  writeFileSync(stamp, lock)
}

/** The product runs on Node 24 or newer: the machine's own, or the one that came with the packages. */
function checkNode() {
  const bundled = ['node', 'node.cmd', 'node.exe'].some((name) => existsSync(join(root, 'node_modules/.bin', name)))
  if (bundled || Number(process.versions.node.split('.')[0]) >= 24) return
  console.error(
    `Node ${process.versions.node} is too old and no newer one is packaged for this system. Install Node 24 or newer, then run the same command again.`,
  )
  process.exit(1)
}

/** Debian packages that only the tests need: a browser, and independent witnesses. */
const witnesses = [
  ['chromium', 'chromium'],
  ['7z', 'p7zip-full'],
  ['qpdf', 'qpdf'],
  ['pdftotext', 'poppler-utils'],
  ['notmuch', 'notmuch'],
  ['mu', 'maildir-utils'],
  ['rg', 'ripgrep'],
  ['strace', 'strace'],
  ['ip', 'iproute2'],
  ['unshare', 'util-linux'],
  ['openssl', 'openssl'],
  ['python3', 'python3'],
  ['lz4', 'lz4'],
]
const fonts = ['fonts-noto-core', 'fonts-noto-cjk']

function onPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))
}

function installWitnesses() {
  const missing = witnesses.filter(([program]) => !onPath(program)).map(([, name]) => name)
  const noFonts = process.platform === 'linux' && !existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc')
  const wanted = [...missing, ...(noFonts ? fonts : [])]
  if (wanted.length === 0) return
  const root = process.getuid?.() === 0 && onPath('apt-get')
  if (root) {
    console.error(`Setting up: installing ${wanted.join(', ')} …`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    if (
      run('apt-get', ['-qq', 'update'], { env }) &&
      run('apt-get', ['-qq', '-y', '--no-install-recommends', 'install', ...wanted], { env })
    )
      return
  }
  console.error(`For the tests install: ${wanted.join(' ')}. Those that need them are counted as failed.`)
}

installPackages()
checkNode()
if (purpose === 'test') installWitnesses()
