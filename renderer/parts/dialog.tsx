import { Modal, type ModalProps } from '@mantine/core'
import { createContext, useContext, useEffect, useState } from 'react'
import { text } from '../text/en.ts'

const Below = createContext<((covered: boolean) => void) | null>(null)

/** A dialog that may open another, such as the folder list of a path: Escape closes the upper one alone, and what was typed in the lower stays. */
export function Dialog(props: ModalProps) {
  const [covered, setCovered] = useState(false)
  return (
    <Below value={setCovered}>
      <Modal closeButtonProps={{ 'aria-label': text.frame.close }} {...props} closeOnEscape={!covered} />
    </Below>
  )
}

/** Keeps Escape from the dialog below while this one is open, and until the key that closed it is done with. */
export function useAbove(opened: boolean): void {
  const cover = useContext(Below)
  useEffect(() => {
    if (!opened || cover === null) return
    cover(true)
    return () => void setTimeout(() => cover(false), 0)
  }, [opened, cover])
}
