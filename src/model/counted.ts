/** A number with its noun, for texts in English: `1 document`, `2 documents`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}
