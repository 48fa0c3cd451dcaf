/** Blocks as lines, for cells of tables, which hold no more. */

/** What each line of these blocks holds. What is in them is taken out of them. */
export function linesIn(container: Element): Node[][] {
  return [...container.children].flatMap((block) => {
    const name = block.localName
    if (name === 'p') return [[...block.childNodes]]
    if (name === 'pre') return (block.textContent ?? '').split('\n').map((line) => [line as never])
    if (name === 'hr') return []
    if (name === 'table') {
      return [...block.querySelectorAll('tr')].map((row) =>
        [...row.children].flatMap((cell, i) => [...(i ? [' '] : []), ...cell.childNodes] as Node[]),
      )
    }
    const lines = linesIn(block)
    if (name !== 'li' || lines.length === 0) return lines
    const list = block.parentElement
    const start = Number(list?.getAttribute('start') ?? 1)
    const place = [...(list?.children ?? [])].indexOf(block)
    const sign = list?.localName === 'ol' ? `${start + place}. ` : '• '
    return [[sign, ...(lines[0] ?? [])] as Node[], ...lines.slice(1)]
  })
}
