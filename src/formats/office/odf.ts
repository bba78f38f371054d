import { odfForms } from './odf-forms.ts'
import { type OdfContext, odfStory } from './odf-story.ts'
import { readOdfStyles } from './odf-styles.ts'
import { unreadWords } from './odf-unread.ts'
import type { OfficePackage } from './package.ts'
import { listed, type OfficeWriter } from './writer.ts'

/**
 * An OpenDocument text, sheet or presentation.
 *
 * @returns false where it is encrypted, so that none of its parts says anything
 */
export function readOdf(pack: OfficePackage, out: OfficeWriter): boolean {
  let encrypted = false
  pack.read('META-INF/manifest.xml', {
    open(name) {
      if (name === 'encryption-data') encrypted = true
    },
  })
  if (encrypted) {
    out.problem('password-protected')
    return false
  }
  const style = readOdfStyles(pack, ['styles.xml', 'content.xml'])
  const forms = odfForms(out)
  const context: OdfContext = { style, objects: [], notes: [], comments: [], forms, declared: new Map(), slides: 0 }
  if (!pack.read('content.xml', odfStory(context, out))) {
    out.problem('unreadable-attachment')
    return true
  }
  for (let index = 0; index < context.objects.length && index < 1000; index++) {
    const folder = context.objects[index] as string
    // An object of another program is one file, and no folder.
    if (pack.has(folder) && !pack.opened(folder)) out.file(folder, pack.bytes(folder))
    if (!pack.has(`${folder}/content.xml`) || pack.opened(`${folder}/content.xml`)) continue
    out.section(4, 'Object')
    pack.read(`${folder}/content.xml`, odfStory({ ...context, style: readOdfStyles(pack, [`${folder}/content.xml`]) }, out))
  }
  listed(out, 'Notes', context.notes)
  masterPages(pack, context, out)
  listed(out, 'Comments', context.comments)
  forms.finish()
  for (const { text, used } of context.declared.values()) if (!used) out.note('footer of no slide', text)
  metadata(pack, out)
  return true
}

/** Headers and footers of pages, and what stands on every slide, are in the master pages of `styles.xml`. */
function masterPages(pack: OfficePackage, context: OdfContext, out: OfficeWriter): void {
  let within = false
  let part = ''
  /** Text of master pages that no page shows: what stands on handouts and pages of notes. */
  let unshown = ''
  let hints = 0
  const story = odfStory({ ...context, notes: [], comments: [], objects: [] }, out)
  let titled = ''
  const title = (wanted: string): void => {
    if (wanted !== titled) out.section(3, wanted)
    titled = wanted
  }
  const inParts = /^(header|footer)(-left|-first)?$/
  pack.read('styles.xml', {
    open(name, attributes) {
      if (name === 'master-styles') within = true
      else if (within) {
        if (part === '' && inParts.test(name)) part = name
        // Placeholders of slides hold only hints such as “Click to edit”.
        const placeholder = attributes['placeholder'] === 'true'
        if (hints > 0 || (part === '' && placeholder)) hints++
        if (part === '' && name === 'forms') part = name
        if (part === '' && (name === 'frame' || name === 'custom-shape') && !placeholder) part = name
        if (part === name && name !== 'forms')
          title(part.startsWith('header') ? 'Header' : part.startsWith('footer') ? 'Footer' : 'On every slide')
        if (part !== '') story.open(name, attributes)
      }
    },
    close(name) {
      if (name === 'master-styles') within = false
      if (hints > 0) hints--
      if (part === '') {
        if (unshown.trim() !== '') out.note(`kept in ${name}`, unshown)
        unshown = ''
        return
      }
      story.close(name)
      if (name === part) part = ''
    },
    text(value) {
      if (part !== '' && value !== '<number>') story.text(value)
      else if (within && part === '' && hints === 0) unshown += value
    },
  })
  out.section(3, null)
}

function metadata(pack: OfficePackage, out: OfficeWriter): void {
  let name = ''
  let value = ''
  pack.read('meta.xml', {
    open(element, attributes) {
      name = element === 'user-defined' ? (attributes['name'] ?? element) : element
      const words = unreadWords(element, attributes)
      if (words !== '') out.note(`property “${name}”`, words)
      value = ''
    },
    close(element) {
      if (value.trim() !== '' && !/^(editing-cycles|editing-duration|document-statistic|generator|meta)$/.test(element))
        out.note(`property “${name}”`, value)
      value = ''
    },
    text(text) {
      value += text
    },
  })
}
