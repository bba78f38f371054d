import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { isMaildirMessageName, mboxProfile, messageBytes, parseMaildirName, readMbox, recogniseFile } from '../../src/formats/index.ts'
import { bytesSource } from '../../src/model/index.ts'
import { corpora, describeWithCorpora } from '../corpora.ts'

interface Reference {
  readonly messages: number
  readonly messagesPerFile: Readonly<Record<string, number>>
}

describeWithCorpora('the real archives', () => {
  const reference = JSON.parse(readFileSync(corpora('archives/reference.json'), 'utf8')) as Record<string, Reference>

  it.each(['enron', 'list-openbmc'])(
    '%s: each file has as many messages as the reference counts, and every byte has its slice',
    (archive) => {
      const { messages, messagesPerFile } = reference[archive] as Reference
      const files = readdirSync(corpora(`archives/${archive}`))
      expect(Object.keys(messagesPerFile).sort()).toEqual(files.sort())
      let total = 0
      for (const file of files) {
        const bytes = readFileSync(corpora(`archives/${archive}/${file}`))
        let count = 0
        let at = 0
        for (const slice of readMbox(bytesSource(bytes))) {
          expect(slice.offset).toBe(at)
          at += slice.length
          expect(slice.code).toBeUndefined()
          if (slice.kind === 'message') count++
        }
        expect([file, at, count]).toEqual([file, bytes.length, messagesPerFile[file]])
        expect(recogniseFile(bytes)).toBe('mbox')
        total += count
      }
      expect(total).toBe(messages)
    },
  )

  it('written as Maildir by another tool are the same messages, apart from line breaks at the end', () => {
    const python = spawnSync('python3', ['--version']).status === 0
    if (!python) return
    const folder = mkdtempSync(join(tmpdir(), 'maildir-'))
    try {
      const file = corpora('archives/list-openbmc/2026.mbox')
      const run = spawnSync('python3', [corpora('../tools/mbox2maildir.py'), folder, file])
      expect(run.status).toBe(0)
      const box = bytesSource(readFileSync(file))
      const { dialect } = mboxProfile(box)
      const fromMbox = [...readMbox(box)]
        .filter(({ kind }) => kind === 'message')
        .map((slice) => canonical(messageBytes(box, slice, dialect)))
      const directory = join(folder, '.2026', 'cur')
      const names = readdirSync(directory).filter(isMaildirMessageName)
      const fromMaildir = names
        .sort((one, other) => number(one) - number(other))
        .map((name) => canonical(readFileSync(join(directory, name))))
      expect(fromMaildir).toEqual(fromMbox)
      for (const name of names) {
        const { flags, sizeBytes } = parseMaildirName(name)
        expect(flags).toEqual(['S'])
        expect(sizeBytes).toBe(readFileSync(join(directory, name)).length)
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

const number = (name: string): number => Number.parseInt(name, 10)
const canonical = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1').replaceAll('\r\n', '\n').trimEnd()
