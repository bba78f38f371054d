import { listFolder } from '../core/client.ts'

/** The folder in which a file was to be written last, so that the next one is offered beside it. */
let last: string | null = null

/** Remembers the folder of a whole path. */
export function rememberFolderOf(path: string): void {
  last = path.replace(/[\\/][^\\/]*$/, '') || '/'
}

/** Where a file of this name is offered to be written: in the folder of the last one, else the person's own; null where the host can't say. */
export async function offeredPath(name: string): Promise<string | null> {
  const folder = last ?? (window.desk === undefined ? (await listFolder('')).path : null)
  if (folder === null) return null
  const separator = folder.includes('\\') && !folder.includes('/') ? '\\' : '/'
  return folder.endsWith(separator) ? `${folder}${name}` : `${folder}${separator}${name}`
}
