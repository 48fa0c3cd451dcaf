/** Choosing which articles stand first in a list. */
import { newEdition, type Owed, owe, touch } from '../../delivery/editions'
import { type Front, HOME, pageOfList, selectFronts, toFronts } from '../fronts'
import { selectSectionsNamed, toSections } from '../sections'
import { writeAudit } from './audit'
import {
  type FrontOutcome,
  type FrontPut,
  judge,
  looksDifferent,
  type Reaches,
  selectCandidates,
  toCandidates,
} from './front-checks'
import { storeOnce } from './once'
import { giveUpIf, unlessGivenUp } from './rows'
import type { By } from './sections'

/**
 * Sets fronts, each as a whole; no list twice. What is as it was put already is the same, whatever version
 * was seen. Only pages that show something else than before get a new edition. An article or a section
 * that the editor does not reach is not there. `lost` when somebody was faster: nothing was stored.
 */
export async function putFronts(
  db: D1Database,
  puts: FrontPut[],
  by: By,
  reaches: Reaches = () => true,
): Promise<{ outcomes: FrontOutcome[]; owed: Owed | null } | 'lost'> {
  const lists = puts.map(({ list }) => list)
  const present = selectFronts(db, lists)
  const ids = [...new Set(puts.flatMap(({ articles }) => articles.map(({ id }) => id)))]
  const [found, sections, articles] = (await db.batch([
    present,
    selectSectionsNamed(db, lists),
    selectCandidates(db, ids),
  ])) as [D1Result, D1Result, D1Result]
  const before = new Map(toFronts(found).map((front) => [front.list, front]))
  const known = new Set(toSections(sections).map(({ slug }) => slug))
  const isThere = (list: string) => list === HOME || (known.has(list) && reaches(list))
  const candidates = toCandidates(articles, reaches)
  const outcomes = puts.map((put): FrontOutcome => {
    const front = before.get(put.list)
    if (!front || !isThere(put.list)) return { kind: 'no-list' }
    return judge(put, front, candidates)
  })
  const set = outcomes.flatMap((outcome, n) =>
    outcome.kind === 'set' ? [{ put: puts[n] as FrontPut, front: outcome.front }] : [],
  )
  if (set.length === 0) return { outcomes, owed: null }

  const edition = newEdition()
  const pages = set
    .filter(({ put, front }) => looksDifferent(put, front))
    .map(({ put }) => put.list)
  const statements = [
    ...writeRows(db, set),
    ...touchPages(db, edition, pages),
    writeAudit(
      db,
      edition,
      ...set.map(({ put }) => ({ ...by, action: 'front.set', subject: put.list, revision: null })),
    ),
    present,
  ]
  const wanted = { at: statements.length - 1, again: present }
  const stored = await unlessGivenUp(storeOnce(db, { token: edition, statements, wanted }))
  if (stored === 'lost') return 'lost'
  const after = new Map(toFronts(stored.result as D1Result).map((front) => [front.list, front]))
  const withFront = (outcome: FrontOutcome, n: number): FrontOutcome =>
    outcome.kind === 'set'
      ? { kind: 'set', front: after.get(lists[n] as string) as Front }
      : outcome
  return { outcomes: outcomes.map(withFront), owed: stored.owed }
}

/**
 * The rows, from fronts and what was seen of them. The batch gives up when one of them has moved on, or an
 * article left, between the look and now.
 */
function writeRows(db: D1Database, set: { put: FrontPut; front: Front }[]) {
  const fronts = JSON.stringify(
    set.map(({ put: { list, articles }, front: { version } }) => ({
      list: pageOfList(list),
      section: list === HOME ? null : list,
      version,
      articles,
    })),
  )
  const run = (sql: string) => db.prepare(sql).bind(fronts)
  return [
    giveUpIf(
      db,
      `(EXISTS (SELECT 1 FROM json_each(?1) p LEFT JOIN front_versions v ON v.list = p.value ->> 'list'
          WHERE coalesce(v.version, 1) <> p.value ->> 'version')
        OR EXISTS (SELECT 1 FROM json_each(?1) p CROSS JOIN json_each(p.value, '$.articles') e
          LEFT JOIN articles a ON a.id = e.value ->> 'id' LEFT JOIN sections s ON s.id = a.section_id
          WHERE a.status IS NOT 'published' OR s.slug <> p.value ->> 'section'))`,
      fronts,
    ),
    // First, so that there is one for the trigger to move on.
    run(
      `INSERT INTO front_versions (list, version) SELECT value ->> 'list', 2 FROM json_each(?1)
       WHERE true ON CONFLICT (list) DO UPDATE SET version = version + 1`,
    ),
    run(`DELETE FROM fronts WHERE list IN (SELECT value ->> 'list' FROM json_each(?1))`),
    run(
      `INSERT INTO fronts (list, position, article_id, until)
       SELECT p.value ->> 'list', e.key + 1, e.value ->> 'id', e.value ->> 'until'
       FROM json_each(?1) p CROSS JOIN json_each(p.value, '$.articles') e`,
    ),
  ]
}

/** A new edition for exactly these lists' pages; nothing for none. */
export function touchPages(db: D1Database, edition: string, lists: string[]) {
  if (lists.length === 0) return []
  const pages = JSON.stringify(lists.map(pageOfList))
  return [owe(db, edition), touch(db, edition, 'SELECT value AS page FROM json_each(?2)', pages)]
}
