/** An article to link to, as the desk suggests it to its script. */
export interface Suggestion {
  title: string
  /** Where readers find it. */
  path: string
  /** When it was first published, in the site's time zone, like `2026-03-05`. */
  date: string
}
