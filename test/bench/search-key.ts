/** The key of the index that the search bench keeps: of no workspace, since a passphrase's would take longer to make than most of what is measured. */
export const benchKey = new Uint8Array(32).fill(1)
