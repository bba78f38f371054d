import { Button, Modal } from '@mantine/core'
import { useJobs } from '../../core/events.ts'
import type { KeptProduction } from '../../core/productions.ts'
import { text } from '../../text/en.ts'

interface Props {
  readonly opened: boolean
  /** Bundles whose passphrase would be lost. */
  readonly unconfirmed: readonly KeptProduction[]
  readonly onClose: () => void
  readonly onLock: () => void
}

/** Asks before locking stops what runs or loses a passphrase, and says which. */
export function LockDialog({ opened, unconfirmed, onClose, onLock }: Props) {
  const jobs = useJobs()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={text.frame.lockTitle}
      closeButtonProps={{ 'aria-label': text.frame.close }}
      onKeyDown={(event) => event.key !== 'Escape' && event.stopPropagation()}
    >
      <div className="stack">
        {jobs.length > 0 && <p>{text.frame.lockJobs(jobs.length)}</p>}
        {unconfirmed.map(({ key, owner, result }) => (
          <p key={key}>{text.frame.lockPassphrase(owner.reference, result.bundle.replace(/^.*[\\/]/u, ''))}</p>
        ))}
        <div className="row dialog-acts">
          <Button variant="default" onClick={onClose} data-autofocus>
            {text.frame.lockStay}
          </Button>
          <Button color="red" onClick={onLock}>
            {text.frame.lockAnyway}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
