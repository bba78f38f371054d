import { memo, useCallback, useEffect, useRef, useState } from 'react'
import type { Surface } from '../../../src/model/index.ts'
import { frameUrl } from '../../core/client.ts'
import { useCommand } from '../../core/use-command.ts'
import { Paper } from '../../paper/paper.tsx'
import { Failure } from '../../parts/notice.tsx'
import { Empty } from '../../parts/panel.tsx'
import { text } from '../../text/en.ts'

const nothing = () => undefined
const noName = () => ''

/** A found document, to read; its family as tabs. Outside any request nothing is marked. */
export const PreviewPane = memo(function PreviewPane({ document }: { document: string | null }) {
  const [member, setMember] = useState<string | null>(document)
  useEffect(() => setMember(document), [document])
  const { data, error } = useCommand('document.show', member === null ? null : { document: member })
  const scroller = useRef<HTMLDivElement>(null)
  const frame = useCallback((surface: Surface) => frameUrl('document', { document: surface.document, surface: surface.id }), [])
  return (
    <section className="preview-pane" aria-label={text.find.preview}>
      {document === null && <Empty>{text.find.previewEmpty}</Empty>}
      <Failure error={error} />
      {data !== null && (
        <>
          <div className="preview-paper">
            <Paper
              key={data.document}
              document={data.document}
              surfaces={data.surfaces}
              problems={data.problems}
              marks={[]}
              own={[]}
              chosen={null}
              produced={false}
              scroller={scroller}
              groundName={noName}
              frame={frame}
              onChoose={nothing}
              onPick={null}
            />
          </div>
          {data.family.length > 1 && (
            <nav className="family-strip" aria-label={text.review.family}>
              {data.family.map((one) => (
                <button
                  key={one.document}
                  type="button"
                  className="family-item"
                  aria-current={one.document === data.document || undefined}
                  onClick={() => setMember(one.document)}
                >
                  <span className="clip">{one.kind === 'message' ? text.review.message : one.label}</span>
                </button>
              ))}
            </nav>
          )}
          <p className="preview-foot small quiet">
            {data.instances.map((instance) => [instance.sourceLabel, instance.folder].filter(Boolean).join(' · ')).join('; ')}
          </p>
        </>
      )}
    </section>
  )
})
