import { Button, VisuallyHidden } from '@mantine/core'
import { CircleCheck, KeyRound, UserX } from 'lucide-react'
import { useState } from 'react'
import type { UserView } from '../../../src/api/index.ts'
import type { UserName } from '../../../src/model/index.ts'
import { Badge } from '../../parts/badge.tsx'
import { text } from '../../text/en.ts'
import { date } from '../../text/format.ts'
import { EndAccess } from './end-access.tsx'
import '../../parts/plain-table.css'

interface Props {
  readonly people: readonly UserView[]
  readonly you: UserName | null
  readonly mayEnd: readonly UserName[]
  readonly lastOfRole: readonly UserName[]
}

/** Everybody who has or had a way in, with what may be done about them. */
export function PeopleTable({ people, you, mayEnd, lastOfRole }: Props) {
  const [ending, setEnding] = useState<UserView | null>(null)
  return (
    <>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{text.settings.user}</th>
            <th scope="col">{text.settings.role}</th>
            <th scope="col">{text.settings.addedBy}</th>
            <th scope="col">{text.settings.state}</th>
            {mayEnd.length > 0 && (
              <th scope="col">
                <VisuallyHidden>{text.settings.acts}</VisuallyHidden>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.user}>
              <td>
                {person.user} {person.user === you && <span className="quiet">({text.settings.you})</span>}
              </td>
              <td>{text.frame.roles[person.role]}</td>
              <td>{person.addedBy ?? <span className="quiet">{text.settings.madeWorkspace}</span>}</td>
              <td>
                <State person={person} />
              </td>
              {mayEnd.length > 0 && (
                <td className="figures">
                  {mayEnd.includes(person.user) && (
                    <Button
                      variant="default"
                      size="compact-sm"
                      aria-label={text.settings.endOf(person.user)}
                      onClick={() => setEnding(person)}
                    >
                      {text.settings.end}
                    </Button>
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <EndAccess person={ending} last={ending !== null && lastOfRole.includes(ending.user)} onClose={() => setEnding(null)} />
    </>
  )
}

function State({ person: { ended, mustChangePassphrase, passphraseFrom } }: { person: UserView }) {
  if (ended !== null) {
    return (
      <>
        <Badge tone="neutral" icon={UserX}>
          {text.settings.ended(date(ended.atMs), ended.by)}
        </Badge>
        <div className="quiet small settings-why">{ended.why}</div>
      </>
    )
  }
  if (mustChangePassphrase || passphraseFrom !== null) {
    return (
      <Badge tone="amber" icon={KeyRound}>
        {passphraseFrom === null ? text.settings.firstPassphrase : text.settings.passphraseFrom(passphraseFrom)}
      </Badge>
    )
  }
  return (
    <Badge tone="green" icon={CircleCheck}>
      {text.settings.active}
    </Badge>
  )
}
