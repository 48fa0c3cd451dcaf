/** What a drill finds out, and how it says so. */

export interface Finding {
  /** What it was about, as a promise. */
  promise: string
  /** Unknown: it could not be asked here. */
  verdict: 'holds' | 'does not' | 'unknown'
  /** What was seen. */
  seen: string
  /** What to change where it does not hold, or what it takes to know. */
  remedy?: string
}

const SHOWN = { holds: 'holds    ', 'does not': 'does not ', unknown: 'unknown  ' }

export const lineOf = ({ promise, verdict, seen, remedy }: Finding) =>
  `${SHOWN[verdict]} ${promise}: ${seen}${remedy === undefined ? '' : `\n          ${remedy}`}`

/** Milliseconds, for people. */
export const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(1)} s`
