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

/** Places of a text, each with the words around it, as a readable list. */
export function PlaceList({ places, label }: { places: readonly ListedPlace[]; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keys
    <ul className="place-list" aria-label={label} tabIndex={0}>
      {places.slice(0, shown).map((place) => (
        <li key={`${place.document}${place.surface}${place.start}`}>
          <span className="small quiet num">{place.controlNumber}</span>
          <span className="place-words">
            <bdi>{place.before.slice(-60)}</bdi>
            <strong className={place.subjectOwn ? 'own' : undefined}>{place.text}</strong>
            <bdi>{place.after.slice(0, 60)}</bdi>
          </span>
        </li>
      ))}
      {places.length > shown && <li className="quiet">+ {places.length - shown}</li>}
    </ul>
  )
}
