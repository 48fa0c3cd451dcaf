/** What a form offers: sections, what is in use, and the newest pictures. One round trip. */
import type { Section } from '../../articles/article'
import { type DraftState, selectDraftState, toDraftState } from '../../articles/drafts'
import { selectRecentTerms, toRecentTerms } from '../../articles/finding/known'
import { type HandIn, selectHandIn, toHandIn } from '../../articles/hand-ins'
import { type Picture, pathOf } from '../../articles/picture'
import { selectPictures, toPictures } from '../../articles/pictures'
import { selectSections, toSections } from '../../articles/sections'
import type { StoredArticle } from '../../articles/store'
import { mayEnter } from '../../editing/door/rights'
import type { DeskContext } from '../context'
import { thumbFile } from '../pictures/thumb'

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
  /** What is pending of it. */
  draft: DraftState | null
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
  const [sections, terms, newest, chosen, handIn, draft, writer] = (await db.batch([
    selectSections(db),
    selectRecentTerms(db),
    db.prepare(
      `SELECT hash, width, height, files, has_card, alt FROM pictures
       WHERE state = 'kept' ORDER BY id DESC LIMIT ${OFFERED}`,
    ),
    selectPictures(db, lead ? [lead] : []),
    selectHandIn(db, article?.id ?? 0),
    selectDraftState(db, article?.id ?? 0),
    db.prepare('SELECT name FROM keys WHERE id = ?1').bind(article?.keyId ?? 0),
  ])) as [D1Result, D1Result, D1Result, D1Result, D1Result, D1Result, D1Result<{ name: string }>]
  const pictures = new Map([...toPictures(chosen), ...toPictures(newest)])
  return {
    sections: toSections(sections).filter(({ slug }) => mayEnter(c.var.person.editor, slug)),
    ...toRecentTerms(terms),
    pictures: [...pictures.values()],
    writer: writer.results[0]?.name ?? null,
    handIn: toHandIn(handIn),
    draft: toDraftState(draft),
  }
}

/** The smallest file that is no smaller than a thumbnail. */
export const thumbnailOf = ({ hash, files }: Picture) => {
  const file = thumbFile(files)
  return file ? pathOf(hash, file) : ''
}
