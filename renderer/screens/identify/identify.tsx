import { Button } from '@mantine/core'
import { FolderInput } from 'lucide-react'
import { useState } from 'react'
import { act } from '../../core/act.ts'
import { useRoute } from '../../core/router.ts'
import { useSession } from '../../core/session.ts'
import { useCommand } from '../../core/use-command.ts'
import { Definitions } from '../../parts/definition.tsx'
import { Failure } from '../../parts/notice.tsx'
import { said } from '../../parts/tell.ts'
import { Values } from '../../parts/values.tsx'
import { text } from '../../text/en.ts'
import { civil } from '../../text/format.ts'
import { EditRequest } from '../request/edit-request.tsx'
import { useMatter } from '../request/matter-context.ts'
import { AddForm } from './add-form.tsx'
import { FormList } from './form-list.tsx'
import './identify.css'
import { LeftOut } from './left-out.tsx'
import { Terms } from './terms.tsx'
import { TwinCards } from './twin-cards.tsx'

/** Identify: the forms in which the person is written, the scope, and collecting what they find. */
export function Identify() {
  const { matter, view } = useMatter()
  const { status } = useSession()
  const { openStep } = useRoute()
  const { latest, error, reload } = useCommand('matter.identify', { matter }, ['matters', 'sources'])
  const sources = useCommand('source.list', {}, ['sources'])
  const [busy, setBusy] = useState(false)
  const mayWrite = status.role !== 'auditor'
  const { subject, scope } = view.matter
  const undecided = latest?.twins.flatMap(({ addresses, decision }) => (decision === null ? addresses : [])).length ?? 0
  const label = (id: string) => sources.data?.sources.find((source) => source.id === id)?.label ?? id

  const collect = async () => {
    setBusy(true)
    const done = await act('matter.collect', { matter })
    setBusy(false)
    if (done === null) return
    said(
      `${text.identify.collected(done.collected, done.families, done.duplicates, done.refused)}${text.identify.gone.collected(done.gone.length)}${text.identify.cutShort(done.cutShort)}${(done.undecided ?? 0) > 0 ? ` ${text.identify.undecided(done.undecided ?? 0)}` : ''}${done.incomplete === null ? '' : ` ${text.identify.reading.title}: ${text.identify.reading.notAllCollected}`}`,
    )
    openStep(matter, 'review')
  }

  return (
    <div className="identify" data-focus-home=".form-list">
      <div className="identify-main stack">
        <div>
          <h1>{text.identify.title}</h1>
          <p className="quiet">{mayWrite ? text.identify.note : text.identify.noteReadOnly}</p>
          {latest !== null && latest.texts.read < latest.texts.of && (
            <p className="quiet">{text.identify.textsRead(latest.texts.read, latest.texts.of)}</p>
          )}
        </div>
        <Failure error={error} />
        {latest !== null && latest.twins.length > 0 && (
          <TwinCards matter={matter} person={latest.person} twins={latest.twins} mayWrite={mayWrite} onRefused={reload} />
        )}
        {latest !== null && <FormList matter={matter} forms={latest.forms} mayWrite={mayWrite} onRefused={reload} />}
        {mayWrite && <AddForm matter={matter} />}
        <LeftOut matter={matter} mayWrite={mayWrite} />
      </div>
      <aside className="identify-side stack">
        {mayWrite && (
          <section className="card stack" aria-label={text.identify.collect}>
            <h2>{text.identify.collect}</h2>
            <p className="quiet">{text.identify.collectHint}</p>
            {undecided > 0 && <p role="status">{text.identify.undecided(undecided)}</p>}
            <div>
              <Button leftSection={<FolderInput size={16} aria-hidden />} loading={busy} onClick={() => void collect()}>
                {text.identify.collectButton}
              </Button>
            </div>
          </section>
        )}
        <section className="card" aria-label={text.identify.person}>
          <div className="row">
            <h2 className="grow">{text.identify.person}</h2>
            <EditRequest label={text.requests.edit.short} />
          </div>
          <Definitions
            items={[
              [text.requests.name, subject.name],
              [
                text.requests.emails,
                <Values key="emails" values={[...new Set([...subject.emails, ...(latest?.person.addresses ?? [])])]} />,
              ],
              [text.requests.names, <Values key="names" values={subject.names} />],
              [text.requests.phones, <Values key="phones" values={subject.phones} />],
              [text.requests.identifiers, <Values key="identifiers" values={subject.identifiers} />],
            ]}
          />
        </section>
        <section className="card" aria-label={text.identify.scope}>
          <h2>{text.identify.scope}</h2>
          <Definitions
            items={[
              [text.identify.scopeFrom, scope.from === null ? '–' : civil(scope.from)],
              [text.identify.scopeTo, scope.to === null ? '–' : civil(scope.to)],
              [text.identify.scopeSources, scope.sources.length === 0 ? text.identify.scopeAll : scope.sources.map(label).join(', ')],
              [text.identify.scopeCustodians, scope.custodians.length === 0 ? text.identify.scopeAll : scope.custodians.join(', ')],
            ]}
          />
        </section>
        <Terms matter={matter} />
      </aside>
    </div>
  )
}
