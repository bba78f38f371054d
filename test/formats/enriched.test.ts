import { describe, expect, it } from 'vitest'
import { enrichedText } from '../../src/formats/enriched.ts'
import { addSources } from '../../src/jobs/index.ts'
import { runQuery } from '../../src/search/index.ts'
import { unlessItHangs } from '../hang.ts'
import { environment, freshIndex, letter, temporaryFolder, writeTree } from '../jobs/archive.ts'

describe('the text of text/enriched', () => {
  it.each([
    ['<bold>Jane</bold> <italic>Roe</italic> is ill.', 'Jane Roe is ill.'],
    ['a << b, <<bold>', 'a < b, <bold>'],
    ['one\nline\n\nanother\n\n\nthird', 'one line\nanother\n\nthird'],
    ['<nofill>as\nit\n</nofill>is\nhere', 'as\nit\nis here'],
    ['<color><param>red</param>Jane</color>\r\nRoe', 'Jane Roe\n[red]'],
    ['5 < 6 <and not> a command', '5 < 6 <and not> a command'],
    ['<param>never closed', 'never closed'],
  ])('of %j is %j', (written, shown) => expect(enrichedText(written)).toBe(shown))

  it.each(['<', '<a', '<param>', '<nofill>', '\n', '<<'])('is read from %j repeated, in time linear in the length', (piece) => {
    expect(unlessItHangs(() => enrichedText(piece.repeat(300_000))).length).toBeLessThan(4_000_000)
  })

  it('is searched as it reads, where it is the body of a mail', async () => {
    const index = freshIndex()
    const mail = letter({
      id: 'a',
      subject: 'One',
      headers: ['MIME-Version: 1.0', 'Content-Type: text/enriched; charset=utf-8'],
      body: '<bold>Jane</bold> <italic>Ro</italic>e is ill.\n',
    })
    await addSources(environment(index), { paths: [writeTree(temporaryFolder(), { 'a.eml': mail })] })
    expect(runQuery(index, '"jane roe is ill"', { limit: 9, offset: 0, sort: 'date', timeZone: 'UTC' }).hits).toHaveLength(1)
    expect(runQuery(index, 'bold', { limit: 9, offset: 0, sort: 'date', timeZone: 'UTC' }).hits).toEqual([])
  })
})
