/**
 * Numbers of what was typed, in forms: the text's own first, then those that it follows. 0 stands for none:
 * there was no working copy.
 */

export const VERSION = /^[1-9]\d{0,14}$/

/** How many a form may bring: one is drawn for each attempt to keep a text whose answer was lost. */
export const MOST_VERSIONS = 50

/** Anything else is left out. */
export const versionsIn = (field: string): number[] =>
  field
    .split(' ')
    .filter((one) => one === '0' || VERSION.test(one))
    .slice(0, MOST_VERSIONS)
    .map(Number)
