import type { FileReader } from '../formats/index.ts'
import type {
  Coding,
  Disposition,
  DocumentId,
  FrozenHeader,
  Ground,
  JobControl,
  Mark,
  PrintEngine,
  Privilege,
  ProductionId,
  Span,
  Surface,
  UserName,
} from '../model/index.ts'

/**
 * What a production is made from: the frozen surfaces, the decisions and the signatures of one matter. Built by `jobs` from the
 * matter's database; `produce` reads nothing else, so nothing else can leave.
 */
export interface ProductionInput {
  readonly production: ProductionId
  /** 32 random bytes, stored per production: Message-IDs, boundaries, salts and page ids derive from it, so that a rerun gives the same bytes. */
  readonly seed: Uint8Array
  readonly reference: string
  readonly subjectName: string
  /** The civil date that stands for "now" in every rendition. */
  readonly producedOn: string
  readonly timeZone: string
  readonly regime: string
  readonly grounds: readonly Ground[]
  readonly groundsVersion: string
  readonly received: string
  readonly due: string | null
  readonly searches: { readonly sources: readonly string[] }
  readonly ledger: {
    readonly found: number
    readonly indexed: number
    readonly partial: number
    readonly exceptions: number
    readonly duplicates: number
  }
  /** Pages numbered by earlier productions of this matter: numbers are never given twice. Zero where absent. */
  readonly pagesBefore?: number
  /** Complaint routes of the regime (controller, regulator, court), for the cover page; sentences. */
  readonly complaintRoutes?: readonly string[]
  /** Head of the audit chain at the gate, printed in the manifest. */
  readonly auditHead: { readonly entries: number; readonly hash: string }
  /** Order of production: families together, by date. Everything in the review set, also what is not produced. */
  readonly documents: readonly ProductionDocument[]
}

/** A place of redacted text that was let stand, since it means something else there. */
export type Stay = Pick<Mark, 'id' | 'surface' | 'note' | 'proposer' | 'createdAtMs'> & { readonly span: Span }

export interface ProductionDocument {
  readonly id: DocumentId
  readonly controlNumber: string
  readonly kind: 'message' | 'attachment'
  readonly parent: DocumentId | null
  /** MIME path within the family's message: `2`, `1.3`, `2/1` inside an attached message. */
  readonly part: string
  readonly type: string
  readonly filename: string | null
  readonly header: FrozenHeader | null
  readonly coding: Coding
  readonly privilege: Privilege
  readonly disposition: Disposition | null
  readonly ground: string | null
  readonly note: string
  readonly surfaces: readonly Surface[]
  /** Approved marks only. */
  readonly marks: readonly Mark[]
  /** Places of redacted text that mean something else and stay, approved with the document. */
  readonly stays?: readonly Stay[]
  readonly viewed: boolean
  /** Who proposed or approved it under a passphrase that another person, the giver, set for them. */
  readonly givenPassphrases?: readonly { readonly user: UserName; readonly giver: UserName }[]
  readonly proposer: UserName
  readonly approver: UserName
  readonly approvedAtMs: number
  readonly approvalSignature: string
  /** Other instances that this one decision covers. */
  readonly copies: number
  readonly sha256: string
  readonly sources: readonly { readonly label: string; readonly locator: string; readonly custodian: string | null }[]
  /** What was shown to the reviewer of this attachment is not all that it holds; only the native would give it whole. False where left out. */
  readonly incomplete?: boolean
  /** The reviewer asked for the native of this unmarked attachment. */
  readonly nativeRelease: boolean
  /** Content-ID of an attachment that the HTML body shows in place, without brackets. */
  readonly contentId?: string | null
  /** Decoded bytes of an attachment (for page copies, pixels, or a released native). */
  readonly native: () => Uint8Array
}

export interface ProductionTools {
  /** Null: `pdf` among the formats is refused with `produce/no-print-engine`. */
  readonly printEngine: PrintEngine | null
  readonly printEngineHint: string
  readonly control: JobControl
  /** Takes attachments and finished files apart. */
  readonly reader: FileReader
  /** Encrypted store of finished renditions, so that an interrupted production goes on where it was. */
  readonly cache: { get(key: string): Uint8Array | null; put(key: string, bytes: Uint8Array): void }
}
