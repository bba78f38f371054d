import { type ColumnDef, type RowData, tableFeatures, useTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { type KeyboardEvent, memo, useEffect, useRef } from 'react'
import './data-table.css'

const features = tableFeatures({})

/** Columns of a {@link DataTable}; `meta.width` is a CSS grid track, `meta.figures` aligns numbers, `meta.sortable` makes a button of its head. */
export type Columns<Row extends RowData> = readonly ColumnDef<typeof features, Row, unknown>[]
declare module '@tanstack/react-table' {
  interface ColumnMeta<TFeatures, TData, TValue> {
    readonly width?: string
    readonly figures?: boolean
    readonly sortable?: boolean
  }
}

interface Props<Row extends RowData> {
  readonly label: string
  readonly rows: readonly Row[]
  readonly columns: Columns<Row>
  readonly rowId: (row: Row) => string
  readonly selected?: string | null
  readonly rowHeight?: number
  readonly onSelect?: (row: Row) => void
  readonly onOpen?: (row: Row) => void
  /** A single click opens: for tables that are only doors. */
  readonly onActivate?: (row: Row) => void
  readonly onEnd?: () => void
  /** How the rows that are given are sorted; who gives them sorts them. */
  readonly sorted?: Sorting
  readonly onSort?: (column: string) => void
}

/** By which column rows are sorted, and whether from its end. */
export interface Sorting {
  readonly column: string
  readonly descending: boolean
}

function Table<Row extends RowData>(props: Props<Row>) {
  const { label, rows, columns, rowId, selected = null, rowHeight = 36, onSelect, onOpen, onActivate, onEnd, sorted, onSort } = props
  const scroller = useRef<HTMLDivElement>(null)
  const table = useTable({ features, data: rows as Row[], columns: columns as ColumnDef<typeof features, Row, unknown>[], getRowId: rowId })
  const model = table.getRowModel().rows
  const virtual = useVirtualizer({
    count: model.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows' heights are known to be the new one
  useEffect(() => virtual.measure(), [rowHeight])
  const index = selected === null ? -1 : model.findIndex((row) => row.id === selected)
  const grid = columns.map((column) => (column.meta as { width?: string } | undefined)?.width ?? '1fr').join(' ')

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new selection scrolls
  useEffect(() => {
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' })
  }, [index])
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? -1
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks once for each end reached
  useEffect(() => {
    if (last >= 0 && last >= model.length - 1) onEnd?.()
  }, [last, model.length])

  const move = (event: KeyboardEvent) => {
    const targets: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      Home: 0,
      End: model.length - 1,
      PageDown: index + 12,
      PageUp: index - 12,
    }
    const target = targets[event.key]
    if (event.key === 'Enter' && index >= 0) {
      const row = model[index]
      if (row !== undefined) onOpen?.(row.original)
      event.preventDefault()
    } else if (target !== undefined && model.length > 0) {
      const row = model[Math.max(0, Math.min(model.length - 1, target))]
      if (row !== undefined) onSelect?.(row.original)
      event.preventDefault()
    }
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtualised grid cannot be a table element, whose rows must all be there
    <div
      className="data-table"
      role="grid"
      aria-label={label}
      aria-rowcount={model.length + 1}
      tabIndex={0}
      onKeyDown={move}
      ref={scroller}
      aria-activedescendant={index >= 0 ? `row-${selected}` : undefined}
    >
      {table.getHeaderGroups().map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: part of the grid above
        // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names the active row
        <div className="data-row data-head" role="row" key={group.id} style={{ gridTemplateColumns: grid }}>
          {group.headers.map((header) => (
            // biome-ignore lint/a11y/useSemanticElements: part of the grid above
            // biome-ignore lint/a11y/useFocusableInteractive: not a control
            <div
              role="columnheader"
              key={header.id}
              className={header.column.columnDef.meta?.figures === true ? 'figures' : 'clip'}
              aria-sort={sorted?.column !== header.id ? undefined : sorted.descending ? 'descending' : 'ascending'}
            >
              {header.column.columnDef.meta?.sortable === true ? (
                <button
                  type="button"
                  className="sort-button"
                  onClick={() => onSort?.(header.id)}
                  onKeyDown={(event) => event.stopPropagation()}
                >
                  <table.FlexRender header={header} />
                  {sorted?.column === header.id &&
                    (sorted.descending ? <ArrowDown size={12} aria-hidden /> : <ArrowUp size={12} aria-hidden />)}
                </button>
              ) : (
                <table.FlexRender header={header} />
              )}
            </div>
          ))}
        </div>
      ))}
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
        {items.map((item) => {
          const row = model[item.index]
          if (row === undefined) return null
          return (
            // biome-ignore lint/a11y/useSemanticElements: part of the grid above
            // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names the active row
            // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys
            <div
              role="row"
              id={`row-${row.id}`}
              key={row.id}
              aria-rowindex={item.index + 2}
              aria-selected={row.id === selected}
              className="data-row"
              style={{ gridTemplateColumns: grid, height: rowHeight, transform: `translateY(${item.start}px)` }}
              onClick={() => (onActivate ?? onSelect)?.(row.original)}
              onDoubleClick={() => onOpen?.(row.original)}
            >
              {row.getAllCells().map((cell) => (
                // biome-ignore lint/a11y/useSemanticElements: part of the grid above
                // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names the active row
                <div role="gridcell" key={cell.id} className={cell.column.columnDef.meta?.figures === true ? 'figures num' : 'clip'}>
                  <table.FlexRender cell={cell} />
                </div>
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}

/**
 * A virtualised table: arrows, Home and End move, Enter opens. Rows are of one height, so that the scroll bar tells the truth. Where what it is given stays the same, it
 * isn't drawn anew with what stands around it.
 */
export const DataTable = memo(Table) as typeof Table
