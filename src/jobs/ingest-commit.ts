import type { JobControl } from '../model/index.ts'
import {
  type DigestedInstance,
  type FailedMessage,
  forgetInterned,
  forgetReplaced,
  type IngestBatch,
  isOfStore,
  setContainerState,
  storeError,
  takeBackMessage,
  transact,
  type WritableDatabase,
  writeBatches,
} from '../store/index.ts'
import type { Digested } from './digested.ts'
import { giveBack } from './give-back.ts'
import type { Group } from './ingest-groups.ts'
import { partialCodes } from './ledger-reasons.ts'

/** A group with what the workers made of it. */
export interface DigestedGroup {
  readonly source: number
  readonly container: number
  readonly group: Group
  readonly messages: readonly Digested[]
  /** Set with a container's last group. */
  readonly ended: { readonly state: 'done' | 'failed'; readonly sha256: Uint8Array | null } | null
}

export interface CommitOptions {
  readonly control: JobControl
  readonly batchMessages: number
  readonly onCommitted: (messages: number, bytes: number) => void
}

export interface Committer {
  /** Stores a group now or with the next ones; true when it was now. Groups come in order. */
  add(group: DigestedGroup): boolean
  flush(): void
}

const batchBytes = 16 * 1024 * 1024
const batchMs = 3_000

/**
 * Gathers groups and stores them in transactions: the messages, the container's counters and its position together, so that a kill at any moment
 * leaves whole batches and the next pass goes on right after them.
 */
export function createCommitter(index: WritableDatabase, options: CommitOptions): Committer {
  let waiting: DigestedGroup[] = []
  let messages = 0
  let bytes = 0
  let since = performance.now()
  const store = (groups: readonly DigestedGroup[], apart: boolean): void => {
    try {
      transact(index, () => {
        for (const { source, container, group } of groups)
          for (const locator of group.retried) takeBackMessage(index, source, container, locator)
        writeBatches(index, groups.map(batchOf), { apart, partialCodes })
        for (const { container, ended } of groups) if (ended) setContainerState(index, container, ended.state, ended.sha256)
      })
    } catch (error) {
      forgetInterned(index)
      forgetReplaced(index)
      throw storeError(error, index.name)
    }
  }
  const flush = (): void => {
    if (waiting.length === 0) return
    const groups = waiting
    const counted = { messages, bytes }
    waiting = []
    messages = 0
    bytes = 0
    try {
      store(groups, false)
    } catch (error) {
      if (isOfStore(error)) throw error
      // It is one of a message: that one is left out, and listed.
      store(groups, true)
    }
    since = performance.now()
    giveBack()
    options.onCommitted(counted.messages, counted.bytes)
    options.control.checkpoint('ingest/batch-committed')
    for (const group of groups) if (group.ended) options.control.checkpoint('ingest/container-done')
  }
  return {
    flush,
    add: (group) => {
      waiting.push(group)
      messages += group.messages.length
      bytes += group.group.separatorBytes + group.group.exceptionBytes
      for (const message of group.messages) bytes += message.ok ? message.instance.length : message.length
      if (messages >= options.batchMessages || bytes >= batchBytes || performance.now() - since > batchMs) {
        flush()
        return true
      }
      return false
    },
  }
}

function batchOf({ group, source, container, messages }: DigestedGroup): IngestBatch {
  const instances: DigestedInstance[] = []
  const failed: FailedMessage[] = [...group.failed]
  let accounted = 0
  for (const message of messages) {
    if (message.ok) instances.push(message.instance)
    else failed.push(message)
    accounted += message.ok ? message.instance.length : message.length
  }
  const listedBytes = group.task?.kind === 'files' ? group.task.messages.reduce((sum, file) => sum + file.length, 0) : accounted
  return {
    source,
    container,
    position: group.position,
    listed: group.listed,
    sizeDelta: accounted - listedBytes,
    separatorBytes: group.separatorBytes,
    exceptionBytes: group.exceptionBytes,
    instances,
    failed,
    notes: group.notes,
  }
}
