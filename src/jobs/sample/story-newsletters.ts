import type { PersonKey } from './people.ts'
import { people } from './people.ts'
import type { Random } from './random.ts'

/** A newsletter: HTML with everything that the kind brings along (preheader, tracking pixel, remote pictures, personal links). */
export interface Newsletter {
  readonly date: string
  readonly from: { readonly name: string; readonly email: string }
  readonly to: PersonKey
  readonly subject: string
  readonly html: string
  readonly text: string
  readonly list: string
}

const brands = [
  {
    name: 'Instrument Weekly',
    email: 'editor@instrumentweekly.example',
    colour: '#1f5f8b',
    items: [
      'Five myths about turbidity',
      'The pressure bench is dead, long live the pressure bench',
      'Calibration intervals: what the new guide says',
      'A visit to the metrology museum',
      'Readers ask: why does my probe drift on Mondays?',
      'Sensors under ice',
    ],
  },
  {
    name: 'Swiftwing Service News',
    email: 'news@swiftwing.example',
    colour: '#b2401e',
    items: [
      'Saturday collections in Connacht',
      'Fuel surcharge from the first',
      'Packing liquids: the short guide',
      'New app for proof of delivery',
      'Peak season: book before Wednesday',
      'Customs: three changes in January',
    ],
  },
  {
    name: 'Paper & Carton Depot',
    email: 'offers@cartondepot.example',
    colour: '#3c7a3f',
    items: [
      'Large cartons, ten per cent off',
      'Foam corners are back',
      'Tape that tears straight',
      'Recycled void fill',
      'Spring clear-out',
      'Free pallet with two hundred boxes',
    ],
  },
] as const

const escaped = (text: string): string => text.replace(/&/gu, '&amp;').replace(/</gu, '&lt;').replace(/>/gu, '&gt;')

/** Newsletters to the subject and to others, one after another over the two years. */
export function newsletters(random: Random, count: number): readonly Newsletter[] {
  return Array.from({ length: count }, (_unused, index) => {
    const brand = brands[index % brands.length] ?? brands[0]
    const to: PersonKey = random.pick(['kate', 'kate', 'dispatch', 'orla', 'declan'] as const)
    const month = Math.floor((index / count) * 23)
    const date = `${2024 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-${String(random.between(2, 27)).padStart(2, '0')}T06:${String(random.between(10, 59))}`
    const items = [...brand.items].sort(() => random.next() - 0.5).slice(0, 3)
    const token = random.hex(24)
    const host = brand.email.split('@')[1] ?? ''
    const rows = items
      .map(
        (item) =>
          `<tr><td style="padding:12px 24px;border-bottom:1px solid #dddddd"><h2 style="font-size:18px;color:${brand.colour};margin:0">${escaped(item)}</h2><p style="margin:6px 0">${escaped(random.pick(teasers))}</p><a href="https://click.${host}/r?u=${token}&amp;i=${random.hex(6)}">Read on</a></td></tr>`,
      )
      .join('\n')
    const html = `<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>${brand.name}</title>
<style>@import url(https://static.${host}/mail.css); .preheader{display:none}</style></head>
<body style="margin:0;background-color:#f2f2f2">
<div class="preheader" style="display:none;max-height:0;overflow:hidden">In this issue: ${escaped(items[0] ?? '')}. Sent to ${people[to].email}</div>
<table width="100%"><tr><td align="center"><table width="600" style="background-color:#ffffff">
<tr><td style="padding:24px;background-color:${brand.colour};color:#ffffff"><img src="https://static.${host}/logo.png" width="120" height="40" alt="${brand.name}"><h1 style="font-size:22px">${brand.name}</h1></td></tr>
<tr><td style="padding:16px 24px">Hello ${escaped(people[to].name)},</td></tr>
${rows}
<tr><td style="padding:16px 24px;font-size:11px;color:#777777">You get this because ${people[to].email} is on our list. <a href="https://click.${host}/unsubscribe?t=${token}">Unsubscribe</a></td></tr>
</table></td></tr></table>
<img src="https://open.${host}/o/${token}.gif" width="1" height="1" alt="">
</body></html>`
    const text = `${brand.name}\n\nHello ${people[to].name},\n\n${items.map((item) => `* ${item}\n  https://click.${host}/r?u=${token}`).join('\n')}\n\nUnsubscribe: https://click.${host}/unsubscribe?t=${token}`
    return {
      date,
      from: { name: brand.name, email: brand.email },
      to,
      subject: `${items[0] ?? ''} · ${brand.name} ${index + 1}`,
      html,
      text,
      list: host,
    }
  })
}

const teasers = [
  'It is simpler than your supplier says, and harder than the brochure does.',
  'We asked three workshops; two agreed, and the third was right.',
  'What to do on the day, and what to write down afterwards.',
  'A short read for the next tea break.',
  'With pictures, a table, and one warning.',
  'Our readers sent ninety answers. Here are the kind ones.',
]
