import { readDocx } from './docx.ts'
import { readOdf } from './odf.ts'
import { mainPart, type OfficeKind, officeKind } from './office-kind.ts'
import { type OfficePackage, openPackage } from './package.ts'
import { readPptx } from './pptx.ts'
import { documentVariables, macroSource, unreadOdfPart, unreadPart } from './unread-parts.ts'
import { createOfficeWriter, type OfficeContent, type OfficeWriter } from './writer.ts'
import { readXlsb, unreadXlsbPart } from './xlsb.ts'
import { readXlsx } from './xlsx.ts'
import type { Attributes } from './xml.ts'

export type { OfficeContent } from './writer.ts'

/**
 * Reads an Office file (docx, xlsx, xlsb, pptx and their kin; OpenDocument): what it shows as a render tree, and what it keeps unseen as hidden
 * lines. Null where the zip archive is no Office file.
 */
export function readOffice(bytes: Uint8Array): OfficeContent | null {
  const pack = openPackage(bytes)
  const kind = officeKind(pack)
  if (kind === null) return null
  const out = createOfficeWriter()
  let opened = true
  if (kind === 'unread') out.problem('unreadable-attachment')
  else if (kind === 'odf') opened = readOdf(pack, out)
  else {
    const part = mainPart(pack)?.part ?? ''
    if (kind === 'docx') readDocx(pack, part, out)
    else if (kind === 'xlsx') readXlsx(pack, part, out)
    else if (kind === 'xlsb') readXlsb(pack, part, out)
    else readPptx(pack, part, out)
  }
  if (kind !== 'odf') properties(pack, out)
  if (opened) leftover(pack, kind, out)
  for (const problem of pack.problems) out.problem(problem)
  return out.finish()
}

/** Document properties (ECMA-376 part 2 §11, part 1 §22.2–22.3): who wrote it, for whom, with what. */
function properties(pack: OfficePackage, out: OfficeWriter): void {
  for (const part of pack.relations('').filter(({ type, external }) => /properties$/i.test(type) && !external)) {
    let name = ''
    let value = ''
    let custom = ''
    let depth = 0
    pack.read(part.target, {
      open(element, attributes: Attributes) {
        depth++
        if (element === 'property') custom = attributes['name'] ?? ''
        if (depth === 2 || (depth === 3 && custom !== '')) value = ''
        name = element
      },
      close(element) {
        if (
          depth === 2 &&
          value.trim() !== '' &&
          !/^(TotalTime|Words|Characters|CharactersWithSpaces|Lines|Paragraphs|Pages|DocSecurity|ScaleCrop|LinksUpToDate|SharedDoc|HyperlinksChanged|AppVersion|TitlesOfParts|HeadingPairs|Slides|Notes|HiddenSlides|MMClips|PresentationFormat)$/.test(
            element,
          )
        )
          out.note(`property “${custom === '' ? element : custom}”`, value)
        if (element === 'property') custom = ''
        depth--
      },
      text(text) {
        if (name !== '') value += text
      },
    })
  }
}

const knownParts =
  /(\.rels|\[content_types\]\.xml|\.xml|\.vml|\.png|\.jpe?g|\.gif|\.emf|\.wmf|\.tiff?|\.bmp|\.svg|\.wdp|\.odttf|\.fntdata|mimetype|layout-cache|\.rdf|\.xbin|printersettings\d*\.bin)$/i

/**
 * Parts that nothing above reads: files inside the file, which are read by whoever reads this one; what other parts of XML say; macros and data of other programs,
 * which are named, since the native file would hand them over.
 */
function leftover(pack: OfficePackage, kind: OfficeKind | 'unread', out: OfficeWriter): void {
  for (const name of pack.names) {
    if (/(^|\/)embeddings\//i.test(name) && !/\.rels$/i.test(name)) out.file(name, pack.bytes(name))
    else if (/(^|\/)activex\//i.test(name) && !/\.rels$/i.test(name)) out.note('control, not read', name)
    else if (/vbaproject\.bin$|^basic\/|^scripts\//i.test(name)) {
      out.note('macro', name)
      if (kind === 'odf' && /\.xml$/i.test(name)) unreadOdfPart(pack, name, out)
      else if (kind === 'odf') macroSource(pack, name, out)
    } else if (kind === 'odf' && /\.(xml|rdf|svg)$/i.test(name) && !pack.opened(name)) unreadOdfPart(pack, name, out)
    else if (kind === 'odf' && /^(?:object ?\d+|versions\/.+)$/i.test(name) && !pack.opened(name)) out.file(name, pack.bytes(name))
    else if (kind !== 'odf' && /(?:^|\/)settings\.xml$/i.test(name)) documentVariables(pack, name, out)
    else if (kind !== 'odf' && /\.(xml|svg)$/i.test(name) && !pack.opened(name)) unreadPart(pack, name, out)
    else if (kind === 'xlsb' && /(?<!printersettings\d*)\.bin$/i.test(name) && !pack.opened(name)) unreadXlsbPart(pack, name, out)
    else if (!pack.opened(name) && !knownParts.test(name) && !/^object ?\d*\/|^objectreplacements\//i.test(name))
      out.note('part, not read', name)
  }
}
