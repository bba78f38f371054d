import { Button, TextInput } from '@mantine/core'
import { FolderOpen } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { text } from '../text/en.ts'
import { FolderDialog } from './folder-dialog.tsx'
import { isWhole } from './whole-path.ts'
import { offeredPath, rememberFolderOf } from './write-folder.ts'

interface Props {
  readonly label: string
  readonly description?: string
  readonly value: string
  readonly error?: string | null
  readonly onChange: (path: string) => void
  /** What is chosen: a workspace's folder, a source, or a file to write with this name. */
  readonly kind: 'workspace' | 'source' | { readonly save: string }
}

/** A path that can be typed or chosen: natively in Electron, else through the host's folder list. */
export function PathField({ label, description, value, error, onChange, kind }: Props) {
  const [picking, setPicking] = useState(false)
  const saving = typeof kind === 'object'

  const typed = useRef(value)
  typed.current = value
  // biome-ignore lint/correctness/useExhaustiveDependencies: a path is offered once, and never over what was typed meanwhile
  useEffect(() => {
    if (!saving || value !== '') return
    let live = true
    offeredPath(kind.save)
      .then((path) => live && path !== null && typed.current === '' && onChange(path))
      .catch(() => undefined)
    return () => {
      live = false
      if (isWhole(typed.current)) rememberFolderOf(typed.current)
    }
  }, [])

  const choose = async () => {
    if (window.desk === undefined) {
      setPicking(true)
      return
    }
    const path = saving ? await window.desk.chooseSave(kind.save) : (await window.desk.chooseOpen('folder'))[0]
    if (path !== undefined && path !== null) onChange(path)
  }
  const chosen = (path: string) => {
    setPicking(false)
    onChange(saving ? `${path.replace(/[\\/]$/, '')}/${kind.save}` : path)
  }
  const title = saving ? text.folder.titleSave : kind === 'source' ? text.folder.titleSource : text.folder.title
  const faulty = saving && value.trim().length > 2 && !isWhole(value.trim()) ? text.folder.notWhole : null
  const start = value === '' ? '' : saving ? value.replace(/[\\/][^\\/]*$/, '') : value

  return (
    <>
      <div className="row" style={{ alignItems: 'flex-end' }}>
        <TextInput
          className="grow"
          label={label}
          description={description}
          value={value}
          error={error ?? faulty}
          onChange={(event) => onChange(event.currentTarget.value)}
          data-autofocus
          spellCheck={false}
          autoComplete="off"
        />
        <Button
          variant="default"
          onClick={() => void choose()}
          aria-label={`${text.folder.choose} ${label}`}
          leftSection={<FolderOpen size={16} aria-hidden />}
          h={36}
        >
          {text.folder.choose}
        </Button>
      </div>
      <FolderDialog
        opened={picking}
        title={title}
        start={start}
        files={kind === 'source'}
        onClose={() => setPicking(false)}
        onChoose={chosen}
      />
    </>
  )
}
