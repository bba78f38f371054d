import { Button } from '@mantine/core'
import { Sparkles } from 'lucide-react'
import { useRef, useState } from 'react'
import { act } from '../../core/act.ts'
import { keepFocus } from '../../core/keep-focus.ts'
import { said } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'
import { useMatter } from '../request/matter-context.ts'

/** Runs the recognizers over the whole request; what they find are suggestions, never marks. */
export function SuggestButton() {
  const { matter } = useMatter()
  const [busy, setBusy] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const suggest = async () => {
    setBusy(true)
    const done = await act('review.suggest', { matter })
    setBusy(false)
    // A button that waits is disabled and loses the focus.
    keepFocus(() => button.current)
    if (done !== null) said(text.review.suggested(done.proposed))
  }
  return (
    <Button
      ref={button}
      variant="default"
      size="compact-xs"
      leftSection={<Sparkles size={12} aria-hidden />}
      loading={busy}
      onClick={() => void suggest()}
    >
      {text.review.suggest}
    </Button>
  )
}
