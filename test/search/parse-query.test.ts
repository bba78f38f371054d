import { describe, expect, it } from 'vitest'
import { AppError } from '../../src/model/index.ts'
import { checkQuery, fieldNames, parseQuery, phrase, printQuery, type Query } from '../../src/search/index.ts'
import { fc } from '../properties.ts'

const text = (words: string, field: Extract<Query, { kind: 'text' }>['field'] = null, prefix = false): Query => ({
  kind: 'text',
  field,
  text: words,
  prefix,
})

const plain = (words: string): { text: string; prefix: boolean } => ({ text: words, prefix: false })

describe('the query language', () => {
  it.each<[string, Query]>([
    ['budget', text('budget')],
    ['"annual budget"', text('annual budget')],
    ['“annual budget”', text('annual budget')],
    ['budg*', text('budg', null, true)],
    ['a b', { kind: 'and', children: [text('a'), text('b')] }],
    ['a AND b', { kind: 'and', children: [text('a'), text('b')] }],
    ['a "and" b', { kind: 'and', children: [text('a'), text('and'), text('b')] }],
    ['a b OR c', { kind: 'or', children: [{ kind: 'and', children: [text('a'), text('b')] }, text('c')] }],
    ['a (b OR c)', { kind: 'and', children: [text('a'), { kind: 'or', children: [text('b'), text('c')] }] }],
    ['a NOT b', { kind: 'and', children: [text('a'), { kind: 'not', child: text('b') }] }],
    ['a -b', { kind: 'and', children: [text('a'), { kind: 'not', child: text('b') }] }],
    ['a –b', { kind: 'and', children: [text('a'), { kind: 'not', child: text('b') }] }],
    ['a −"b c"', { kind: 'and', children: [text('a'), { kind: 'not', child: text('b c') }] }],
    ['（a OR b）　c', { kind: 'and', children: [{ kind: 'or', children: [text('a'), text('b')] }, text('c')] }],
    ['「a b」', text('a b')],
    ['『a b』 c', { kind: 'and', children: [text('a b'), text('c')] }],
    ['＂a b＂', text('a b')],
    ['subject：budget', text('budget', 'subject')],
    ['‘a’ b', { kind: 'and', children: [text('‘a’'), text('b')] }],
    ["'a' b", { kind: 'and', children: [text("'a'"), text('b')] }],
    ["o'hara o'neill", { kind: 'and', children: [text("o'hara"), text("o'neill")] }],
    ['a b!', { kind: 'and', children: [text('a'), text('b!')] }],
    ['w/5', text('w/5')],
    ['x.example/?from=a b', { kind: 'and', children: [text('x.example/?from=a'), text('b')] }],
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
    ['has:marks', { kind: 'has', what: 'marks' }],
    ['attachment:budget', text('budget', 'attachment')],
    ['smith~', { kind: 'fuzzy', field: null, text: 'smith', edits: 1 }],
    ['subject:smith~2', { kind: 'fuzzy', field: 'subject', text: 'smith', edits: 2 }],
    ['http://x.example/~anna', text('http://x.example/~anna')],
    ['a NEAR/5 b', { kind: 'near', field: null, phrases: [plain('a'), plain('b')], distance: 5 }],
    ['"a b" NEAR c* NEAR d', { kind: 'near', field: null, phrases: [plain('a b'), { text: 'c', prefix: true }, plain('d')], distance: 10 }],
    ['subject:(a NEAR/3 b)', { kind: 'near', field: 'subject', phrases: [plain('a'), plain('b')], distance: 3 }],
    ['x a NEAR/2 b', { kind: 'and', children: [text('x'), { kind: 'near', field: null, phrases: [plain('a'), plain('b')], distance: 2 }] }],
    ['NOT a NEAR/2 b', { kind: 'not', child: { kind: 'near', field: null, phrases: [plain('a'), plain('b')], distance: 2 } }],
    ['near b', { kind: 'and', children: [text('near'), text('b')] }],
    ['a near', { kind: 'and', children: [text('a'), text('near')] }],
    ['a "near" b', { kind: 'and', children: [text('a'), text('near'), text('b')] }],
    ['a /24', { kind: 'and', children: [text('a'), text('/24')] }],
    ['AT&T ET', { kind: 'and', children: [text('AT&T'), text('ET')] }],
    ['a und b', { kind: 'and', children: [text('a'), text('und'), text('b')] }],
    ['a "UND" b', { kind: 'and', children: [text('a'), text('UND'), text('b')] }],
    ['Or Cohen', { kind: 'and', children: [text('Or'), text('Cohen')] }],
    ['or', text('or')],
    ['type:PDF', { kind: 'type', value: 'pdf' }],
    ['type:image/*', { kind: 'type', value: 'image' }],
    ['type:application/zip', { kind: 'type', value: 'application/zip' }],
    ['size:>2MB', { kind: 'size', from: 2_097_153, to: null }],
    ['size:<=500k', { kind: 'size', from: null, to: 512_000 }],
    ['size:1.5k..2k', { kind: 'size', from: 1536, to: 2048 }],
    ['coding:Responsive', { kind: 'coding', coding: 'responsive' }],
    ['person:"Jane Smith"', { kind: 'person', name: 'Jane Smith' }],
    ['a quoted:no', { kind: 'and', children: [text('a'), { kind: 'quoted', value: 'no' }] }],
    ['(a quoted:no) b', { kind: 'and', children: [{ kind: 'and', children: [text('a'), { kind: 'quoted', value: 'no' }] }, text('b')] }],
    ['<Ann@x.example>', { kind: 'address', field: null, local: 'ann', domain: 'x.example' }],
    ['from:mailto:ann@x.example', { kind: 'address', field: 'from', local: 'ann', domain: 'x.example' }],
    [
      'ann@x.example, budget',
      { kind: 'and', children: [{ kind: 'address', field: null, local: 'ann', domain: 'x.example' }, text('budget')] },
    ],
    ['"now or never"', text('now or never')],
    ['a -(b OR c)', { kind: 'and', children: [text('a'), { kind: 'not', child: { kind: 'or', children: [text('b'), text('c')] } }] }],
    ['-(b)', { kind: 'not', child: text('b') }],
    ['who?', text('who?')],
    ['x.example/a?b=c', text('x.example/a?b=c')],
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
    ['a jo?n', 4, 5],
    ['?ohn', 0, 1],
    ['bcc:jane', 4, 8],
    ['in:inbox', 3, 8],
    ['from:(to:jane)', 6, 9],
    ['OR a', 0, 2],
    ['x smith~3', 7, 9],
    ['smith~1, x', 5, 8],
    ['smith~1*', 5, 8],
    ['lee-smith~1', 9, 11],
    ['"john smith"~1', 12, 13],
    ['budget or salary', 7, 9],
    ['budget and salary', 7, 10],
    ['And salary', 0, 3],
    ['a !b', 2, 4],
    ['!b', 0, 2],
    ['a w/5 b', 2, 5],
    ['a /5 b', 2, 4],
    ['a Pre/12 b', 2, 8],
    ['a ANDNOT b', 2, 8],
    ['a --b', 2, 5],
    ['--b', 0, 3],
    ['a -–b', 2, 5],
    ['a UND b', 2, 5],
    ['a ODER b', 2, 6],
    ['a ET b', 2, 4],
    ['a OU b', 2, 4],
    ['NICHT b', 0, 5],
    ['a UND NICHT b', 2, 5],
    ['a|b', 0, 3],
    ['a || b', 2, 4],
    ['a && b', 2, 4],
    ['from=b', 0, 6],
    ['a from=b', 2, 8],
    ["'a b'", 0, 5],
    ['x ‘a b’', 2, 7],
    ['a – b', 2, 3],
    ['「a', 0, 1],
    ['budget not salary', 7, 10],
    ['budget near/5 salary', 7, 13],
    ['budget near salary', 7, 11],
    ['budget Near salary', 7, 11],
    ['budget Or salary', 7, 9],
    ['budget oR salary', 7, 9],
    ['Not salary', 0, 3],
    ['(budget Not salary)', 8, 11],
    ['budget Near/5 salary', 7, 13],
    ['budget or', 7, 9],
    ['budget not', 7, 10],
    ['from:ann@x.example,bo@x.example', 5, 31],
    ['x jo~', 2, 5],
    ['date:2024~', 5, 10],
    ['a NEAR/x b', 2, 8],
    ['a NEAR/5', 2, 8],
    ['NEAR/5 a', 0, 6],
    ['a NEAR/5 (b OR c)', 2, 8],
    ['a NEAR/5 b NEAR/6 c', 11, 17],
    ['subject:a NEAR/5 body:b', 10, 16],
    ['type:..', 5, 7],
    ['date:2025..2024', 5, 15],
    ['date:2024-05..2024-03-31', 5, 24],
    ['*mith', 0, 1],
    ['a smi*th', 5, 6],
    ['filename:*.pdf', 9, 10],
    ['size:5MB', 5, 8],
    ['size:2M..1M', 5, 11],
    ['coding:secret', 7, 13],
    ['quoted:no', 0, 7],
    ['a OR quoted:no', 5, 12],
    ['a NOT quoted:no', 6, 13],
    ['a quoted:yes', 9, 12],
    ['a quoted:no quoted:only', 2, 9],
  ])('points at the place where %s can’t be read', (query, start, end) => {
    expect(checkQuery(query).error).toMatchObject({ start, end })
    expect(() => parseQuery(query)).toThrow(AppError)
  })

  it.each([
    'a or',
    'a and',
    'a NOT',
    'a OR ',
    'a NEAR/',
    'a NEAR/5',
    'a nOt',
    'a -',
    '-',
    'a –',
    'a &&',
    'a ||',
    'a --b',
    '(a',
    'a "b',
    'a subject:',
    '-(a OR',
  ])('says that %s is no mistake yet, since somebody may go on writing', (query) => {
    expect(checkQuery(query).error).toMatchObject({ unfinished: true })
  })

  it.each(['a or ', 'a - ', 'a - b', 'a or b', 'a)', '(a) size:big', 'a NEAR/ b', 'OR a', 'a OR )'])(
    'says that %s is a mistake already',
    (query) => {
      expect(checkQuery(query).error).toMatchObject({ unfinished: false })
    },
  )

  it.each([
    ['a coding:responsive', 9, 19],
    ['has:marks', 4, 9],
    ['x person:"Jane"', 9, 15],
  ])('says at its place that %s can only be asked inside a request', (query, start, end) => {
    expect(checkQuery(query, { matter: null }).error).toMatchObject({ start, end, message: expect.stringContaining('inside a request') })
    expect(checkQuery(query, { matter: { person: () => phrase('Jane') } }).ok).toBe(true)
  })

  it('says at its place that a person is not the one of the request', () => {
    expect(checkQuery('person:"Bob"', { matter: { person: () => null } }).error).toMatchObject({ start: 7, end: 12 })
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

  it.each(['foo:bar', 'HASX:attachment', 'a foo:"b c"', 'foo:(a OR b)', '-betreff:budget', 'größe:5'])(
    'refuses %s, which names no field, at its place and without repeating it',
    (query) => {
      expect(() => parseQuery(query)).toThrow(
        expect.objectContaining({
          code: 'search/syntax',
          message: expect.stringMatching(/no such field; fields are from, to, .* quotation marks/u),
          details: { start: query.search(/\p{L}+:/u), end: query.indexOf(':') + 1 },
        }),
      )
    },
  )

  it.each([
    'http://x.example/a?b=c:d',
    'tel:+49301234',
    'C:\\Users\\anna',
    '12:30',
    '2024-01-01T12:30',
    'Re:Budget',
    'AW:',
    'WG:AW:Budget',
    'note:',
    'std::string',
    'smile:-',
    '[::1]',
    'x.example:8080',
  ])('takes %s, which has a colon, as text', (query) => {
    expect(parseQuery(query)).toEqual(text(query))
    expect(parseQuery(`${query} budget`)).toEqual({ kind: 'and', children: [text(query), text('budget')] })
  })

  it('fails only with a located error, whatever is typed', () => {
    const pieces = fc.array(
      fc.oneof(
        fc.constantFrom(
          '(',
          ')',
          '"',
          '“',
          '”',
          '„',
          '«',
          ' ',
          '*',
          '-',
          ':',
          '@',
          '~',
          '~1',
          'AND',
          'OR',
          'NOT',
          ' NEAR ',
          ' NEAR/3 ',
          '..',
          '>',
          '\0',
          '\u{1f600}',
          '\ud800',
        ),
        fc.constantFrom(...fieldNames.map((field) => `${field}:`)),
        // A field with a value that is nearly one of its own.
        fc
          .tuple(
            fc.constantFrom(...fieldNames),
            fc.array(
              fc.constantFrom('2025', '2025-13', '..', 'none', '>', '<=', '5', 'MB', 'S1', 'a@b', '/', '*', '~2', '"', 'pdf', 'no'),
              { maxLength: 4 },
            ),
          )
          .map(([field, parts]) => ` ${field}:${parts.join('')} `),
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
        text: fc.constantFrom(
          ...['date:2024..2025-02', 'before:2020', 'after:2021-03-04', 'date:none', 'has:attachment', 'has:marks', 'in:S3', '@x.example'],
          ...[
            'to:a@b.c',
            'size:>2MB',
            'size:..10k',
            'type:pdf',
            'type:image/*',
            'coding:undecided',
            'person:"A B"',
            'quoted:no',
            'quoted:only',
          ],
          ...[
            'smith~',
            'body:smith~2',
            'a NEAR/3 "b c"*',
            'subject:(a NEAR b)',
            'custodian:"A B"',
            'document:m0123456789abcdef0123',
            'a@b.c NEAR/2 d',
          ],
        ),
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
    expect(checkQuery('budget A').completions).toEqual(['attachment:', 'after:', 'AND'])
    expect(checkQuery('has:').completions).toEqual(['has:attachment', 'has:marks'])
    expect(checkQuery('budget sub', { caret: 10 }).completions).toEqual(['subject:'])
  })
})
