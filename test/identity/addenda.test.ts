import { describe, expect, it } from 'vitest'
import { fullNames, relateDisplay, strangersAmong } from '../../src/identity/index.ts'

const own = fullNames(['Jane Roe'])

describe('a display name with more beside the person than their name', () => {
  it.each([
    'Roe, Jane, PhD',
    'Roe, Jane, Dept of Law',
    'Jane M. Roe, CPA',
    'Jane Roe HR',
    'Jane Roe IT',
    'Jane Roe SA',
    'Jane Roe OBE',
    'Jane Roe EMEA',
    'Roe, Jane /IT',
    'Roe, Jane HR',
    'Jane Roe Marketing',
    'HR Jane Roe',
    'Jane Roe, Corp Ltd',
    'Jane Roe 2',
    'Roe, Jane 4711',
    'Ms. Jane Roe M.Sc., LL.M.',
    'Jane_Roe',
    'jane.roe',
    'Jane.Roe2',
    'Jane Roe (jane.roe@corp.example)',
    'Jane Roe jane.roe@corp.example',
    '[EXT] Jane Roe',
  ])('%s is read as the person', (display) => {
    expect(relateDisplay(own, display)?.relation).toMatch(/^(?:same|middle)$/u)
    expect(strangersAmong([display], own)).toEqual([])
  })

  it.each(['Thomas Bank', 'Bank, Thomas', 'Tom Bank', 'Thomas Bank IT'])('%s is the person who is called as a firm is', (display) => {
    expect(relateDisplay(fullNames(['Thomas Bank']), display)?.relation).toMatch(/^(?:same|short)$/u)
  })

  it.each([
    'Jane IT',
    'Roe IT',
    'Roe Ltd',
    'jane.roe.kowalski',
    'Jane Smith 2',
    'Bo Lind, HR, Jane Roe Team',
    'roe@corp.example',
    'J. Roe IT',
    'Jane Roh IT',
  ])('%s is somebody else, or says too little', (display) => {
    expect(relateDisplay(own, display)).toBeNull()
  })
})
