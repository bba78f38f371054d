/**
 * Whether a path says where it is by itself, on this machine or another: `/a/b`, `C:\a`, `\\host\share`. A bare name would be written wherever the
 * program was started.
 */
export const isWhole = (path: string): boolean => /^(?:\/|[A-Za-z]:[\\/]|\\\\)/u.test(path)

/** The path under the ending of the format that was chosen, where it had the ending of another. */
export const withEnding = (path: string, formats: readonly string[], format: string): string => {
  const ending = /\.([A-Za-z]+)$/u.exec(path)?.[1]
  return ending !== undefined && formats.includes(ending.toLowerCase()) ? `${path.slice(0, -ending.length)}${format}` : path
}
