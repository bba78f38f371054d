export function Approve(_: Record<string, unknown>) {
  return null
}
