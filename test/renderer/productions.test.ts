import { beforeEach, describe, expect, it } from 'vitest'
import { DeskError } from '../../renderer/core/desk-error.ts'
import {
  confirmPassphrase,
  followProduction,
  forgetConfirmed,
  forgetProductions,
  passphraseAtStake,
  productionsOf,
  unconfirmedOf,
} from '../../renderer/core/productions.ts'
import type { ProducedView } from '../../src/api/index.ts'
import { asId, type ProductionId } from '../../src/model/index.ts'

const olga = { workspace: '/desk', user: 'Olga', matter: 'M1', reference: 'SAR-1' }
const carl = { ...olga, user: 'Carl' }

const released = (production: string): ProducedView => ({
  production: asId<ProductionId>(production),
  bundle: `/out/${production}.zip`,
  sha256: production.padEnd(64, '0'),
  bytes: 1,
  documents: 1,
  pages: 1,
  withheld: 0,
  notViewed: 0,
  givenPassphrase: 0,
  passphrase: `seven words of ${production}`,
  check: { needles: 1, technicalNeedles: 0, layers: 1, hits: [], problems: [], passed: true },
  formats: ['eml'],
})
const passphrases = (owner: typeof olga) => productionsOf(owner).results.map(({ result }) => result.passphrase)

describe('the passphrase of a bundle', () => {
  beforeEach(() => {
    for (const person of [olga, carl]) forgetProductions(unconfirmedOf(person))
    forgetConfirmed()
  })

  it('waits for its owner, whichever screen stood when the production ended', async () => {
    const production = Promise.withResolvers<{ result: ProducedView }>()
    const followed = followProduction(olga, production.promise)
    expect(productionsOf(olga)).toMatchObject({ running: true, results: [] })
    expect(passphraseAtStake()).toBe(true)
    production.resolve({ result: released('P1') })
    await followed
    expect(productionsOf(olga)).toMatchObject({ running: false, error: null })
    expect(passphrases(olga)).toEqual(['seven words of P1'])
    expect(passphrases(olga)).toEqual(['seven words of P1'])
    expect(passphraseAtStake()).toBe(true)
  })

  it('is held for each of several productions until it is confirmed, and then no longer', async () => {
    await followProduction(olga, Promise.resolve({ result: released('P1') }))
    await followProduction(olga, Promise.resolve({ result: released('P2') }))
    expect(passphrases(olga)).toEqual(['seven words of P2', 'seven words of P1'])
    confirmPassphrase(productionsOf(olga).results[0]?.key ?? '')
    expect(passphrases(olga)).toEqual([null, 'seven words of P1'])
    forgetConfirmed()
    expect(passphrases(olga)).toEqual(['seven words of P1'])
    confirmPassphrase(productionsOf(olga).results[0]?.key ?? '')
    expect(passphraseAtStake()).toBe(false)
  })

  it('is shown to nobody else, in no other request and no other workspace', async () => {
    await followProduction(olga, Promise.resolve({ result: released('P1') }))
    for (const other of [carl, { ...olga, matter: 'M2' }, { ...olga, workspace: '/other' }]) expect(passphrases(other)).toEqual([])
    expect(unconfirmedOf(carl)).toEqual([])
    expect(unconfirmedOf(olga)).toHaveLength(1)
  })

  it('is forgotten only where the user gave it up', async () => {
    await followProduction(olga, Promise.resolve({ result: released('P1') }))
    const shown = unconfirmedOf(olga)
    await followProduction(olga, Promise.resolve({ result: released('P2') }))
    forgetProductions(shown)
    expect(passphrases(olga)).toEqual(['seven words of P2'])
  })

  it('survives a production that is refused after it, whose failure stands until the next', async () => {
    await followProduction(olga, Promise.resolve({ result: released('P1') }))
    await followProduction(olga, Promise.resolve({ error: new DeskError('api/cancelled', 'Stopped.') }))
    expect(productionsOf(olga).error?.code).toBe('api/cancelled')
    expect(passphrases(olga)).toEqual(['seven words of P1'])
    await followProduction(olga, Promise.resolve({ result: released('P2') }))
    expect(productionsOf(olga).error).toBeNull()
  })
})
