import { surfacesOfAttachment } from '../../src/formats/index.ts'
import { asId, type DocumentId, type Surface } from '../../src/model/index.ts'

const document: DocumentId = asId('a00000000000000000001')

/** An attached Office file as a reviewer sees it: its text, the lines it hides, what was told of it. */
export async function read(
  bytes: Uint8Array,
): Promise<{ shown: string; hidden: string[]; problems: string[]; surfaces: readonly Surface[] }> {
  const { surfaces, problems } = await surfacesOfAttachment(document, {
    part: '2',
    type: 'application/octet-stream',
    filename: null,
    bytes,
  })
  return {
    shown: surfaces.find(({ kind }) => kind === 'html')?.text ?? '',
    hidden: (surfaces.find(({ kind }) => kind === 'hidden')?.text ?? '').split('\n').filter((line) => line !== ''),
    problems: problems.map(({ code }) => code),
    surfaces,
  }
}
