import { describe, expect, it } from 'vitest'
import { code, dispose, gate, markText, surfacesOf } from '../../src/jobs/index.ts'
import { readMarks } from '../../src/store/index.ts'
import { request, third } from './request.ts'

const all = { all: true } as const
const name = 'Bartholomew M\u00fcller'
const files = [
  {
    name: 'folded.ics',
    type: 'text/calendar',
    text: 'BEGIN:VCALENDAR\r\nSUMMARY:Ask Barthol\r\n omew M\u00fcller\\, please\r\nEND:VCALENDAR',
  },
  { name: 'lines.ics', type: 'text/calendar', text: 'BEGIN:VCALENDAR\r\nDESCRIPTION:The roof\\nBartholomew M\u00fcller\r\nEND:VCALENDAR' },
  {
    name: 'old.vcf',
    type: 'text/x-vcard',
    text: 'BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Bartholomew=20M=C3=\r\n=BCller\r\nEND:VCARD',
  },
]

describe('marking a name everywhere', () => {
  it('reaches it in calendars and cards, however it is folded and encoded, and the gate finds none left', async () => {
    const set = await request({ roof: { text: `Ask ${name}.`, attachments: files } })
    code(set.as('olga'), all, 'responsive')
    dispose(set.as('olga'), all, 'release')
    markText(set.as('olga'), name, { ground: third, note: '', everywhere: true, evenSubject: false })
    const marked = readMarks(set.database).map((mark) => {
      const { text } = surfacesOf(set.database, mark.document).find(({ id }) => id === mark.surface) ?? { text: '' }
      return text.slice(mark.span?.start, mark.span?.end)
    })
    expect(marked).toEqual([name, name, name, name])
    const { items } = gate(set.database, set.workspace, { available: false, hint: '' })
    expect(items.find(({ id }) => id === 'unhidden')).toMatchObject({ ok: true, documents: [] })
  })
})
