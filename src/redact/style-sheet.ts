/** Gathers the declarations of a tree as classes of one sheet, since the frame's policy allows no style attributes. */
export interface StyleSheet {
  /** The class for these declarations; the same for the same. */
  classOf(style: Readonly<Record<string, string>>): string
  css(): string
}

/** What the parser's allow-list can give; checked again here, since this text becomes a style sheet. */
const safeProperty = /^[a-z-]{1,40}$/
const safeValue = /^[a-z0-9 .,()%#-]{1,80}$/

export function createStyleSheet(): StyleSheet {
  const classes = new Map<string, string>()
  return {
    classOf(style) {
      const rule = declarationsOf(style)
      const known = classes.get(rule)
      if (known !== undefined) return known
      const name = `s${classes.size + 1}`
      classes.set(rule, name)
      return name
    },
    css: () => [...classes].map(([rule, name]) => `.${name}{${rule}}`).join('\n'),
  }
}

/** Declarations as CSS text; those that are not of the allow-list's form are left out. */
export function declarationsOf(style: Readonly<Record<string, string>>): string {
  return Object.entries(style)
    .filter(([property, value]) => safeProperty.test(property) && safeValue.test(value) && !value.includes('url'))
    .map(([property, value]) => `${property}:${value}`)
    .sort()
    .join(';')
}
