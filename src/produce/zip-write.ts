/** Loaded with the first bundle, so that whatever else is started doesn't wait for it. */
async function zipLibrary(): Promise<typeof import('@zip.js/zip.js')> {
  const library = await import('@zip.js/zip.js')
  // Workers would be fetched by URL and outlive the call; Node's own streams deflate well enough.
  library.configure({ useWebWorkers: false })
  return library
}

/** A file of the bundle: `path` with `/`, bytes as they will be read. */
export interface BundleFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** Name of the one entry that shows in the outer zip. */
export const OUTER_ENTRY = 'content.zip'

/** The zip epoch, built in local time since DOS dates have no zone: the same bytes wherever it runs. */
const constantDate = () => new Date(1980, 0, 1)

const plain = () => ({
  lastModDate: constantDate(),
  extendedTimestamp: false,
  dataDescriptor: false,
  useWebWorkers: false,
  versionMadeBy: 20,
  externalFileAttributes: 0,
  msDosCompatible: true,
})

/** The inner zip: real names, deflated, constant dates. Byte-identical for the same files. */
export async function innerZip(files: readonly BundleFile[]): Promise<Uint8Array> {
  const { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } = await zipLibrary()
  const writer = new ZipWriter(new Uint8ArrayWriter(), { ...plain(), level: 6 })
  for (const file of files) await writer.add(file.path, new Uint8ArrayReader(file.bytes))
  return await writer.close()
}

/**
 * The outer zip: the inner one stored under an opaque name with AES-256 (AE-2, which holds no CRC of the plaintext). Only its salt differs
 * between two runs.
 */
export async function outerZip(inner: Uint8Array, passphrase: string): Promise<Uint8Array> {
  const { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } = await zipLibrary()
  const writer = new ZipWriter(new Uint8ArrayWriter(), {
    ...plain(),
    level: 0,
    password: passphrase,
    encryptionStrength: 3,
    zipCrypto: false,
  })
  await writer.add(OUTER_ENTRY, new Uint8ArrayReader(inner))
  return await writer.close()
}
