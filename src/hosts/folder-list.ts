import { lstatSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { AppError } from '../model/index.ts'

export interface FolderList {
  readonly path: string
  /** Null at the root. */
  readonly parent: string | null
  readonly entries: readonly { readonly name: string; readonly kind: 'folder' | 'file'; readonly size: number }[]
}

/**
 * What stands in a folder, folders first: for choosing a path where there is no native dialog. Links and devices are left out.
 *
 * @throws formats/cannot-read
 */
export function listFolder(path: string): FolderList {
  const folder = path === '' ? homedir() : resolve(path)
  if (path !== '' && !isAbsolute(path)) throw new AppError('formats/cannot-read', 'Give the whole path of the folder, from the root.', {})
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || entry.isFile())
      .map((entry) => ({
        name: entry.name,
        kind: entry.isDirectory() ? ('folder' as const) : ('file' as const),
        size: entry.isFile() ? (lstatSync(join(folder, entry.name), { throwIfNoEntry: false })?.size ?? 0) : 0,
      }))
      .sort((left, right) => (left.kind === right.kind ? left.name.localeCompare(right.name) : left.kind === 'folder' ? -1 : 1))
    const parent = dirname(folder)
    return { path: folder, parent: parent === folder ? null : parent, entries }
  } catch (error) {
    throw new AppError(
      'formats/cannot-read',
      'The folder cannot be read. Check that it is there and that you may open it.',
      { path: folder },
      error,
    )
  }
}
