/** Numbers of documents, or of rows of a text shard: four bytes each, so that a million of them are nothing to grow, to copy or to clear away. */
export type Numbers = Int32Array

/** Those of some numbers that a test lets pass, in their order. The arrays' own `filter` takes five times as long for a million. */
export function those(numbers: Numbers, test: (number: number) => boolean): Numbers {
  const passed = new Int32Array(numbers.length)
  let length = 0
  for (const number of numbers) if (test(number)) passed[length++] = number
  return passed.subarray(0, length)
}

/** One after the other. */
export function joined(parts: readonly Numbers[]): Numbers {
  const [only, ...others] = parts.filter(({ length }) => length > 0)
  if (only === undefined || others.length === 0) return only ?? new Int32Array()
  const all = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** Puts a number into a list in ascending order, once. Most come in that order, so that a hundred thousand for one list are nothing to compare. */
export function insertInOrder(list: number[], number: number): void {
  const at = placeInOrder(list, number)
  if (at === list.length) list.push(number)
  else if (list[at] !== number) list.splice(at, 0, number)
}

/** Takes a number out of a list in ascending order. */
export function removeInOrder(list: number[], number: number): void {
  const at = placeInOrder(list, number)
  if (list[at] === number) list.splice(at, 1)
}

/** Where a number stands in a list in ascending order, or would. */
function placeInOrder(list: readonly number[], number: number): number {
  if ((list.at(-1) ?? -Infinity) < number) return list.length
  let [from, to] = [0, list.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((list[middle] ?? 0) < number) from = middle + 1
    else to = middle
  }
  return from
}

/** As the statements take numbers that they look up. */
export function asJson(numbers: Numbers): string {
  return `[${numbers.join()}]`
}

/** Where numbers are read to before it is known how many they are; kept, since room for millions takes longer to get than to fill. */
let scratch = new Int32Array(4096)

/** What SQLite gives as `json_group_array` of whole numbers, as bytes. A million one by one would take longer than finding them, and as JSON twice the time. */
export function fromJson(given: Uint8Array): Numbers {
  // Not as Node's Buffer, whose elements are read more slowly.
  const bytes = new Uint8Array(given.buffer, given.byteOffset, given.byteLength)
  const end = bytes.length
  // A digit and a sign each, at least.
  if (scratch.length < end >> 1) scratch = new Int32Array(end >> 1)
  const numbers = scratch
  let length = 0
  let at = 0
  while (at < end) {
    let digit = (bytes[at++] ?? 0) - zero
    if (digit < 0 || digit > 9) continue
    let number = digit
    while (at < end) {
      digit = (bytes[at++] ?? 0) - zero
      if (digit < 0 || digit > 9) break
      number = number * 10 + digit
    }
    numbers[length++] = number
  }
  return numbers.slice(0, length)
}

const zero = 0x30
