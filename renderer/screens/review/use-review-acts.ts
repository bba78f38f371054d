import { useCallback, useMemo, useState } from 'react'
import type { ReviewDocumentView } from '../../../src/api/index.ts'
import type { Coding, Disposition, DocumentId, Mark, Privilege } from '../../../src/model/index.ts'
import { act } from '../../core/act.ts'
import type { Picked } from '../../paper/picked.ts'
import { said } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'
import { disposeParts } from './dispose-parts.ts'
import { rememberGround } from './ground-order.ts'
import type { Reach } from './marking-panel.tsx'

/** What can be undone and redone, in words, as far as it is known. */
export interface UndoWords {
  readonly undo: string | null
  readonly redo: string | null
  /** The core has said that there is nothing to undo. */
  readonly none?: boolean
}

const shorten = (value: string) => (value.length > 32 ? `${value.slice(0, 32)}…` : value)

/** Every decision of the review screen; each remembers how to say what it would undo. */
export function useReviewActs(matter: string, document: ReviewDocumentView | null, wholeFamily: boolean) {
  const [words, setWords] = useState<UndoWords>({ undo: null, redo: null })
  const did = useCallback((what: string) => setWords({ undo: what, redo: null }), [])
  const members = useMemo(() => {
    if (document === null) return []
    return wholeFamily && document.kind === 'message' && document.familyRows.length > 1
      ? document.familyRows.map((row) => row.document)
      : [document.document]
  }, [document, wholeFamily])

  const code = async (coding: Coding) => {
    if (members.length === 0) return false
    const done = await act('review.code', { matter, selection: { documents: members }, coding })
    if (done === null) return false
    const what = text.review.acts.code(text.review.codings[coding], members.length)
    did(what)
    said(text.review.did(what))
    return true
  }
  const privilege = async (value: Privilege) => {
    if (members.length === 0) return false
    const done = await act('review.privilege', { matter, selection: { documents: members }, privilege: value })
    if (done === null) return false
    const what = text.review.acts.privilege(text.review.privileges[value])
    did(what)
    said(text.review.did(what))
    return true
  }
  /** `view` is the open document as it stands now, with the marks that were made last. */
  const dispose = async (view: ReviewDocumentView, disposition: Disposition, ground: string | null, native?: boolean) => {
    if (members.length === 0) return false
    if (view.coding === 'undecided' && !(await code('responsive'))) return false
    if (ground !== null) rememberGround(ground)
    const parts = disposeParts(view, members, disposition)
    for (const part of parts) {
      const done = await act('review.dispose', {
        matter,
        selection: { documents: [...part.documents] },
        disposition: part.disposition,
        ...(ground === null || part.disposition === 'release' ? {} : { ground }),
        ...(native === undefined ? {} : { native }),
      })
      if (done === null) return false
    }
    did(text.review.acts.dispose(text.review.dispositions[disposition], members.length))
    said(parts.map((part) => text.review.disposed(text.review.dispositions[part.disposition], part.documents.length)).join(' · '))
    return true
  }
  const alike = async (documents: readonly DocumentId[]) => {
    if (document === null) return
    const done = await act('review.decide-alike', { matter, from: document.document, documents: [...documents] })
    if (done === null) return
    if (done.changed > 0) did(text.review.acts.alike(done.changed))
    said(text.review.alike.done(done.changed, done.kept.length))
  }
  const note = async (value: string) => {
    if (document === null) return
    await act('review.code', { matter, selection: { documents: [document.document] }, coding: document.coding, note: value })
  }

  const mark = async (picked: Picked, ground: string, reach: Reach, evenSubject: boolean, related = false) => {
    if (document === null) return
    rememberGround(ground)
    const made =
      picked.kind === 'box' || reach === 'here'
        ? await act('mark.add', {
            matter,
            evenSubject,
            marks: [
              {
                document: document.document,
                surface: picked.surface,
                ground,
                ...(picked.kind === 'box' ? { region: picked.region } : { span: { start: picked.start, end: picked.end } }),
              },
            ],
          })
        : await act('mark.text', {
            matter,
            text: picked.text,
            ground,
            evenSubject,
            everywhere: reach === 'all',
            related,
            ...(reach === 'document' ? { document: document.document } : {}),
          })
    if (made === null) return
    const what =
      picked.kind === 'box'
        ? text.review.marking.undoBox
        : text.review.marking.undo(shorten(picked.text), text.review.marking.reachWords[reach])
    did(what)
    // Whoever hides a name in one place is told at once where it is left: the leak check would refuse the bundle for it.
    const left = made.unmarkedElsewhere.reduce((sum, one) => sum + (one.document === document.document ? one.places : 0), 0)
    const here = reach === 'here' && left > 0 ? ` ${text.review.standing.added(left)}` : ''
    const elsewhere =
      reach === 'all' && made.unmarkedElsewhere.length > 0 ? ` ${text.review.marking.elsewhere(made.unmarkedElsewhere.length)}` : ''
    said(`${text.review.marking.done(made.marks.length, made.documents)}${here}${elsewhere}`)
  }
  const decide = async (
    mark: Mark,
    words: string,
    decision: 'accept' | 'dismiss' | 'remove',
    ground: string | null,
    everywhere: boolean,
  ) => {
    if (ground !== null) rememberGround(ground)
    const done = await act('mark.decide', {
      matter,
      marks: [mark.id],
      decision,
      everywhere,
      ...(ground === null ? {} : { ground }),
    })
    if (done !== null) did(text.review.acts[decision](shorten(words), everywhere))
    return done !== null
  }
  const step = async (way: 'undo' | 'redo') => {
    const done = await act(way === 'undo' ? 'review.undo' : 'review.redo', { matter })
    if (done === null) return
    setWords({ undo: done.canUndo, redo: done.canRedo, none: done.canUndo === null })
    said(
      done.undone === null ? text.review.nothingToUndo : way === 'undo' ? text.review.undone(done.undone) : text.review.redone(done.undone),
    )
  }
  return { words, members, code, privilege, dispose, alike, note, mark, decide, undo: () => step('undo'), redo: () => step('redo') }
}

export type ReviewActs = ReturnType<typeof useReviewActs>
