import { unreadWords } from './odf-unread.ts'
import type { OfficeWriter } from './writer.ts'
import type { Attributes, XmlHandler } from './xml.ts'

/** The controls of a file's forms: gathered where they are declared, shown where they are drawn. */
export interface OdfForms extends Pick<XmlHandler, 'open' | 'close' | 'text'> {
  /** What the control of that id shows; empty for none. */
  show(id: string): string
  /** What controls say that are drawn nowhere, as hidden text. */
  finish(): void
}

interface Control {
  readonly kind: string
  /** All options are seen at once, not only the one that was taken. */
  readonly list: boolean
  value: string
  text: string
  drawn: boolean
}

/** Within a form these are no controls, but parts of one, or of the form itself (OpenDocument 1.3 part 3 §13.4, §13.6). */
const parts = /^(forms|form|properties|property|list-property|list-value|option|item|column|connection-resource|event-listeners?|p|h|span)$/
/** Controls that show what they are called. */
const labelled = /^(button|checkbox|radio|fixed-text|frame|generic-control)$/
const unseen = /^(hidden|password|image|value-range)$/
const maxControls = 100_000

export function odfForms(out: OfficeWriter): OdfForms {
  const controls = new Map<string, Control>()
  let current: Control | null = null
  let unnamed = 0

  const begin = (name: string, attributes: Attributes): readonly string[] => {
    const filled = attributes['current-value'] === undefined ? 'value' : 'current-value'
    const taken = unseen.test(name) ? [] : labelled.test(name) ? ['label'] : [filled]
    current = {
      kind: name,
      list: name === 'listbox' && attributes['dropdown'] !== 'true',
      value: `${mark(name, attributes)}${taken.map((key) => attributes[key] ?? '').join('')}`,
      text: '',
      drawn: false,
    }
    if (controls.size < maxControls) controls.set(attributes['id'] ?? `, ${unnamed++}`, current)
    return taken
  }
  const shownOf = ({ text, value }: Control): string => (text.trim() === '' ? value : text.trim())

  return {
    open(name, attributes) {
      let taken: readonly string[] = []
      if (!parts.test(name)) taken = begin(name, attributes)
      else if (name === 'option' && current !== null && (current.list || isSelected(attributes))) {
        current.value = [current.value, attributes['label'] ?? ''].filter((piece) => piece !== '').join(', ')
        taken = ['label']
      } else if (name === 'p' && current !== null && current.text !== '') current.text += '\n'
      const words = unreadWords(name, attributes, taken)
      if (words !== '') out.note('form field', words)
    },
    close(name) {
      if (!parts.test(name)) current = null
    },
    text(value) {
      if (current !== null) current.text += value.replace(/\s+/g, ' ')
      else if (value.trim() !== '') out.note('form field', value)
    },
    show(id) {
      const control = controls.get(id)
      if (control === undefined) return ''
      control.drawn = true
      return shownOf(control)
    },
    finish() {
      for (const control of controls.values()) if (!control.drawn) out.note('form field', shownOf(control))
    },
  }
}

const isSelected = (attributes: Attributes): boolean => (attributes['current-selected'] ?? attributes['selected']) === 'true'

/** Whether it is ticked says as much as what it is called. */
function mark(name: string, attributes: Attributes): string {
  if (name === 'checkbox') return (attributes['current-state'] ?? attributes['state']) === 'checked' ? '☑ ' : '☐ '
  return name === 'radio' ? (isSelected(attributes) ? '◉ ' : '○ ') : ''
}
