import type { ProblemCode } from '../model/index.ts'
import { type HeaderBlock, type HeaderBudget, type RawField, readHeaderBlock } from './header-block.ts'
import type { MimeLimits } from './limits.ts'
import { type HeaderParameters, parseParameters } from './parameters.ts'

/** An entity while the structure is read: offsets into the buffer scanned. */
export interface Entity {
  readonly fields: readonly RawField[]
  type: string
  readonly parameters: HeaderParameters
  readonly bodyStart: number
  bodyEnd: number
  /** Where the preamble ends: before the first delimiter; -1 where that never came. */
  preambleEnd: number
  /** Where the epilogue begins: after the close delimiter's line; -1 where that never came. */
  epilogueStart: number
  readonly children: Entity[]
  readonly problems: ProblemCode[]
}

/** Allowances that all entities of a message share, those of nested messages included. */
export interface Budget extends HeaderBudget {
  parts: number
  nestedBytes: number
}

interface Open {
  readonly entity: Entity
  readonly boundary: Buffer
  /** End of the last delimiter line: what stands between it and the next is a part, before the first the preamble. */
  lastLineEnd: number
}

const dashLine = Buffer.from('\n--')
const noType = parseParameters('')

/**
 * Finds the parts of `buffer[start, end)` in one pass: each line that starts with `--` is compared with the boundaries of the open
 * multiparts, innermost first (RFC 2046 §5.1), so the time is linear in the bytes whatever the nesting.
 */
export function readStructure(buffer: Buffer, start: number, end: number, limits: MimeLimits, budget: Budget, depth: number): Entity {
  const stack: Open[] = []
  const isDelimiter = (lineStart: number): boolean => findDelimiter(buffer, lineStart, end, stack) !== null
  const root = readEntity(buffer, start, end, limits, budget, true, 'text/plain', isDelimiter)
  openMultipart(root, stack, limits, depth)
  let at = root.bodyStart
  while (stack.length > 0) {
    const line = nextDashLine(buffer, at, end)
    if (line < 0) break
    const found = findDelimiter(buffer, line, end, stack)
    if (found === null) {
      at = line + 2
      continue
    }
    const contentEnd = beforeLineBreak(buffer, line)
    closeAbove(stack, found.level, contentEnd)
    const open = stack[found.level] as Open
    const empty = found.closing && open.entity.children.length === 0
    // Closed before any part: what stands before the close delimiter would be shown nowhere.
    if (empty) asText(open.entity)
    else endLastChild(open, contentEnd)
    open.lastLineEnd = found.lineEnd
    at = found.lineEnd
    if (found.closing) {
      open.entity.epilogueStart = found.lineEnd
      stack.pop()
      // What follows up to the next outer delimiter is the epilogue: inside this multipart's range, in none of its parts.
      continue
    }
    if (budget.parts <= 0) {
      open.entity.problems.push('too-many-parts')
      open.entity.children.push(restOf(at, end))
      open.entity.epilogueStart = end
      break
    }
    const child = readEntity(buffer, at, end, limits, budget, false, defaultType(open.entity), isDelimiter)
    open.entity.children.push(child)
    openMultipart(child, stack, limits, depth)
    at = child.bodyStart
  }
  closeAbove(stack, -1, end)
  root.bodyEnd = end
  return root
}

function readEntity(
  buffer: Buffer,
  start: number,
  end: number,
  limits: MimeLimits,
  budget: Budget,
  root: boolean,
  fallback: string,
  isDelimiter: (lineStart: number) => boolean,
): Entity {
  budget.parts--
  const block: HeaderBlock = readHeaderBlock(buffer, start, end, limits, budget, root, isDelimiter)
  const field = block.fields.find((candidate) => candidate.lower === 'content-type')
  const parameters = field === undefined ? noType : parseParameters(field.raw)
  const readable = /^[^\s/]+\/[^\s/]+$/.test(parameters.value)
  const bare = parameters.value === 'text' ? 'text/plain' : fallback
  const problems = [...block.problems]
  if (parameters.ambiguous || (field !== undefined && !readable && parameters.value !== 'text')) problems.push('ambiguous-structure')
  return {
    fields: block.fields,
    type: readable ? parameters.value : field === undefined ? fallback : bare,
    parameters,
    bodyStart: block.bodyStart,
    bodyEnd: end,
    preambleEnd: -1,
    epilogueStart: -1,
    children: [],
    problems,
  }
}

