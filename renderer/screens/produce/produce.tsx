export function Produce(_: Record<string, unknown>) {
  return null
}
