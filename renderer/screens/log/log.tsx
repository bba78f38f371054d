export function Log(_: Record<string, unknown>) {
  return null
}
