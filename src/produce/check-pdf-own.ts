import { textsOf } from './check-decode.ts'
import type { PdfValue } from './check-pdf-objects.ts'

/** Every key that a dictionary of a produced PDF may have; resource names and glyph names aside. */
export const allowedKeys = new Set(
  (
    'Type Subtype Pages Kids Count Parent MediaBox Resources Contents Font XObject ExtGState ColorSpace Pattern Shading Length Filter Width Height BitsPerComponent ' +
    'BaseFont Encoding Widths W DW FirstChar LastChar FontDescriptor DescendantFonts CIDSystemInfo CIDToGIDMap Registry Ordering Supplement ToUnicode FontFile2 FontFile3 FontFile Length1 Length2 Length3 ' +
    'FontName Flags FontBBox ItalicAngle Ascent Descent CapHeight StemV XHeight AvgWidth MaxWidth Leading MissingWidth StemH FontMatrix CharProcs Differences CIDSet FontFamily FontStretch FontWeight BaseEncoding Name ' +
    'BBox Matrix Group S CS I K G ca CA BM LW LC LJ SA ML D SMask AIS PatternType PaintType TilingType XStep YStep ShadingType Coords Function Functions Extend Domain Range FunctionType C0 C1 N Bounds Encode Background FormType Interpolate Decode BitsPerSample Size ' +
    'Producer Info ID Root'
  ).split(' '),
)
/** Values of these are dictionaries from names of the page's own to objects. */
export const nameSpaces = new Set(['Font', 'XObject', 'ExtGState', 'ColorSpace', 'Pattern', 'Shading', 'CharProcs'])

/** Names of resources as the print engine and we give them. */
const resourceName = /^(?:[A-Z]\d{1,6}|g[0-9A-F]{1,6}|Image0|Helvetica-\d{1,12})$/
const fontName =
  /^(?:Helvetica|[A-Z]{6}\+(?:Inter|DejaVuSans|NotoColorEmoji|NotoSans(?:Mono|Arabic|Hebrew|Devanagari|Thai|CJK(?:sc|tc|hk|jp|kr))?)(?:-(?:Regular|SemiBold|Bold|Italic|BoldItalic))?)$/

/** Names and strings that a produced PDF is made of, by the key under which each stands: words of the format, none of which a mail brings along. */
const ownValues: Readonly<Record<string, RegExp>> = {
  Type: /^(?:Catalog|Pages|Page|Font|FontDescriptor|XObject|Encoding|ExtGState|Pattern|CMap|Group)$/,
  Subtype: /^(?:Image|Form|Type0|Type1|Type3|TrueType|CIDFontType[02]|CIDFontType0C|OpenType)$/,
  BaseFont: fontName,
  FontName: fontName,
  FontFamily: /^Noto Sans CJK SC$/,
  FontStretch: /^Normal$/,
  BM: /^Normal$/,
  CIDToGIDMap: /^Identity$/,
  ColorSpace: /^Device(?:RGB|Gray)$/,
  CS: /^Device(?:RGB|Gray)$/,
  S: /^(?:Transparency|Luminosity|Alpha)$/,
  Encoding: /^(?:Identity-H|WinAnsiEncoding)$/,
  Filter: /^FlateDecode$/,
  Differences: /^g[0-9A-F]{1,6}$/,
  Registry: /^Adobe$/,
  Ordering: /^Identity$/,
  Producer: /^Disclosure Desk$/,
}

/** What an object says besides the words of the format: its strings, and names that stand where they are never written. `key` is that under which it stands. */
export function shownValues(value: PdfValue, key: string): readonly string[] {
  const own = ownValues[key]
  switch (value.kind) {
    case 'string': {
      const texts = textsOf(Buffer.from(value.text, 'latin1'))
      return texts.some((text) => own?.test(text) === true) ? [] : texts
    }
    case 'name':
      return own?.test(value.text) === true ? [] : [value.text]
    case 'array':
      return value.items.flatMap((item) => shownValues(item, key))
    case 'dict':
      return [...value.entries].flatMap(([name, member]) => {
        const isOwn = allowedKeys.has(name) || (nameSpaces.has(key) && resourceName.test(name))
        return [...(isOwn ? [] : [name]), ...shownValues(member, name)]
      })
    default:
      return []
  }
}

const mapHead = `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo
<<  /Registry (Adobe)
/Ordering (UCS)
/Supplement 0
>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
`
const mapTail = `endcmap
CMapName currentdict /CMap defineresource pop
end
end`

/**
 * A stream without words of the format: those around a map from glyphs to text (ISO 32000-1 §9.10.3), where they are as the print engine writes them, and the
 * name of a footer's font.
 */
export function withoutOwnWords(stream: string): string {
  const end = stream.trimEnd()
  if (stream.startsWith(mapHead) && end.endsWith(mapTail)) return end.slice(mapHead.length, -mapTail.length)
  return stream.replace(/\/Helvetica-\d{1,12} 8 Tf\b/g, ' 8 Tf')
}
