/** Reads an article's past: in one round trip, besides the session's, which brings the article along. */
import {
  type PastRevision,
  type Revision,
  selectPast,
  selectRevisions,
  toPast,
  toRevisions,
} from '../../articles/revisions'
import { type StoredArticle, selectStored, toStored } from '../../articles/store'
import { lacksToRead, mayEnter } from '../../editing/door/rights'
import { siteOf } from '../../site'
import { toLocal } from '../../time'
import type { DeskContext } from '../context'

/** How many revisions a page lists. */
export const LISTED = 20

/** A number of a revision or an article, as an address has it; null when it is none. */
export const numberIn = (text: string | undefined | null): number | null =>
  text && /^[1-9][0-9]{0,14}$/.test(text) ? Number(text) : null

/** The article of the address, as it was found with the session; null when there is none for this person. */
export async function articleHere(c: DeskContext): Promise<StoredArticle | null> {
  const { article } = c.var.person
  return article ? forPerson(c, article) : null
}

async function forPerson(c: DeskContext, found: D1Result): Promise<StoredArticle | null> {
  const { editor } = c.var.person
  const article = lacksToRead(editor) ? null : await toStored(found)
  return article && mayEnter(editor, article.section.slug) ? article : null
}

export interface Listed {
  revisions: Revision[]
  /** Those with the numbers asked for that are there for this person. */
  past: PastRevision[]
}

/** Revisions before a number, newest first, and those with some numbers in full. */
export async function readPast(
  c: DeskContext,
  id: number,
  before: number | null,
  numbers: number[],
): Promise<Listed> {
  const { db } = c.var
  const [list, past] = (await db.batch([
    selectRevisions(db, id, before ?? Number.MAX_SAFE_INTEGER, LISTED),
    selectPast(db, id, numbers),
  ])) as [D1Result, D1Result]
  return { revisions: toRevisions(list), past: await within(c, past) }
}

/** A revision and its article as it is now; null when either is not there for this person. */
export async function readOne(
  c: DeskContext,
  id: number,
  number: number,
): Promise<{ article: StoredArticle; revision: PastRevision } | null> {
  const { db, person } = c.var
  const [past, again] = (await db.batch([
    selectPast(db, id, [number]),
    ...(person.article ? [] : [selectStored(db, id)]),
  ])) as [D1Result, D1Result?]
  const found = again ?? person.article
  const article = found ? await forPerson(c, found) : null
  const [revision] = await within(c, past)
  return article && revision ? { article, revision } : null
}

/** A revision may have stood in a section that the article has left, and that the person does not reach. */
const within = async (c: DeskContext, result: D1Result): Promise<PastRevision[]> =>
  (await toPast(result)).filter(({ content }) => mayEnter(c.var.person.editor, content?.section))

/** When, on the newsroom's clocks, to the minute. */
export const timeOf = (c: DeskContext, seconds: number) =>
  toLocal(seconds, siteOf(c.env).timeZone).text.slice(0, 16)
