/**
 * Undoes one kind of BCJ. Programs call by distance, so the same target reads differently at each call; the filter made targets absolute before packing.
 * What only looks like a call is changed as well, and changed back.
 */
export interface BcjFilter {
  /**
   * Undoes in place what can be told from the bytes there are; gives how many of them are done. The rest is given again with what follows it.
   * @param position of the first byte in all that is undone, modulo 2^32
   */
  undo(bytes: Buffer, position: number): number
}
