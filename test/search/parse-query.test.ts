import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../src/model/index.ts'
import { checkQuery, fieldNames, parseQuery, printQuery, type Query } from '../../src/search/index.ts'

const text = (words: string, field: Extract<Query, { kind: 'text' }>['field'] = null, prefix = false): Query => ({
  kind: 'text',
  field,
  text: words,
  prefix,
})

describe('the query language', () => {
  it.each<[string, Query]>([
    ['budget', text('budget')],
    ['"annual budget"', text('annual budget')],
    ['“annual budget”', text('annual budget')],
    ['budg*', text('budg', null, true)],
    ['a b', { kind: 'and', children: [text('a'), text('b')] }],
    ['a AND b', { kind: 'and', children: [text('a'), text('b')] }],
    ['a and b', { kind: 'and', children: [text('a'), text('and'), text('b')] }],
    ['a b OR c', { kind: 'or', children: [{ kind: 'and', children: [text('a'), text('b')] }, text('c')] }],
    ['a (b OR c)', { kind: 'and', children: [text('a'), { kind: 'or', children: [text('b'), text('c')] }] }],
    ['a NOT b', { kind: 'and', children: [text('a'), { kind: 'not', child: text('b') }] }],
    ['a -b', { kind: 'and', children: [text('a'), { kind: 'not', child: text('b') }] }],
    ['NOT NOT a', text('a')],
    ['e-mail', text('e-mail')],
    ['subject:"annual budget"', text('annual budget', 'subject')],
    ['Subject: budget', text('budget', 'subject')],
    ['filename:report*', text('report', 'filename', true)],
    ['from:jane', text('jane', 'from')],
    ['from:Jane.Doe@X.example', { kind: 'address', field: 'from', local: 'jane.doe', domain: 'x.example' }],
    ['to:@x.example', { kind: 'address', field: 'to', local: '', domain: 'x.example' }],
    ['jane@x.example', { kind: 'address', field: null, local: 'jane', domain: 'x.example' }],
    ['@x.example', { kind: 'address', field: null, local: '', domain: 'x.example' }],
    ['bcc:jane@x.example', { kind: 'address', field: 'bcc', local: 'jane', domain: 'x.example' }],
    ['cc:(jane OR bob)', { kind: 'or', children: [text('jane', 'cc'), text('bob', 'cc')] }],
    ['before:2024-05-01', { kind: 'date', from: null, to: null, before: '2024-05-01' }],
    ['after:2024-05', { kind: 'date', from: '2024-05', to: null, before: null }],
    ['date:2024-01..2024-06', { kind: 'date', from: '2024-01', to: '2024-06', before: null }],
    ['date:2024', { kind: 'date', from: '2024', to: '2024', before: null }],
    ['date:..2024', { kind: 'date', from: null, to: '2024', before: null }],
    ['date:none', { kind: 'undated' }],
    ['has:attachment', { kind: 'has', what: 'attachment' }],
    ['in:S2', { kind: 'source', number: 2 }],
    ['custodian:"Anna Berg"', { kind: 'custodian', name: 'Anna Berg' }],
    ['document:m0123456789abcdef0123', { kind: 'document', id: 'm0123456789abcdef0123' }],
    ['12:30', text('12:30')],
    ['http://x.example/a', text('http://x.example/a')],
    ['Re:', text('Re:')],
  ])('reads %s', (query, expected) => {
    expect(parseQuery(query)).toEqual(expected)
  })

  it.each([
    ['a AND', 2, 5],
    ['(a OR b', 0, 1],
    ['a)', 1, 2],
    ['a ()', 2, 4],
    ['"open', 0, 1],
    ['x from:', 2, 7],
    ['before:yesterday', 7, 16],
    ['before:2024-13-01', 7, 17],
    ['after:2023-02-29', 6, 16],
    ['a has:pictures', 6, 14],
    ['form:jane', 0, 5],
    ['a !!! b', 2, 5],
    ['bcc:jane', 4, 8],
    ['in:inbox', 3, 8],
    ['from:(to:jane)', 6, 9],
    ['OR a', 0, 2],
  ])('points at the place where %s can’t be read', (query, start, end) => {
    expect(checkQuery(query).error).toMatchObject({ start, end })
    expect(() => parseQuery(query)).toThrow(AppError)
  })

  it('asks for something where nothing is given', () => {
    expect(() => parseQuery('  ')).toThrow(expect.objectContaining({ code: 'search/empty-query' }))
  })

  it('refuses deep nesting and thousands of terms instead of exhausting the stack', () => {
    expect(() => parseQuery('('.repeat(5000))).toThrow(expect.objectContaining({ code: 'search/syntax' }))
    expect(() => parseQuery('a '.repeat(4000))).toThrow(expect.objectContaining({ code: 'search/syntax' }))
  })

  it('never repeats the query in a message', () => {
    const secret = 'zyxwvu'
    for (const query of [`before:${secret}`, `"${secret}`, `in:${secret}`, `form:${secret}`, `(${secret}`, `${secret} AND`]) {
      expect(JSON.stringify(checkQuery(query).error)).not.toContain(secret)
    }
  })

  it('fails only with a located error, whatever is typed', () => {
    const pieces = fc.array(
      fc.oneof(
        fc.constantFrom('(', ')', '"', '“', '”', '„', '«', ' ', '*', '-', ':', '@', 'AND', 'OR', 'NOT', '..', '\0', '\u{1f600}', '\ud800'),
        fc.constantFrom(...fieldNames.map((field) => `${field}:`)),
        fc.string({ unit: 'binary', maxLength: 6 }),
      ),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(pieces, (parts) => {
        const query = parts.join('')
        const { ok, error } = checkQuery(query)
        expect(ok).toBe(error === null)
        if (error && query.trim() !== '') {
          expect(error.start).toBeGreaterThanOrEqual(0)
          expect(error.end).toBeGreaterThan(error.start)
          expect(error.end).toBeLessThanOrEqual(query.length)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('reads what it printed as the same query', () => {
    const word = fc.stringMatching(/^[\p{L}\p{N}][^\s()"“”„«»]{0,8}$/u)
    const leaf = fc.oneof(
      fc.record({ kind: fc.constant('w' as const), word, field: fc.constantFrom('', 'subject:', 'from:', 'body:', 'filename:') }),
      fc.record({ kind: fc.constant('p' as const), word: fc.array(word, { minLength: 1, maxLength: 3 }) }),
      fc.record({
        kind: fc.constant('x' as const),
        text: fc.constantFrom('date:2024..2025-02', 'before:2020', 'after:2021-03-04', 'has:attachment', 'in:S3', '@x.example', 'to:a@b.c'),
      }),
    )
    const tree = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        leaf.map((one) => (one.kind === 'w' ? one.field + one.word : one.kind === 'p' ? `"${one.word.join(' ')}"*` : one.text)),
        fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((nodes) => `(${nodes.join(' ')})`),
        fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((nodes) => `(${nodes.join(' OR ')})`),
        tie('node').map((node) => `NOT ${node}`),
      ),
    })).node
    fc.assert(
      fc.property(tree, (query) => {
        fc.pre(checkQuery(query).ok)
        const parsed = parseQuery(query)
        expect(parseQuery(printQuery(parsed))).toEqual(parsed)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('completion', () => {
  it('offers fields at the start of a word, operators after a term, values after a field', () => {
    expect(checkQuery('fr').completions).toEqual(['from:'])
    expect(checkQuery('budget A').completions).toEqual(['after:', 'AND'])
    expect(checkQuery('has:').completions).toEqual(['has:attachment'])
    expect(checkQuery('budget sub', 10).completions).toEqual(['subject:'])
  })
})
