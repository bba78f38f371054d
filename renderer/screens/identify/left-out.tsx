import { Button } from '@mantine/core'
import type { RefusedView } from '../../../src/api/index.ts'
import { act } from '../../core/act.ts'
import { useCommand } from '../../core/use-command.ts'
import { said } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'
import { date, line, sender } from '../../text/format.ts'

const words = text.identify

/**
 * What was left out as another person's of the name, with the reason; single messages can be taken in all the same, and what was collected before is set aside in
 * one step.
 */
export function LeftOut({ matter, mayWrite }: { matter: string; mayWrite: boolean }) {
  const { latest } = useCommand('matter.refused', { matter }, ['matters', 'sources', 'review'])
  if (latest === null || latest.families.length === 0) return null
  const before = latest.families.filter(({ readmittedBy, collected }) => readmittedBy === null && collected > 0)
  const undecided = before.reduce((sum, family) => sum + family.undecided, 0)
  const setAside = async () => {
    const done = await act('matter.set-aside', { matter })
    if (done !== null) said(words.setAsideDone(done.changed, done.kept.length))
  }
  return (
    <section className="card stack" aria-label={words.leftOut}>
      <div>
        <h2>{words.leftOut}</h2>
        <p className="quiet">{words.leftOutNote}</p>
      </div>
      {mayWrite && undecided > 0 && (
        <div>
          <p className="quiet">{words.setAsideNote}</p>
          <Button variant="default" onClick={() => void setAside()}>
            {words.setAside(undecided)}
          </Button>
        </div>
      )}
      <ul className="form-list" aria-label={words.leftOut}>
        {latest.families.map((family) => (
          <LeftOutRow key={family.document} matter={matter} family={family} mayWrite={mayWrite} />
        ))}
      </ul>
    </section>
  )
}

function LeftOutRow({ matter, family, mayWrite }: { matter: string; family: RefusedView['families'][number]; mayWrite: boolean }) {
  const out = family.readmittedBy === null
  const decide = async () => {
    const done = await act('matter.readmit', { matter, document: family.document, readmit: out })
    if (done !== null && done.undecidedAgain.length > 0) said(words.undecidedAgain(done.undecidedAgain.length))
  }
  return (
    <li className="form-row">
      <span className="grow">
        <strong className="form-name">{line(family.subject)}</strong>
        <span className="small quiet">
          {sender(family.from)}, {date(family.date)}; {words.leftOutBy[family.evidence](family.twin)}
          {family.readmittedBy !== null && `. ${words.takenIn(family.readmittedBy)}`}
        </span>
        {out && family.collected > 0 && (
          <span className="small">{words.leftOutBefore(family.collected, family.undecided, family.responsive)}</span>
        )}
      </span>
      {mayWrite && (
        <button
          type="button"
          className="mini"
          aria-label={out ? words.takeInOf(line(family.subject)) : words.leaveOutOf(line(family.subject))}
          onClick={() => void decide()}
        >
          {out ? words.takeIn : words.leaveOut}
        </button>
      )}
    </li>
  )
}
