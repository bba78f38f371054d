/** A file that another file holds; no bytes where they can't be had. */
export interface FileWithin {
  readonly name: string
  readonly bytes: Uint8Array | null
}
