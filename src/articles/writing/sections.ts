/** Creating and changing sections. */
import { newEdition, type Owed, owe, touch } from '../../delivery/editions'
import { pageNames } from '../../site'
import { pick } from '../article'
import { type CountedSection, selectCountedNamed, toCounted } from '../sections'
import { type AuditEntry, writeAudit } from './audit'
import { storeOnce } from './once'
import { giveUpIf, unlessGivenUp } from './rows'

/** Every page shows all of them, and a 404 twice. */
export const MAX_SECTIONS = 100

/** The last place in their order; several may have the same. */
export const MAX_POSITION = 9_999

/** A section as an editor puts it. */
export interface SectionPut {
  slug: string
  name: string
  /** Null: where it is; a new one behind all others. */
  position: number | null
  description: string | null
}

/** What became of it; `full` when there are as many as may be. */
export type Outcome = 'created' | 'changed' | 'unchanged' | 'full'

/** Who writes, and when. */
export type By = Pick<AuditEntry, 'keyId' | 'at'>

interface Planned extends SectionPut {
  outcome: Outcome
  /** What it was before, in the same run perhaps; null when it is new. */
  before: Omit<SectionPut, 'slug'> | null
}

/**
 * Creates sections or changes them. Every page shows their names in their order, and so changes with
 * them: `site` gets a new edition. A description is on its section's own page and in its feeds. The
 * same again changes nothing. `lost` when somebody was faster: nothing was stored.
 */
export async function putSections(
  db: D1Database,
  puts: SectionPut[],
  by: By,
): Promise<{ outcomes: Outcome[]; sections: CountedSection[]; owed: Owed | null } | 'lost'> {
  const present = selectCountedNamed(
    db,
    puts.map(({ slug }) => slug),
  )
  const count = db.prepare('SELECT count(*) AS n FROM sections')
  const [found, total] = (await db.batch([present, count])) as [D1Result, D1Result<{ n: number }>]
  const before = toCounted(found)
  const planned = plan(puts, before, MAX_SECTIONS - (total.results[0]?.n ?? 0))
  const outcomes = planned.map(({ outcome }) => outcome)
  const changed = planned.filter(({ outcome }) => outcome === 'created' || outcome === 'changed')
  if (changed.length === 0) return { outcomes, sections: before, owed: null }

  const edition = newEdition()
  const statements = [
    ...writeRows(db, changed, new Set(before.map(({ slug }) => slug))),
    owe(db, edition),
    touchPages(db, edition, changed),
    writeAudit(db, edition, ...changed.map((one) => entryOf(one, by))),
    present,
  ]
  const wanted = { at: statements.length - 1, again: present }
  const stored = await unlessGivenUp(storeOnce(db, { token: edition, statements, wanted }))
  if (stored === 'lost') return 'lost'
  return { outcomes, sections: toCounted(stored.result as D1Result), owed: stored.owed }
}

/** What becomes of each, one after the other: a section may be put more than once. */
function plan(puts: SectionPut[], found: CountedSection[], room: number): Planned[] {
  const known = new Map<string, Planned['before']>(found.map((section) => [section.slug, section]))
  let left = room
  return puts.map((put) => {
    const before = known.get(put.slug) ?? null
    if (!before && left <= 0) return { ...put, before, outcome: 'full' }
    known.set(put.slug, { ...put, position: put.position ?? before?.position ?? null })
    if (before) return { ...put, before, outcome: isSame(put, before) ? 'unchanged' : 'changed' }
    left--
    return { ...put, before, outcome: 'created' }
  })
}

const isSame = (put: SectionPut, before: Omit<SectionPut, 'slug'>) =>
  before.name === put.name && before.description === put.description && !isMoved(put, before)

const isMoved = ({ position }: SectionPut, before: Omit<SectionPut, 'slug'> | null) =>
  position !== null && position !== before?.position

/** SQL for how many of the sections in a parameter there are. */
const known = (param: string) =>
  `(SELECT count(*) FROM json_each(${param}) j CROSS JOIN sections s ON s.slug = j.value ->> 'slug')`

/**
 * The rows. Which of them are new was seen before, and whether there is room; if that is no longer so,
 * the batch gives up. A number is never given twice: a post on its way may name a section by it.
 */
function writeRows(db: D1Database, changed: Planned[], knownSlugs: Set<string>) {
  const rows = [...Map.groupBy(changed, ({ slug }) => slug).values()].map((puts) => ({
    ...pick(puts.at(-1) as Planned, ['slug', 'name', 'description']),
    position: puts.findLast(({ position }) => position !== null)?.position ?? null,
  }))
  const made = JSON.stringify(rows.filter(({ slug }) => !knownSlugs.has(slug)))
  const kept = JSON.stringify(rows.filter(({ slug }) => knownSlugs.has(slug)))
  const isFull = `(json_array_length(?1) > 0
    AND (SELECT count(*) FROM sections) + json_array_length(?1) > ${MAX_SECTIONS})`
  return [
    giveUpIf(
      db,
      `(${known('?1')} > 0 OR ${known('?2')} < json_array_length(?2) OR ${isFull})`,
      made,
      kept,
    ),
    db
      .prepare(
        `UPDATE counters SET value =
           max(value, (SELECT coalesce(max(id), 0) FROM sections)) + json_array_length(?1)
         WHERE name = 'section'`,
      )
      .bind(made),
    db
      .prepare(
        `INSERT INTO sections (id, slug, name, position, description)
         SELECT (SELECT value FROM counters WHERE name = 'section') - json_array_length(?1) + key + 1,
           value ->> 'slug', value ->> 'name',
           coalesce(value ->> 'position', min(${MAX_POSITION},
             (SELECT coalesce(max(position), 0) FROM sections) + key + 1)),
           value ->> 'description'
         FROM json_each(?1)`,
      )
      .bind(made),
    db
      .prepare(
        `UPDATE sections SET name = j.value ->> 'name', description = j.value ->> 'description',
           position = coalesce(j.value ->> 'position', position)
         FROM json_each(?1) j WHERE slug = j.value ->> 'slug'`,
      )
      .bind(kept),
  ]
}

/** The pages a section has by itself. */
export const pagesOf = (slug: string) => [pageNames.section(slug), pageNames.feedOf(slug)]

function touchPages(db: D1Database, edition: string, changed: Planned[]) {
  const isInNavigation = (one: Planned) => one.before?.name !== one.name || isMoved(one, one.before)
  const pages = [
    ...changed.flatMap(({ slug }) => pagesOf(slug)),
    ...(changed.some(isInNavigation) ? [pageNames.site] : []),
  ]
  const select = 'SELECT DISTINCT value AS page FROM json_each(?2)'
  return touch(db, edition, select, JSON.stringify(pages))
}

function entryOf({ outcome, before, name, slug }: Planned, by: By) {
  const change = before?.name === name ? 'section.change' : 'section.rename'
  const action = outcome === 'created' ? 'section.create' : change
  return { ...by, action, subject: slug, revision: null }
}
