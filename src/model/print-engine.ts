/** Chromium's print engine, given by the host: Electron's own, or the installed browser driven over a pipe. */
export interface PrintEngine {
  /** Name and version for the manifest's internal edition. */
  readonly name: string
  /**
   * Prints a self-contained HTML page (no scripts, no network; fonts as data: URIs) to PDF, A4, backgrounds on. Pages render offline.
   */
  print(html: string, signal: AbortSignal): Promise<Uint8Array>
  close(): Promise<void>
}
