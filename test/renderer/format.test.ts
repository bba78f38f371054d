import { describe, expect, it } from 'vitest'
import { line, sender, unturned } from '../../renderer/text/format.ts'

describe('a line of a mail on the screen', () => {
  it('has a mark in place of what would turn it, and keeps its length, by which places in it are counted', () => {
    const hostile = 'invoice\u202egpj.exe'
    expect(line(hostile)).toBe('invoice\ufffdgpj.exe')
    expect(unturned(hostile)).toHaveLength(hostile.length)
    expect(sender('"Anna \u202egreB" <anna@example.org>')).toBe('Anna \ufffdgreB')
  })

  it('is kept apart from what stands beside it where it is read from the right', () => {
    expect(line('Re: \u05e9\u05dc\u05d5\u05dd')).toBe('\u2068Re: \u05e9\u05dc\u05d5\u05dd\u2069')
    expect(line('Re: roof')).toBe('Re: roof')
    expect(line('')).toBe('')
  })
})
