import { Button, Modal, Textarea } from '@mantine/core'
import { type FormEvent, useEffect, useState } from 'react'
import { DialogActs } from '../../parts/dialog-acts.tsx'
import { text } from '../../text/en.ts'

/** Declining needs a comment: the proposer reads it. */
export function DeclineDialog({
  opened,
  onClose,
  onDecline,
}: {
  opened: boolean
  onClose: () => void
  onDecline: (comment: string) => Promise<void>
}) {
  const [comment, setComment] = useState('')
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    if (opened) setComment('')
  }, [opened])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (comment.trim() === '') return
    setBusy(true)
    await onDecline(comment.trim())
    setBusy(false)
  }
  return (
    <Modal opened={opened} onClose={onClose} title={text.approve.declineTitle} closeButtonProps={{ 'aria-label': text.frame.close }}>
      <form className="stack" onSubmit={(event) => void submit(event)}>
        <Textarea
          label={text.approve.declineComment}
          description={text.approve.declineHint}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
          autosize
          minRows={3}
          data-autofocus
          required
        />
        <DialogActs onCancel={onClose}>
          <Button type="submit" color="red" disabled={comment.trim() === ''} loading={busy}>
            {text.approve.declineButton}
          </Button>
        </DialogActs>
      </form>
    </Modal>
  )
}
