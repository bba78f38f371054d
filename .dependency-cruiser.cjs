/**
 * The map of the house: which room may import which. `test/architecture.test.ts` asserts that this table
 * equals the one in src/README.md, that every file was seen, and that a planted fault is reported.
 */
const rooms = {
  model: [],
  formats: ['model'],
  group: ['model'],
  identity: ['model'],
  detect: ['model'],
  redact: ['model'],
  produce: ['model', 'redact', 'formats'],
  law: ['model'],
  store: ['model'],
  search: ['model', 'store', 'identity'],
  jobs: ['model', 'formats', 'group', 'identity', 'detect', 'redact', 'produce', 'law', 'store', 'search'],
  api: ['model', 'formats', 'group', 'identity', 'detect', 'redact', 'produce', 'law', 'store', 'search', 'jobs'],
  hosts: ['api', 'model'],
}
/** Rooms that take no clock, randomness, environment, network or file system: files reach them as a ByteSource. */
const pure = ['model', 'formats', 'group', 'identity', 'detect', 'redact', 'law']

/** Doors within a room's own, to a part that can be had without loading the rest; the room's index.ts exports them too. */
const doors = ['formats/mail-side', 'jobs/index-side', 'jobs/reader']

const names = Object.keys(rooms)
const roomRules = names.map((room) => ({
  name: `room-${room}`,
  comment: `src/${room} may import only: ${rooms[room].join(', ') || 'nothing'}`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^(src|electron|renderer|test)/', pathNot: `^src/(${[room, ...rooms[room]].join('|')})/` },
}))

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: 'one-door-a-room',
      comment: 'another room is entered through its index.ts only, or through one of the doors above',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/([^/]+)/', pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$', `^src/(${doors.join('|')})\\.ts$`] },
    },
    {
      name: 'pure-rooms',
      comment: 'pure rooms take no file system, network, process or clock',
      severity: 'error',
      from: { path: `^src/(${pure.join('|')})/` },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|buffer|zlib|assert|util|url)$' },
    },
    {
      name: 'no-network',
      comment: 'only the browser host listens, on loopback; nothing connects',
      severity: 'error',
      from: { path: '^(src|electron)/', pathNot: '^src/hosts/browser/' },
      to: { path: '^(node:)?(net|http|https|http2|dgram|tls|dns|inspector)(/|$)' },
    },
    {
      name: 'electron-only-in-electron',
      severity: 'error',
      from: { path: '^(src|renderer)/' },
      to: { path: '(^electron$|node_modules/electron/)' },
    },
    {
      name: 'electron-room',
      severity: 'error',
      from: { path: '^electron/' },
      to: { path: '^(src|renderer|test)/', pathNot: '^src/(api|hosts|model)/' },
    },
    {
      name: 'renderer-takes-types-only',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(src|electron)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'renderer-sees-api-and-model',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(src|electron|test)/', pathNot: '^src/(api|model)/' },
    },
    {
      name: 'renderer-without-node',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, pathNot: '^node_modules/' } },
    { name: 'resolves', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^electron$' } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}

// For the architecture test; not enumerable, since the tool's own schema refuses further properties.
Object.defineProperty(module.exports, 'rooms', { value: rooms })
Object.defineProperty(module.exports, 'doors', { value: doors })
