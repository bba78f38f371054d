import { Modal, type ModalProps } from '@mantine/core'
import { text } from '../text/en.ts'

/** A dialog that may open another, such as the folder list of a path: Escape closes the upper one alone, and what was typed in the lower stays. */
export function Dialog(props: Omit<ModalProps, 'stackId'>) {
  return (
    <Modal.Stack>
      <Modal closeButtonProps={{ 'aria-label': text.frame.close }} {...props} stackId="below" />
    </Modal.Stack>
  )
}
