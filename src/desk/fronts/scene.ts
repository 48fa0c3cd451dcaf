/** Which fronts somebody may lay out, and what stands in them. */
import { type Front, HOME, selectFronts, toFronts } from '../../articles/fronts'
import { selectNewest, selectNewestOfSection } from '../../articles/newest'
import { selectSections, toSections } from '../../articles/sections'
import { toArticles } from '../../articles/store'
import { lacksOverview, lacksToRead, mayEnter } from '../../editing/door/rights'
import { type DeskContext, wordsFor } from '../context'
import { WORDS } from './words'

/** How many of the newest are offered. */
const OFFERED = 12

/** The lists that the person may lay out, with their names. */
export async function listsFor(c: DeskContext): Promise<{ list: string; name: string }[]> {
  const { editor } = c.var.person
  const sections = toSections(await selectSections(c.var.db).run())
  return [
    ...(lacksOverview(editor) ? [] : [{ list: HOME, name: wordsFor(c, WORDS).home }]),
    ...sections
      .filter(({ slug }) => slug !== HOME && mayEnter(editor, slug))
      .map(({ slug, name }) => ({ list: slug, name })),
  ]
}

export interface Scene {
  list: string
  name: string
  front: Front
  newest: { id: number; title: string }[]
}

/** A list, its front and its newest articles; null when the person may not lay it out, or it is not there. */
export async function sceneOf(c: DeskContext): Promise<Scene | null> {
  const { db, person } = c.var
  const list = (c.req.param('list') ?? '').normalize('NFC')
  const isHome = list === HOME
  if (lacksToRead(person.editor)) return null
  if (isHome ? lacksOverview(person.editor) : !mayEnter(person.editor, list)) return null
  const [sections, found, newest] = (await db.batch([
    selectSections(db),
    selectFronts(db, [list]),
    isHome ? selectNewest(db) : selectNewestOfSection(db, list),
  ])) as [D1Result, D1Result, D1Result]
  const section = toSections(sections).find(({ slug }) => slug === list)
  const [front] = toFronts(found)
  if (!front || !(isHome || section)) return null
  const name = isHome ? wordsFor(c, WORDS).home : (section?.name ?? list)
  return { list, name, front, newest: toArticles(newest).slice(0, OFFERED) }
}
