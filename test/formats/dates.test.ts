import { describe, expect, it } from 'vitest'
import { parseMailDate } from '../../src/formats/dates.ts'
import { fc } from '../properties.ts'

const iso = (raw: string): string | null => {
  const at = parseMailDate(raw)
  return at === null ? null : new Date(at).toISOString().replace('.000Z', 'Z')
}

describe('a Date field', () => {
  const table: readonly (readonly [rule: string, raw: string, expected: string | null])[] = [
    ['of RFC 5322', 'Fri, 21 Nov 1997 09:55:06 -0600', '1997-11-21T15:55:06Z'],
    ['without weekday or seconds', '21 Nov 1997 09:55 +0130', '1997-11-21T08:25:00Z'],
    ['with a fraction of a second', 'Tue, 17 Jul 2012 22:23:35.882 +0000', '2012-07-17T22:23:35.882Z'],
    ['with a comment', 'Mon, 23 Jun 2025 10:00:00 +0200 (CEST)', '2025-06-23T08:00:00Z'],
    ['with comments everywhere', 'Thu,\t13\t (thirteen) Feb 1969 23:32 -0330 (Newfoundland)', '1969-02-14T03:02:00Z'],
    ['with an obsolete zone (§4.3)', 'Tue, 1 Jan 2002 00:00:00 EDT', '2002-01-01T04:00:00Z'],
    ['with a military zone, which means nothing', 'Tue, 1 Jan 2002 00:00:00 K', '2002-01-01T00:00:00Z'],
    ['with two digits for the year, from 2000', '1 Jan 49 00:00:00 GMT', '2049-01-01T00:00:00Z'],
    ['with two digits for the year, from 1900', '1 Jan 50 00:00:00 GMT', '1950-01-01T00:00:00Z'],
    ['with three digits for the year', '1 Jan 102 00:00:00 GMT', '2002-01-01T00:00:00Z'],
    ['with a leap second', 'Sat, 31 Dec 2016 23:59:60 +0000', '2017-01-01T00:00:00Z'],
    ['with blanks around the colon missing zone', 'Mon, 5 May 2003 11:12:13', '2003-05-05T11:12:13Z'],
    ['as C writes it', 'Mon Jan  5 11:12:13 2004', '2004-01-05T11:12:13Z'],
    ['as C writes it, with a zone', 'Mon Jan 05 11:12:13 PST 2004', '2004-01-05T19:12:13Z'],
    ['as C writes it, with a zone at the end', 'Mon Jan 5 11:12:13 2004 +0100', '2004-01-05T10:12:13Z'],
    ['of ISO 8601', '2004-01-05T11:12:13Z', '2004-01-05T11:12:13Z'],
    ['of ISO 8601 with fraction and offset', '2004-01-05 11:12:13.250+01:00', '2004-01-05T10:12:13.250Z'],
    ['with GMT and an offset', 'Mon, 5 Jan 2004 11:12:13 GMT+0100', '2004-01-05T10:12:13Z'],
    ['with AM or PM', 'Mon, 5 Jan 2004 1:12:13 PM', '2004-01-05T13:12:13Z'],
    ['at midnight in AM', '5 Jan 2004 12:00:00 am', '2004-01-05T00:00:00Z'],
    ['with dashes', '05-Jan-2004 11:12:13 +0000', '2004-01-05T11:12:13Z'],
    ['with the month first', 'January 5, 2004 11:12', '2004-01-05T11:12:00Z'],
    ['with the name of the month in full', 'Monday, 5 January 2004 11:12:13 +0000', '2004-01-05T11:12:13Z'],
    ['with an ordinal', '5th Jan 2004 11:12', '2004-01-05T11:12:00Z'],
    ['without a time', '5 Jan 2004', '2004-01-05T00:00:00Z'],
    ['with an impossible zone, read as UTC', 'Mon, 5 Jan 2004 11:12:13 +9900', '2004-01-05T11:12:13Z'],
    ['with an unknown zone, read as UTC', 'Mon, 5 Jan 2004 11:12:13 XYZT', '2004-01-05T11:12:13Z'],
    ['on a day that does not exist', '30 Feb 2004 00:00:00 +0000', null],
    ['on a leap day', '29 Feb 2004 00:00:00 +0000', '2004-02-29T00:00:00Z'],
    ['at an hour that does not exist', '5 Jan 2004 25:00:00 +0000', null],
    ['of digits alone, which two countries read differently', '3/4/2001 10:00', null],
    ['of nothing', '', null],
    ['of prose', 'yesterday', null],
    ['without a year', 'Mon, 5 Jan 11:12:13', null],
  ]
  it.each(table)('%s: %j', (_, raw, expected) => {
    expect(iso(raw)).toBe(expected)
  })

  it('written by RFC 5322 comes back as the same instant, whatever the zone', () => {
    const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
    const two = (value: number): string => String(value).padStart(2, '0')
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), fc.integer({ min: -14 * 60, max: 14 * 60 }), (seconds, zone) => {
        const local = new Date((seconds + zone * 60) * 1000)
        const offset = `${zone < 0 ? '-' : '+'}${two(Math.floor(Math.abs(zone) / 60))}${two(Math.abs(zone) % 60)}`
        const time = `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())}`
        const raw = `${local.getUTCDate()} ${months[local.getUTCMonth()]} ${local.getUTCFullYear()} ${time} ${offset}`
        expect(parseMailDate(raw)).toBe(seconds * 1000)
      }),
    )
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (raw) => parseMailDate(raw) === null || Number.isFinite(parseMailDate(raw))))
  })
})
