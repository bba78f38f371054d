/**
 * Which objects of a PDF nobody shows, found without a cross-reference table (ISO 32000-2 §7.5): a page removed from the tree, a picture that was replaced, an
 * earlier state. Their strings can be searched, but glyphs of an unknown font can't, so a stream among them can't be cleared.
 */
export interface LooseObject {
  readonly id: string
  /** Its text up to a stream's data, or the whole of it. */
  readonly text: string
  readonly stream: boolean
}

/** Ids of objects and what they hold, from the text outside of streams; `packed` are the unpacked object streams. */
export function looseObjects(outside: string, packed: readonly string[]): LooseObject[] {
  const found: LooseObject[] = []
  const heads = [...outside.matchAll(/(?<![0-9])(\d+)\s+\d+\s+obj\b/g)]
  for (const [index, head] of heads.entries()) {
    const text = outside.slice(head.index + head[0].length, heads[index + 1]?.index ?? outside.length)
    const end = text.indexOf('endobj')
    found.push({ id: String(Number(head[1])), text: end < 0 ? text : text.slice(0, end), stream: /\bendstream\b/.test(text) })
  }
  for (const content of packed) {
    const pairs = /^\s*((?:\d+\s+\d+\s+)+)/.exec(content)?.[1]?.trim().split(/\s+/).map(Number) ?? []
    const first = /^\s*(?:\d+\s+\d+\s+)+/.exec(content)?.[0].length ?? 0
    for (let at = 0; at + 1 < pairs.length; at += 2) {
      const next = pairs[at + 3]
      found.push({
        id: String(pairs[at]),
        text: content.slice(first + (pairs[at + 1] ?? 0), next === undefined ? undefined : first + next),
        stream: false,
      })
    }
  }
  return found
}

/** Ids that the trailers lead to, by way of every reference. */
export function reachable(objects: readonly LooseObject[], outside: string): Set<string> {
  const byId = Map.groupBy(objects, ({ id }) => id)
  const referencesOf = (text: string) =>
    [...text.matchAll(/(?<![0-9])(\d+)\s+\d+\s+R(?![A-Za-z])/g)].map((match) => String(Number(match[1])))
  const roots = [...outside.matchAll(/\btrailer\s*<<([\s\S]*?)(?:startxref|$)/g)].map((match) => match[1] ?? '')
  const streams = objects.filter(({ text }) => /\/Type\s*\/XRef\b/.test(text)).map(({ text }) => text)
  const open = [...roots, ...streams].flatMap(referencesOf)
  const seen = new Set<string>()
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    for (const { text } of byId.get(id) ?? []) open.push(...referencesOf(text))
  }
  return seen
}

/** Streams that nothing leads to. Those of the file's own making (cross-references, packed objects, the hints of a linearized file) belong to nothing by design. */
export function unshownStreams(objects: readonly LooseObject[], outside: string): string[] {
  const seen = reachable(objects, outside)
  const linearized = objects.some(({ text }) => /\/Linearized\b/.test(text))
  return objects
    .filter(({ id, stream }) => stream && !seen.has(id))
    .filter(
      ({ text }) =>
        !/\/Type\s*\/(?:XRef|ObjStm)\b/.test(text) && !(linearized && /\/S\s+\d+/.test(text) && !/\/(?:Type|Subtype)\b/.test(text)),
    )
    .map(({ id }) => id)
}
