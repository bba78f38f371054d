import { describe, expect, it } from 'vitest'
import { readPdf } from '../../src/formats/pdf.ts'
import { signature } from './keys.ts'
import { form, handmadePdf } from './pdf-file.ts'

/** A signed form; `contents` fills its place up with zeros, as signers do. */
const signed = (contents: Uint8Array, says: string, catalog = ''): Buffer =>
  handmadePdf({
    catalog: `${form('6 0 R')}${catalog}`,
    page: '/Annots[6 0 R]',
    objects: [
      '<</Type/Annot/Subtype/Widget/FT/Sig/T(Signature1)/Rect[0 0 0 0]/V 7 0 R>>',
      `<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange[0 10 20 30]${says}/Contents<${Buffer.from(contents).toString('hex')}${'0'.repeat(400)}>>>`,
    ],
  })

describe('who signed a PDF', () => {
  it('is hidden text: whom the certificates name, and what the signature says in words', async () => {
    const says =
      '/Name(Zoe \\(Zq\\) Zqsigner)/Reason<FEFF005A0071007200650061007300F6006E>/Location(Zqtown)/ContactInfo(zqcontact@x.example)'
    const { kept, problems } = await readPdf(signed(signature, says))
    expect(kept.split('\n')).toEqual([
      'name of a form field: Signature1',
      'signature, name: Zoe (Zq) Zqsigner',
      'signature, reason: Zqreasön',
      'signature, location: Zqtown',
      'signature, contactinfo: zqcontact@x.example',
      'key or certificate: CN=Zoe Zqsubject, emailAddress=zqmail@x.example',
      'key or certificate: zqalt@x.example',
    ])
    expect(problems).toEqual([])
  })

  it('is told where the certificates can’t be read', async () => {
    expect((await readPdf(signed(signature.subarray(0, 500), ''))).problems).toContain('unreadable-attachment')
  })

  it('is nobody where the place of a signature is still empty', async () => {
    expect(await readPdf(signed(new Uint8Array(50), ''))).toMatchObject({ kept: 'name of a form field: Signature1', problems: [] })
  })
})
