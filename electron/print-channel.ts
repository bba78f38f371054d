/** Messages beside the command channel on the port between the core's process and the main process: only the main process can print. */
export interface PrintRequest {
  readonly kind: 'print'
  readonly id: number
  readonly html: string
}

export interface PrintAnswer {
  readonly kind: 'printed'
  readonly id: number
  /** Null when printing failed. */
  readonly bytes: Uint8Array | null
}

export function isPrintRequest(message: unknown): message is PrintRequest {
  return typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'print'
}

export function isPrintAnswer(message: unknown): message is PrintAnswer {
  return typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'printed'
}
