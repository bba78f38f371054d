import { Button, Modal, TextInput } from '@mantine/core'
import { CornerLeftUp, FileText, Folder } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { type FolderListing, listFolder } from '../core/client.ts'
import { type DeskError, toDeskError } from '../core/desk-error.ts'
import { text } from '../text/en.ts'
import { size } from '../text/format.ts'
import { useAbove } from './dialog.tsx'
import { Failure } from './notice.tsx'
import './folder-dialog.css'

interface Props {
  readonly opened: boolean
  readonly title: string
  readonly start: string
  /** Files may be chosen too. */
  readonly files: boolean
  readonly onClose: () => void
  readonly onChoose: (path: string) => void
}

const join = (folder: string, name: string) => {
  const separator = folder.includes('\\') && !folder.includes('/') ? '\\' : '/'
  return folder.endsWith(separator) ? `${folder}${name}` : `${folder}${separator}${name}`
}

const nameOf = (path: string) => path.replace(/[\\/]+$/, '').replace(/^.*[\\/]/, '') || path

/** A folder picker for the browser host, which has no native one: a list that works by keys alone. */
export function FolderDialog({ opened, title, start, files, onClose, onChoose }: Props) {
  const [path, setPath] = useState(start)
  const [listing, setListing] = useState<FolderListing | null>(null)
  const [error, setError] = useState<DeskError | null>(null)
  const [active, setActive] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  useAbove(opened)

  /** Lists a folder; of one that is not there yet, such as a workspace to be made, the nearest above it that is, where `orAbove`. */
  const open = (wanted: string, orAbove = false) => {
    listFolder(wanted)
      .then((found) => {
        setListing(found)
        setPath(found.path)
        setActive(0)
        setError(null)
      })
      .catch((failure: unknown) => {
        const above = wanted.replace(/[\\/][^\\/]*$/, '')
        if (orAbove && above !== wanted) open(above, true)
        else setError(toDeskError(failure))
      })
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: lists the start once, when the dialog opens
  useEffect(() => {
    if (opened) open(start, true)
  }, [opened])
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const entries = listing?.entries.filter((entry) => files || entry.kind === 'folder') ?? []
  const chosen = entries[active]
  const moved = (event: KeyboardEvent) => {
    const entry = entries[active]
    if (event.key === 'ArrowDown') setActive(Math.min(entries.length - 1, active + 1))
    else if (event.key === 'ArrowUp') setActive(Math.max(0, active - 1))
    else if (event.key === 'Backspace' && listing?.parent != null) open(listing.parent)
    else if (event.key === 'Enter' && entry !== undefined && listing !== null) {
      if (entry.kind === 'folder') open(join(listing.path, entry.name))
      else onChoose(join(listing.path, entry.name))
    } else return
    event.preventDefault()
  }

  return (
    <Modal opened={opened} onClose={onClose} title={title} size="lg" closeButtonProps={{ 'aria-label': text.frame.close }}>
      <div className="stack">
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault()
            event.stopPropagation()
            open(path)
          }}
        >
          <Button
            variant="default"
            onClick={() => listing?.parent != null && open(listing.parent)}
            disabled={listing?.parent == null}
            leftSection={<CornerLeftUp size={16} aria-hidden />}
          >
            {text.folder.up}
          </Button>
          <TextInput className="grow" aria-label={text.folder.path} value={path} onChange={(event) => setPath(event.currentTarget.value)} />
        </form>
        <Failure error={error} />
        <div
          className="folder-list"
          ref={list}
          role="listbox"
          aria-label={text.folder.list}
          tabIndex={0}
          onKeyDown={moved}
          data-autofocus
          aria-activedescendant={chosen === undefined ? undefined : `folder-${active}`}
        >
          {entries.map((entry, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox handles the keys
            // biome-ignore lint/a11y/useFocusableInteractive: the listbox has the focus and names the active option
            <div
              key={entry.name}
              id={`folder-${index}`}
              role="option"
              aria-selected={index === active}
              onClick={() => setActive(index)}
              onDoubleClick={() =>
                listing !== null &&
                (entry.kind === 'folder' ? open(join(listing.path, entry.name)) : onChoose(join(listing.path, entry.name)))
              }
            >
              {entry.kind === 'folder' ? (
                <Folder size={16} aria-label={text.folder.folder} />
              ) : (
                <FileText size={16} aria-label={text.folder.file} />
              )}
              <span className="grow clip">{entry.name}</span>
              {entry.kind === 'file' && <span className="quiet num">{size(entry.size)}</span>}
            </div>
          ))}
          {listing !== null && entries.length === 0 && <div className="quiet folder-none">{text.folder.empty}</div>}
        </div>
        <p className="quiet small">{text.folder.hint}</p>
        <div className="row row-wrap" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={onClose}>
            {text.frame.cancel}
          </Button>
          {chosen !== undefined && listing !== null && (
            <Button variant="default" onClick={() => onChoose(join(listing.path, chosen.name))}>
              {text.folder.take(chosen.name)}
            </Button>
          )}
          <Button onClick={() => listing !== null && onChoose(listing.path)} disabled={listing === null}>
            {text.folder.here(nameOf(listing?.path ?? ''))}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
