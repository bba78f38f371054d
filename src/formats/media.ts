import { imageType } from './image.ts'

/** How sounds, films and pictures begin that aren't decoded: TIFF, PSD, RIFF (WAV, AVI), Ogg, FLAC, MP3 with tags, Matroska, FLV, MPEG, MIDI, AU, icons, ASF. */
const magics = [
  'II*\0',
  'MM\0*',
  '8BPS',
  'RIFF',
  'OggS',
  'fLaC',
  'ID3',
  '\x1aE\xdf\xa3',
  'FLV\x01',
  '\0\0\x01\xba',
  '\0\0\x01\xb3',
  'MThd',
  '.snd',
  '\0\0\x01\0',
  '0&\xb2u\x8ef\xcf\x11',
]

/** Whether a file is a picture, a sound or a film: there is something to see or hear, and no text. By the content, or else the declared type. */
export function isMedia(type: string, bytes: Uint8Array): boolean {
  if (imageType(bytes) !== null || /^(image|audio|video)\//.test(type)) return true
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(16, bytes.byteLength)).toString('latin1')
  // ISO base media (MP4, QuickTime, HEIC).
  return magics.some((magic) => head.startsWith(magic)) || head.slice(4, 8) === 'ftyp'
}
