import fc from 'fast-check'

/**
 * fast-check with one seed, so that a run of the suite is the same run everywhere and what fails can be had again. Another one explores: `SEED=7 npx vitest run …`,
 * or `SEED=random` for one that fast-check chooses and prints with a failure.
 */
const seed = process.env['SEED'] ?? '20261126'
if (seed !== 'random') fc.configureGlobal({ seed: Number(seed) })

export { fc }
