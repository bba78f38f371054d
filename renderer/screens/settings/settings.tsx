export function Settings(_: Record<string, unknown>) {
  return null
}
