import { describe, expect, it } from 'vitest'
import { isMaildir, isMaildirMessageName, maildirFolder, parseMaildirName } from '../../src/formats/index.ts'
import { decodeModifiedUtf7 } from '../../src/formats/modified-utf7.ts'
import { fc } from '../properties.ts'

describe('a Maildir file name', () => {
  const table: readonly (readonly [
    name: string,
    unique: string,
    flags: readonly string[],
    sizeBytes: number | null,
    wire: number | null,
  ])[] = [
    ['1700000000.M1P2.host', '1700000000.M1P2.host', [], null, null],
    ['1700000000.M1P2.host:2,', '1700000000.M1P2.host', [], null, null],
    ['1700000000.M1P2.host:2,RS', '1700000000.M1P2.host', ['R', 'S'], null, null],
    ['1700000000.M1P2.host:2,SRS', '1700000000.M1P2.host', ['R', 'S'], null, null],
    ['1700000000.M1P2.host,S=1000,W=1030:2,TDR', '1700000000.M1P2.host', ['D', 'R', 'T'], 1000, 1030],
    ['1700000000.M1P2.host,S=1000:2,Sab', '1700000000.M1P2.host', ['S', 'a', 'b'], 1000, null],
    ['1700000000.M1P2.host;2,FP', '1700000000.M1P2.host', ['F', 'P'], null, null],
    ['1700000000.M1P2.host!2,S', '1700000000.M1P2.host', ['S'], null, null],
    ['1700000000.M1P2.host:2,RDF,', '1700000000.M1P2.host', ['D', 'F', 'R'], null, null],
    ['1700000000.M1P2.host:1,exp', '1700000000.M1P2.host', [], null, null],
    ['note.eml', 'note.eml', [], null, null],
  ]
  it.each(table)('%s', (name, unique, flags, sizeBytes, wireSizeBytes) => {
    expect(parseMaildirName(name)).toEqual({ unique, flags, sizeBytes, wireSizeBytes })
  })
  it.each(['.hidden', '', 'dovecot.index.cache', 'dovecot-uidlist', 'maildirfolder', 'maildirsize', 'courierimapuiddb', 'Thumbs.db'])(
    '%j is no message',
    (name) => {
      expect(isMaildirMessageName(name)).toBe(false)
    },
  )
  it.each(['1700000000.M1P2.host:2,S', 'any name', 'mail.eml', '12'])('%j is a message', (name) => {
    expect(isMaildirMessageName(name)).toBe(true)
  })
})

describe('a directory', () => {
  it('with cur and new is a Maildir, also where tmp was not restored', () => {
    expect(isMaildir(['cur', 'new', 'tmp'])).toBe(true)
    expect(isMaildir(['new', 'cur', '.Sent'])).toBe(true)
    expect(isMaildir(['cur'])).toBe(false)
    expect(isMaildir(['inbox.mbox'])).toBe(false)
  })
  const folders: readonly (readonly [path: string, folder: readonly string[]])[] = [
    ['', ['INBOX']],
    ['.Sent', ['Sent']],
    ['.Work.2024 plans', ['Work', '2024 plans']],
    ['.Entw&APw-rfe', ['Entwürfe']],
    ['.R&AOk-sum&AOk-s.A&-B', ['Résumés', 'A&B']],
    ['.&ZeVnLIqe-', ['日本語']],
    ['.Entwürfe', ['Entwürfe']],
    ['.Q&A', ['Q&A']],
    ['Work/2024 plans', ['Work', '2024 plans']],
    ['sub/.Sent', ['sub', 'Sent']],
  ]
  it.each(folders)('%j is the folder %j', (path, folder) => {
    expect(maildirFolder(path)).toEqual(folder)
  })
})

describe('modified UTF-7 (RFC 3501 §5.1.3)', () => {
  const encode = (text: string): string =>
    text.replace(/&|[^\x20-\x7e]+/g, (run) =>
      run === '&' ? '&-' : `&${Buffer.from(run, 'utf16le').swap16().toString('base64').replace(/=+$/, '').replaceAll('/', ',')}-`,
    )
  it('comes back from any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (text) => {
        const whole = text.toWellFormed()
        expect(decodeModifiedUtf7(encode(whole))).toBe(whole)
      }),
    )
  })
  it.each(['a&b', '&!!-', '&A-', '&2AA-', 'ü'])('is not %j', (name) => {
    expect(decodeModifiedUtf7(name)).toBeNull()
  })
})
