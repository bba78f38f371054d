import { describe, expect, it } from 'vitest'
import { actionOf, type Bindings } from '../../renderer/core/use-keys.ts'

/** Node has no keyboard: an event with what the browser tells of a key. */
const key = (name: string, repeat: boolean, ctrlKey = false): KeyboardEvent =>
  Object.assign(new Event('keydown'), { key: name, repeat, ctrlKey, metaKey: false, altKey: false, shiftKey: false }) as KeyboardEvent

const moving = ['j', 'k', 'J', 'K', '[', ']', 'ArrowDown', 'PageUp']
const deciding = ['r', 'n', 'u', 'p', 'o', 'd', 'w', 'a', 'x', 'e', 'y', '1', 'Delete', 'Enter']
const bindings: Bindings = [...moving, ...deciding, 'Ctrl+z'].map((name) => [name, () => name] as const)

describe('a key that is held down', () => {
  it('goes on moving', () => {
    for (const name of moving) for (const repeat of [false, true]) expect(actionOf(bindings, key(name, repeat)), name).not.toBeNull()
  })

  it('decides once, not about the next mail, too', () => {
    for (const name of deciding) {
      expect(actionOf(bindings, key(name, false)), name).not.toBeNull()
      expect(actionOf(bindings, key(name, true)), name).toBeNull()
    }
    expect(actionOf(bindings, key('z', false, true))).not.toBeNull()
    expect(actionOf(bindings, key('z', true, true))).toBeNull()
  })
})
