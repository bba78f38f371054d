import { describe, expect, it } from 'vitest'
import { normalQuantile, recallOf, relevantAmong, sampleSize } from '../../src/jobs/recall.ts'

describe('how many to draw', () => {
  it.each([
    [1_000_000, 0.95, 0.05, 384],
    [10_000, 0.95, 0.05, 370],
    [1_000, 0.95, 0.05, 278],
    [100, 0.95, 0.05, 80],
    [10_000, 0.99, 0.05, 623],
    [10_000, 0.95, 0.02, 1937],
    [5, 0.95, 0.05, 5],
    [0, 0.95, 0.05, 0],
  ])('of %i at %d and %d is %i, as survey tables say', (population, confidence, margin, size) => {
    expect(sampleSize(population, confidence, margin)).toBe(size)
  })

  it('uses the normal quantiles of the tables', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963985, 8)
    expect(normalQuantile(0.995)).toBeCloseTo(2.575829304, 8)
    expect(normalQuantile(0.5)).toBeCloseTo(0, 8)
  })
})

describe('how many relevant messages are left', () => {
  /** Probability of drawing exactly `found`, by plain binomials of BigInt. */
  const choose = (from: number, take: number): bigint => {
    if (take < 0 || take > from) return 0n
    let result = 1n
    for (let at = 1; at <= take; at++) result = (result * BigInt(from - take + at)) / BigInt(at)
    return result
  }
  const probability = (population: number, relevant: number, drawn: number, found: number): number =>
    Number((choose(relevant, found) * choose(population - relevant, drawn - found) * 10n ** 15n) / choose(population, drawn)) / 1e15

  it.each([
    [30, 10, 0.95],
    [60, 25, 0.9],
    [40, 39, 0.95],
  ])('lies in the interval at least as often as stated, whatever it is (%i messages, %i drawn, %d)', (population, drawn, confidence) => {
    for (let relevant = 0; relevant <= population; relevant++) {
      let covered = 0
      for (let found = Math.max(0, drawn - (population - relevant)); found <= Math.min(drawn, relevant); found++) {
        const { low, high } = relevantAmong(population, drawn, found, confidence)
        if (low <= relevant && relevant <= high) covered += probability(population, relevant, drawn, found)
      }
      expect(covered).toBeGreaterThanOrEqual(confidence - 1e-9)
    }
  })

  it('is no wider than it must be: the numbers just outside are too unlikely', () => {
    const { low, high } = relevantAmong(200, 50, 4, 0.95)
    const below = (relevant: number): number => [0, 1, 2, 3, 4].reduce((sum, found) => sum + probability(200, relevant, 50, found), 0)
    expect(below(high)).toBeGreaterThan(0.025)
    expect(below(high + 1)).toBeLessThanOrEqual(0.025)
    const above = (relevant: number): number => 1 - [0, 1, 2, 3].reduce((sum, found) => sum + probability(200, relevant, 50, found), 0)
    expect(above(low)).toBeGreaterThan(0.025)
    expect(above(low - 1)).toBeLessThanOrEqual(0.025)
  })

  it('is known when all were read, and near the rule of three when none was found', () => {
    expect(relevantAmong(50, 50, 7, 0.95)).toEqual({ low: 7, high: 7 })
    const { low, high } = relevantAmong(1_000_000, 385, 0, 0.95)
    expect(low).toBe(0)
    // Clopper and Pearson for 0 of 385: 1 - 0.025^(1/385) = 0.953 %.
    expect(high / 1_000_000).toBeCloseTo(0.00953, 4)
  })

  it('turns into recall', () => {
    expect(recallOf(90, 10)).toBe(0.9)
    expect(recallOf(0, 0)).toBeNull()
  })
})