/** RFC 2046 §5.1.5: the parts of a digest are messages where they don't say otherwise. */
function defaultType(parent: Entity): string {
  return parent.type === 'multipart/digest' ? 'message/rfc822' : 'text/plain'
}

function openMultipart(entity: Entity, stack: Open[], limits: MimeLimits, depth: number): void {
  if (!entity.type.startsWith('multipart/')) return
  if (depth + stack.length >= limits.depth) {
    entity.problems.push('too-deep')
    return
  }
  const boundary = entity.parameters.boundary.trimEnd()
  if (boundary === '') {
    asText(entity)
    return
  }
  if (stack.some((open) => open.boundary.toString('latin1') === boundary)) entity.problems.push('ambiguous-structure')
  stack.push({ entity, boundary: Buffer.from(boundary, 'latin1'), lastLineEnd: -1 })
}

/** A multipart that can't be taken apart is shown whole, as text: nothing in it stays unseen. */
function asText(entity: Entity): void {
  entity.type = 'text/plain'
  entity.problems.push('missing-boundary')
}

/** Start of the next line that begins with `--`, at or after `at`; -1 if none. */
function nextDashLine(buffer: Buffer, at: number, end: number): number {
  if (at + 1 < end && buffer[at] === 0x2d && buffer[at + 1] === 0x2d && (at === 0 || buffer[at - 1] === 10)) return at
  const found = buffer.indexOf(dashLine, Math.max(0, at - 1))
  return found < 0 || found + 3 > end ? -1 : found + 1
}

interface Delimiter {
  readonly level: number
  readonly closing: boolean
  readonly lineEnd: number
}

function findDelimiter(buffer: Buffer, line: number, end: number, stack: readonly Open[]): Delimiter | null {
  if (buffer[line + 1] !== 0x2d) return null
  for (let level = stack.length - 1; level >= 0; level--) {
    const { boundary, entity } = stack[level] as Open
    const after = line + 2 + boundary.length
    if (after > end || buffer[line + 2] !== boundary[0]) continue
    if (buffer.compare(boundary, 0, boundary.length, line + 2, after) !== 0) continue
    const closing = buffer[after] === 0x2d && buffer[after + 1] === 0x2d && after + 1 < end
    let rest = closing ? after + 2 : after
    while (rest < end && (buffer[rest] === 0x20 || buffer[rest] === 0x09 || buffer[rest] === 13)) rest++
    if (rest >= end) return { level, closing, lineEnd: end }
    if (buffer[rest] === 10) return { level, closing, lineEnd: rest + 1 }
    // By RFC 2046 the boundary at the start of the line would do; most readers want the whole line. A crafted mail uses the gap.
    if (!entity.problems.includes('ambiguous-structure')) entity.problems.push('ambiguous-structure')
  }
  return null
}

/** The line break before a delimiter belongs to the delimiter (RFC 2046 §5.1.1). */
function beforeLineBreak(buffer: Buffer, line: number): number {
  if (line > 0 && buffer[line - 1] === 10) return line > 1 && buffer[line - 2] === 13 ? line - 2 : line - 1
  return line
}

/** Ends the multiparts deeper than `level`, whose own close delimiters never came. */
function closeAbove(stack: Open[], level: number, contentEnd: number): void {
  while (stack.length - 1 > level) {
    const open = stack.pop() as Open
    if (open.lastLineEnd < 0) asText(open.entity)
    else if (open.entity.epilogueStart < 0) open.entity.problems.push('unclosed-multipart')
    endAt(open.entity, contentEnd)
    const last = open.entity.children.at(-1)
    if (last !== undefined) endAt(last, contentEnd)
  }
}

function endLastChild({ entity }: Open, contentEnd: number): void {
  const last = entity.children.at(-1)
  if (last !== undefined) endAt(last, contentEnd)
  else entity.preambleEnd = Math.max(entity.bodyStart, contentEnd)
}

/** An entity never ends before its body starts: an empty part's delimiter stands directly after its header. */
function endAt(entity: Entity, end: number): void {
  entity.bodyEnd = Math.max(entity.bodyStart, end)
}

function restOf(at: number, end: number): Entity {
  return {
    fields: [],
    type: 'application/octet-stream',
    parameters: noType,
    bodyStart: at,
    bodyEnd: end,
    preambleEnd: -1,
    epilogueStart: -1,
    children: [],
    problems: [],
  }
}
