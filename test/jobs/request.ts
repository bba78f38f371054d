import { createHash, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import { attachmentParts, locatedBytes, parseMessage, partBytes, surfacesOfAttachment, surfacesOfMessage } from '../../src/formats/index.ts'
import { attachmentId, canonicalHash, messageId, threadKey } from '../../src/group/index.ts'
import type { Reviewer, Signer, Verifier } from '../../src/jobs/index.ts'
import { asId, type DocumentId, type MatterId, type Role, type Subject, type SurfaceId, type UserName } from '../../src/model/index.ts'
import {
  insertFamily,
  insertMatter,
  matterMigrations,
  migrate,
  type NewDocument,
  openDatabase,
  packFamily,
  transact,
  type WritableDatabase,
} from '../../src/store/index.ts'

const zone = 'Europe/Dublin'
let clock = Date.UTC(2026, 10, 23, 9)

/** One request's database with real mail in it, and people who really sign. */
export interface Request {
  readonly database: WritableDatabase
  /** Documents by the name that the test gave their mail; attachments as `name/file.txt`. */
  id(name: string): DocumentId
  as(person: keyof typeof roles): Reviewer
  readonly workspace: Signer & Verifier
  signerFor(person: keyof typeof roles): Signer
}

const roles = {
  olga: 'investigator',
  piet: 'investigator',
  lena: 'legal-reviewer',
  marc: 'legal-reviewer',
  nora: 'legal-reviewer',
  otto: 'legal-reviewer',
} as const satisfies Record<string, Role>
/** Who added whom; of the others each counts as having come alone. */
const adders: Readonly<Record<string, string>> = { nora: 'lena', otto: 'nora' }

/** A text file, or any file by its type and bytes; with a Content-ID it is one that the HTML shows. */
export interface Attached {
  readonly name: string
  readonly text?: string
  readonly type?: string
  readonly bytes?: Uint8Array
  readonly contentId?: string
}

export interface Mail {
  readonly from?: string
  readonly to?: string
  readonly subject?: string
  readonly date?: string
  readonly text?: string
  readonly attachments?: readonly Attached[]
  /** An HTML body instead of a plain one. */
  readonly html?: string
}

/** A readable message; everything has a default. */
export function mail({ from, to, subject, date, text, html, attachments = [] }: Mail, name: string): Uint8Array {
  const head = [
    `From: ${from ?? 'Bo Lindqvist <bo@quarry.example>'}`,
    `To: ${to ?? 'Nora Quill <nora.quill@harbour.example>'}`,
    `Subject: ${subject ?? 'The roof'}`,
    `Date: ${date ?? 'Mon, 02 Mar 2026 09:00:00 +0000'}`,
    `Message-ID: <${name}@quarry.example>`,
    'MIME-Version: 1.0',
  ]
  if (attachments.length === 0)
    return Buffer.from([...head, 'Content-Type: text/plain; charset=utf-8', '', text ?? 'Hello.', ''].join('\r\n'))
  const parts = attachments.flatMap((file) => [
    '--cut',
    `Content-Type: ${file.type ?? 'text/plain; charset=utf-8'}`,
    `Content-Disposition: attachment; filename="${file.name}"`,
    ...(file.contentId === undefined ? [] : [`Content-ID: <${file.contentId}>`]),
    ...(file.bytes === undefined ? [] : ['Content-Transfer-Encoding: base64']),
    '',
    file.bytes === undefined ? (file.text ?? '') : Buffer.from(file.bytes).toString('base64').replace(/.{76}/gu, '$&\r\n'),
  ])
  return Buffer.from(
    [
      ...head,
      'Content-Type: multipart/mixed; boundary="cut"',
      '',
      '--cut',
      `Content-Type: text/${html === undefined ? 'plain' : 'html'}; charset=utf-8`,
      '',
      html ?? text ?? 'Hello.',
      ...parts,
      '--cut--',
      '',
    ].join('\r\n'),
  )
}

export const norasCase: Subject = {
  name: 'Nora Quill',
  names: [],
  emails: ['nora.quill@harbour.example'],
  phones: [],
  identifiers: ['HB-20417'],
}

/** Puts mails into the review set of a new request, in the order given. */
export async function request(mails: Readonly<Record<string, Mail>>, subject: Subject = norasCase): Promise<Request> {
  const database = openDatabase(':memory:', { key: new Uint8Array(32), create: true })
  migrate(database, matterMigrations)
  insertMatter(database, {
    id: asId<MatterId>('M1'),
    reference: 'SAR-2026-001',
    subject,
    scope: { from: null, to: null, custodians: [], sources: [] },
    regime: 'eu-ie',
    received: '2026-11-02',
    events: [],
    createdAtMs: clock,
    createdBy: 'olga',
  })
  const ids = new Map<string, DocumentId>()
  for (const [name, content] of Object.entries(mails)) {
    const raw = mail(content, name)
    const documents = await frozen(raw)
    transact(database, () => insertFamily(database, packFamily({ id: documents[0]?.id ?? asId(''), raw, documents }), clock))
    for (const document of documents) ids.set(document.kind === 'message' ? name : `${name}/${document.filename}`, document.id)
  }
  const keys = new Map<string, { privateKey: KeyObject; publicKey: KeyObject }>(
    Object.keys(roles).map((person) => [person, generateKeyPairSync('ed25519')]),
  )
  const roleOf = (user: UserName): Role => (roles as Record<string, Role>)[user] ?? 'auditor'
  const signerFor = (person: string): Signer => ({
    sign: (bytes) => {
      const key = keys.get(person)
      if (key === undefined) throw new Error('nobody of that name')
      return sign(null, bytes, key.privateKey).toString('hex')
    },
    roleOf,
    addedBy: (user) => asId(adders[user] ?? user),
    broughtBackBy: () => [],
  })
  return {
    database,
    id: (name) => {
      const id = ids.get(name)
      if (id === undefined) throw new Error(`no mail is called ${name}`)
      return id
    },
    as: (person) => {
      clock += 1000
      return { database, user: asId<UserName>(person), role: roles[person], nowMs: clock, regime: 'eu-ie' }
    },
    signerFor,
    workspace: {
      ...signerFor('lena'),
      verify: (user, bytes, signature) => {
        const key = keys.get(user)
        return key !== undefined && verify(null, bytes, key.publicKey, Buffer.from(signature, 'hex'))
      },
      passphraseFrom: () => null,
      isOlder: () => false,
    },
  }
}

async function frozen(raw: Uint8Array): Promise<NewDocument[]> {
  const parsed = parseMessage(raw)
  const canonical = canonicalHash(parsed, raw)
  const root = messageId(canonical)
  const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
  const squash = (await import('../../src/jobs/surface-cache.ts')).squashSurfaces
  const common = {
    dateMs: parsed.date.atMs,
    sender: parsed.from[0]?.address ?? '',
    subject: parsed.subject,
    thread: threadKey(parsed),
    problems: [],
  }
  const instance = { source: asId<`S1` & never>('S1'), sourceLabel: 'Mailbox', custodian: 'Bo', folder: '', flags: [], sha256: sha(raw) }
  const surfaces = surfacesOfMessage(root, parsed, raw, zone)
  const header = { ...parsed, dateMs: parsed.date.atMs }
  const documents: NewDocument[] = [
    {
      ...common,
      id: root,
      kind: 'message',
      parent: null,
      part: '',
      type: 'message/rfc822',
      filename: null,
      sizeBytes: raw.byteLength,
      sha256: sha(raw),
      header: {
        from: header.from,
        to: header.to,
        cc: header.cc,
        bcc: header.bcc,
        dateMs: header.dateMs,
        messageId: header.messageId,
        inReplyTo: header.inReplyTo,
        references: header.references,
      },
      surfaces,
      squashed: squash(surfaces),
      instances: [{ ...instance, locator: 'mail.mbox@0' }],
    },
  ]
  for (const located of attachmentParts(parsed)) {
    const bytes = partBytes(locatedBytes(raw, located), located.part).bytes
    const id = attachmentId(canonical, located.path, sha(bytes))
    const { type, filename, charset } = located.part
    const frozenParts = await surfacesOfAttachment(id, { part: located.path, type, filename, bytes, charset, zone })
    documents.push({
      ...common,
      id,
      kind: 'attachment',
      parent: root,
      part: located.path,
      type,
      filename,
      sizeBytes: bytes.byteLength,
      sha256: sha(bytes),
      header: null,
      problems: frozenParts.problems,
      surfaces: frozenParts.surfaces,
      squashed: squash(frozenParts.surfaces),
      instances: [{ ...instance, locator: `mail.mbox@0#${located.path}` }],
    })
  }
  return documents
}

export const third = 'EU-15(4)'
export const surface = (id: string): SurfaceId => asId<SurfaceId>(id)
