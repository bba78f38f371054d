import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Core, createCore } from '../../../src/api/index.ts'
import { type FormGroup, formKey } from '../../../src/identity/index.ts'
import type { Identified } from '../../../src/jobs/index.ts'
import type { DocumentId, MatterId } from '../../../src/model/index.ts'
import type { RefusalEvidence } from '../../../src/store/index.ts'
import { phrases, services } from '../../api/core-home.ts'
import { type Decision, decide } from './officer.ts'

/** What an officer ends up with after answering a request on a workstation of their own, by nothing but its commands. */
export interface Answered {
  /** By Message-ID (without brackets), each family of the review set with the kinds of forms that found it. */
  readonly found: ReadonlyMap<string, ReadonlySet<FormGroup>>
  /** Of those that were left out as a namesake's, each with the evidence. */
  readonly refused: ReadonlyMap<string, RefusalEvidence>
  readonly decided: readonly Decision[]
}

export interface Request {
  readonly subject: string
  readonly emails: readonly string[]
  readonly names?: readonly string[]
  readonly phones: readonly string[]
  readonly identifiers: readonly string[]
  readonly regime: string
}

/** Takes sources in, opens the request, decides about forms until nothing is left to decide, and collects. */
export async function answer(
  sources: readonly { readonly path: string; readonly custodian?: string }[],
  request: Request,
): Promise<Answered> {
  const folder = mkdtempSync(join(tmpdir(), 'desk-workstation-'))
  const core = createCore({ services })
  try {
    const officer = { user: 'anna', role: 'investigator', passphrase: phrases.anna } as const
    await core.call('workspace.create', { workspace: join(folder, 'workspace'), ...officer })
    for (const { path, custodian } of sources)
      await core.call('source.add', { paths: [path], ...(custodian === undefined ? {} : { custodian }) })
    const { subject, regime, emails, names = [], phones, identifiers } = request
    const seeds = { emails: [...emails], names: [...names], phones: [...phones], identifiers: [...identifiers] }
    const { matter } = await core.call('matter.create', { subject, ...seeds, regime, received: '2026-01-05' })
    const { decided, shown } = await settled(core, matter)
    await core.call('matter.collect', { matter })
    return { ...(await outcome(core, matter, shown)), decided }
  } finally {
    await core.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The same of one mailbox. */
export async function answerFrom(mbox: string, request: Request): Promise<Answered> {
  const folder = mkdtempSync(join(tmpdir(), 'desk-company-'))
  try {
    const path = join(folder, 'archive.mbox')
    writeFileSync(path, mbox)
    return await answer([{ path }], request)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Decides round after round, as accepted forms lead to further ones: forms as the list shows them, others of the name by their cards. */
async function settled(core: Core, matter: MatterId): Promise<{ readonly decided: readonly Decision[]; readonly shown: Identified }> {
  let shown: Identified = await core.call('matter.identify', { matter })
  let decided: readonly Decision[] = []
  for (let round = 0; round < 6; round++) {
    const decisions = decide(shown)
    if (decisions.length === 0) break
    decided = [...decided, ...decisions]
    const cards = new Set(shown.twins.flatMap(({ addresses }) => addresses))
    const isTwin = ({ kind, form }: Decision): boolean => kind === 'email' && cards.has(form.toLowerCase())
    const forms = (list: readonly Decision[], accepted: boolean): string[] =>
      list.flatMap((one) => (one.accepted === accepted ? [one.form] : []))
    const twins = decisions.filter(isTwin)
    // All that the list shows in one step, but where it shows the same words as two kinds: there the kind is said.
    const { once = [], twice = [] } = Object.groupBy(
      decisions.filter((one) => !isTwin(one)),
      (one) => (shown.forms.filter(({ form }) => form === one.form).length > 1 ? 'twice' : 'once'),
    )
    const others = { samePeople: forms(twins, true), refuseTwins: forms(twins, false) }
    shown = await core.call('matter.decide', { matter, ...others, accept: forms(once, true), refuse: forms(once, false) })
    for (const [kind, list] of Map.groupBy(twice, (one) => one.kind))
      shown = await core.call('matter.decide', { matter, kind, accept: forms(list, true), refuse: forms(list, false) })
  }
  return { decided, shown }
}

async function outcome(core: Core, matter: MatterId, shown: Identified): Promise<Omit<Answered, 'decided'>> {
  const ids = await messageIds(core)
  const idOf = (document: DocumentId): string => {
    const id = ids.get(document)
    if (id === undefined) throw new Error('a family without a message')
    return id
  }
  // Two writings that find the same are one row of the list.
  const key = (form: string): string => formKey({ kind: 'name', form })
  const groups = new Map(shown.forms.map(({ form, group }) => [key(form), group]))
  const found = new Map<string, Set<FormGroup>>()
  for (let offset = 0, total = 1; offset < total; offset += 1000) {
    const page = await core.call('review.list', { matter, limit: 1000, offset })
    total = page.total
    for (const { family, terms } of page.rows) {
      const known = found.get(idOf(family)) ?? new Set()
      found.set(idOf(family), known)
      for (const term of terms) {
        // Another way of writing a number is not listed, since it finds nothing more.
        const group = groups.get(key(term)) ?? (/\p{L}/u.test(term) ? undefined : 'number')
        if (group === undefined) throw new Error('a term that is no form')
        known.add(group)
      }
    }
  }
  const { families } = await core.call('matter.refused', { matter })
  return { found, refused: new Map(families.map(({ document, evidence }) => [idOf(document), evidence])) }
}

/** Message-IDs of everything that was taken in. */
async function messageIds(core: Core): Promise<ReadonlyMap<DocumentId, string>> {
  const ids = new Map<DocumentId, string>()
  for (let offset = 0, total = 1; offset < total; offset += 1000) {
    const page = await core.call('search.run', { query: '-"no such words"', limit: 1000, offset, sort: 'date' })
    total = page.total
    for (const { document, kind, messageId } of page.hits)
      if (kind === 'message') ids.set(document, (messageId ?? '').replace(/[<>]/gu, ''))
  }
  return ids
}
