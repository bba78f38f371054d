import { Button, Select } from '@mantine/core'
import { CircleCheck, TriangleAlert, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { useSession } from '../../core/session.ts'
import { useCommand } from '../../core/use-command.ts'
import { Badge } from '../../parts/badge.tsx'
import { Definitions } from '../../parts/definition.tsx'
import { Failure } from '../../parts/notice.tsx'
import { Page } from '../../parts/panel.tsx'
import { said } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'
import { ChangePassphrase } from '../start/change-form.tsx'
import { AddUser } from './add-user.tsx'
import { PeopleTable } from './people-table.tsx'
import './settings.css'

const idleChoices = [5, 10, 15, 30, 60]

/** Settings: people, one's passphrase, and what this machine offers. */
export function Settings({ idleMinutes, onIdleMinutes }: { idleMinutes: number; onIdleMinutes: (minutes: number) => void }) {
  const { status } = useSession()
  const { data, error } = useCommand('user.list', {}, ['workspace'])
  const [adding, setAdding] = useState(false)
  return (
    <Page title={text.settings.title}>
      <div className="settings">
        <section className="card stack settings-wide" aria-label={text.settings.users}>
          <div className="row">
            <div className="grow">
              <h2>{text.settings.users}</h2>
              <p className="quiet">{text.settings.usersHint}</p>
            </div>
            {(data?.mayAdd ?? []).length > 0 && (
              <Button leftSection={<UserPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
                {text.settings.addUser}
              </Button>
            )}
          </div>
          <Failure error={error} />
          <PeopleTable people={data?.users ?? []} you={status.user} mayEnd={data?.mayEnd ?? []} lastOfRole={data?.lastOfRole ?? []} />
        </section>
        <section className="card stack" aria-label={text.settings.passphrase}>
          <h2>{text.settings.passphrase}</h2>
          <ChangePassphrase onChanged={() => said(text.settings.changed)} />
        </section>
        <section className="card stack" aria-label={text.settings.machine}>
          <h2>{text.settings.machine}</h2>
          <Definitions
            items={[
              [
                text.settings.workspace,
                <span key="path" className="mono">
                  {status.workspace}
                </span>,
              ],
              [
                text.settings.zone,
                <span key="zone">
                  {Intl.DateTimeFormat().resolvedOptions().timeZone} <span className="quiet">({text.settings.zoneHint})</span>
                </span>,
              ],
              [
                text.settings.engine,
                status.printEngine.available ? (
                  <Badge key="engine" tone="green" icon={CircleCheck}>
                    {text.settings.engineThere}
                  </Badge>
                ) : (
                  <span key="engine">
                    <Badge tone="amber" icon={TriangleAlert}>
                      {text.settings.engineMissing}
                    </Badge>
                    <br />
                    {status.printEngine.hint}
                  </span>
                ),
              ],
              [text.settings.version, status.version],
            ]}
          />
          <Select
            label={text.settings.idle}
            data={idleChoices.map((minutes) => ({ value: String(minutes), label: text.settings.idleMinutes(minutes) }))}
            value={String(idleMinutes)}
            allowDeselect={false}
            onChange={(value) => onIdleMinutes(Number(value ?? idleMinutes))}
          />
        </section>
      </div>
      <AddUser roles={data?.mayAdd ?? []} opened={adding} onClose={() => setAdding(false)} />
    </Page>
  )
}
