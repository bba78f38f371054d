import { Button, Menu, Popover, TextInput } from '@mantine/core'
import { Bookmark, BookmarkPlus, X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { act } from '../../core/act.ts'
import { useCommand } from '../../core/use-command.ts'
import { text } from '../../text/en.ts'

interface Props {
  readonly matter: string
  readonly query: string
  readonly savable: boolean
  readonly onAsk: (query: string) => void
}

/** Searches kept under names in the request, and keeping this one. */
export function SavedSearches({ matter, query, savable, onAsk }: Props) {
  const { latest, reload } = useCommand('search.saved', { matter }, ['matters'])
  const [naming, setNaming] = useState(false)
  const [name, setName] = useState('')
  const searches = latest?.searches ?? []

  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '') return
    const done = await act('search.save', { matter, name, query })
    if (done === null) return
    setNaming(false)
    setName('')
    reload()
  }
  const forget = async (which: string) => {
    if ((await act('search.forget', { matter, name: which })) !== null) reload()
  }

  return (
    <>
      <Popover opened={naming} onChange={setNaming} trapFocus returnFocus position="bottom-end">
        <Popover.Target>
          <Button
            h={36}
            variant="default"
            leftSection={<BookmarkPlus size={16} aria-hidden />}
            disabled={!savable || query === ''}
            onClick={() => setNaming(true)}
          >
            {text.find.save}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <form className="row" style={{ alignItems: 'flex-end' }} onSubmit={(event) => void save(event)}>
            <TextInput label={text.find.saveName} value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
            <Button type="submit">{text.find.saveButton}</Button>
          </form>
        </Popover.Dropdown>
      </Popover>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button h={36} variant="default" leftSection={<Bookmark size={16} aria-hidden />}>
            {text.find.saved}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {searches.length === 0 && <Menu.Label>{text.find.savedNone}</Menu.Label>}
          {searches.map((search) => (
            <Menu.Item key={search.name} onClick={() => onAsk(search.query)}>
              <strong>{search.name}</strong> <span className="small quiet">{search.query}</span>
            </Menu.Item>
          ))}
          {searches.length > 0 && <Menu.Divider />}
          {searches.map((search) => (
            <Menu.Item key={search.name} leftSection={<X size={14} aria-hidden />} onClick={() => void forget(search.name)}>
              {text.find.forget(search.name)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  )
}
