import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { text } from '../text/en.ts'

/** The last row of a dialog: to leave it as if it had not been opened, and to do what it is for. */
export function DialogActs({ onCancel, children }: { readonly onCancel: () => void; readonly children: ReactNode }) {
  return (
    <div className="row dialog-acts">
      <Button variant="default" onClick={onCancel}>
        {text.frame.cancel}
      </Button>
      {children}
    </div>
  )
}
