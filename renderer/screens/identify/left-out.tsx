import type { RefusedView } from '../../../src/api/index.ts'
import { act } from '../../core/act.ts'
import { useCommand } from '../../core/use-command.ts'
import { text } from '../../text/en.ts'
import { date, sender } from '../../text/format.ts'

const words = text.identify

/** What the last collection left out as another person's of the name, with the reason; single messages can be taken in all the same. */
export function LeftOut({ matter, mayWrite }: { matter: string; mayWrite: boolean }) {
  const { latest } = useCommand('matter.refused', { matter }, ['matters', 'sources'])
  if (latest === null || latest.families.length === 0) return null
  return (
    <section className="card stack" aria-label={words.leftOut}>
      <div>
        <h2>{words.leftOut}</h2>
        <p className="quiet">{words.leftOutNote}</p>
      </div>
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
  return (
    <li className="form-row">
      <span className="grow">
        <strong className="form-name">{family.subject}</strong>
        <span className="small quiet">
          {sender(family.from)}, {date(family.date)}; {words.leftOutBy[family.evidence](family.twin)}
          {family.readmittedBy !== null && `. ${words.takenIn(family.readmittedBy)}`}
        </span>
      </span>
      {mayWrite && (
        <button
          type="button"
          className="mini"
          aria-label={out ? words.takeInOf(family.subject) : words.leaveOutOf(family.subject)}
          onClick={() => void act('matter.readmit', { matter, document: family.document, readmit: out })}
        >
          {out ? words.takeIn : words.leaveOut}
        </button>
      )}
    </li>
  )
}
