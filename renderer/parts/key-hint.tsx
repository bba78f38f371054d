import './key-hint.css'

/** The key that does the same, shown beside the control; told to screen readers by `aria-keyshortcuts` on the control itself. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <kbd className="key-hint" aria-hidden>
      {keys}
    </kbd>
  )
}
