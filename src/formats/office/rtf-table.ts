import type { OfficeWriter } from './writer.ts'

/** RTF says for each paragraph whether it is in a table, and ends cells and rows; tables themselves have no beginning and no end. */
export function createTable(out: OfficeWriter) {
  let inTable = false
  let open = false
  let rowOpen = false
  let cellOpen = false
  /** Anything in the current paragraph. */
  let written = false
  const endTable = (): void => {
    if (cellOpen) out.endCell()
    if (rowOpen) out.endRow()
    if (open) out.endTable()
    open = rowOpen = cellOpen = false
  }
  const beforeText = (): void => {
    written = true
    if (!inTable) {
      if (open) endTable()
      return
    }
    if (!open) out.table()
    if (!rowOpen) out.row()
    if (!cellOpen) out.cell()
    open = rowOpen = cellOpen = true
  }
  return {
    beforeText,
    paragraphEnd(): void {
      if (inTable && cellOpen) {
        out.endParagraph()
        out.paragraph()
      } else if (!inTable) {
        if (open) endTable()
        // Opens one where nothing was written: an empty line.
        if (!written) out.paragraph()
        out.endParagraph()
        written = false
      }
    },
    control(word: string, live: boolean, flush: () => void): boolean {
      if (word === 'intbl') inTable = true
      else if (word === 'pard') {
        flush()
        inTable = false
      } else if (word === 'cell' || word === 'row' || word === 'nestcell' || word === 'nestrow') {
        flush()
        if (!live) return true
        if (word === 'nestcell') out.text('\t')
        else if (word === 'nestrow') out.lineBreak()
        else {
          inTable = true
          if (word === 'cell') beforeText()
          if (cellOpen) out.endCell()
          cellOpen = false
          if (word === 'row' && rowOpen) {
            out.endRow()
            rowOpen = false
          }
        }
      } else return false
      return true
    },
    finish: endTable,
  }
}
