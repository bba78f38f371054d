import { describe, expect, it } from 'vitest'
import { ancestorsOf, baseSubject, joinThreads, messageKey, threadKey } from '../../src/group/index.ts'
import { mail } from './parsed.ts'

const message = (head: string) => mail(`${head}\n\nx`).parsed
const root = message('Message-ID: <1@x>\nSubject: Rota')
const reply = message('Message-ID: <2@x>\nIn-Reply-To: <1@x>\nReferences: <1@x>\nSubject: Re: Rota')
const later = message('Message-ID: <3@x>\nIn-Reply-To: <2@x>\nReferences: <1@x> <2@x>\nSubject: Other')
const bare = message('Message-ID: <4@x>\nIn-Reply-To: <3@x>\nSubject: AW: Other')

describe('a thread key', () => {
  it('is the same for the root and for those that name it', () => {
    expect(threadKey(reply)).toBe(threadKey(root))
    expect(threadKey(later)).toBe(threadKey(root))
  })

  it('is different for unrelated messages under one subject', () => {
    expect(threadKey(message('Message-ID: <9@x>\nSubject: Rota'))).not.toBe(threadKey(root))
  })

  it('falls back on subject and participants where there are no ids', () => {
    const asked = message('From: a@x\nTo: b@x\nSubject: Keys')
    const answered = message('From: b@x\nTo: a@x\nSubject: Re: Fwd: Keys')
    const elsewhere = message('From: c@x\nTo: a@x\nSubject: Keys')
    expect(threadKey(answered)).toBe(threadKey(asked))
    expect(threadKey(elsewhere)).not.toBe(threadKey(asked))
  })
})

describe('threads over many messages', () => {
  type Message = ReturnType<typeof message>
  const keysOf = (one: Message) => [...ancestorsOf(one), ...(one.messageId === null ? [] : [one.messageId])].map(messageKey)
  /** The thread of each, when they came in these portions. */
  const threads = (...portions: readonly (readonly Message[])[]): readonly string[] => {
    const known = new Map<string, string>()
    for (const portion of portions) {
      for (const [key, earlier] of joinThreads(portion.map(keysOf), (each) => known.get(each))) known.set(key, earlier)
    }
    const end = (key: string): string => {
      const next = known.get(key)
      return next === undefined ? key : end(next)
    }
    return portions.flat().map((one) => end(threadKey(one)))
  }

  it('join a program that names only its parent', () => {
    expect(new Set(threads([root, reply, later, bare])).size).toBe(1)
  })

  it('do not depend on the order of messages, nor on what came together', () => {
    const forward = threads([root, reply, later, bare])
    expect(threads([bare, later, reply, root])).toEqual(forward)
    expect(threads([bare], [root], [later], [reply])).toEqual(forward)
    expect(threads([root, bare], [later, reply])).toEqual(forward)
  })

  it('survive messages that name each other in a circle', () => {
    const one = message('Message-ID: <a@x>\nIn-Reply-To: <b@x>')
    const two = message('Message-ID: <b@x>\nIn-Reply-To: <a@x>')
    expect(new Set(threads([one, two])).size).toBe(1)
    expect(new Set(threads([one], [two])).size).toBe(1)
  })

  it('are not joined by the address of whom a message answers, which old programs write where a message should be named', () => {
    const one = message('Message-ID: <a@x>\nFrom: bo@y\nTo: ida@y\nIn-Reply-To: Message from <Ida@y>')
    const two = message('Message-ID: <b@x>\nFrom: kim@y\nTo: ida@y\nIn-Reply-To: Message from <ida@y>')
    expect(new Set(threads([one, two])).size).toBe(2)
  })
})

describe('the base subject', () => {
  it.each([
    ['Re: Fwd: Rota', 'rota'],
    ['AW: WG: Rota', 'rota'],
    ['RE[2]: [list] Rota', 'rota'],
    ['Odp: Rota', 'rota'],
    ['返信：Rota', 'rota'],
    ['Reading list', 'reading list'],
    ['Re:', ''],
  ])('of %j is %j', (subject, base) => {
    expect(baseSubject(subject)).toBe(base)
  })
})
