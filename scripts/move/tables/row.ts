/** One row of a table. */

/** Its values by their columns; or what cannot be read as a row. `place` is where it is: `line 7`. */
export type Row =
  | { place: string; cells: Record<string, string> }
  | { place: string; fault: string }

/** What no row is larger than, in characters: all of it is held at once. */
export const MAX_ROW = 16_000_000

/** What backslashes mean in values that are apart by tabs: as `mysql --batch` writes them, or nothing. */
export type Escapes = 'mysql' | undefined
