import { Fragment } from 'react'

/** Where a long address may break first: after its `@`, before its dots. */
const joints = /(?<=@)|(?=\.)/u

/** A text that breaks at the joints of an address rather than in the middle of a word. */
export function Jointed({ value }: { value: string }) {
  return value.split(joints).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text, in their order
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}

/** Values below each other; a dash for none. */
export function Values({ values }: { values: readonly string[] }) {
  if (values.length === 0) return '–'
  return (
    <ul>
      {values.map((value) => (
        <li key={value}>
          <Jointed value={value} />
        </li>
      ))}
    </ul>
  )
}
