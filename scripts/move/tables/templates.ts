/** Addresses and ids made of columns: `/a/{typedir}/{pubdate:yyyy}/{aid}.html`. */
import { Fault } from '../../command.ts'

const HOLE = /\{([^{}:]+)(?::([^{}]*))?\}/g
const DATES: Record<string, (date: string[]) => string> = {
  yyyy: ([year = '']) => year,
  MM: ([, month = '']) => month,
  dd: ([, , day = '']) => day,
  MMdd: ([, month = '', day = '']) => month + day,
  yyyyMM: ([year = '', month = '']) => year + month,
  yyyyMMdd: ([year = '', month = '', day = '']) => year + month + day,
}

/** The columns that a template names. */
export const columnsIn = (template: string) =>
  [...template.matchAll(HOLE)].map(([, column = '']) => column)

/** Throws where a template names a part of dates that there is not. */
export function checkTemplate(template: string, name: string): void {
  for (const [hole, , part] of template.matchAll(HOLE)) {
    if (part === undefined || Object.hasOwn(DATES, part)) continue
    const known = Object.keys(DATES).join(', ')
    throw new Fault(`${name}: ${template}: ${hole} has to name one of ${known}`, 'usage')
  }
}

/**
 * A template with its columns filled in; null where one of them is empty. `dateOf` gives the moment that a
 * column holds, as RFC 3339.
 */
export function filled(
  template: string,
  cells: Record<string, string>,
  dateOf: (column: string) => string | null,
): string | null {
  let isWhole = true
  const text = template.replace(HOLE, (_, column: string, part: string | undefined) => {
    const date = part === undefined ? null : dateOf(column)
    const value =
      part === undefined ? cells[column] : date && DATES[part]?.(date.slice(0, 10).split('-'))
    if (!value) isWhole = false
    return value ?? ''
  })
  return isWhole ? text : null
}
