import type { Coverage, ExceptionCode, Scope } from '../model/index.ts'
import { inScope } from '../model/index.ts'
import type { ReadableDatabase } from '../store/index.ts'
import { countExceptions, countGone, countOwed } from '../store/index.ts'
import { sourceSummaries } from './ledger.ts'
import { exceptionReasons } from './ledger-reasons.ts'

const sealed: readonly ExceptionCode[] = ['encrypted', 'password-protected']

/** What a search within a scope can and can't see; the scope's sources and custodians count, its dates can't, since what was not read has none. */
export function coverageOf(index: ReadableDatabase, scope: Scope | null): Coverage {
  const sources = sourceSummaries(index).filter((source) => scope === null || inScope(scope, source))
  const ids = new Set(sources.map(({ id }) => id))
  const sum = (pick: (source: (typeof sources)[number]) => number): number => sources.reduce((total, source) => total + pick(source), 0)
  const counts = new Map<ExceptionCode, number>()
  for (const { source, code, counted, count } of countExceptions(index)) {
    if (ids.has(source) && (counted || exceptionReasons[code].partial || code === 'no-text'))
      counts.set(code, (counts.get(code) ?? 0) + count)
  }
  return {
    sources: sources.length,
    indexed: sum(({ indexed }) => indexed),
    partial: sum(({ partial }) => partial),
    pending: sum(({ pending }) => pending),
    pendingAttachments: countOwed(index),
    noText: counts.get('no-text') ?? 0,
    gone: countGone(index, [...ids]),
    failed: sum(({ exceptions }) => exceptions),
    encrypted: sealed.reduce((total, code) => total + (counts.get(code) ?? 0), 0),
    unfinished: sources.filter(({ state }) => state !== 'complete').map(({ label }) => label),
    reasons: [...counts]
      .map(([code, count]) => ({ code, reason: exceptionReasons[code].reason, count }))
      .sort((one, other) => other.count - one.count || (one.code < other.code ? -1 : 1)),
  }
}
