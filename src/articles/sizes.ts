/**
 * How much text is held at once, in bytes of UTF-8 once inflated. What it takes deflated says nothing:
 * a megabyte of one character is a kilobyte then. Sizes are kept beside the text. What was written
 * before they were is taken for prose here, and counted by whoever inflates it.
 */

/** Chinese prose deflates to a third or more; revision `r`. */
const guess = (column: string) => `4 * length(${column})`

/** SQL for the bytes of the rendering of revision `r`: 0 for a past one, which has none. */
export const HTML_SIZE = `iif(r.html IS NULL, 0, coalesce(r.html_size, ${guess('r.html')}))`

/** SQL for the bytes of what its editor wrote, and of its rendering. */
export const TEXT_SIZE = `coalesce(r.content_size, ${guess('r.content')}) + ${HTML_SIZE}`

/** SQL for the bytes of the rows before this one, in an order. */
const before = (size: string, order: string) =>
  `coalesce(sum(${size}) OVER (ORDER BY ${order}
     ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)`

/**
 * SQL for a column of revision `r`, as `Packed`, or NULL once the rows before it, in this order, take so many bytes
 * (`size` says how many each does). The first is always there, whatever it takes.
 */
export const bounded = (column: string, size: string, order: string, most: number) =>
  boundedIn('r', column, size, order, most)

/** The same of any table that holds texts. */
export const boundedIn = (
  table: string,
  column: string,
  size: string,
  order: string,
  most: number,
) => `CASE WHEN ${before(size, order)} < ${most} THEN hex(${table}.${column}) END AS ${column}`

/** SQL for the rendering of revision `r`, or NULL once those before it take so many bytes. */
export const boundedHtml = (order: string, most: number) => bounded('html', HTML_SIZE, order, most)
