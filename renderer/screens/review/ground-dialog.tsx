import { Modal } from '@mantine/core'
import type { KeyboardEvent } from 'react'
import type { Ground } from '../../../src/model/index.ts'
import { text } from '../../text/en.ts'
import { GroundList } from './ground-list.tsx'
import { orderGrounds, useRecentGrounds } from './ground-order.ts'

interface Props {
  readonly opened: boolean
  readonly title: string
  /** What the ground is for. */
  readonly why: string
  readonly grounds: readonly Ground[]
  readonly onClose: () => void
  readonly onChoose: (code: string) => void
}

/** Asks for a ground where a decision needs one. */
export function GroundDialog({ opened, title, why, grounds, onClose, onChoose }: Props) {
  const recent = useRecentGrounds()
  const ordered = orderGrounds(grounds, recent)
  const pressed = (event: KeyboardEvent) => {
    const ground = /^[1-9]$/.test(event.key) ? ordered[Number(event.key) - 1] : undefined
    if (ground === undefined) return
    event.preventDefault()
    onChoose(ground.code)
  }
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size="md"
      className="ground-dialog"
      closeButtonProps={{ 'aria-label': text.frame.close }}
      onKeyDown={pressed}
    >
      <p className="quiet" style={{ marginBottom: 8 }}>
        {why}
      </p>
      <GroundList grounds={ordered} onChoose={onChoose} />
    </Modal>
  )
}
