import latinExtended from '@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2?url'
import latin from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url'

let loading: Promise<readonly ArrayBuffer[]> | null = null

function fontBytes(): Promise<readonly ArrayBuffer[]> {
  loading ??= Promise.all([latinExtended, latin].map(async (address) => (await fetch(address)).arrayBuffer()))
  return loading
}

/**
 * Gives a frame the bundled font. The frame may load nothing at all, so it gets the bytes from out here; without them it would
 * show another font than the page around it, and other line breaks.
 */
export async function lendFonts(frame: HTMLIFrameElement): Promise<void> {
  const bytes = await fontBytes()
  const inner = frame.contentWindow as (Window & typeof globalThis) | null
  if (inner === null || frame.contentDocument === null) return
  for (const data of bytes) frame.contentDocument.fonts.add(new inner.FontFace('Inter Variable', data, { weight: '100 900' }))
}
