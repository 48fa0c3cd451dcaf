/** Choosing which articles stand first in a list, and ending that when its time is over. */
import { newEdition, type Owed, owe, touch } from '../../delivery/editions'
import {
  type Chosen,
  type Front,
  HOME,
  listOfPage,
  pageOfList,
  selectFronts,
  toFronts,
} from '../fronts'
import { selectSectionsNamed, toSections } from '../sections'
import { writeAudit } from './audit'
import { storeOnce } from './once'
import { giveUpIf, unlessGivenUp } from './rows'
import type { By } from './sections'

/** A front as an editor puts it. */
export interface FrontPut {
  /** `home`, or a section's slug. */
  list: string
  /** Whether it may replace a version: one that its editor has seen. */
  mayReplace(version: number): boolean
  /** At most `FRONT_LENGTH`. */
  articles: Chosen[]
}

/** Why an article cannot stand at a front, and its place among those that were put, from 0. */
export interface FrontFault {
  at: number
  why: 'missing' | 'twice' | 'not-published' | 'in-another-section'
}

/** What became of a put. */
export type FrontOutcome =
  | { kind: 'set' | 'same' | 'stale'; front: Front }
  | { kind: 'refused'; faults: FrontFault[] }
  | { kind: 'no-list' }

/** Whether the editor reaches a section. */
type Reaches = (slug: string) => boolean

const everywhere: Reaches = () => true

/**
 * Sets fronts, each as a whole; no list twice. What is as it was put already is the same, whatever version
 * was seen. Only pages that show something else than before get a new edition. An article or a section
 * that the editor does not reach is not there. `lost` when somebody was faster: nothing was stored.
 */
export async function putFronts(
  db: D1Database,
  puts: FrontPut[],
  by: By,
  reaches = everywhere,
): Promise<{ outcomes: FrontOutcome[]; owed: Owed | null } | 'lost'> {
  const lists = puts.map(({ list }) => list)
  const present = selectFronts(db, lists)
  const ids = [...new Set(puts.flatMap(({ articles }) => articles.map(({ id }) => id)))]
  const [found, sections, candidates] = (await db.batch([
    present,
    selectSectionsNamed(db, lists),
    selectCandidates(db, ids),
  ])) as [D1Result, D1Result, D1Result]
  const before = new Map(toFronts(found).map((front) => [front.list, front]))
  const known = new Set(toSections(sections).map(({ slug }) => slug))
  const isThere = (list: string) => list === HOME || (known.has(list) && reaches(list))
  const candidate = toCandidates(candidates, reaches)
  const outcomes = puts.map((put): FrontOutcome => {
    const front = before.get(put.list)
    if (!front || !isThere(put.list)) return { kind: 'no-list' }
    return judge(put, front, candidate)
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

/** What may stand at a front: the section of each article, and null for one that readers cannot see. */
type Candidates = Map<number, { section: string; isPublished: boolean }>

const selectCandidates = (db: D1Database, ids: number[]) =>
  db
    .prepare(
      `SELECT a.id, s.slug AS section, a.status = 'published' AS is_published
       FROM json_each(?1) j CROSS JOIN articles a ON a.id = j.value
       CROSS JOIN sections s ON s.id = a.section_id`,
    )
    .bind(JSON.stringify(ids))

function toCandidates({ results }: D1Result, reaches: Reaches): Candidates {
  const rows = results as { id: number; section: string; is_published: 0 | 1 }[]
  return new Map(
    rows
      .filter(({ section }) => reaches(section))
      .map(({ id, section, is_published }) => [id, { section, isPublished: is_published === 1 }]),
  )
}

function judge(put: FrontPut, front: Front, candidates: Candidates): FrontOutcome {
  if (isSame(put, front)) return { kind: 'same', front }
  if (!put.mayReplace(front.version)) return { kind: 'stale', front }
  const ids = put.articles.map(({ id }) => id)
  const faults = ids.flatMap((id, at): FrontFault[] => {
    const article = candidates.get(id)
    if (!article) return [{ at, why: 'missing' }]
    if (ids.indexOf(id) < at) return [{ at, why: 'twice' }]
    if (!article.isPublished) return [{ at, why: 'not-published' }]
    const isElsewhere = put.list !== HOME && article.section !== put.list
    return isElsewhere ? [{ at, why: 'in-another-section' }] : []
  })
  return faults.length > 0 ? { kind: 'refused', faults } : { kind: 'set', front }
}

const isSame = ({ articles }: FrontPut, front: Front) =>
  JSON.stringify(articles.map(({ id, until }) => [id, until])) ===
  JSON.stringify(front.articles.map(({ id, until }) => [id, until]))

/** Pages do not show when an article's time at the front ends. */
const looksDifferent = ({ articles }: FrontPut, front: Front) =>
  String(articles.map(({ id }) => id)) !== String(front.articles.map(({ id }) => id))

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
function touchPages(db: D1Database, edition: string, lists: string[]) {
  if (lists.length === 0) return []
  const pages = JSON.stringify(lists.map(pageOfList))
  return [owe(db, edition), touch(db, edition, 'SELECT value AS page FROM json_each(?2)', pages)]
}

/** SQL for the pages with an article at their front whose time is over at a moment, as a JSON array. */
const ending = (at: string) =>
  `(SELECT json_group_array(list) FROM
     (SELECT DISTINCT list FROM fronts WHERE until <= ${at} ORDER BY list))`

/**
 * Takes out what has ended at `now` (UTC seconds), in one batch. Gives back what is owed for it; null when
 * nothing has ended, or somebody else was faster: then the next tick looks again.
 */
export async function endFronts(db: D1Database, now: number): Promise<Owed | null> {
  const { results } = await db
    .prepare('SELECT DISTINCT list FROM fronts WHERE until <= ?1 ORDER BY list')
    .bind(now)
    .run<{ list: string }>()
  const lists = results.map(({ list }) => listOfPage(list))
  if (lists.length === 0) return null
  const edition = newEdition()
  const entryOf = (list: string) => ({
    at: now,
    keyId: null,
    action: 'front.end',
    subject: list,
    revision: null,
  })
  const statements = [
    giveUpIf(db, `${ending('?1')} <> ?2`, now, JSON.stringify(lists.map(pageOfList))),
    db.prepare('DELETE FROM fronts WHERE until <= ?1').bind(now),
    ...touchPages(db, edition, lists),
    writeAudit(db, edition, ...lists.map(entryOf)),
  ]
  const stored = await unlessGivenUp(storeOnce(db, { token: edition, statements }))
  return stored === 'lost' ? null : stored.owed
}
