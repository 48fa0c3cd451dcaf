/** What a page is: where it stands, what it is read from, and how it is made of that. */
import type { Context } from 'hono'
import type { Copy, Rendering } from './copies'
import { selectEdition, toEdition } from './editions'

export type AppContext = Context<{ Bindings: Env }>

/** A page that is kept in KV: what it is read from, and how it is made of that. */
export interface Page {
  /** From `pageNames`. */
  name: string
  /** The page whose edition and tag it shares; its own unless said otherwise. */
  edition?: string
  /** Its own path: only there is it kept at the edge. */
  path: string
  /** The statements whose results it shows. They run in one batch, so they see one state. */
  read(db: D1Database): D1PreparedStatement[]
  /** Whether KV may well have no copy of it: then its content is read along with its edition. */
  isOftenMissing?: boolean
  /** Brings to those results what lies elsewhere, without ever failing: what is missing, `render` finds out. */
  bring?(env: object, results: D1Result[]): Promise<void>
  /** The page those results make, or null when there is none after all. */
  render(results: D1Result[]): Rendering | null | Promise<Rendering | null>
}

/** The page whose edition and tag a page has. */
export const editionOf = (page: Page) => page.edition ?? page.name

/** The edition once more, in the batch that reads the content: a write may have come between. */
export const statementsOf = (db: D1Database, page: Page) => [
  selectEdition(db, editionOf(page)),
  ...page.read(db),
]

/** A page labelled with the edition read together with its content; null when there is none. */
export async function renderFrom(
  env: object,
  page: Page,
  results: D1Result[],
): Promise<Copy | null> {
  const [editionRows, ...content] = results as [D1Result, ...D1Result[]]
  const edition = toEdition(editionRows)
  if (edition) await page.bring?.(env, content)
  const rendering = edition && (await page.render(content))
  return rendering && { ...rendering, edition }
}
