/** Below this a fore- and background are taken as the same colour; 0 to 441 is the range of distances. */
const sameColourDistance = 24

/** Red, green, blue, 0 to 255, and alpha, 0 to 1. */
export type Colour = readonly [number, number, number, number]

const names: Readonly<Record<string, readonly [number, number, number]>> = {
  black: [0, 0, 0],
  white: [255, 255, 255],
  red: [255, 0, 0],
  green: [0, 128, 0],
  blue: [0, 0, 255],
  navy: [0, 0, 128],
  maroon: [128, 0, 0],
  purple: [128, 0, 128],
  teal: [0, 128, 128],
  olive: [128, 128, 0],
  gray: [128, 128, 128],
  grey: [128, 128, 128],
  silver: [192, 192, 192],
  lime: [0, 255, 0],
  yellow: [255, 255, 0],
  fuchsia: [255, 0, 255],
  magenta: [255, 0, 255],
  aqua: [0, 255, 255],
  cyan: [0, 255, 255],
  orange: [255, 165, 0],
  snow: [255, 250, 250],
  ivory: [255, 255, 240],
  whitesmoke: [245, 245, 245],
  ghostwhite: [248, 248, 255],
  floralwhite: [255, 250, 240],
  lightgray: [211, 211, 211],
  lightgrey: [211, 211, 211],
  lightyellow: [255, 255, 224],
  darkred: [139, 0, 0],
  darkgreen: [0, 100, 0],
  darkblue: [0, 0, 139],
  windowtext: [0, 0, 0],
  window: [255, 255, 255],
}

/** A colour name of the common ones, `#rgb`, `#rrggbb(aa)`, `rgb()`/`rgba()`, `transparent`; else null. */
export function readColour(value: string): Colour | null {
  const text = value.trim().toLowerCase()
  if (text === 'transparent') return [0, 0, 0, 0]
  const named = names[text]
  if (named !== undefined) return [...named, 1]
  const hex = /^#?([0-9a-f]{3,8})$/.exec(text)?.[1]
  if (hex !== undefined && (hex.length === 3 || hex.length === 4 || hex.length === 6 || hex.length === 8)) {
    if (!text.startsWith('#') && hex.length !== 6) return null
    const wide = hex.length < 6 ? [...hex].map((digit) => digit + digit).join('') : hex
    const at = (index: number): number => Number.parseInt(wide.slice(index * 2, index * 2 + 2), 16)
    return [at(0), at(1), at(2), wide.length === 8 ? at(3) / 255 : 1]
  }
  const channels = /^rgba?\(\s*([\d.]+%?)[\s,]+([\d.]+%?)[\s,]+([\d.]+%?)(?:[\s,/]+([\d.]+%?))?\s*\)$/.exec(text)
  if (channels === null) return null
  const channel = (part: string | undefined, full: number): number =>
    part === undefined ? full : Math.min(full, part.endsWith('%') ? (Number.parseFloat(part) / 100) * full : Number.parseFloat(part))
  return [channel(channels[1], 255), channel(channels[2], 255), channel(channels[3], 255), channel(channels[4], 1)]
}

/** Whether text of one colour on the other can't be told apart by eye. */
export function sameColour(text: Colour, background: Colour): boolean {
  if (text[3] < 0.06) return true
  const distance = Math.hypot(text[0] - background[0], text[1] - background[1], text[2] - background[2])
  return distance < sameColourDistance
}

/** Relative luminance, 0 to 1 (WCAG 2.2). */
export function luminance(colour: Colour): number {
  const linear = (channel: number): number => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2])
}
