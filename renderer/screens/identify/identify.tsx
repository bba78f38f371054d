export function Identify(_: Record<string, unknown>) {
  return null
}
