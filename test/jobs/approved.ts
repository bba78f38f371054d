import { approve, code, dispose, gate, markText, submit, surfacesOf, view } from '../../src/jobs/index.ts'
import type { Verifier } from '../../src/jobs/signatures.ts'
import { readDecision } from '../../src/store/index.ts'
import { type Request, request, third } from './request.ts'

/** Every document. */
export const all = { all: true } as const
/** A machine that prints. */
export const engine = { available: true, hint: '' }
/** Marks a text wherever it stands. */
export const everywhere = { ground: third, note: '', everywhere: true, evenSubject: false }

/** One message to be redacted and one to be released, submitted by Olga. */
export async function submitted(): Promise<Request> {
  const set = await request({ roof: { text: 'Ask Ida Falk.' }, garden: { text: 'Nothing of note.' } })
  code(set.as('olga'), all, 'responsive')
  markText(set.as('olga'), 'Ida Falk', everywhere)
  dispose(set.as('olga'), all, 'release')
  submit(set.as('olga'))
  return set
}

/** Shows somebody all of both messages. */
export function open(set: Request, person: Parameters<Request['as']>[0]): void {
  for (const name of ['roof', 'garden']) {
    const document = set.id(name)
    view(
      set.as(person),
      document,
      surfacesOf(set.database, document).map(({ id }) => id),
    )
  }
}

/** The same, approved by Lena. */
export async function approved(): Promise<Request> {
  const set = await submitted()
  open(set, 'lena')
  approve(set.as('lena'), set.signerFor('lena'), all)
  return set
}

export const stateOf = (set: Request, name: string) => readDecision(set.database, set.id(name))?.review.state
export const gateOf = (set: Request, verifier: Verifier = set.workspace) => gate(set.database, verifier, engine)
/** What keeps the gate shut. */
export const shut = (set: Request, verifier?: Verifier) => gateOf(set, verifier).items.flatMap(({ id, ok }) => (ok ? [] : [id]))
