import { describe, expect, it } from 'vitest'
import { isWhole, withEnding } from '../../renderer/parts/whole-path.ts'

describe('a path to write to', () => {
  it.each(['/home/dana/ledger.csv', 'C:\\Users\\dana\\ledger.csv', 'D:/out.csv', '\\\\server\\share\\out.csv'])(
    '%s says where it is',
    (path) => {
      expect(isWhole(path)).toBe(true)
    },
  )

  it.each(['', 'ledger.csv', './ledger.csv', '~/ledger.csv', 'C:ledger.csv', 'out/ledger.csv'])(
    '“%s” depends on where the program was started',
    (path) => {
      expect(isWhole(path)).toBe(false)
    },
  )

  it('follows the format, but for an ending that is none of the formats', () => {
    const formats = ['csv', 'json', 'pdf']
    expect(withEnding('/a/log.csv', formats, 'pdf')).toBe('/a/log.pdf')
    expect(withEnding('/a/log.CSV', formats, 'json')).toBe('/a/log.json')
    expect(withEnding('/a/log.2026', formats, 'pdf')).toBe('/a/log.2026')
    expect(withEnding('/a.csv/log', formats, 'pdf')).toBe('/a.csv/log')
    expect(withEnding('', formats, 'pdf')).toBe('')
  })
})
