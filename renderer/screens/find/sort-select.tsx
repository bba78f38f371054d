import { Select } from '@mantine/core'
import { memo } from 'react'
import { text } from '../../text/en.ts'

export type Sort = keyof typeof text.find.sorts

const orders = Object.entries(text.find.sorts).map(([value, label]) => ({ value, label }))

/** In which order results stand. */
export const SortSelect = memo(function SortSelect({ sort, onSort }: { sort: Sort; onSort: (sort: Sort) => void }) {
  return (
    <Select
      size="xs"
      aria-label={text.find.sort}
      title={text.find.sortHint}
      data={orders}
      value={sort}
      allowDeselect={false}
      onChange={(value) => onSort((value ?? sort) as Sort)}
      w={160}
    />
  )
})
