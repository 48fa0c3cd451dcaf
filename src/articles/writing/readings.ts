/** Setting and removing the newsroom's own readings. No page shows them, so none changes with them. */
import { newEdition } from '../../delivery/editions'
import {
  type KeptReading,
  MAX_READINGS,
  type Reading,
  selectReadingsOf,
  toReadings,
} from '../readings'
import { writeAudit } from './audit'
import type { Deed } from './hand-ins'
import { storeOnce } from './once'
import { giveUpIf, unlessGivenUp } from './rows'
import type { Outcome } from './sections'

/** What became of a reading, and how it stands now; null when there was no room for it. */
export type Put =
  | { outcome: Exclude<Outcome, 'full'>; reading: KeptReading }
  | { outcome: 'full'; reading: null }

/** SQL for how many there are, and for how many of the words in a parameter. */
const COUNT = "(SELECT value FROM counters WHERE name = 'readings')"
const known = (param: string) =>
  `(SELECT count(*) FROM json_each(${param}) j CROSS JOIN readings r ON r.word = j.value)`

/**
 * Sets readings, one after the other. The same again changes nothing. `lost` when somebody was faster: nothing
 * was stored. Throws like `storeOnce`.
 */
export async function putReadings(
  db: D1Database,
  readings: Reading[],
  deed: Deed,
): Promise<Put[] | 'lost'> {
  const words = readings.map(({ word }) => word)
  const [found, counted] = (await db.batch([
    selectReadingsOf(db, words),
    db.prepare(`SELECT ${COUNT} AS n`),
  ])) as [D1Result, D1Result<{ n: number }>]
  const before = new Map(toReadings(found).map((reading) => [reading.word, reading]))
  const puts = plan(readings, before, MAX_READINGS - (counted.results[0]?.n ?? 0), deed)
  const changed = puts.flatMap(({ outcome, reading }) =>
    outcome === 'created' || outcome === 'changed' ? [reading] : [],
  )
  if (changed.length === 0) return puts

  const rows = [...new Map(changed.map((reading) => [reading.word, reading])).values()]
  const made = rows.flatMap(({ word }) => (before.has(word) ? [] : [word]))
  const kept = rows.flatMap(({ word }) => (before.has(word) ? [word] : []))
  const isFull = `json_array_length(?1) > 0 AND ${COUNT} + json_array_length(?1) > ${MAX_READINGS}`
  const stored = await store(db, 'reading.set', changed, deed, made.length, [
    giveUpIf(
      db,
      `(${known('?1')} > 0 OR ${known('?2')} < json_array_length(?2) OR (${isFull}))`,
      JSON.stringify(made),
      JSON.stringify(kept),
    ),
    db
      .prepare(
        `INSERT INTO readings (word, pinyin, key_id, updated_at)
         SELECT value ->> 'word', value ->> 'pinyin', ?2, ?3 FROM json_each(?1) WHERE true
         ON CONFLICT (word) DO UPDATE SET pinyin = excluded.pinyin, key_id = excluded.key_id,
           updated_at = excluded.updated_at`,
      )
      .bind(JSON.stringify(rows), deed.by.id, deed.now),
  ])
  return stored === 'lost' ? 'lost' : puts
}

/** What becomes of each: a word may be there more than once. */
function plan(
  readings: Reading[],
  before: Map<string, KeptReading>,
  room: number,
  { by, now }: Deed,
): Put[] {
  const known = new Map(before)
  let left = room
  return readings.map((given): Put => {
    const present = known.get(given.word)
    if (present?.pinyin === given.pinyin) return { outcome: 'unchanged', reading: present }
    if (!present && left <= 0) return { outcome: 'full', reading: null }
    const reading = { ...given, by, updatedAt: now }
    known.set(given.word, reading)
    if (!present) left--
    return { outcome: present ? 'changed' : 'created', reading }
  })
}

/** Removes a reading, and gives it as it was. Null: there is none. `lost` as above. Throws like `storeOnce`. */
export async function removeReading(
  db: D1Database,
  word: string,
  deed: Deed,
): Promise<KeptReading | null | 'lost'> {
  const [reading] = toReadings(await selectReadingsOf(db, [word]).run())
  if (!reading) return null
  const stored = await store(db, 'reading.remove', [reading], deed, -1, [
    giveUpIf(db, 'NOT EXISTS (SELECT 1 FROM readings WHERE word = ?1)', word),
    db.prepare('DELETE FROM readings WHERE word = ?1').bind(word),
  ])
  return stored === 'lost' ? 'lost' : reading
}

/** Stores it all once, with its entries in the trail. The first statement may give it up. */
async function store(
  db: D1Database,
  action: string,
  readings: Reading[],
  { by, now }: Deed,
  more: number,
  statements: D1PreparedStatement[],
): Promise<'done' | 'lost'> {
  const token = newEdition()
  const entries = readings.map(({ word }) => ({
    at: now,
    keyId: by.id,
    action,
    subject: word,
    revision: null,
  }))
  const count = db
    .prepare(
      `UPDATE counters SET value = value + iif(name = 'readings', ?1, 1)
       WHERE name IN ('readings', 'readings version')`,
    )
    .bind(more)
  const all = [...statements, count, writeAudit(db, token, ...entries)]
  const stored = await unlessGivenUp(storeOnce(db, { token, statements: all }))
  return stored === 'lost' ? 'lost' : 'done'
}
