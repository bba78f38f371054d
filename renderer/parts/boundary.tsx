import { Button } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { text } from '../text/en.ts'
import { Notice } from './notice.tsx'

interface Props {
  /** Another value is another place: what crashed before is left behind. */
  readonly place: string
  /** What the button does beside drawing the screen anew; the whole page, where nothing else is left. */
  readonly onReload?: () => void
  readonly children: ReactNode
}

interface State {
  readonly crashed: boolean
  readonly place: string
}

/**
 * Keeps a fault of one screen from taking the others with it. It says nothing of the fault itself, whose message may hold words of a mail. React
 * offers this to classes alone.
 */
export class Boundary extends Component<Props, State> {
  constructor(props: Props) {
    super(props)
    this.state = { crashed: false, place: props.place }
  }

  static getDerivedStateFromError(): Partial<State> {
    return { crashed: true }
  }

  static getDerivedStateFromProps(props: Props, state: State): State | null {
    return props.place === state.place ? null : { crashed: false, place: props.place }
  }

  override render(): ReactNode {
    if (!this.state.crashed) return this.props.children
    return (
      <div className="crashed stack">
        <Notice tone="red">
          <strong>{text.errors.crashed}</strong> {text.errors.crashedWhat}
        </Notice>
        <div>
          <Button
            onClick={() => {
              this.props.onReload?.()
              this.setState({ crashed: false })
            }}
          >
            {text.errors.reloadScreen}
          </Button>
        </div>
      </div>
    )
  }
}
