import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { theme } from '../../renderer/look/theme.ts'

const css = readFileSync(join(import.meta.dirname, '../../renderer/look/tokens.css'), 'utf8')
/** The tokens of a theme, by the head of its rule. */
function tokensOf(head: string): ReadonlyMap<string, string> {
  const rule = css.slice(css.indexOf(head), css.indexOf('}', css.indexOf(head)))
  return new Map([...rule.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/gu)].map(([, name, colour]) => [name ?? '', colour ?? '']))
}
const themes = { light: tokensOf(':root,'), dark: tokensOf(':root[data-mantine-color-scheme="dark"]') } as const
type Scheme = keyof typeof themes
const schemes = ['light', 'dark'] as const
const paletteNames = ['ink', 'gray', 'red', 'dark'] as const

/** A colour by its token (`ink-2`), its place in a palette (`gray.5`), or as it is. */
function colour(name: string, scheme: Scheme): string {
  const [palette, shade] = name.split('.')
  const known = paletteNames.find((one) => one === palette)
  const found = shade !== undefined && known !== undefined ? theme.colors?.[known]?.[Number(shade)] : (themes[scheme].get(name) ?? name)
  if (found === undefined || !/^#[0-9a-f]{6}$/u.test(found)) throw new Error(`no colour ${name}`)
  return found
}

/** Relative luminance of WCAG 2.2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string, scheme: Scheme = 'light'): number {
  const [light = 0, dark = 0] = [luminance(colour(one, scheme)), luminance(colour(other, scheme))].sort((left, right) => right - left)
  return (light + 0.05) / (dark + 0.05)
}

const tones = ['accent', 'amber', 'red', 'green', 'violet']
const grounds = ['paper', 'ground', 'sunken']
/** Where text of a colour stands on another. */
const texts: readonly (readonly [text: string, on: string])[] = [
  ...['ink', 'ink-2', 'accent'].flatMap((text) => [...grounds, 'accent-soft'].map((on) => [text, on] as const)),
  ...tones.flatMap((tone) => ['paper', 'ground', `${tone}-soft`].map((on) => [tone, on] as const)),
  ...['ink', 'ink-2'].flatMap((text) => tones.map((tone) => [text, `${tone}-soft`] as const)),
  // Buttons, pressed choices, the labels of suggestions and marks.
  ...['accent', 'accent-strong', 'violet', 'red', 'ink'].map((on) => ['paper', on] as const),
]
/** What the component library puts on its own grounds. */
const onControls: Readonly<Record<Scheme, readonly (readonly [text: string, on: string])[]>> = {
  light: ['ink.6', 'ink.7', 'red.6', 'red.7'].map((on) => ['#ffffff', on]),
  dark: [
    ...['ink.5', 'ink.6', 'red.5', 'red.6'].map((on) => ['#ffffff', on] as const),
    ...['dark.0', 'dark.1', 'dark.2', 'dark.3'].flatMap((text) => ['dark.5', 'dark.6', 'dark.7'].map((on) => [text, on] as const)),
  ],
}
/** Edges and signs that tell what a control is or is in. */
const edges: readonly (readonly [edge: string, on: string])[] = [
  ...['line-strong', 'accent'].flatMap((edge) => ['paper', 'ground'].map((on) => [edge, on] as const)),
  ...tones.flatMap((tone) => grounds.map((on) => [tone, on] as const)),
]

describe.each(schemes)('the %s theme’s colours (WCAG 2.2 AA)', (scheme) => {
  it('knows black on white', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
    // The grey that just fails, as WCAG's own example has it.
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
  })

  it.each([...texts, ...onControls[scheme]])('%s can be read on %s: 4.5 to 1 (1.4.3)', (text, on) => {
    expect(contrast(text, on, scheme)).toBeGreaterThanOrEqual(4.5)
  })

  it.each([...edges, ...(scheme === 'dark' ? [['dark.4', 'paper'] as const, ['ink.5', 'paper'] as const] : [])])(
    '%s can be seen on %s: 3 to 1 (1.4.11)',
    (edge, on) => {
      expect(contrast(edge, on, scheme)).toBeGreaterThanOrEqual(3)
    },
  )

  it('holds for every colour that the tokens name, or says which is only a rule between things', () => {
    const looked = new Set([...texts, ...edges].flat())
    const rules = ['line', 'accent-line', 'amber-line', 'red-line', 'green-line', 'violet-line']
    const names = [...themes[scheme].keys()]
    expect(names).toEqual([...themes.light.keys()])
    expect(names.filter((name) => !looked.has(name))).toEqual(expect.arrayContaining(rules))
    expect(names.filter((name) => !looked.has(name) && !rules.includes(name))).toEqual([])
  })
})
