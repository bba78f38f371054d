import { unturned } from '../text/format.ts'
import './place-list.css'

const shown = 200

/** A place in the words around it. */
interface ListedPlace {
  readonly document: string
  readonly controlNumber: string
  readonly surface: string
  readonly start: number
  readonly before: string
  readonly text: string
  readonly after: string
  readonly subjectOwn: boolean
}

/** How much of the words around a place is shown, in characters. */
const around = 60

/** What stands before a place, from the beginning of a word on. */
const before = (words: string): string => (words.length < around ? words : `…${words.slice(-around).replace(/^\S*\s+(?=\S)/u, '')}`)
const after = (words: string): string => (words.length < around ? words : `${words.slice(0, around).replace(/(?<=\S)\s+\S*$/u, '')}…`)

/** Places of a text, each with the words around it, as a readable list; `numbered` by the documents that they stand in. */
export function PlaceList<Place extends ListedPlace>({
  places,
  label,
  numbered = true,
  acts,
}: {
  places: readonly Place[]
  label: string
  numbered?: boolean
  /** What can be done about a place, beside it. */
  acts?: (place: Place) => React.ReactNode
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keys
    <ul className="place-list" aria-label={label} tabIndex={0}>
      {places.slice(0, shown).map((place) => (
        <li key={`${place.document}${place.surface}${place.start}`}>
          {numbered && <span className="small quiet num">{place.controlNumber}</span>}
          <span className="place-words">
            <bdi>{unturned(before(place.before))}</bdi>
            <strong className={place.subjectOwn ? 'own' : undefined}>
              <bdi>{unturned(place.text)}</bdi>
            </strong>
            <bdi>{unturned(after(place.after))}</bdi>
          </span>
          {acts?.(place)}
        </li>
      ))}
      {places.length > shown && <li className="quiet">+ {places.length - shown}</li>}
    </ul>
  )
}
