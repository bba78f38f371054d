import type { Interval } from '../model/index.ts'
/**
 * How much a search may have missed, from a sample of what it left out. The sample is drawn without replacement from a finite number of messages, so the
 * number of relevant ones among those left out has an exact interval from the hypergeometric distribution: the finite-population form of Clopper and
 * Pearson's (Biometrika 26, 1934), as in Buonaccorsi, "A note on confidence intervals for proportions in finite populations" (The American Statistician 41,
 * 1987). Recall falls as that number rises, so its interval is the same one turned over: nothing is approximated.
 */
/**
 * How many to draw so that a proportion is known to `margin` either way with `confidence`, at the worst proportion (a half), corrected for a finite population
 * (Cochran, Sampling Techniques, 3rd ed. 1977, §4.4). Never more than there are.
 */
export function sampleSize(population: number, confidence: number, margin: number): number {
  if (population <= 0) return 0
  const z = normalQuantile(1 - (1 - confidence) / 2)
  const infinite = (z * z * 0.25) / (margin * margin)
  return Math.min(population, Math.ceil(infinite / (1 + (infinite - 1) / population)))
}

/** The interval for how many of `population` are relevant when `found` of `drawn` were: exact, so at least as sure as `confidence`. */
export function relevantAmong(population: number, drawn: number, found: number, confidence: number): Interval {
  if (drawn >= population) return { low: found, high: found }
  const half = (1 - confidence) / 2
  const most = population - (drawn - found)
  // The fewest at which so many or more in the sample aren't too unlikely, and the most at which so few or fewer aren't.
  const low = found === 0 ? 0 : firstWhere(found, most, (relevant) => upperTail(population, relevant, drawn, found) > half)
  const high = firstWhere(found, most + 1, (relevant) => relevant > most || lowerTail(population, relevant, drawn, found) <= half) - 1
  return { low, high: Math.max(low, high) }
}

/** Of all that is relevant, the share that was collected: between none and all; null where nothing relevant is known anywhere. */
export function recallOf(collected: number, missed: number): number | null {
  return collected + missed === 0 ? null : collected / (collected + missed)
}

/** The smallest number of `[from, to]` for which `holds`, which from some number on always does; `to` where it never does. */
function firstWhere(from: number, to: number, holds: (value: number) => boolean): number {
  let [low, high] = [from, to]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/** P(X ≥ found) where `drawn` are taken from `population`, `relevant` of them relevant. */
function upperTail(population: number, relevant: number, drawn: number, found: number): number {
  return 1 - lowerTail(population, relevant, drawn, found - 1)
}

function lowerTail(population: number, relevant: number, drawn: number, found: number): number {
  let sum = 0
  for (let count = Math.max(0, drawn - (population - relevant)); count <= Math.min(found, relevant); count++) {
    sum += Math.exp(logChoose(relevant, count) + logChoose(population - relevant, drawn - count) - logChoose(population, drawn))
  }
  return Math.min(1, sum)
}

function logChoose(from: number, take: number): number {
  return take < 0 || take > from ? Number.NEGATIVE_INFINITY : logFactorial(from) - logFactorial(take) - logFactorial(from - take)
}

const small: number[] = [0]
for (let number = 1; number < 256; number++) small.push((small[number - 1] ?? 0) + Math.log(number))

/** Stirling's series from 256 on, right to the last digits of a double. */
function logFactorial(number: number): number {
  const known = small[number]
  if (known !== undefined) return known
  const x = number + 1
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5)
}

/** The value below which a standard normal variable lies with this probability, by halving; the density's integral is its own check in the tests. */
export function normalQuantile(probability: number): number {
  let [low, high] = [-10, 10]
  for (let round = 0; round < 80; round++) {
    const middle = (low + high) / 2
    if (normalBelow(middle) < probability) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Series of Abramowitz and Stegun 26.2.11, to convergence. */
function normalBelow(x: number): number {
  let [term, sum] = [x, x]
  for (let odd = 3; Math.abs(term) > 1e-17 && odd < 400; odd += 2) {
    term *= (x * x) / odd
    sum += term
  }
  return 0.5 + sum * Math.exp((-x * x) / 2) * (1 / Math.sqrt(2 * Math.PI))
}
