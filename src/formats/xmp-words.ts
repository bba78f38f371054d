const most = 10_000
const longest = 1_000_000

const noWords = /^(?:x-default|Resource|true|false|\d{4}-\d\d-\d\d(?:T.*)?|(?:uuid|xmp\.(?:iid|did)):.*|application\/pdf)$/i

/** The words of XMP (ISO 16684-1): text of elements, and values of attributes that are no names of namespaces. */
export function xmpWords(raw: string): readonly string[] {
  const packet = raw.replace(/<\?[\s\S]*?\?>/g, '').slice(0, longest)
  const found = [...packet.matchAll(/\s(?!xmlns)[\w:.-]+\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')|>([^<>]+)</g)]
  return [...new Set(found.map(([, double, single, inner]) => unescaped(double ?? single ?? inner ?? '').trim()))]
    .filter((value) => value !== '' && !noWords.test(value))
    .slice(0, most)
}

function unescaped(xml: string): string {
  return xml.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&')
}
