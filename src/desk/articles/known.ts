/** What a form offers: sections, what is in use, and the newest pictures. One round trip. */
import type { Section } from '../../articles/article'
import { type HandIn, selectHandIn, toHandIn } from '../../articles/hand-ins'
import { type Picture, pathOf } from '../../articles/picture'
import { selectPictures, toPictures } from '../../articles/pictures'
import { selectSections, toSections } from '../../articles/sections'
import type { StoredArticle } from '../../articles/store'
import { mayEnter } from '../../editing/door/rights'
import type { DeskContext } from '../context'

export interface Known {
  /** Those that the person may write in. */
  sections: Section[]
  keywords: string[]
  authors: string[]
  sources: string[]
  /** The newest, and the lead picture that the form has. */
  pictures: Picture[]
  /** Who wrote the present revision. */
  writer: string | null
  /** How things stand, if it was handed in. */
  handIn: HandIn | null
}

/** How many pictures a form offers; the page of pictures has all of them. */
const OFFERED = 12

/** For the form of an article, null for a new one, whose lead picture has that hash, if any. */
export async function readKnown(
  c: DeskContext,
  article: Pick<StoredArticle, 'id' | 'keyId'> | null,
  lead: string,
): Promise<Known> {
  const { db } = c.var
  const [sections, terms, newest, chosen, handIn, writer] = (await db.batch([
    selectSections(db),
    selectTerms(db),
    db.prepare(
      `SELECT hash, width, height, files, has_card, alt FROM pictures
       WHERE state = 'kept' ORDER BY id DESC LIMIT ${OFFERED}`,
    ),
    selectPictures(db, lead ? [lead] : []),
    selectHandIn(db, article?.id ?? 0),
    db.prepare('SELECT name FROM keys WHERE id = ?1').bind(article?.keyId ?? 0),
  ])) as [D1Result, D1Result, D1Result, D1Result, D1Result, D1Result<{ name: string }>]
  const pictures = new Map([...toPictures(chosen), ...toPictures(newest)])
  return {
    sections: toSections(sections).filter(({ slug }) => mayEnter(c.var.person.editor, slug)),
    ...toTerms(terms),
    pictures: [...pictures.values()],
    writer: writer.results[0]?.name ?? null,
    handIn: toHandIn(handIn),
  }
}

/** The smallest file that is no smaller than a thumbnail. */
export const thumbnailOf = ({ hash, files }: Picture) => {
  const file = files.find(({ width }) => width >= 320) ?? files.at(-1)
  return file ? pathOf(hash, file) : ''
}

interface TermRow {
  keywords: string
  author: string | null
  source_name: string | null
}

/** What the newest articles say of themselves. Decode with `toTerms`. */
const selectTerms = (db: D1Database) =>
  db.prepare(
    `SELECT keywords, author, source_name FROM articles WHERE status = 'published'
     ORDER BY published_at DESC, id DESC LIMIT 50`,
  )

/** Each once, those of the newest first. */
function toTerms(result: D1Result): Pick<Known, 'keywords' | 'authors' | 'sources'> {
  const rows = result.results as unknown as TermRow[]
  const once = (values: (string | null)[]) => [...new Set(values.filter((value) => value !== null))]
  return {
    keywords: once(rows.flatMap(({ keywords }) => JSON.parse(keywords) as string[])),
    authors: once(rows.map(({ author }) => author)),
    sources: once(rows.map(({ source_name }) => source_name)),
  }
}
